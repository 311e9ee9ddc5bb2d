package reports_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func ids(list []Change) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.ID+" "+string(c.Was)+">"+string(c.Now))
	}
	return out
}

func TestCompareSortsEveryChange(t *testing.T) {
	t.Parallel()
	r := sample.Later()
	r.Compare(sample.Earlier(), "base.json")
	b := r.Baseline
	got := map[string][]string{
		"new": ids(b.NewFailures), "changed": ids(b.Changed), "still": ids(b.StillFailing), "fixed": ids(b.Fixed),
		"warn": ids(b.NewWarnings), "none": ids(b.NoAnswer), "added": ids(b.NewChecks), "gone": ids(b.GoneChecks),
	}
	want := map[string][]string{
		"new":     {"members.new-and-failing >fail", "members.new-failure pass>fail"},
		"changed": {"members.changed fail>fail"},
		"still":   {"members.still-blocked blocked>blocked", "members.still-failing fail>known"},
		"fixed":   {"members.fixed fail>pass"},
		"warn":    {"members.new-warning pass>warn"},
		"none":    {"members.blocked pass>blocked", "members.unsupported pass>unsupported"},
		"added":   {"members.new >pass"},
		"gone":    {"members.gone pass>"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if b.Compared != 12 || b.NotSelected != 1 || len(b.Differs) != 0 || b.RunID != "aaaa11" {
		t.Errorf("%+v", b)
	}
	if len(b.Slower) != 1 || b.Slower[0].Ratio != 4 {
		t.Errorf("slower: %+v", b.Slower)
	}
	if r.Verdict != DoesNotConform || r.Summary.Known != 1 || r.Summary.Fail != 3 {
		t.Errorf("verdict %q, %+v", r.Verdict, r.Summary)
	}
	before := *b
	r.Compare(sample.Earlier(), "base.json")
	if d := cmp.Diff(&before, r.Baseline); d != "" {
		t.Error("a second comparison differs:", d)
	}
}

// TestCompareJudgesWhatIsNew goes through what a run with one check may say.
func TestCompareJudgesWhatIsNew(t *testing.T) {
	t.Parallel()
	run := func(o Outcome, l Level, text string) *Report {
		c := Check{ID: "x", Area: "auth", Level: l, Outcome: o, Reason: text}
		if o == Fail || o == Warn {
			c.Reason, c.Problems = "", []Problem{{Expected: "200", Actual: text}}
		}
		return &Report{Checks: []Check{c, {ID: "ok", Area: "auth", Level: Must, Outcome: Pass}}}
	}
	for name, test := range map[string]struct {
		was, now *Report
		strict   bool
		verdict  Verdict
	}{
		"as before":                  {run(Fail, Must, "500"), run(Fail, Must, "500"), false, ConformsWithWarnings},
		"failing another way":        {run(Fail, Must, "500"), run(Fail, Must, "501"), false, DoesNotConform},
		"known in the baseline":      {run(Known, Must, ""), run(Fail, Must, "500"), false, DoesNotConform},
		"fixed":                      {run(Fail, Must, "500"), run(Pass, Must, ""), false, Conforms},
		"new":                        {run(Pass, Must, ""), run(Fail, Must, "500"), false, DoesNotConform},
		"blocked as before":          {run(Blocked, Must, "set-up"), run(Blocked, Must, "set-up"), false, ConformsWithWarnings},
		"blocked for another reason": {run(Blocked, Must, "set-up"), run(Blocked, Must, "other"), false, Incomplete},
		"blocked now":                {run(Pass, Must, ""), run(Blocked, Must, "set-up"), false, Incomplete},
		"a should blocked now":       {run(Pass, Should, ""), run(Blocked, Should, "set-up"), false, ConformsWithWarnings},
		"lost as before":             {run(Lost, Must, "killed"), run(Lost, Must, "killed"), false, Incomplete},
		"unsupported now":            {run(Pass, Must, ""), run(Unsupported, Must, "501"), false, ConformsWithWarnings},
		"unsupported now, strict":    {run(Pass, Must, ""), run(Unsupported, Must, "501"), true, DoesNotConform},
		"unsupported as before":      {run(Unsupported, Must, "501"), run(Unsupported, Must, "501"), true, Conforms},
		"warning as before":          {run(Warn, Should, "x"), run(Warn, Should, "x"), false, ConformsWithWarnings},
		"warning as before, strict":  {run(Warn, Should, "x"), run(Warn, Should, "x"), true, ConformsWithWarnings},
		"new warning, strict":        {run(Pass, Should, ""), run(Warn, Should, "x"), true, DoesNotConform},
		"excluded now":               {run(Pass, Must, ""), run(Excluded, Must, "--read-only"), true, Conforms},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.was.Conclude()
			test.now.Strict = test.strict
			test.now.Conclude()
			test.now.Compare(test.was, "base.json")
			if test.now.Verdict != test.verdict {
				t.Errorf("%q, want %q; %+v", test.now.Verdict, test.verdict, test.now.Baseline)
			}
		})
	}
}

func TestCompareLooksAtThisRunOnly(t *testing.T) {
	t.Parallel()
	was := sample.Earlier()
	for name, narrow := range map[string]func(*Report){
		"selection by area": func(r *Report) { r.Selection = &Selection{Areas: []string{"auth"}} },
		"selection by id":   func(r *Report) { r.Selection = &Selection{Checks: []string{"members.fine"}} },
		"dialect":           func(r *Report) { r.Dialects = []string{"oin"} },
		"shard":             func(r *Report) { r.Shard = &Shard{Index: 1, Count: 2} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := sample.Later()
			r.Checks = slices.DeleteFunc(r.Checks, func(c Check) bool { return c.ID != "members.fine" })
			narrow(r)
			r.Compare(was, "base.json")
			if n := len(r.Baseline.GoneChecks); n > 0 || r.Baseline.NotSelected != 12 || r.Verdict != Conforms {
				t.Errorf("%d gone, %d not selected, %q", n, r.Baseline.NotSelected, r.Verdict)
			}
		})
	}
}

func TestCompareNotesWhatDiffers(t *testing.T) {
	t.Parallel()
	was, now := sample.Earlier(), sample.Later()
	now.Tool.Version, now.Target.BaseURL, now.Profile.Name, now.Strict = "0.2.0", "https://staging.example.com/scim/v2", "", true
	now.Dialects, now.Settle.LimitMS, now.Selection = []string{"aiw"}, 5000, &Selection{Areas: []string{"auth"}}
	now.Compare(was, "base.json")
	var got []string
	for _, d := range now.Baseline.Differs {
		got = append(got, d.What+": "+d.Was+" > "+d.Now)
	}
	want := []string{
		"version: 0.1.0 > 0.2.0", "target: https://app.example.com/scim/v2 > https://staging.example.com/scim/v2", "profile: Holistics > none",
		"dialects: aiw, oin > aiw", "strictness: not strict > strict", "selection: all checks > --area auth", "settle time: 2.00 s > 5.00 s",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
