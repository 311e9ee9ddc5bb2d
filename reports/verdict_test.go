package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

func TestLatency(t *testing.T) {
	t.Parallel()
	c := Check{}
	for i := 1; i <= 100; i++ {
		c.Timings = append(c.Timings, Timing{Method: "GET", URL: "https://h/scim/v2/Users/abc", MS: float64(i)})
	}
	c.Timings = append(c.Timings, Timing{Method: "GET", URL: "https://h/Users?startIndex=1&filter=userName+eq", MS: 200}, Timing{Method: "POST", URL: "https://h/scim/v2/Groups/", MS: 7},
		Timing{Method: "GET", URL: "https://h/scim/v2/Users?startIndex=1", MS: 3}, Timing{Method: "GET", URL: "https://h/nothing", MS: 1})
	op := func(method, resource string, n int, p50, p95, longest float64) Operation {
		return Operation{Method: method, Resource: resource, Count: n, P50MS: p50, P95MS: p95, MaxMS: longest}
	}
	want := []Operation{
		op("GET", "Users?filter", 1, 200, 200, 200), op("GET", "Users/{id}", 100, 50, 95, 100),
		op("POST", "Groups", 1, 7, 7, 7), op("GET", "Users", 1, 3, 3, 3), op("GET", "other", 1, 1, 1, 1),
	}
	if d := cmp.Diff(want, latencies([]Check{c}), cmpopts.IgnoreFields(Operation{}, "Times")); d != "" {
		t.Error(d)
	}
	if latencies([]Check{{Exchanges: []Exchange{sampleLookup()}}})[0].MaxMS != 1.2 {
		t.Error("exchanges do not count")
	}
}

func TestFindingsAreGroupedAcrossDialects(t *testing.T) {
	t.Parallel()
	a, b, other := failing("x", "create", "aiw"), failing("x", "create", "oin"), failing("x", "create", "")
	a.Problems = []Problem{{Expected: "user oktascim-r7-1 at 200", Actual: "none"}}
	b.Problems = []Problem{{Expected: "user oktascim-r7-2 at 200", Actual: "none"}}
	other.Problems = []Problem{{Expected: "user oktascim-r7-2 at 201", Actual: "none"}}
	should := failing("a", "create", "aiw")
	should.Level = Should
	got := findings([]Check{should, a, b, other, passing("y", "create", "aiw")}, Fail)
	tags := []string{}
	for i := range got {
		tags = append(tags, got[i].ID+" "+got[i].tags())
	}
	if d := cmp.Diff([]string{"x must · aiw, oin", "x must", "a should · aiw"}, tags); d != "" {
		t.Error(d)
	}
}

// The same problem of three requests is one problem, three times.
func TestRepeatedProblemsAreFolded(t *testing.T) {
	t.Parallel()
	twice, once := Problem{Expected: "a challenge", Actual: "none", At: "GET /Users"}, Problem{Expected: "a challenge", Actual: "none", At: "GET /Groups"}
	for _, test := range []struct{ in, want []Problem }{
		{nil, nil},
		{[]Problem{once, twice}, []Problem{once, twice}},
		{[]Problem{twice, once, twice}, []Problem{{Expected: "a challenge", Actual: "none", At: "GET /Users, 2 times"}, once}},
	} {
		if d := cmp.Diff(test.want, folded(test.in)); d != "" {
			t.Error(d)
		}
	}
}

// In a roster, what is wrong with most people comes first.
func TestMostPeopleComeFirst(t *testing.T) {
	t.Parallel()
	r := &Report{Command: "oktascim pilot verify --roster r.csv"}
	add := func(id, subject string) {
		c := failing(id, "pilot", "")
		c.Subject = subject
		r.Checks = append(r.Checks, c)
	}
	add("pilot.verify.attributes", "ann@example.com")
	for _, who := range []string{"ann@example.com", "ben@example.com"} {
		add("pilot.verify.provisioned", who)
	}
	failed, _ := r.failures()
	if len(failed) != 2 || failed[0].ID != "pilot.verify.provisioned" || failed[0].people() != 2 {
		t.Errorf("%+v", failed)
	}
}
