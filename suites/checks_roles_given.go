package suites

import "github.com/oktascim/oktascim/suites/check"

// roleGivenChecks: the default role for everybody, and a mapped group's role for
// its members.
func roleGivenChecks() []Check {
	return []Check{
		{
			ID: "roles.default.new-user", Level: Must,
			Title:   "A new user in no mapped group has the default role",
			Why:     "Okta assigns people before it pushes their groups; until then they must not have more than the default.",
			Symptom: "New people start with no role and cannot work, or with more rights than they should have.",
			Refs:    []string{refRoleMap},
			Body: func(t *T) {
				t.needDefaultRole()
				t.seeRole("create user with the default role", t.NewUser())
			},
		},
		{
			ID: "roles.default.unmapped-group", Level: Must, Needs: []Need{NeedGroups},
			Title:   "Membership in a group that is not mapped gives no role",
			Symptom: "Pushing any group changes what people may do in the app.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				t.roles()
				p := t.NewUser()
				t.NewGroup(p)
				t.seeRole("push an unmapped group", p)
			},
		},
		{
			ID: "roles.default.similar-name", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A group whose name only begins like that of a mapped group gives no role",
			Why:     "A mapping that compares parts of names makes an admin of everybody in «admins-emea».",
			Symptom: "People get a high role from a group that is not mapped to it.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				p := t.NewUser()
				t.NewGroupNamed(t.mapped(1)[0].Group+" "+t.GroupName(), p)
				t.seeRole("push a group with a similar name", p)
			},
		},
		{
			ID: "roles.group.gives", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Each mapped group gives its role to a member that is pushed into it",
			Why:     "This is what the mapping is for: without it everybody, present admins included, is left with the default role.",
			Symptom: "Okta shows the group as pushed; in the app its members still have the default role.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9332"},
			Body: func(t *T) {
				t.mapped(1)
				for _, m := range t.roles().Groups {
					p := t.NewUser()
					t.join(t.mappedGroup(m), []Person{p}, p)
					t.seeRole("give the role of "+m.Group, p, m)
				}
			},
		},
		{
			ID: "roles.group.created-with-members", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A mapped group that is created with members gives them its role",
			Symptom: "The members of a newly pushed group have the default role until the next change of the group.",
			Refs:    []string{refRoleMap, refGroupPush, "RFC 7643 §4.2 members"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				t.needFreeName(m.Group)
				a := t.Okta.CreateGroup(t, m.Group, AsMembers(p))
				t.Require(CreateWith, check.Status(a, 201), check.WithResource(a))
				g := Group{ID: a.Resource.ID(), Name: m.Group}
				t.claim(g)
				if t.MembersVisible() {
					t.Await(CreateWith, "create a group with members", func() []check.Problem { return t.MembersOf(g.ID, IDs(p)) })
				}
				t.seeRole("create a mapped group with members", p, m)
			},
		},
		{
			ID: "roles.group.at-once", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user whose group is pushed at once after the create has the group's role",
			Why:     "Okta sends the group push within a second of the assignment; a role that is set late by the create must not win.",
			Symptom: "People have the default role at their first sign-in although their group was pushed.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/lightdash/lightdash/issues/17895"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				g := t.mappedGroup(m)
				p := Person{Sent: t.Person()}
				a := t.Okta.CreateUser(t, p.Sent)
				t.Require(CreateUser, check.Status(a, 201), check.WithResource(a))
				p.ID = a.Resource.ID()
				t.join(g, []Person{p}, p)
				t.seeRole("give a role at once", p, m)
			},
		},
		{
			ID: "roles.group.again", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who leaves a mapped group and is pushed into it again has its role again",
			Symptom: "Somebody who returns to a team does not get the rights back.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9332, C9333"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				g := t.inRole(m, p)
				t.leave(g, nil, p)
				t.awaitRole("take a role (roles.removal.last)", p)
				t.join(g, []Person{p}, p)
				t.seeRole("give a role again", p, m)
			},
		},
	}
}
