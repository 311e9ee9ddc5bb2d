package reports

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// earlier and later are two runs of the same app: another run id, other
// generated ids, and each kind of change.
func earlier() *Report { return twoRuns("aaaa11", 1) }
func later() *Report   { return twoRuns("bbbb22", 2) }

func twoRuns(id string, n int) *Report {
	r := &Report{
		Tool: Tool{Name: "oktascim", Version: "0.1.0"}, Target: Target{BaseURL: "https://app.example.com/scim/v2"}, Profile: Profile{Name: "Holistics"},
		Started: time.Date(2026, 3, 4+n, 5, 6, 7, 0, time.UTC), DurationMS: 4321, Dialects: []string{"aiw", "oin"}, RunID: id, Settle: Settle{LimitMS: 2000},
	}
	pick := func(first, second Outcome) Outcome { return []Outcome{first, second}[n-1] }
	text := func(first, second string) string { return []string{first, second}[n-1] }
	add := func(check string, o Outcome, problem string) {
		if o == "" {
			return
		}
		c := Check{ID: check, Area: "members", Level: Must, Dialect: "aiw", Outcome: o, Title: "What " + check + " says", Symptom: "Push Groups shows an error."}
		if o == Warn {
			c.Level = Should
		}
		switch {
		case o == Fail || o == Warn:
			c.Problems = []Problem{{Expected: "200", Actual: problem + " for oktascim-" + id + "-7", Operation: "PATCH /Groups/{id}"}}
		case !o.Ran():
			c.Reason = problem
		}
		r.Checks = append(r.Checks, c)
	}
	add("members.fine", Pass, "")
	add("members.new-failure", pick(Pass, Fail), "500")
	add("members.changed", Fail, text("500", "403"))
	add("members.still-failing", Fail, "500 after "+text("1.2 s", "3 s"))
	add("members.fixed", pick(Fail, Pass), "500")
	add("members.new-warning", pick(Pass, Warn), "no detail")
	add("members.still-warning", Warn, "no detail")
	add("members.blocked", pick(Pass, Blocked), "set-up: POST /Users answered 500")
	add("members.still-blocked", Blocked, "set-up: POST /Groups answered 500 for oktascim-"+id+"-1")
	add("members.unsupported", pick(Pass, Unsupported), "PATCH is answered 501")
	add("members.new", pick("", Pass), "")
	add("members.new-and-failing", pick("", Fail), "500")
	add("members.gone", pick(Pass, ""), "")
	add("members.excluded", pick(Pass, Excluded), "--read-only leaves out checks that write")
	add("members.now-supported", pick(Unsupported, Pass), "the profile has no groups")
	r.Latency = []Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 20 * float64(n*n), P95MS: 100, MaxMS: 200}}
	r.Conclude()
	return r
}

func ids(list []Change) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.ID+" "+string(c.Was)+">"+string(c.Now))
	}
	return out
}

func TestCompareSortsEveryChange(t *testing.T) {
	t.Parallel()
	r := later()
	r.Compare(earlier(), "base.json")
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
	r.Compare(earlier(), "base.json")
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
	was := earlier()
	for name, narrow := range map[string]func(*Report){
		"selection by area": func(r *Report) { r.Selection = &Selection{Areas: []string{"auth"}} },
		"selection by id":   func(r *Report) { r.Selection = &Selection{Checks: []string{"members.fine"}} },
		"dialect":           func(r *Report) { r.Dialects = []string{"oin"} },
		"shard":             func(r *Report) { r.Shard = &Shard{Index: 1, Count: 2} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := later()
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
	was, now := earlier(), later()
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

// TestAlike says which problems of two runs are the same one.
func TestAlike(t *testing.T) {
	t.Parallel()
	was, now := &Report{RunID: "knqxej", Target: Target{BaseURL: "http://127.0.0.1:40123/scim/v2"}}, &Report{RunID: "abcdef", Target: Target{BaseURL: "http://127.0.0.1:5123/scim/v2/"}}
	for name, test := range map[string]struct {
		was, now string
		same     bool
	}{
		"run id without digits": {"user oktascim-knqxej-b@example.com", "user oktascim-abcdef-b@example.com", true},
		"counter of a name":     {"got oktascim-knqxej-749@example.com, oktascim-knqxej-3", "got oktascim-abcdef-12@example.com, oktascim-abcdef-4", true},
		"uuid":                  {"id 2819c223-7f76-453a-919d-413861904646", "id 11aac223-7f76-453a-919d-413861904646", true},
		"address":               {"Location http://127.0.0.1:40123/scim/v2/Users/1", "Location http://127.0.0.1:5123/scim/v2/Users/1", true},
		"time of day":           {"created 2026-03-04T05:06:07Z", "created 2026-03-05T06:07:08.123+01:00", true},
		"HTTP date":             {"Date: Thu, 26 Nov 2026 16:56:34 GMT", "Date: Fri, 27 Nov 2026 01:02:03 GMT", true},
		"duration":              {"answered after 61 ms", "answered after 1.4 s", true},
		"status":                {"status 200", "status 404", false},
		"number":                {"31 users", "30 users", false},
		"word":                  {"active is true", "active is false", false},
		"role":                  {"role Admin", "role Viewer", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := &Check{Outcome: Fail, Problems: []Problem{{Actual: test.was}}}, &Check{Outcome: Fail, Problems: []Problem{{Actual: test.now}}}
			if got := newNormalizer(was).same(a, newNormalizer(now), b); got != test.same {
				t.Errorf("same = %v", got)
			}
		})
	}
	one, two := Problem{Actual: "one"}, Problem{Actual: "two"}
	if !newNormalizer(was).same(&Check{Problems: []Problem{one, two}}, newNormalizer(now), &Check{Problems: []Problem{two, one, two}}) {
		t.Error("the order counts")
	}
}

func TestSlower(t *testing.T) {
	t.Parallel()
	op := func(n int, median float64) Operation {
		return Operation{Method: "GET", Resource: "Users", Count: n, P50MS: median}
	}
	for name, test := range map[string]struct {
		was, now Operation
		slower   bool
	}{
		"twice as long":     {op(20, 100), op(20, 200), true},
		"just enough":       {op(20, 40), op(20, 60), true},
		"few before":        {op(19, 100), op(200, 200), false},
		"few now":           {op(200, 100), op(19, 200), false},
		"small ratio":       {op(50, 100), op(50, 149), false},
		"small difference":  {op(50, 1), op(50, 20), false},
		"faster":            {op(50, 200), op(50, 100), false},
		"nothing before":    {op(50, 0), op(50, 30), true},
		"another operation": {Operation{Method: "PUT", Resource: "Users", Count: 50, P50MS: 1}, op(50, 100), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := len(slower([]Operation{test.was}, []Operation{test.now})) == 1; got != test.slower {
				t.Errorf("slower = %v", got)
			}
		})
	}
}
