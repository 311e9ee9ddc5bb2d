package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// roleViewChecks: a role is the same wherever a user is seen.
func roleViewChecks() []Check {
	return []Check{
		{
			ID: "roles.seen.lookup", Level: Must, Needs: []Need{NeedGroups},
			Title:   "The lookup by userName shows the role that a read by id shows",
			Symptom: "Okta and the admin see different roles for one person.",
			Refs:    []string{refRoleMap, "RFC 7644 §3.4.2"},
			Body:    func(t *T) { t.roleSeen(ViewLookup) },
		},
		{
			ID: "roles.seen.list", Level: Must, Needs: []Need{NeedGroups},
			Title:   "An import shows the role that a read by id shows",
			Symptom: "An import brings wrong roles into Okta.",
			Refs:    []string{refRoleMap, "RFC 7644 §3.4.2", "OIN C9303"},
			Body:    func(t *T) { t.roleSeen(ViewList) },
		},
	}
}

// roleSeen compares the role in a view with that of a read by id, for a member
// of a mapped group and for a person in none.
func (t *T) roleSeen(v View) {
	m := t.mapped(1)[0]
	member, nobody := t.NewUser(), t.NewUser()
	t.inRole(m, member)
	for _, p := range []Person{member, nobody} {
		byID := t.mustReadUser(p.ID)
		t.See("give a role", p.ID, p.Sent.UserName, []View{v}, func(r okta.Resource) []check.Problem {
			if len(check.Role(r, t.roles().Attribute)) == 0 {
				return nil // a list may leave attributes out that a read shows
			}
			return t.sameRole(byID, r)
		})
	}
}
