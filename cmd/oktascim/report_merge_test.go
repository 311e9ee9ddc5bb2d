package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
)

// inShards deals the checks of a report to n files.
func inShards(t *testing.T, r *reports.Report, n int) []string {
	t.Helper()
	var out []string
	for i := range n {
		part := *r
		part.Shard = &reports.Shard{Index: i + 1, Count: n}
		part.Checks = nil
		for k, c := range r.Checks {
			if k%n == i {
				part.Checks = append(part.Checks, c)
			}
		}
		part.Conclude()
		out = append(out, keep(t, &part))
	}
	return out
}

func TestReportMerge(t *testing.T) {
	set, run := misbehaving(t)
	set(oneFault)
	_, whole, _ := run()
	parts := inShards(t, whole, 3)

	path := filepath.Join(t.TempDir(), "whole.json")
	code, out, errs := command(t, nil, append([]string{"report", "merge", "--report", "json=" + path}, parts...)...)
	if code != exitFails || errs != "" || !strings.Contains(out, "DOES NOT CONFORM") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	joined := reportIn(t, path)
	if joined.Summary != whole.Summary || joined.RunID != whole.RunID || joined.Shard != nil {
		t.Errorf("%+v, want %+v", joined.Summary, whole.Summary)
	}
	if code, out, _ := command(t, nil, append([]string{"report", "merge", "--baseline", keep(t, whole)}, parts...)...); code != exitConforms || !strings.Contains(out, "known failure") {
		t.Errorf("with a baseline: exit %d\n%s", code, out)
	}
	other := *whole
	other.RunID = "other1"
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"nothing":       {nil, "takes the JSON reports of all shards"},
		"missing shard": {parts[:2], "missing shard 3 of 3"},
		"another run":   {append(slices.Clone(parts[:2]), inShards(t, &other, 3)[2]), "are not parts of one run"},
		"missing file":  {[]string{parts[0], "none.json"}, "there is no report none.json"},
		"full disk":     {append([]string{"--report", "json=/dev/full"}, parts...), "no space left"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _, errs := command(t, nil, append([]string{"report", "merge"}, tt.args...)...)
			if code != exitUsage || !strings.Contains(errs, tt.want) {
				t.Errorf("exit %d, %q, want %q in it", code, errs, tt.want)
			}
		})
	}
}
