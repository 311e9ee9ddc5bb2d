package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// roleUpdateChecks: a change of the profile is no change of the role.
func roleUpdateChecks() []Check {
	const symptom = "A new surname in Okta makes an admin a viewer."
	return []Check{
		{
			ID: "roles.update.keeps", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "A profile update keeps the role, of a member of a mapped group and of a user in none",
			Why:     "Okta's PUT echoes the role as it was read.",
			Symptom: symptom, Refs: []string{refRoleMap, refRoleReadOnly, "OIN C9291"},
			Body: func(t *T) {
				t.roleKept(func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
			},
		},
		{
			ID: "roles.update.left-out", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "A profile update without the role attribute and without groups keeps the role",
			Symptom: symptom, Refs: []string{refRoleMap, refRoleReadOnly},
			Body: func(t *T) {
				empty := t.roles().asked("")
				t.roleKept(func(r okta.Resource) {
					r["displayName"] = t.Person().DisplayName
					r["groups"] = []any{}
					for name := range empty {
						delete(r, name)
					}
				})
			},
		},
		{
			ID: "roles.update.user-name", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "A user whose userName changes keeps the role",
			Why:     "A role that is kept under the name is lost when somebody marries.",
			Symptom: symptom, Refs: []string{refRoleMap, "OIN C9291"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p, next := t.NewUser(), t.Person()
				t.inRole(m, p)
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["userName"] = next.UserName })
				if a := run.Last(); refused(a) && a.Method == http.MethodPut {
					t.keepsUserNames(a)
				}
				t.Require(UpdateUserName, check.Through(run))
				t.Await(UpdateUserName, "change a userName", func() []check.Problem {
					return t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "userName", next.UserName) })
				})
				t.seeRole("change a userName", p, m)
			},
		},
		{
			ID: "roles.update.password", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedPassword},
			Title:   "Password sync keeps the role of a member of a mapped group",
			Symptom: "A new password in Okta makes an admin a viewer.",
			Refs:    []string{refRoleMap, "OIN C9301", "https://github.com/pond/scimitar/issues/6"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p, other := t.NewUser(), t.Person()
				t.inRole(m, p)
				t.Require(SyncPassword, check.Through(t.Okta.SetPassword(t, p.ID, other.Password)))
				t.seeRole("sync a password", p, m)
			},
		},
	}
}

// roleKept updates a member of a mapped group and a user in none, and reports
// whose role has changed.
func (t *T) roleKept(change func(okta.Resource)) {
	m := t.mapped(1)[0]
	member, nobody := t.NewUser(), t.NewUser()
	t.inRole(m, member)
	unchanged := t.keepsRoles(member, nobody)
	for _, p := range []Person{member, nobody} {
		var name string
		run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { change(r); name = r.String("displayName") })
		t.Require(UpdateUser, check.Through(run))
		t.Await(UpdateAll, "update the profile", func() []check.Problem {
			return t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) })
		})
	}
	unchanged("update the profile")
}
