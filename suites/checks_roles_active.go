package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
)

// roleActiveChecks: a user who is deactivated and assigned again has the role
// that Okta's groups give. An app may take groups and roles away meanwhile, and
// it may refuse to deactivate its last admin, so a mate stays in the group.
func roleActiveChecks() []Check {
	const symptom = "A returning admin is a viewer, although Okta shows the group as pushed."
	return []Check{
		{
			ID: "roles.deactivate.others", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedDeactivate},
			Title:   "Deactivating a member of a mapped group leaves the role of the other members alone",
			Symptom: "When one admin leaves, the other admins lose their role.",
			Refs:    []string{refRoleMap, refOktaDeactivate},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				leaver, mate := t.NewUser(), t.NewUser()
				t.inRole(m, leaver, mate)
				unchanged := t.keepsRoles(mate)
				t.deactivate(leaver)
				t.awaitInactive(leaver)
				unchanged("deactivate another member")
			},
		},
		{
			ID: "roles.reactivate.next-push", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedDeactivate},
			Title:   "A user who was deactivated and is assigned again has the role back after the next push of the group",
			Why:     "The role follows Okta's pushes: what the app took away at the deactivation comes back with them.",
			Symptom: symptom,
			Refs:    []string{refRoleMap, refOktaDeactivate, "OIN C9293", "https://github.com/open-webui/open-webui/issues/25948", "https://github.com/Infisical/infisical/issues/3304"},
			Body: func(t *T) {
				t.mapped(1)
				ranks := t.roles().ranks()
				for _, m := range ranks[:min(2, len(ranks))] {
					p, mate := t.NewUser(), t.NewUser()
					g := t.inRole(m, p, mate)
					t.comeBack(p)
					t.join(g, []Person{p, mate}, p)
					t.seeRole("push the group of a user who came back", p, m)
				}
			},
		},
		{
			ID: "roles.reactivate.kept-membership", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedDeactivate},
			Title:   "A user who is assigned again and is still shown as a member of a mapped group has its role",
			Why:     "Okta pushes no membership that has not changed, so nothing else would bring the role back.",
			Symptom: symptom,
			Refs:    []string{refRoleMap, refOktaDeactivate, "https://github.com/theopenco/llmgateway/issues/2933", "https://github.com/pond/scimitar/issues/6"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				m := t.mapped(1)[0]
				p, mate := t.NewUser(), t.NewUser()
				g := t.inRole(m, p, mate)
				t.comeBack(p)
				role, stripped := t.roleOf(p, t.mapped(1)), false
				t.Eventually("assign a member of a mapped group again", func() []check.Problem {
					problems := role()
					stripped = len(problems) > 0 && !t.shownMember(g, p)
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
			ID: "roles.reactivate.default", Level: Must, PerDialect: true, Needs: []Need{NeedDeactivate},
			Title:   "A user in no mapped group has the default role again after deactivation and a new assignment",
			Symptom: "A returning person has no role and cannot work, or has more rights than before.",
			Refs:    []string{refRoleMap, refOktaDeactivate},
			Body: func(t *T) {
				t.roles()
				p := t.NewUser()
				t.awaitRole("create user with the default role (roles.default.new-user)", p)
				t.comeBack(p)
				t.seeRole("assign a user in no group again", p)
			},
		},
		{
			ID: "roles.reactivate.pushed-while-inactive", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedDeactivate},
			Title:   "A user who was put into the mapped group while inactive, and is shown as a member, has its role when it is active",
			Why:     "Okta activates users and pushes groups by separate tasks, and the push of the group may be the first to arrive.",
			Symptom: symptom,
			Refs:    []string{refRoleMap, refOktaDeactivate},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				m := t.mapped(1)[0]
				p, mate := t.deactivated(), t.NewUser()
				g := t.inRole(m, mate)
				run := t.change(g, []Person{p}, nil, []Person{mate, p})
				if refused(run.Last()) {
					t.Unsupported("the app refuses inactive users as members (%d)", run.Last().Status)
				}
				t.Require(AddInactive, check.Through(run))
				t.Require(Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
				t.awaitActive(p)
				role, dropped := t.roleOf(p, t.mapped(1)), false
				problems, _ := t.wait("reactivate a user whose group was pushed before", func() []check.Problem {
					problems := role()
					dropped = len(problems) > 0 && !t.shownMember(g, p)
					return problems
				})
				if dropped {
					t.Unsupported("the app takes no inactive users into groups")
				}
				t.Report(problems)
			},
		},
		{
			ID: "roles.reactivate.left-meanwhile", Level: Must, PerDialect: true, Needs: []Need{NeedGroups, NeedDeactivate},
			Title:   "A user who was taken out of the mapped group while inactive does not get its role back",
			Why:     "An app that restores the last role gives a returning person rights that Okta has withdrawn.",
			Symptom: "None: a former admin who returns as a normal user is an admin again.",
			Refs:    []string{refRoleMap, refOktaDeactivate},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p, mate := t.NewUser(), t.NewUser()
				g := t.inRole(m, p, mate)
				t.deactivate(p)
				t.awaitInactive(p)
				t.leave(g, []Person{mate}, p)
				t.awaitNoMember(g, p)
				t.Require(Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
				t.awaitActive(p)
				t.seeRole("assign a user again who left the group", p)
			},
		},
	}
}

// shownMember tells whether one of the two sides shows a membership.
func (t *T) shownMember(g Group, p Person) bool {
	group, _ := t.GroupByID(g.ID)
	user, _ := t.ByID(p.ID)
	return slices.Contains(check.Values(group, "members"), p.ID) || slices.Contains(check.Values(user, "groups"), g.ID)
}
