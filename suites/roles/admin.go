package roles

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// adminLockOutChecks: they come first, while the admin has not been linked.
func adminLockOutChecks() []kit.Check {
	return []kit.Check{{
		ID: "roles.existing-admin.lock-out", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedUpdates},
		Title: "The role of an existing admin is mapped to a group, or stays when Okta links the account",
		Why: "Everybody whom Okta links gets the role that the groups say. When no group gives the admins' role, " +
			"each admin whom Okta links becomes a normal user, until nobody can manage the app any more.",
		Symptom: "After the app was assigned to everybody nobody is an admin: the tenant is locked out.",
		Refs: []string{kit.RefRoleMap,
			"Setup guide of the app: map groups to roles, at least for Admin, before provisioning is switched on"},
		Body: func(t *kit.T) {
			admin := linkedAdmin(t)
			r := roles(t)
			held := check.Role(admin.before, r.Attribute, r.known()...)
			_, mapped := r.groupFor(admin.before)
			switch {
			case len(held) == 0 || len(held) == 1 && strings.EqualFold(held[0], r.Default):
				t.Unsupported("the existing admin %q has no role to lose: it shows %q", admin.Sent.UserName, strings.Join(held, ", "))
			case mapped:
				return // a pushed group gives the role: roles.existing-admin.keeps
			}
			defer restore(t, admin)
			link(t, admin)
			t.Await(kit.UpdateUser, "link an existing user", func() []check.Problem { return t.Holds(admin.ID, check.Active) })
			now := t.MustReadUser(admin.ID)
			if len(sameRole(t, admin.before, now)) > 0 {
				t.Failf("GET /Users/{id}", r.Attribute, "the role "+strings.Join(held, ", ")+", as before Okta linked the account, or a group in roles.groups that gives it",
					"%s. No group of the mapping gives %s: every admin whom Okta links loses the role, and the tenant can lock itself out. "+
						"Map a group to it before provisioning is switched on. The account %s has to be made an admin again by hand",
					strings.Join(check.Role(now, r.Attribute, r.known()...), ", "), strings.Join(held, ", "), admin.Sent.UserName)
			}
		},
	}}
}

// adminChecks: an admin who was there before Okta.
func adminChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.existing-admin.keeps", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "An existing admin whom Okta links and pushes into the admins' group is an admin, under the same id",
			Why:     "This is how the present admins stay admins when provisioning is switched on.",
			Symptom: "The present admins become normal users, or get a second account.",
			Refs:    []string{kit.RefRoleMap, "OIN C9335"},
			Body: staged(func(s *stage) {
				admin, m := s.linked()
				defer restore(s.T, admin)
				link(s.T, admin)
				s.join(admin.Person, m)
				defer s.leave(admin.Person, m)
				s.see("link an existing admin", admin.Person, m)
				s.Eventually("link an existing admin by lookup", func() []check.Problem {
					_, problems := s.ByLookup(admin.Sent.UserName, admin.ID)
					return problems
				})
			}),
		},
		{
			ID: "roles.existing-admin.removed", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "An existing admin who is taken out of the admins' group is out, or the push is refused without effect",
			Why:     "An app may protect its own accounts. It must say so: Okta takes success for done and does not send it again.",
			Symptom: "No error in Okta: a local account stays a member of a group that it was taken out of.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/airbytehq/airbyte/issues/84388"},
			Body: staged(func(s *stage) {
				s.NeedVisibleMembers()
				admin, m := s.linked()
				s.join(admin.Person, m)
				kit.AwaitMember(s.T, s.group(m), admin.Person)
				s.enter(admin.Person, m, false)
				g := s.group(m)
				run := s.Change(g, nil, []kit.Person{admin.Person}, s.in[m.Group])
				if !run.Last().OK() {
					s.Report(check.RefusedWell(run.Last()))
					s.enter(admin.Person, m, true)
				}
				s.SeeMembers("take an existing admin out", g, s.in[m.Group])
			}),
		},
		{
			ID: "roles.existing-admin.updated", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A profile update of an existing account that Okta links takes effect or is refused",
			Why:     "Okta takes 200 for done and does not send it again.",
			Symptom: "None: Okta shows the profile as pushed, and the app shows the old one.",
			Refs: []string{kit.RefPut, "OIN C9335", "https://github.com/sourcegraph/sourcegraph/issues/48911",
				"https://github.com/grokability/snipe-it/issues/14481"},
			Body: func(t *kit.T) {
				admin := linkedAdmin(t)
				path := changeable(admin.before)
				if path == nil {
					t.Unsupported("the existing admin %q shows no name that could be changed", admin.Sent.UserName)
				}
				changed := admin.before.String(path...) + " " + t.Env().Names.Tag()
				defer restore(t, admin)
				run := t.Okta.UpdateProfile(t, admin.ID, func(r okta.Resource) { r.Set(changed, path...) })
				if !run.Last().OK() {
					t.Report(check.RefusedWell(run.Last()))
					return
				}
				t.Eventually("update a linked account", func() []check.Problem {
					return t.Holds(admin.ID, func(r okta.Resource) []check.Problem { return check.Text(r, strings.Join(path, "."), changed) })
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

// existingAdmin is the local account of the profile that a run may link. The
// run did not make it: nobody deactivates it, and its attributes are put back.
type existingAdmin struct {
	kit.Person
	before okta.Resource
}

// linkedAdmin finds the account as Okta does. The check is unsupported when
// the profile names none, and blocked when the tenant does not have it.
func linkedAdmin(t *kit.T) existingAdmin {
	name := roles(t).ExistingAdmin
	if name == "" {
		t.Unsupported("the app profile does not state roles.existing_admin")
	}
	a := t.Okta.LookupUser(t, name)
	list, _ := a.List()
	if len(list) != 1 || list[0].ID() == "" || !strings.EqualFold(list[0].String("userName"), name) {
		t.Block("the lookup of the profile's roles.existing_admin %q does not find exactly this user (status %d, %d Resources)", name, a.Status, len(list))
	}
	admin := existingAdmin{Person: kit.Person{ID: list[0].ID(), Sent: okta.User{UserName: name, Active: true}}}
	t.Know(admin.ID, name)
	t.Session.Permit(admin.ID, name)
	admin.before = t.MustReadUser(admin.ID)
	if admin.before["active"] != true {
		t.Block("the profile's roles.existing_admin %q is not active; the run does not change that", name)
	}
	return admin
}

// linked is the local account and the mapped group that gives its role, or the highest one.
func (s *stage) linked() (existingAdmin, profile.GroupRole) {
	m := mapped(s.T, 1)[0]
	admin := linkedAdmin(s.T)
	if held, ok := roles(s.T).groupFor(admin.before); ok {
		m = held
	}
	return admin, m
}

// link is what Okta does with a user that it finds: GET and PUT of the profile,
// here with the values that are there.
func link(t *kit.T, admin existingAdmin) {
	t.Require(kit.UpdateUser, check.Through(t.Okta.UpdateProfile(t, admin.ID, func(okta.Resource) {})))
}

// restore puts the attributes of the account back as they were found.
func restore(t *kit.T, admin existingAdmin) {
	now, problems := t.ByID(admin.ID)
	if len(problems) == 0 && len(t.Unchanged(admin.before, now, "groups", roles(t).Attribute)) == 0 {
		return
	}
	t.Okta.PutUser(t, admin.ID, admin.before)
}

// groupFor is the highest mapped group that gives the role which the user
// shows, and false when none does.
func (r roleSource) groupFor(user okta.Resource) (profile.GroupRole, bool) {
	shown := check.Role(user, r.Attribute, r.known()...)
	for _, g := range r.Groups {
		if slices.ContainsFunc(shown, func(s string) bool { return strings.EqualFold(s, g.Role) }) {
			return g, true
		}
	}
	return profile.GroupRole{}, false
}
