package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
	created := Problem{Expected: "201 Created", Actual: "200 OK", At: "POST /Users status"}
	r := &Report{Checks: []Check{
		failedWith("auth.error.body", Problem{Expected: "…:Error", Actual: "absent or null", At: "GET /Users error body schemas"}, Problem{Expected: "a sentence", Actual: "absent or null", At: "GET /Users error body detail"}),
		failedWith("groups.push.alone", Problem{Expected: "404 Not Found", Actual: "500", At: "DELETE /Groups/{id} status"}),
		failedWith("users.create.listed", created, Problem{Expected: "a resource with id 00u8abc1", Actual: "none on any page", At: "GET /Users (import)"}),
		failedWith("users.create.answer", created),
		failedWith("users.get.after-much", Problem{Expected: "…:Error", Actual: "absent or null", At: "GET /Users/{id} error body schemas"}),
		failedWith("users.get.unknown", Problem{Expected: "…:Error", Actual: "absent or null", At: "GET /Users/{id} error body schemas"}),
		failedWith("users.put.unknown", Problem{Expected: "…:Error", Actual: "absent or null", At: "PUT /Users/{id} error body schemas"}),
	}}
	for i := range 20 {
		what := "creating a user (users.create.answer) failed: "
		if i%2 > 0 {
			what = "creating many users failed (users.create.answer): "
		}
		r.Checks = append(r.Checks, Check{ID: fmt.Sprintf("roles.case-%d", i), Area: "roles", Level: Must, Outcome: Blocked,
			Reason: what + "POST /Users status: expected 201 Created, got 200 OK"})
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
	failed, causes := oneBug().Failures()
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

// Failures that have nothing in common have no cause to fix first, and the
// findings of a pilot are people.
func TestNothingToFixFirst(t *testing.T) {
	t.Parallel()
	pilot := oneBug()
	pilot.Command = "oktascim pilot plan"
	for name, r := range map[string]*Report{"sample": sample(), "green": green(), "pilot": pilot} {
		failed, causes := r.Failures()
		if len(causes) > 0 {
			t.Errorf("%s: %+v", name, causes)
		}
		if d := cmp.Diff(Findings(r.Checks, Fail), failed, cmp.AllowUnexported(Finding{}), cmpopts.EquateEmpty()); d != "" {
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
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "false", Actual: "true", At: "PATCH /Users/{id} active"}, true},
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "true", Actual: "false", At: "GET /Users/{id} active"}, false},
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} primary"}, false},
		{Problem{Expected: "exactly none", Actual: "oktascim-r7abc1-a1@example.com (too many: oktascim-r7abc1-a1@example.com)", At: "GET /Groups/{id} members"},
			Problem{Expected: "exactly none", Actual: "4 members: oktascim-r7abc1-a1@example.com, oktascim-r7abc1-b2@example.com (too many: …)", At: "GET /Groups/{id} members"}, true},
		{Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "oktascim-r7abc1-a\"b@example.com"`}, Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "x"`}, true},
		{Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "x"`}, Problem{Expected: "one", Actual: "none", At: `GET /Groups?filter=displayName eq "x"`}, false},
		{Problem{Expected: "an answer", Actual: "EOF", At: "POST /Users"}, Problem{Expected: "an answer", Actual: "EOF", At: "with a body that is cut off PUT /Groups/{id}"}, true},
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
		steps := fmt.Sprint(r.Next(nil, nil))
		if !strings.Contains(steps, test.want) || strings.Contains(steps, "Okta works with") != (name == "all") {
			t.Errorf("%s: %s", name, steps)
		}
	}
}
