package suites

import "github.com/oktascim/oktascim/suites/check"

// roleOthersChecks: a push changes the roles of those it names, of nobody else.
func roleOthersChecks() []Check {
	return []Check{
		{
			ID: "roles.others.add", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Pushing somebody into a mapped group changes nobody else's role",
			Symptom: "When one person joins a team, the roles of others change.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/tuist/tuist/issues/13209"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				mate, joiner, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.inRole(m, mate)
				others := append(t.lowerMember(), mate, nobody)
				unchanged := t.keepsRoles(others...)
				untouched := t.watchBystanders()
				t.join(g, []Person{mate, joiner}, joiner)
				t.awaitRole("give a role (roles.group.gives)", joiner, m)
				unchanged("give somebody else a role")
				untouched("give somebody else a role")
			},
		},
		{
			ID: "roles.others.remove", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Taking somebody out of a mapped group changes nobody else's role",
			Symptom: "When one person leaves a team, the others lose their role.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				mate, leaver, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.inRole(m, mate, leaver)
				others := append(t.lowerMember(), mate, nobody)
				unchanged := t.keepsRoles(others...)
				t.leave(g, []Person{mate}, leaver)
				t.awaitRole("take a role (roles.removal.last)", leaver)
				unchanged("take somebody else's role")
			},
		},
		{
			ID: "roles.others.same-name", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Naming a mapped group as it is named already changes no role",
			Why:     "Okta sends the group's name with every membership change.",
			Symptom: "Roles change on an innocent push.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/tuist/tuist/issues/13209"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				a, b, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.inRole(m, a, b)
				others := append(t.lowerMember(), a, b, nobody)
				unchanged := t.keepsRoles(others...)
				t.Require(RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, g.Name, AsMembers(a, b))))
				unchanged("name a group as it is named")
			},
		},
		{
			ID: "roles.others.delete", Level: Must, Needs: []Need{NeedGroups},
			Title:   "Deleting a mapped group leaves the roles of the other mapped groups in place",
			Symptom: "When one group is unlinked and deleted, the members of others lose their role.",
			Refs:    []string{refRoleMap, "OIN C9318"},
			Body: func(t *T) {
				m := t.mapped(2)
				p, q := t.NewUser(), t.NewUser()
				t.inRole(m[1], p)
				g := t.inRole(m[0], q)
				unchanged := t.keepsRoles(p)
				t.deleteMapped(g)
				unchanged("delete another mapped group")
			},
		},
	}
}

// lowerMember is a person with the role of a lower mapped group, when the
// profile maps one.
func (t *T) lowerMember() []Person {
	ranks := t.roles().ranks()
	if len(ranks) < 2 {
		return nil
	}
	p := t.NewUser()
	t.inRole(ranks[1], p)
	return []Person{p}
}
