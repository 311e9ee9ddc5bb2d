package reports

import (
	"bytes"
	"strings"
	"testing"
)

// TestSubjects: what fails alike for several people is one finding that names
// them, and an entry that stands for many counts as many.
func TestSubjects(t *testing.T) {
	t.Parallel()
	r := &Report{Target: Target{BaseURL: "https://app.example.com"}, Checks: []Check{
		{ID: "pilot.plan.role", Area: "pilot", Level: Must, Outcome: Pass, Title: "The role is right", Subjects: 1200},
	}}
	for _, name := range []string{"ann@example.com", "ben@example.com", "cid@example.com"} {
		r.Checks = append(r.Checks, Check{ID: "pilot.plan.match", Area: "pilot", Level: Must, Outcome: Fail, Title: "One account at most", Subject: name,
			Problems: []Problem{{Expected: "one account", Actual: "two accounts are " + name}}})
	}
	r.Conclude()
	if r.Summary.Total != 1203 || r.Summary.Pass != 1200 {
		t.Errorf("summary %+v", r.Summary)
	}
	var b bytes.Buffer
	if err := WriteConsole(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1,203 checks", "1,200 passed, 3 failed", "FAILED 3 · 1 distinct", "ann@example.com, ben@example.com, cid@example.com"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
