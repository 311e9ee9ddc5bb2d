package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider/faulty"
)

// TestFaultsTellWhereTheyComeFrom: a fault that was made up is never listed among those from public reports.
func TestFaultsTellWhereTheyComeFrom(t *testing.T) {
	code, text, errs := command(t, nil, "faults")
	reported, made, both := strings.Cut(text, fromTheGrid+"\n")
	if code != 0 || !both || !strings.Contains(reported, fromReports) {
		t.Fatalf("exit %d: not in two groups\n%s", code, errs)
	}
	for _, f := range faulty.All() {
		group, address := made, ""
		if f.Source.Public() {
			group, address = reported, f.Source.Report
		}
		if !strings.Contains(group, "  "+f.ID+"  (") || !strings.Contains(group, address) {
			t.Errorf("%s is not in its group, or without its source %q", f.ID, address)
		}
	}
	_, text, _ = command(t, nil, "faults", "--json")
	var list []struct {
		ID     string        `json:"id"`
		Source faulty.Source `json:"source"`
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil || len(list) != len(faulty.All()) {
		t.Fatalf("%d faults, %v", len(list), err)
	}
	for _, f := range list {
		if (f.Source.Report == "") == (f.Source.Grid == "") {
			t.Errorf("%s: source %+v", f.ID, f.Source)
		}
	}
	_, text, _ = command(t, nil, "explain", "users.deactivate.answer")
	reported, made, both = strings.Cut(text, fromTheGrid)
	if !both || !strings.Contains(reported, "deactivate-patch-noop-200  https://") ||
		!strings.Contains(made, "deactivate-stale-answer") {
		t.Errorf("explain:\n%s", text)
	}
}
