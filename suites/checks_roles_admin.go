package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// roleAdminLockOutChecks: they come first, while the admin has not been linked.
func roleAdminLockOutChecks() []Check {
	return []Check{{
		ID: "roles.existing-admin.lock-out", Level: Should, Needs: []Need{NeedUpdates},
		Title: "The role of an existing admin is mapped to a group, or stays when Okta links the account",
		Why: "Everybody whom Okta links gets the role that the groups say. When no group gives the admins' role, " +
			"each admin whom Okta links becomes a normal user, until nobody can manage the app any more.",
		Symptom: "After the app was assigned to everybody nobody is an admin: the tenant is locked out.",
		Refs:    []string{refRoleMap, "Setup guide of the app: map groups to roles, at least for Admin, before provisioning is switched on"},
		Body: func(t *T) {
			admin := t.existingAdmin()
			r := t.roles()
			held := check.Role(admin.before, r.Attribute, r.known()...)
			_, mapped := r.groupFor(admin.before)
			switch {
			case len(held) == 0 || len(held) == 1 && strings.EqualFold(held[0], r.Default):
				t.Unsupported("the existing admin %q has no role to lose: it shows %q", admin.Sent.UserName, strings.Join(held, ", "))
			case mapped:
				return // a pushed group gives the role: roles.existing-admin.keeps
			}
			defer t.restore(admin)
			t.link(admin)
			t.Await(UpdateUser, "link an existing user", func() []check.Problem { return t.holds(admin.ID, check.Active) })
			now := t.mustReadUser(admin.ID)
			if len(t.sameRole(admin.before, now)) > 0 {
				t.Failf("GET /Users/{id}", r.Attribute, "the role "+strings.Join(held, ", ")+", as before Okta linked the account, or a group in roles.groups that gives it",
					"%s. No group of the mapping gives %s: every admin whom Okta links loses the role, and the tenant can lock itself out. "+
						"Map a group to it before provisioning is switched on. The account %s has to be made an admin again by hand",
					strings.Join(check.Role(now, r.Attribute, r.known()...), ", "), strings.Join(held, ", "), admin.Sent.UserName)
			}
		},
	}}
}

// roleAdminChecks: an admin who was there before Okta.
func roleAdminChecks() []Check {
	return []Check{
		{
			ID: "roles.existing-admin.keeps", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "An existing admin whom Okta links and pushes into the admins' group is an admin, under the same id",
			Why:     "This is how the present admins stay admins when provisioning is switched on.",
			Symptom: "The present admins become normal users, or get a second account.",
			Refs:    []string{refRoleMap, "OIN C9335"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				admin := t.existingAdmin()
				if held, ok := t.roles().groupFor(admin.before); ok {
					m = held
				}
				g := t.mappedGroup(m)
				defer t.restore(admin)
				t.link(admin)
				t.join(g, []Person{admin.Person}, admin.Person)
				defer t.change(g, nil, []Person{admin.Person}, nil)
				t.seeRole("link an existing admin", admin.Person, m)
				t.Eventually("link an existing admin by lookup", func() []check.Problem {
					_, problems := t.ByLookup(admin.Sent.UserName, admin.ID)
					return problems
				})
			},
		},
		{
			ID: "roles.existing-admin.updated", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A profile update of an existing account that Okta links takes effect or is refused",
			Why:     "Okta takes 200 for done and does not send it again.",
			Symptom: "None: Okta shows the profile as pushed, and the app shows the old one.",
			Refs:    []string{refPut, "OIN C9335", "https://github.com/sourcegraph/sourcegraph/issues/48911", "https://github.com/grokability/snipe-it/issues/14481"},
			Body: func(t *T) {
				admin := t.existingAdmin()
				path := changeable(admin.before)
				if path == nil {
					t.Unsupported("the existing admin %q shows no name that could be changed", admin.Sent.UserName)
				}
				changed := admin.before.String(path...) + " " + t.Env().Names.Tag()
				defer t.restore(admin)
				run := t.Okta.UpdateProfile(t, admin.ID, func(r okta.Resource) { r.Set(changed, path...) })
				if !run.Last().OK() {
					t.Report(check.RefusedWell(run.Last()))
					return
				}
				t.Eventually("update a linked account", func() []check.Problem {
					return t.holds(admin.ID, func(r okta.Resource) []check.Problem { return check.Text(r, strings.Join(path, "."), changed) })
				})
			},
		},
	}
}

// changeable is a name of a user that is shown; nil when there is none.
func changeable(u okta.Resource) []string {
	for _, path := range [][]string{{"displayName"}, {"name", "familyName"}, {"name", "givenName"}} {
		if u.String(path...) != "" {
			return path
		}
	}
	return nil
}
