package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

func lookupPageChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.filter-before-paging", Level: Must,
			Title:   "A page is taken of what the filter matches, so a page of one finds any user",
			Why:     "A server that takes the first page of all users and filters that one finds only its first users.",
			Symptom: "The lookup works in a small tenant and fails from the hundredth user on.",
			Refs:    []string{"RFC 7644 §3.4.2.4", refLookup},
			Body: func(t *T) {
				// Only one of two users can be the first of all.
				for _, p := range t.NewUsers(2) {
					t.find(p, p.Sent.UserName, func() okta.Answer {
						return t.filterUsers(nameFilter(p.Sent.UserName), [2]string{"startIndex", "1"}, [2]string{"count", "1"})
					})
				}
			},
		},
		{
			ID: "users.lookup.second-page", Level: Should,
			Title:   "A page beyond the only hit of a lookup is empty and its totalResults is still 1",
			Symptom: "None with Okta's own lookup, which reads the first page only.",
			Refs:    []string{"RFC 7644 §3.4.2.4"},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				a := t.filterUsers(nameFilter(p.Sent.UserName), [2]string{"startIndex", "2"}, [2]string{"count", "100"})
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.AtMost(a, 0))
				if n := check.Total(a); n != 1 {
					t.Failf(a.Op(), "totalResults", "1", "%d", n)
				}
			},
		},
		{
			ID: "users.lookup.attributes", Level: Should,
			Title:   "The filter holds when the parameter attributes stands beside it",
			Symptom: "None with Okta's own lookup; other clients of the app find everybody.",
			Refs:    []string{"RFC 7644 §3.4.2.5", refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				t.find(p, p.Sent.UserName, func() okta.Answer {
					return t.filterUsers(nameFilter(p.Sent.UserName), [2]string{"attributes", "userName"})
				})
			},
		},
		{
			ID: "users.lookup.parameter-order", Level: Must,
			Title:   "The filter holds wherever it stands among the parameters of the lookup",
			Why:     "Parameters of a query have no order.",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2", refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				query := [][2]string{{"startIndex", "1"}, {"count", "100"}, {"filter", nameFilter(p.Sent.UserName)}}
				t.find(p, p.Sent.UserName, func() okta.Answer {
					return t.Okta.Do(t, okta.Request{Method: "GET", Path: "/Users", Query: query})
				})
			},
		},
	}
}
