package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// lookupResourceChecks: Okta works on with the resource of the hit, so it is
// the one that a read by id gives.
func lookupResourceChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.complete", Level: Must,
			Title:   "The hit of a lookup has an id, a userName, both names, active and an e-mail address",
			Why:     "Okta's CRUD test looks a user up and reads these.",
			Symptom: "Okta's CRUD test is red; linked users have an empty profile.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByLookup(p, check.Complete)
			},
		},
		{
			ID: "users.lookup.same-as-by-id", Level: Must,
			Title:   "The hit of a lookup has the same values as the user read by id",
			Symptom: "Okta takes outdated or foreign values for the profile in the app.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2", "RFC 7643 §3.1"},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				t.sameByLookup(p, func(read, hit okta.Resource) []check.Problem {
					return check.All(check.Agree(read, hit, t.derived()...), check.Sent(hit, only(read, check.Core...)))
				})
			},
		},
		{
			ID: "users.lookup.whole", Level: Should,
			Title:   "The hit of a lookup shows every attribute that a read by id shows",
			Why:     "Attributes that are returned by default are returned in lists too.",
			Symptom: "None with Okta, which reads the user by id before it writes.",
			Refs:    []string{"RFC 7644 §3.4.2.5", "RFC 7643 §2.4"},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"), With("nickName", "Janie"))
				t.sameByLookup(p, func(read, hit okta.Resource) []check.Problem {
					return check.Kept(read, hit, t.derived()...)
				})
			},
		},
		{
			ID: "users.lookup.shape", Level: Must,
			Title:   "The hit of a lookup has the form of a User: texts are texts, active is a boolean, there is no password",
			Symptom: "Okta cannot read the hit, or takes an active user for an inactive one.",
			Refs:    []string{"RFC 7643 §4.1", "RFC 7643 §2.3.2"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByLookup(p, check.UserShape)
			},
		},
	}
}

// seenByLookup reports whether the hit of a person's lookup satisfies want.
func (t *T) seenByLookup(p Person, want func(okta.Resource) []check.Problem) {
	t.findable(p)
	t.Eventually("look up a user", func() []check.Problem {
		hit, problems := t.hit(p)
		if len(problems) > 0 {
			return problems
		}
		return check.In("GET /Users?filter", want(hit)...)
	})
}

// sameByLookup compares a user as read by id and as the lookup's hit.
func (t *T) sameByLookup(p Person, want func(read, hit okta.Resource) []check.Problem) {
	t.findable(p)
	t.Eventually("look up a user as by id", func() []check.Problem {
		read := t.mustReadUser(p.ID)
		hit, problems := t.hit(p)
		if len(problems) > 0 {
			return problems
		}
		return check.In("GET /Users?filter", want(read, hit)...)
	})
}

// only is the named attributes of a resource.
func only(r okta.Resource, paths ...string) okta.Resource {
	out := okta.Resource{}
	for _, path := range paths {
		if v, ok := check.Lookup(r, path); ok {
			out.Set(v, strings.Split(path, ".")...)
		}
	}
	return out
}
