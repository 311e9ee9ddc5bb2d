package roles

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// removalChecks: who leaves a mapped group loses what only it gave.
func removalChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.removal.last", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who is taken out of the last mapped group falls back to the default role",
			Why:     "Taking somebody out of the group in Okta is how the role is withdrawn.",
			Symptom: "None: Okta shows the group as pushed, and a former admin stays an admin.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9333", "https://github.com/BerriAI/litellm/issues/30895", "https://github.com/gravitational/teleport/issues/47837"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				g := inRole(t, m, p)
				leave(t, g, nil, p)
				seeRole(t, "take a role", p)
			},
		},
		{
			ID: "roles.deactivate.highest", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "One of two users with the highest role is deactivated, and the other stays active",
			Why:     "An admin leaves like anybody else. An app may protect its last admin; this user is not the last.",
			Symptom: "A former admin cannot be unassigned: Okta shows an error, and the account stays open.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate, "https://github.com/keycloak/keycloak/issues/49892"},
			Body: func(t *kit.T) {
				leaver, stays := t.NewUser(), t.NewUser()
				inRole(t, mapped(t, 1)[0], leaver, stays)
				run := t.Okta.Deactivate(t, leaver.ID)
				t.Report(check.Through(run))
				if !t.Failed() {
					t.Eventually("deactivate by id", func() []check.Problem { return t.Holds(leaver.ID, check.Inactive) })
				}
				t.Report(t.Holds(stays.ID, check.Active))
			},
		},
		{
			ID: "roles.removal.next", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who is taken out of the higher of two mapped groups falls to the role of the lower",
			Symptom: "A former admin stays an admin, or loses the remaining role too.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9333"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p := t.NewUser()
				inRole(t, m[1], p)
				high := mappedGroup(t, m[0])
				join(t, high, []kit.Person{p}, p)
				awaitRole(t, "push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				leave(t, high, nil, p)
				seeRole(t, "take the higher role", p, m[1])
			},
		},
		{
			ID: "roles.removal.lower", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who is taken out of the lower of two mapped groups keeps the role of the higher",
			Symptom: "An admin loses the admin role by leaving another team.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9333"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p := t.NewUser()
				low := inRole(t, m[1], p)
				join(t, mappedGroup(t, m[0]), []kit.Person{p}, p)
				awaitRole(t, "push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				leave(t, low, nil, p)
				awaitNoMember(t, low, p)
				seeRole(t, "take the lower role", p, m[0])
			},
		},
		{
			ID: "roles.removal.unmapped", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who is taken out of a group without a role keeps the role of the mapped one",
			Why:     "An app that resets the role with every removal, and does not look at the groups that are left, takes it away.",
			Symptom: "An admin loses the admin role by leaving a mailing list.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/tuist/tuist/pull/13209"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				plain, _ := kit.MustCreateGroup(t)
				join(t, plain, []kit.Person{p}, p)
				inRole(t, m, p)
				leave(t, plain, nil, p)
				awaitNoMember(t, plain, p)
				seeRole(t, "take a user out of a group without a role", p, m)
			},
		},
		{
			ID: "roles.removal.unmapped-joined", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who joins a group without a role keeps the role of the mapped one",
			Why:     "An app that sets the role by the group of the latest push finds none for this one.",
			Symptom: "An admin loses the admin role by joining a mailing list.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9332"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				inRole(t, m, p)
				plain, _ := kit.MustCreateGroup(t)
				join(t, plain, []kit.Person{p}, p)
				kit.AwaitMember(t, plain, p)
				seeRole(t, "put a user into a group without a role", p, m)
			},
		},
		{
			ID: "roles.removal.swap", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "When one push takes a member out and puts another in, each has the role that follows",
			Why:     "Okta sends removals and additions together in one request.",
			Symptom: "A successor does not get the role, or the predecessor keeps it.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				leaver, joiner := t.NewUser(), t.NewUser()
				g := inRole(t, m, leaver)
				t.Require(kit.ChangeMembers, check.Through(t.Change(g, []kit.Person{joiner}, []kit.Person{leaver}, []kit.Person{joiner})))
				seeRole(t, "give and take a role together", joiner, m)
				seeRole(t, "give and take a role together", leaver)
			},
		},
	}
}

// pushNowChecks: Push Now makes a list the whole membership.
func pushNowChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.push-now.empty", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Push Now with an empty list takes the role from every member",
			Symptom: "The group is empty in the app, and its former members keep the role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9316"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				people := t.NewUsers(2)
				g := inRole(t, m, people...)
				t.Require(kit.PushNowEmpty, check.Through(t.Okta.PushNow(t, g.ID, g.Name, nil)))
				for _, p := range people {
					seeRole(t, "push an empty list now", p)
				}
			},
		},
		{
			ID: "roles.push-now.replaces", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Push Now gives the role to everybody on the list and takes it from everybody else",
			Symptom: "After Push Now the people in the app have other roles than their groups in Okta say.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9316"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				stays, leaves, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := inRole(t, m, stays, leaves)
				t.Require(kit.PushNow, check.Through(t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(stays, joins))))
				seeRole(t, "push a list now", joins, m)
				seeRole(t, "push a list now", leaves)
				seeRole(t, "push a list now", stays, m)
			},
		},
	}
}

// othersChecks: a push changes the roles of those it names, of nobody else.
func othersChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.others.add", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Pushing somebody into a mapped group changes nobody else's role",
			Symptom: "When one person joins a team, the roles of others change.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/tuist/tuist/issues/13209"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				mate, joiner, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := inRole(t, m, mate)
				others := append(lowerMember(t), mate, nobody)
				unchanged := keepsRoles(t, others...)
				untouched := t.WatchBystanders()
				join(t, g, []kit.Person{mate, joiner}, joiner)
				awaitRole(t, "give a role (roles.group.gives)", joiner, m)
				unchanged("give somebody else a role")
				untouched("give somebody else a role")
			},
		},
		{
			ID: "roles.others.remove", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Taking somebody out of a mapped group changes nobody else's role",
			Symptom: "When one person leaves a team, the others lose their role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				mate, leaver, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := inRole(t, m, mate, leaver)
				others := append(lowerMember(t), mate, nobody)
				unchanged := keepsRoles(t, others...)
				leave(t, g, []kit.Person{mate}, leaver)
				awaitRole(t, "take a role (roles.removal.last)", leaver)
				unchanged("take somebody else's role")
			},
		},
		{
			ID: "roles.others.same-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Naming a mapped group as it is named already changes no role",
			Why:     "Okta sends the group's name with every membership change.",
			Symptom: "Roles change on an innocent push.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/tuist/tuist/issues/13209"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				a, b, nobody := t.NewUser(), t.NewUser(), t.NewUser()
				g := inRole(t, m, a, b)
				others := append(lowerMember(t), a, b, nobody)
				unchanged := keepsRoles(t, others...)
				t.Require(kit.RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, g.Name, kit.AsMembers(a, b))))
				unchanged("name a group as it is named")
			},
		},
		{
			ID: "roles.others.delete", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deleting a mapped group leaves the roles of the other mapped groups in place",
			Symptom: "When one group is unlinked and deleted, the members of others lose their role.",
			Refs:    []string{kit.RefRoleMap, "OIN C9318"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p, q := t.NewUser(), t.NewUser()
				inRole(t, m[1], p)
				g := inRole(t, m[0], q)
				unchanged := keepsRoles(t, p)
				deleteMapped(t, g)
				unchanged("delete another mapped group")
			},
		},
	}
}

// lowerMember is a person with the role of a lower mapped group, when the
// profile maps one.
func lowerMember(t *kit.T) []kit.Person {
	ranks := roles(t).ranks()
	if len(ranks) < 2 {
		return nil
	}
	p := t.NewUser()
	inRole(t, ranks[1], p)
	return []kit.Person{p}
}
