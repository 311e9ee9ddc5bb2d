package suites

import (
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// slow is how long an answer may take before a busy day makes it fail: Okta
// waits 60 s.
const slow = 10 * time.Second

// timeChecks: how long answers take.
func timeChecks() []Check {
	return []Check{{
		ID: "robustness.time.users", Level: Should,
		Title:   "Lookup, create, read, update and list of users are each answered within 10 s",
		Why:     "Okta gives up after 60 s. What takes a sixth of it now does not get through on a busy day.",
		Symptom: "Pushes and imports that fail now and then with a time-out.",
		Refs:    []string{refMinute},
		Body: func(t *T) {
			sent := t.Person()
			answers := []okta.Answer{t.Okta.LookupUser(t, sent.UserName), t.Okta.CreateUser(t, sent)}
			if created := answers[1]; created.OK() {
				t.settle(created)
				id := created.Resource.ID()
				answers = append(answers, t.Okta.UpdateProfile(t, id, func(okta.Resource) {}).Answers...)
			}
			t.promptly(append(answers, t.Okta.ListUsers(t, 1, importPage)))
		},
	}}
}

func timeGroupChecks() []Check {
	return []Check{{
		ID: "robustness.time.groups", Level: Should,
		Title:   "Lookup, create, change, list and delete of groups are each answered within 10 s",
		Symptom: "Group pushes that fail now and then with a time-out.",
		Refs:    []string{refMinute},
		Body: func(t *T) {
			p := t.NewUser()
			g := Group{Name: t.GroupName()}
			answers := []okta.Answer{t.Okta.LookupGroup(t, g.Name), t.Okta.CreateGroup(t, g.Name, nil)}
			if created := answers[1]; created.OK() {
				g.ID = created.Resource.ID()
				answers = append(answers, t.change(g, []Person{p}, nil, []Person{p}).Answers...)
				answers = append(answers, t.Okta.DeleteGroup(t, g.ID))
			}
			t.promptly(append(answers, t.Okta.ListGroups(t, 1, importPage)))
		},
	}}
}

func (t *T) promptly(answers []okta.Answer) {
	for _, a := range answers {
		t.Report(check.Prompt(a, slow))
	}
}

// queryChecks: query parameters that the server does not know.
func queryChecks() []Check {
	const ref = "RFC 7644 §3.4.2: unknown query parameters should be ignored"
	return []Check{
		{
			ID: "robustness.query.lookup", Level: Should,
			Title:   "A lookup with a query parameter that the server does not know finds the user",
			Symptom: "Lookups fail when a proxy or a base URL adds a parameter.",
			Refs:    []string{ref},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				t.Report(check.Hit(t.filterUsers(nameFilter(p.Sent.UserName), [2]string{"startIndex", "1"}, [2]string{"count", "100"},
					[2]string{"source", "okta"}), p.Sent.UserName, p.ID))
			},
		},
		{
			ID: "robustness.query.read", Level: Should,
			Title:   "A read by id with a query parameter that the server does not know gives the user",
			Symptom: "Reads fail when a proxy or a base URL adds a parameter.",
			Refs:    []string{ref},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: userPath(p.ID), Query: [][2]string{{"source", "okta"}}})
				t.Report(check.Status(a, http.StatusOK))
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				}
			},
		},
	}
}
