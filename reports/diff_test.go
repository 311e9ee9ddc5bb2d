package reports_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	. "github.com/oktascim/oktascim/reports"
)

func TestDiffAnswers(t *testing.T) {
	t.Parallel()
	run := func(change func(*Report)) *Report {
		r := &Report{Checks: []Check{{ID: "a", Level: Must, Outcome: Pass}, {ID: "b", Level: Must, Outcome: Fail, Problems: []Problem{{Actual: "500"}}}}}
		change(r)
		r.Conclude()
		return r
	}
	was := run(func(*Report) {})
	for name, test := range map[string]struct {
		now     func(*Report)
		code    int
		heading string
	}{
		"same":       {func(*Report) {}, 0, "Nothing new fails"},
		"new":        {func(r *Report) { r.Checks[0].Outcome = Fail }, 1, "1 new failure"},
		"changed":    {func(r *Report) { r.Checks[1].Problems[0].Actual = "404" }, 1, "1 check failing in another way"},
		"fixed":      {func(r *Report) { r.Checks[1].Outcome, r.Checks[1].Problems = Pass, nil }, 0, "1 check fixed, nothing new fails"},
		"no answer":  {func(r *Report) { r.Checks[0].Outcome = Unsupported }, 0, "Nothing new fails, but 1 check lost the answer"},
		"gone":       {func(r *Report) { r.Checks = r.Checks[:1] }, 0, "Nothing new fails, but 1 check lost the answer"},
		"new, known": {func(r *Report) { r.Checks[0].Outcome, r.Checks[0].KnownBy = Known, ByBaseline }, 1, "1 new failure"},
		"new, waived": {func(r *Report) { r.Checks[0].Outcome, r.Checks[0].KnownBy = Known, ByWaiver }, 0,
			"Nothing new fails"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := run(test.now)
			before := now.Summary
			d := NewDiff(was, now, "a", "b")
			if heading, _ := d.Heading(); heading != test.heading || d.ExitCode() != test.code {
				t.Errorf("%q, exit %d", heading, d.ExitCode())
			}
			if diff := cmp.Diff(before, now.Summary); diff != "" || now.Baseline != nil {
				t.Error("the comparison has changed a report", diff)
			}
		})
	}
	passed := &Report{Checks: []Check{{ID: "a", Level: Must, Outcome: Pass}}}
	passed.Conclude()
	if heading, _ := NewDiff(passed, passed, "a", "b").Heading(); heading != "Nothing has changed" {
		t.Error(heading)
	}
}
