package reports_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
	"github.com/oktascim/oktascim/reports/result"
)

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
		r := sample.Green()
		r.Target = Target{BaseURL: "https://app.example.com/scim/v2"}
		r.Selection, r.Shard = test.selection, test.shard
		warned := sample.Failing("errors.x", "errors", "")
		warned.Level, warned.Outcome = Should, Warn
		r.Checks = append(r.Checks, warned)
		r.Conclude()
		steps := fmt.Sprint(r.Next(nil, nil))
		if !strings.Contains(steps, test.want) || strings.Contains(steps, "Okta works with") != (name == "all") {
			t.Errorf("%s: %s", name, steps)
		}
	}
}

// Where the run may expect what the app does not do, the report says how to tell it.
func TestHints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at, actual, dialects, want string
	}{
		{"POST /Groups status", "404 Not Found: There is nothing here.", "oin", "push-groups"},
		{"POST /Groups status", "400 Bad Request: no", "oin", ""},
		{"PATCH /Groups/{id} status", "501 Not Implemented: Not supported.", "aiw oin", "https://app.example.com/scim/v2 --dialect aiw"},
		{"PATCH /Users/{id} status", "405 Method Not Allowed", "aiw", ""},
		{"PUT /Users/{id} status", "405 Method Not Allowed", "oin", ""},
		{"POST /Users status", `403 Forbidden: Seat limit reached: all 12 seats are taken`, "aiw", "seats.limit"},
		{"POST /Users status", "402 Payment Required: You have used all your licences.", "aiw", "seats.limit"},
		{"POST /Users status", "429 Too Many Requests: rate limit reached", "aiw", ""},
		{"POST /Users status", "400 Bad Request: userName is limited to 20 letters", "aiw", ""},
	} {
		r := &Report{Target: Target{BaseURL: "https://app.example.com/scim/v2"}, Dialects: strings.Fields(c.dialects)}
		problem := result.ParseAt(c.at)
		problem.Expected, problem.Actual = "something else", c.actual
		for i := range 4 {
			r.Checks = append(r.Checks, sample.FailedWith(fmt.Sprintf("users.case-%d", i), problem))
		}
		r.Conclude()
		var text string
		failed, causes := r.Failures()
		for _, s := range r.Next(failed, causes)[1:] { // after oktascim explain
			if !strings.HasPrefix(s.Text, "After a fix") {
				text += s.Text + s.Command + "\n"
			}
		}
		if c.want == "" && text != "" || !strings.Contains(text, c.want) || strings.Count(text, "\n") > 1 {
			t.Errorf("%s, %s in %s: %q", c.at, c.actual, c.dialects, text)
		}
	}
}
