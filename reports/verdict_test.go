package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVerdict(t *testing.T) {
	t.Parallel()
	c := func(l Level, o Outcome) Check { return Check{ID: string(l) + string(o), Level: l, Outcome: o} }
	for name, test := range map[string]struct {
		checks  []Check
		strict  bool
		verdict Verdict
		code    int
	}{
		"all pass":             {[]Check{c(Must, Pass)}, false, Conforms, 0},
		"unsupported too":      {[]Check{c(Must, Pass), c(Must, Unsupported), c(Must, Excluded)}, false, Conforms, 0},
		"warning":              {[]Check{c(Must, Pass), c(Should, Warn)}, false, ConformsWithWarnings, 0},
		"failing should":       {[]Check{c(Must, Pass), c(Should, Fail)}, false, ConformsWithWarnings, 0},
		"warning, strict":      {[]Check{c(Must, Pass), c(Should, Warn)}, true, DoesNotConform, 1},
		"known":                {[]Check{c(Must, Pass), c(Must, Known)}, false, ConformsWithWarnings, 0},
		"failed":               {[]Check{c(Must, Fail), c(Must, Lost)}, false, DoesNotConform, 1},
		"must blocked":         {[]Check{c(Must, Pass), c(Must, Blocked)}, false, Incomplete, 3},
		"must lost, warning":   {[]Check{c(Should, Warn), c(Must, Lost)}, false, Incomplete, 3},
		"should blocked":       {[]Check{c(Must, Pass), c(Should, Blocked)}, false, Conforms, 0},
		"level unknown, lost":  {[]Check{c(Must, Pass), c("", Lost)}, false, Incomplete, 3},
		"nothing ran":          {[]Check{c(Must, Unsupported)}, false, Incomplete, 3},
		"no checks":            {nil, false, Incomplete, 3},
		"blocked should alone": {[]Check{c(Should, Blocked)}, false, Incomplete, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &Report{Checks: test.checks, Strict: test.strict}
			r.Conclude()
			if r.Verdict != test.verdict || r.ExitCode() != test.code {
				t.Errorf("got %q, exit %d", r.Verdict, r.ExitCode())
			}
			if r.Summary.Total != len(test.checks) {
				t.Errorf("summary %+v", r.Summary)
			}
		})
	}
}

func TestConcludeOrdersAndGroups(t *testing.T) {
	t.Parallel()
	r := &Report{Checks: []Check{
		{ID: "z", Area: "unheard-of", Outcome: Pass, Requests: 2},
		{ID: "b", Area: "members", Dialect: "oin", Outcome: Unsupported, Reason: "no groups"},
		{ID: "b", Area: "members", Dialect: "aiw", Outcome: Unsupported, Reason: "no groups"},
		{ID: "a", Area: "members", Outcome: Blocked, Reason: "set-up"},
		{ID: "a", Area: "connector", Outcome: Pass, Requests: 3, SettleMS: 40},
	}}
	r.Conclude()
	first := []string{}
	for _, c := range r.Checks {
		first = append(first, c.Area+"/"+c.Key().String())
	}
	if d := cmp.Diff([]string{"connector/a", "members/a", "members/b [aiw]", "members/b [oin]", "unheard-of/z"}, first); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]NotRun{
		{Blocked, "set-up", []string{"a"}, 1},
		{Unsupported, "no groups", []string{"b"}, 2},
	}, r.NotRun); d != "" {
		t.Error(d)
	}
	if r.Requests != 5 || r.Settle.LongestMS != 40 || r.Settle.Check != "a" {
		t.Errorf("requests %d, settle %+v", r.Requests, r.Settle)
	}
	before := r.Summary
	r.Conclude()
	if d := cmp.Diff(before, r.Summary); d != "" || r.Requests != 5 {
		t.Error("a second Conclude changed the report", d)
	}
}

func TestReducer(t *testing.T) {
	t.Parallel()
	r := reducer{}
	for _, c := range []Check{
		{ID: "a", Area: "auth", Outcome: Lost}, {ID: "a", Area: "auth", Outcome: Pass}, {ID: "a", Area: "auth", Outcome: Lost},
		{ID: "b", Area: "auth", Outcome: Fail}, {ID: "b", Area: "auth", Outcome: Pass},
		{ID: "c", Area: "auth", Outcome: Lost, Reason: "killed"},
		{ID: "b", Area: "auth", Dialect: "oin", Outcome: Pass},
	} {
		r.add(c)
	}
	got := map[string]Outcome{}
	for _, c := range r.checks() {
		got[c.Key().String()] = c.Outcome
	}
	want := map[string]Outcome{"a": Pass, "b": Fail, "b [oin]": Pass, "c": Lost}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
