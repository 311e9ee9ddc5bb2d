package suites

import "github.com/oktascim/oktascim/suites/check"

// roleRemovalChecks: who leaves a mapped group loses what only it gave.
func roleRemovalChecks() []Check {
	return []Check{
		{
			ID: "roles.removal.last", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who is taken out of the last mapped group falls back to the default role",
			Why:     "Taking somebody out of the group in Okta is how the role is withdrawn.",
			Symptom: "None: Okta shows the group as pushed, and a former admin stays an admin.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9333", "https://github.com/BerriAI/litellm/issues/30895", "https://github.com/gravitational/teleport/issues/47837"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				g := t.inRole(m, p)
				t.leave(g, nil, p)
				t.seeRole("take a role", p)
			},
		},
		{
			ID: "roles.removal.next", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who is taken out of the higher of two mapped groups falls to the role of the lower",
			Symptom: "A former admin stays an admin, or loses the remaining role too.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9333"},
			Body: func(t *T) {
				m := t.mapped(2)
				p := t.NewUser()
				t.inRole(m[1], p)
				high := t.mappedGroup(m[0])
				t.join(high, []Person{p}, p)
				t.awaitRole("push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				t.leave(high, nil, p)
				t.seeRole("take the higher role", p, m[1])
			},
		},
		{
			ID: "roles.removal.lower", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who is taken out of the lower of two mapped groups keeps the role of the higher",
			Symptom: "An admin loses the admin role by leaving another team.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9333"},
			Body: func(t *T) {
				m := t.mapped(2)
				p := t.NewUser()
				low := t.inRole(m[1], p)
				t.join(t.mappedGroup(m[0]), []Person{p}, p)
				t.awaitRole("push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				t.leave(low, nil, p)
				t.awaitNoMember(low, p)
				t.seeRole("take the lower role", p, m[0])
			},
		},
		{
			ID: "roles.removal.unmapped", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who is taken out of a group without a role keeps the role of the mapped one",
			Why:     "An app that resets the role with every removal, and does not look at the groups that are left, takes it away.",
			Symptom: "An admin loses the admin role by leaving a mailing list.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/tuist/tuist/pull/13209"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				plain, _ := t.createGroup()
				t.join(plain, []Person{p}, p)
				t.inRole(m, p)
				t.leave(plain, nil, p)
				t.awaitNoMember(plain, p)
				t.seeRole("take a user out of a group without a role", p, m)
			},
		},
		{
			ID: "roles.removal.unmapped-joined", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user who joins a group without a role keeps the role of the mapped one",
			Why:     "An app that sets the role by the group of the latest push finds none for this one.",
			Symptom: "An admin loses the admin role by joining a mailing list.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9332"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				t.inRole(m, p)
				plain, _ := t.createGroup()
				t.join(plain, []Person{p}, p)
				t.awaitMember(plain, p)
				t.seeRole("put a user into a group without a role", p, m)
			},
		},
		{
			ID: "roles.removal.swap", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "When one push takes a member out and puts another in, each has the role that follows",
			Why:     "Okta sends removals and additions together in one request.",
			Symptom: "A successor does not get the role, or the predecessor keeps it.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				leaver, joiner := t.NewUser(), t.NewUser()
				g := t.inRole(m, leaver)
				t.Require(ChangeMembers, check.Through(t.change(g, []Person{joiner}, []Person{leaver}, []Person{joiner})))
				t.seeRole("give and take a role together", joiner, m)
				t.seeRole("give and take a role together", leaver)
			},
		},
	}
}

// rolePushNowChecks: Push Now makes a list the whole membership.
func rolePushNowChecks() []Check {
	return []Check{
		{
			ID: "roles.push-now.empty", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Push Now with an empty list takes the role from every member",
			Symptom: "The group is empty in the app, and its former members keep the role.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9316"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				people := t.NewUsers(2)
				g := t.inRole(m, people...)
				t.Require(PushNowEmpty, check.Through(t.Okta.PushNow(t, g.ID, g.Name, nil)))
				for _, p := range people {
					t.seeRole("push an empty list now", p)
				}
			},
		},
		{
			ID: "roles.push-now.replaces", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Push Now gives the role to everybody on the list and takes it from everybody else",
			Symptom: "After Push Now the people in the app have other roles than their groups in Okta say.",
			Refs:    []string{refRoleMap, refGroupPush, "OIN C9316"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				stays, leaves, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.inRole(m, stays, leaves)
				t.Require(PushNow, check.Through(t.Okta.PushNow(t, g.ID, g.Name, AsMembers(stays, joins))))
				t.seeRole("push a list now", joins, m)
				t.seeRole("push a list now", leaves)
				t.seeRole("push a list now", stays, m)
			},
		},
	}
}
