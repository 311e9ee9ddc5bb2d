package robustness

import (
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// slow is how long an answer may take before a busy day makes it fail: Okta
// waits 60 s.
const slow = 10 * time.Second

// boundChecks: how long answers take, and query parameters that the server does not know.
func boundChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "robustness.time", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Lookup, create, change and list of users and groups are each answered within 10 s",
			Why:     "Okta gives up after 60 s. What takes a sixth of it now does not get through on a busy day.",
			Symptom: "Pushes and imports that fail now and then with a time-out.",
			Refs:    []string{refMinute},
			Body: func(t *kit.T) {
				p := kit.Person{Sent: t.Person()}
				answers := []okta.Answer{t.Okta.LookupUser(t, p.Sent.UserName), t.Okta.CreateUser(t, p.Sent), t.Okta.ListUsers(t, 1, kit.ImportPage)}
				if made := answers[1]; made.OK() {
					t.AwaitReadable(made)
					p.ID = made.Resource.ID()
					answers = append(answers, t.Okta.UpdateProfile(t, p.ID, func(okta.Resource) {}).Answers...)
				}
				if kit.HasFeature(t, kit.NeedGroups) && p.ID != "" {
					g := kit.Group{Name: t.GroupName()}
					made := t.Okta.CreateGroup(t, g.Name, nil)
					answers = append(answers, t.Okta.LookupGroup(t, g.Name), made, t.Okta.ListGroups(t, 1, kit.ImportPage))
					if g.ID = made.Resource.ID(); made.OK() {
						answers = append(answers, t.Change(g, []kit.Person{p}, nil, []kit.Person{p}).Answers...)
						answers = append(answers, t.Okta.DeleteGroup(t, g.ID))
					}
				}
				for _, a := range answers {
					t.Report(check.Prompt(a, slow))
				}
			},
		},
		{
			ID: "robustness.query", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A lookup and a read with a query parameter that the server does not know find the user",
			Symptom: "Lookups and reads fail when a proxy or a base URL adds a parameter.",
			Refs:    []string{"RFC 7644 §3.4.2: unknown query parameters should be ignored"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				t.Report(check.Hit(kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"startIndex", "1"}, [2]string{"count", "100"},
					[2]string{"source", "okta"}), p.Sent.UserName, p.ID))
				a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: kit.UserPath(p.ID), Query: [][2]string{{"source", "okta"}}})
				t.Report(check.Status(a, http.StatusOK))
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				}
			},
		},
	}
}
