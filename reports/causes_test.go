package reports

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/oktascim/oktascim/reports/result"
)

// failedWith is a check that failed with these problems.
func failedWith(id string, problems ...Problem) Check {
	c := failing(id, "create", "")
	c.Problems = problems
	return c
}

// oneBug is a run against an app with three bugs: one that keeps most checks
// from running, one that shows in three requests, and one in one check alone.
func oneBug() *Report {
	created := Problem{Expected: "201 Created", Actual: "200 OK", Operation: "POST /Users", Place: "status"}
	r := &Report{Checks: []Check{
		failedWith("auth.error.body", Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users", Part: "error body", Place: "schemas"}, Problem{Expected: "a sentence", Actual: "absent or null", Operation: "GET /Users", Part: "error body", Place: "detail"}),
		failedWith("groups.push.alone", Problem{Expected: "404 Not Found", Actual: "500", Operation: "DELETE /Groups/{id}", Place: "status"}),
		failedWith("users.create.listed", created, Problem{Expected: "a resource with id 00u8abc1", Actual: "none on any page", Operation: "GET /Users (import)"}),
		failedWith("users.create.answer", created),
		failedWith("users.get.after-much", Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users/{id}", Part: "error body", Place: "schemas"}),
		failedWith("users.get.unknown", Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users/{id}", Part: "error body", Place: "schemas"}),
		failedWith("users.put.unknown", Problem{Expected: "…:Error", Actual: "absent or null", Operation: "PUT /Users/{id}", Part: "error body", Place: "schemas"}),
	}}
	for i := range 20 {
		cause := &result.Cause{Check: "users.create.answer", Problem: &created}
		if i%2 > 0 { // seen elsewhere, and named by the check
			cause.Problem = &Problem{Expected: "an answer with which Okta goes on", Actual: "POST /Users answered 200 without an id", Operation: "POST /Users"}
		}
		r.Checks = append(r.Checks, Check{ID: fmt.Sprintf("roles.case-%d", i), Area: "roles", Level: Must, Outcome: Blocked,
			Reason: "creating a user (users.create.answer) failed", Cause: cause})
	}
	r.Checks = append(r.Checks, Check{ID: "seats.over", Area: "seats", Level: Must, Outcome: Blocked, Reason: "no seat is left"})
	r.Checks[4].Exchanges = append(r.Checks[4].Exchanges, sampleLookup()) // the simplest example is the best one
	r.Conclude()
	return r
}

// What most checks depend on comes first, whatever its area; each check counts
// once; what is alone follows, and further examples come last.
func TestWhatToFixFirst(t *testing.T) {
	t.Parallel()
	failed, causes := oneBug().failures()
	var got []string
	for i := range causes {
		got = append(got, fmt.Sprintf("%d: %s (%s)", causes[i].Checks(), causes[i].What(), causes[i].Of()))
	}
	if d := cmp.Diff([]string{
		"22: POST /Users status: expected 201 Created, got 200 OK (users.create.answer, users.create.listed; 20 could not run)",
		"4: GET /Users/{id} error body schemas: expected …:Error, got absent or null (auth.error.body, users.get.after-much, users.get.unknown, users.put.unknown)",
	}, got); d != "" {
		t.Error(d)
	}
	var ids []string
	for i := range failed {
		ids = append(ids, failed[i].ID)
	}
	if d := cmp.Diff([]string{"users.create.answer", "users.get.unknown", "groups.push.alone", "auth.error.body", "users.create.listed", "users.get.after-much", "users.put.unknown"}, ids); d != "" {
		t.Error(d)
	}
}

// A report that is read again has the same causes; of one that names no cause, as
// older ones do, the checks that could not run are not counted.
func TestCausesAreReadAgain(t *testing.T) {
	t.Parallel()
	whatToFix := func(r *Report) (out []string) {
		_, causes := r.failures()
		for i := range causes {
			out = append(out, causes[i].What()+" "+causes[i].Of())
		}
		return out
	}
	r := oneBug()
	text, err := json.Marshal(r.Checks)
	if err != nil {
		t.Fatal(err)
	}
	read := &Report{}
	if err := json.Unmarshal(text, &read.Checks); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(whatToFix(r), whatToFix(read)); d != "" {
		t.Error(d)
	}
	before, now := newNormalizer(r), newNormalizer(read)
	for i := range read.Checks {
		if !before.same(&r.Checks[i], now, &read.Checks[i]) {
			t.Errorf("%s is another", r.Checks[i].ID)
		}
		read.Checks[i].Cause = nil
		if !before.same(&r.Checks[i], now, &read.Checks[i]) {
			t.Errorf("%s is another without its cause", r.Checks[i].ID)
		}
	}
	if got := whatToFix(read); len(got) != 1 || !strings.HasPrefix(got[0], "GET /Users/{id} error body schemas") {
		t.Error(got)
	}
}

// Failures that have nothing in common have no cause to fix first, and the
// findings of a pilot are people.
func TestNothingToFixFirst(t *testing.T) {
	t.Parallel()
	pilot := oneBug()
	pilot.Command = "oktascim pilot plan"
	for name, r := range map[string]*Report{"sample": sample(), "green": green(), "pilot": pilot} {
		failed, causes := r.failures()
		if len(causes) > 0 {
			t.Errorf("%s: %+v", name, causes)
		}
		if d := cmp.Diff(findings(r.Checks, Fail), failed, cmp.AllowUnexported(finding{}), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// Ids, names, numbers of names, methods and addresses do not tell causes apart;
// attributes and values do.
func TestSamenessOfProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b Problem
		same bool
	}{
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "false", Actual: "true", Operation: "PATCH /Users/{id}", Place: "active"}, true},
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "true", Actual: "false", Operation: "GET /Users/{id}", Place: "active"}, false},
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "primary"}, false},
		{Problem{Expected: "exactly none", Actual: "oktascim-r7abc1-a1@example.com (too many: oktascim-r7abc1-a1@example.com)", Operation: "GET /Groups/{id}", Place: "members"},
			Problem{Expected: "exactly none", Actual: "4 members: oktascim-r7abc1-a1@example.com, oktascim-r7abc1-b2@example.com (too many: …)", Operation: "GET /Groups/{id}", Place: "members"}, true},
		{Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "oktascim-r7abc1-a\"b@example.com"`}, Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "x"`}, true},
		{Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "x"`}, Problem{Expected: "one", Actual: "none", Operation: "GET /Groups", Part: `for "x"`}, false},
		{Problem{Expected: "an answer", Actual: "EOF", Operation: "POST /Users"}, Problem{Expected: "an answer", Actual: "EOF", Context: "with a body that is cut off", Operation: "PUT /Groups/{id}"}, true},
	} {
		if same := samenessOf(test.a) == samenessOf(test.b); same != test.same {
			t.Errorf("%v and %v: %v and %v", test.a, test.b, samenessOf(test.a), samenessOf(test.b))
		}
	}
}

// Every form that a reader meets begins with the causes, and the page leads to
// the best example of each.
func TestWhatToFixFirstIsShown(t *testing.T) {
	t.Parallel()
	r := oneBug()
	var md strings.Builder
	if err := WriteMarkdown(&md, r); err != nil {
		t.Fatal(err)
	}
	page := string(htmlOf(t, r))
	if !strings.Contains(page, `id="check/users.create.answer"`) {
		t.Error("the example is not in the page")
	}
	for _, test := range []struct{ in, first, then string }{
		{string(show(t, r, ConsoleOptions{Width: 100})), "1.   22 checks  POST /Users status: expected 201 Created, got 200 OK", "What an Okta admin would see"},
		{string(show(t, r, ConsoleOptions{Width: 100})), "as 22 checks depend on it", "oktascim explain users.create.answer"},
		{md.String(), "1. **22 checks**: POST /Users status: expected 201 Created, got 200 OK", "<details>"},
		{page, `<a href="#check%2fusers.create.answer">POST /Users status: expected 201 Created, got 200 OK</a>`, `<div class="symptom"`},
	} {
		if _, after, found := strings.Cut(test.in, test.first); !found || !strings.Contains(after, test.then) {
			t.Errorf("no %q before %q in\n%.3000s", test.first, test.then, test.in)
		}
	}
}

// A part of the checks says nothing about the whole: all of them come next.
func TestAfterAPart(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		selection *Selection
		shard     *Shard
		want      string
	}{
		"all":      {nil, nil, "Keep it so"},
		"selected": {&Selection{Checks: []string{"users.create.answer"}}, nil, "That holds. Now all checks:"},
		"shard":    {nil, &Shard{1, 2}, "oktascim report merge"},
	} {
		r := green()
		r.Target = Target{BaseURL: "https://app.example.com/scim/v2"}
		r.Selection, r.Shard = test.selection, test.shard
		warned := failing("errors.x", "errors", "")
		warned.Level, warned.Outcome = Should, Warn
		r.Checks = append(r.Checks, warned)
		r.Conclude()
		steps := fmt.Sprint(r.steps(nil, nil))
		if !strings.Contains(steps, test.want) || strings.Contains(steps, "Okta works with") != (name == "all") {
			t.Errorf("%s: %s", name, steps)
		}
	}
}

// at is a problem whose place is written as in a report.
func at(place, expected, actual string) Problem {
	p := result.ParseAt(place)
	p.Expected, p.Actual = expected, actual
	return p
}
