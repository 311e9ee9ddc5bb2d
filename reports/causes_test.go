package reports_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	. "github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

// What most checks depend on comes first, whatever its area, then the most harmful; each check counts once, and further
// examples come last.
func TestWhatToFixFirst(t *testing.T) {
	t.Parallel()
	failed, causes := sample.OneBug().Failures()
	var got []string
	for i := range causes {
		got = append(got, fmt.Sprintf("%d: %s (%s)", causes[i].Checks(), causes[i].What(), causes[i].Of()))
	}
	if d := cmp.Diff([]string{
		"22: POST /Users status: expected 201 Created, got 200 OK (users.create.answer, users.create.listed; 20 could not run)",
		"4: GET /Users/{id} error body schemas: expected …:Error, got absent or null (auth.error.body, users.get.after-much, users.get.unknown, users.put.unknown)",
		"1: DELETE /Groups/{id} status: expected 404 Not Found, got 500 (groups.push.alone)",
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

// Where nothing fails there is no cause, and the findings of a pilot are people.
func TestNothingToFixFirst(t *testing.T) {
	t.Parallel()
	pilot := sample.OneBug()
	pilot.Command = "oktascim pilot plan"
	for name, r := range map[string]*Report{"green": sample.Green(), "pilot": pilot} {
		failed, causes := r.Failures()
		if len(causes) > 0 {
			t.Errorf("%s: %+v", name, causes)
		}
		if d := cmp.Diff(Findings(r.Checks, Fail), failed, cmp.AllowUnexported(Finding{}), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestFindingsAreGroupedAcrossDialects(t *testing.T) {
	t.Parallel()
	a, b, other := sample.Failing("x", "create", "aiw"), sample.Failing("x", "create", "oin"), sample.Failing("x", "create", "")
	a.Problems = []Problem{{Expected: "user oktascim-r7-1 at 200", Actual: "none"}}
	b.Problems = []Problem{{Expected: "user oktascim-r7-2 at 200", Actual: "none"}}
	other.Problems = []Problem{{Expected: "user oktascim-r7-2 at 201", Actual: "none"}}
	should := sample.Failing("a", "create", "aiw")
	should.Level = Should
	got := Findings([]Check{should, a, b, other, sample.Passing("y", "create", "aiw")}, Fail)
	tags := []string{}
	for i := range got {
		tags = append(tags, got[i].ID+" "+got[i].Tags())
	}
	if d := cmp.Diff([]string{"x must · aiw, oin", "x must", "a should · aiw"}, tags); d != "" {
		t.Error(d)
	}
}

// In a roster, what is wrong with most people comes first.
func TestMostPeopleComeFirst(t *testing.T) {
	t.Parallel()
	r := &Report{Command: "oktascim pilot verify --roster r.csv"}
	add := func(id, subject string) {
		c := sample.Failing(id, "pilot", "")
		c.Subject = subject
		r.Checks = append(r.Checks, c)
	}
	add("pilot.verify.attributes", "ann@example.com")
	for _, who := range []string{"ann@example.com", "ben@example.com"} {
		add("pilot.verify.provisioned", who)
	}
	failed, _ := r.Failures()
	if len(failed) != 2 || failed[0].ID != "pilot.verify.provisioned" || failed[0].People() != 2 {
		t.Errorf("%+v", failed)
	}
}

// A report that is read from JSON has the causes that it was written with, and an
// older one that names none has those of its failures.
func TestCausesAreReadAgain(t *testing.T) {
	t.Parallel()
	whatToFix := func(r *Report) (out []string) {
		_, causes := r.Failures()
		for i := range causes {
			out = append(out, causes[i].What()+" "+causes[i].Of())
		}
		return out
	}
	r, read := sample.OneBug(), &Report{}
	text, err := json.Marshal(r.Checks)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &read.Checks); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(whatToFix(r), whatToFix(read)); d != "" {
		t.Error(d)
	}
	for i := range read.Checks {
		read.Checks[i].Cause = nil
	}
	if got := whatToFix(read); len(got) != 3 || !strings.HasPrefix(got[0], "GET /Users/{id} error body schemas") {
		t.Error(got)
	}
}

// Access that somebody keeps comes before a form that ten checks complain of.
func TestHarmComesFirst(t *testing.T) {
	t.Parallel()
	r := &Report{}
	add := func(id string, p Problem) {
		c := sample.Failing(id, strings.Split(id, ".")[0], "")
		c.Problems = []Problem{p}
		r.Checks = append(r.Checks, c)
	}
	for _, id := range []string{"errors.body.one", "errors.body.two", "errors.body.three", "headers.identity"} {
		add(id, Problem{Operation: "GET /Users/{id}", Place: "schemas", Expected: "…:Error", Actual: "none"})
	}
	add("users.create.title", Problem{Operation: "GET /Users/{id}", Place: "title", Expected: `"Engineer"`, Actual: "nothing"})
	add("users.deactivate.by-id", Problem{Operation: "GET /Users/{id}", Place: "active", Expected: "false", Actual: "true"})
	for range 20 {
		r.Checks = append(r.Checks, sample.Passing("users.create.other", "create", ""))
	}
	_, causes := r.Failures()
	var got []string
	for i := range causes {
		got = append(got, causes[i].Of())
	}
	if d := cmp.Diff([]string{"users.deactivate.by-id", "users.create.title", "errors.body.one, errors.body.two, errors.body.three, headers.identity"}, got); d != "" {
		t.Error(d)
	}
}
