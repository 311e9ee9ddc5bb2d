package lookup

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

func pageChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.filter-before-paging", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A page is taken of what the filter matches, so a page of one finds any user",
			Why:     "A server that takes the first page of all users and filters that one finds only its first users.",
			Symptom: "The lookup works in a small tenant and fails from the hundredth user on.",
			Refs:    []string{"RFC 7644 §3.4.2.4", kit.RefLookup},
			Body: func(t *kit.T) {
				// Only one of two users can be the first of all.
				for _, p := range t.NewUsers(2) {
					kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer {
						return kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"startIndex", "1"}, [2]string{"count", "1"})
					})
				}
			},
		},
		{
			ID: "users.lookup.second-page", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A page beyond the only hit of a lookup is empty and its totalResults is still 1",
			Symptom: "None with Okta's own lookup, which reads the first page only.",
			Refs:    []string{"RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				a := kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"startIndex", "2"}, [2]string{"count", "100"})
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.AtMost(a, 0))
				if n := check.Total(a); n != 1 {
					t.Failf(a.Op(), "totalResults", "1", "%d", n)
				}
			},
		},
		{
			ID: "users.lookup.attributes", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The filter holds when the parameter attributes stands beside it",
			Symptom: "None with Okta's own lookup; other clients of the app find everybody.",
			Refs:    []string{"RFC 7644 §3.4.2.5", kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer {
					return kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"attributes", "userName"})
				})
			},
		},
		{
			ID: "users.lookup.parameter-order", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The filter holds wherever it stands among the parameters of the lookup",
			Why:     "Parameters of a query have no order.",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2", kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				query := [][2]string{{"startIndex", "1"}, {"count", "100"}, {"filter", kit.NameFilter(p.Sent.UserName)}}
				kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer {
					return t.Okta.Do(t, okta.Request{Method: "GET", Path: "/Users", Query: query})
				})
			},
		},
	}
}

// resourceChecks: Okta works on with the resource of the hit, so it is
// the one that a read by id gives.
func resourceChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.complete", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The hit of a lookup has an id, a userName, both names, active and an e-mail address",
			Why:     "Okta's CRUD test looks a user up and reads these.",
			Symptom: "Okta's CRUD test is red; linked users have an empty profile.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByLookup(t, p, check.Complete)
			},
		},
		{
			ID: "users.lookup.same-as-by-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The hit of a lookup has the same values as the user read by id",
			Symptom: "Okta takes outdated or foreign values for the profile in the app.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				sameByLookup(t, p, func(read, hit okta.Resource) []check.Problem {
					return check.All(check.Agree(read, hit, kit.DerivedAttributes(t)...), check.Sent(hit, kit.OnlyAttributes(read, check.Core...)))
				})
			},
		},
		{
			ID: "users.lookup.whole", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The hit of a lookup shows every attribute that a read by id shows",
			Why:     "Attributes that are returned by default are returned in lists too.",
			Symptom: "None with Okta, which reads the user by id before it writes.",
			Refs:    []string{"RFC 7644 §3.4.2.5", "RFC 7643 §2.4"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
				sameByLookup(t, p, func(read, hit okta.Resource) []check.Problem {
					return check.Kept(read, hit, kit.DerivedAttributes(t)...)
				})
			},
		},
		{
			ID: "users.lookup.shape", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The hit of a lookup has the form of a User: texts are texts, active is a boolean, there is no password",
			Symptom: "Okta cannot read the hit, or takes an active user for an inactive one.",
			Refs:    []string{"RFC 7643 §4.1", "RFC 7643 §2.3.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByLookup(t, p, check.UserShape)
			},
		},
	}
}

// seenByLookup reports whether the hit of a person's lookup satisfies want.
func seenByLookup(t *kit.T, p kit.Person, want func(okta.Resource) []check.Problem) {
	t.AwaitFindable(p)
	t.Eventually("look up a user", func() []check.Problem {
		hit, problems := kit.LookUp(t, p)
		if len(problems) > 0 {
			return problems
		}
		return check.In("GET /Users?filter", want(hit)...)
	})
}

// sameByLookup compares a user as read by id and as the lookup's hit.
func sameByLookup(t *kit.T, p kit.Person, want func(read, hit okta.Resource) []check.Problem) {
	t.AwaitFindable(p)
	t.Eventually("look up a user as by id", func() []check.Problem {
		read := t.MustReadUser(p.ID)
		hit, problems := kit.LookUp(t, p)
		if len(problems) > 0 {
			return problems
		}
		return check.In("GET /Users?filter", want(read, hit)...)
	})
}

// nobody reports whether the lookup of each of these values finds nobody.
func nobody(t *kit.T, values ...string) {
	for _, v := range values {
		t.Report(check.FindsNone(t.Okta.LookupUser(t, v), v))
	}
}

// nobodyOrRefused is nobody where the app may also refuse the filter.
func nobodyOrRefused(t *kit.T, values ...string) {
	for _, v := range values {
		a := t.Okta.LookupUser(t, v)
		if a.Status != http.StatusNotFound && len(check.Refused(a)) == 0 {
			continue
		}
		t.Report(check.FindsNone(a, v))
	}
}
