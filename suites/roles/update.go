package roles

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateChecks: a change of the profile is no change of the role.
func updateChecks() []kit.Check {
	const symptom = "A new surname in Okta makes an admin a viewer."
	return []kit.Check{
		{
			ID: "roles.update.keeps", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "A profile update keeps the role, of a member of a mapped group and of a user in none",
			Why:     "Okta's PUT echoes the role as it was read.",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, kit.RefRoleReadOnly, "OIN C9291"},
			Body: func(t *kit.T) {
				roleKept(t, func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
			},
		},
		{
			ID: "roles.update.left-out", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "A profile update without the role attribute and without groups keeps the role",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, kit.RefRoleReadOnly},
			Body: func(t *kit.T) {
				empty := roles(t).asked("")
				roleKept(t, func(r okta.Resource) {
					r["displayName"] = t.Person().DisplayName
					r["groups"] = []any{}
					for name := range empty {
						delete(r, name)
					}
				})
			},
		},
		{
			ID: "roles.update.user-name", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "A user whose userName changes keeps the role",
			Why:     "A role that is kept under the name is lost when somebody marries.",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, "OIN C9291"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p, next := t.NewUser(), t.Person()
				inRole(t, m, p)
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["userName"] = next.UserName })
				if a := run.Last(); kit.RefusedNote(a) && a.Method == http.MethodPut {
					kit.KeepsUserNames(t, a)
				}
				t.Require(kit.UpdateUserName, check.Through(run))
				t.Await(kit.UpdateUserName, "change a userName", func() []check.Problem {
					return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "userName", next.UserName) })
				})
				seeRole(t, "change a userName", p, m)
			},
		},
		{
			ID: "roles.update.password", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedPassword},
			Title:   "Password sync keeps the role of a member of a mapped group",
			Symptom: "A new password in Okta makes an admin a viewer.",
			Refs:    []string{kit.RefRoleMap, "OIN C9301", "https://github.com/pond/scimitar/issues/6"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p, other := t.NewUser(), t.Person()
				inRole(t, m, p)
				t.Require(kit.SyncPassword, check.Through(t.Okta.SetPassword(t, p.ID, other.Password)))
				seeRole(t, "sync a password", p, m)
			},
		},
	}
}

// roleKept updates a member of a mapped group and a user in none, and reports
// whose role has changed.
func roleKept(t *kit.T, change func(okta.Resource)) {
	m := mapped(t, 1)[0]
	member, nobody := t.NewUser(), t.NewUser()
	inRole(t, m, member)
	unchanged := keepsRoles(t, member, nobody)
	for _, p := range []kit.Person{member, nobody} {
		var name string
		run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { change(r); name = r.String("displayName") })
		t.Require(kit.UpdateUser, check.Through(run))
		t.Await(kit.UpdateAll, "update the profile", func() []check.Problem {
			return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) })
		})
	}
	unchanged("update the profile")
}

// activeChecks: a user who is deactivated and assigned again has the role
// that Okta's groups give. An app may take groups and roles away meanwhile, and
// it may refuse to deactivate its last admin, so a mate stays in the group.
func activeChecks() []kit.Check {
	const symptom = "A returning admin is a viewer, although Okta shows the group as pushed."
	return []kit.Check{
		{
			ID: "roles.deactivate.others", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "Deactivating a member of a mapped group leaves the role of the other members alone",
			Symptom: "When one admin leaves, the other admins lose their role.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				leaver, mate := t.NewUser(), t.NewUser()
				inRole(t, m, leaver, mate)
				unchanged := keepsRoles(t, mate)
				t.Deactivate(leaver)
				t.AwaitInactive(leaver)
				unchanged("deactivate another member")
			},
		},
		{
			ID: "roles.reactivate.next-push", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who was deactivated and is assigned again has the role back after the next push of the group",
			Why:     "The role follows Okta's pushes: what the app took away at the deactivation comes back with them.",
			Symptom: symptom,
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate, "OIN C9293", "https://github.com/open-webui/open-webui/issues/25948", "https://github.com/Infisical/infisical/issues/3304"},
			Body: func(t *kit.T) {
				mapped(t, 1)
				ranks := roles(t).ranks()
				for _, m := range ranks[:min(2, len(ranks))] {
					p, mate := t.NewUser(), t.NewUser()
					g := inRole(t, m, p, mate)
					comeBack(t, p)
					join(t, g, []kit.Person{p, mate}, p)
					seeRole(t, "push the group of a user who came back", p, m)
				}
			},
		},
		{
			ID: "roles.reactivate.kept-membership", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who is assigned again and is still shown as a member of a mapped group has its role",
			Why:     "Okta pushes no membership that has not changed, so nothing else would bring the role back.",
			Symptom: symptom,
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate, "https://github.com/theopenco/llmgateway/issues/2933", "https://github.com/pond/scimitar/issues/6"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				m := mapped(t, 1)[0]
				p, mate := t.NewUser(), t.NewUser()
				g := inRole(t, m, p, mate)
				comeBack(t, p)
				role, stripped := roleOf(t, p, mapped(t, 1)), false
				t.Eventually("assign a member of a mapped group again", func() []check.Problem {
					problems := role()
					stripped = len(problems) > 0 && !shownMember(t, g, p)
					if stripped {
						return nil
					}
					return problems
				})
				if stripped {
					t.Unsupported("the app takes people out of their groups when they are deactivated")
				}
			},
		},
		{
			ID: "roles.reactivate.default", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A user in no mapped group has the default role again after deactivation and a new assignment",
			Symptom: "A returning person has no role and cannot work, or has more rights than before.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				roles(t)
				p := t.NewUser()
				awaitRole(t, "create user with the default role (roles.default.new-user)", p)
				comeBack(t, p)
				seeRole(t, "assign a user in no group again", p)
			},
		},
		{
			ID: "roles.reactivate.pushed-while-inactive", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who was put into the mapped group while inactive, and is shown as a member, has its role when it is active",
			Why:     "Okta activates users and pushes groups by separate tasks, and the push of the group may be the first to arrive.",
			Symptom: symptom,
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				m := mapped(t, 1)[0]
				p, mate := t.Deactivated(), t.NewUser()
				g := inRole(t, m, mate)
				run := t.Change(g, []kit.Person{p}, nil, []kit.Person{mate, p})
				if kit.RefusedNote(run.Last()) {
					t.Unsupported("the app refuses inactive users as members (%d)", run.Last().Status)
				}
				t.Require(kit.AddInactive, check.Through(run))
				t.Require(kit.Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
				kit.AwaitActive(t, p)
				role, dropped := roleOf(t, p, mapped(t, 1)), false
				problems, _ := t.Wait("reactivate a user whose group was pushed before", func() []check.Problem {
					problems := role()
					dropped = len(problems) > 0 && !shownMember(t, g, p)
					return problems
				})
				if dropped {
					t.Unsupported("the app takes no inactive users into groups")
				}
				t.Report(problems)
			},
		},
		{
			ID: "roles.reactivate.left-meanwhile", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who was taken out of the mapped group while inactive does not get its role back",
			Why:     "An app that restores the last role gives a returning person rights that Okta has withdrawn.",
			Symptom: "None: a former admin who returns as a normal user is an admin again.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p, mate := t.NewUser(), t.NewUser()
				g := inRole(t, m, p, mate)
				t.Deactivate(p)
				t.AwaitInactive(p)
				leave(t, g, []kit.Person{mate}, p)
				awaitNoMember(t, g, p)
				t.Require(kit.Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
				kit.AwaitActive(t, p)
				seeRole(t, "assign a user again who left the group", p)
			},
		},
	}
}

// shownMember tells whether one of the two sides shows a membership.
func shownMember(t *kit.T, g kit.Group, p kit.Person) bool {
	group, _ := t.GroupByID(g.ID)
	user, _ := t.ByID(p.ID)
	return slices.Contains(check.Values(group, "members"), p.ID) || slices.Contains(check.Values(user, "groups"), g.ID)
}
