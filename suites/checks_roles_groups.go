package suites

import "github.com/oktascim/oktascim/suites/check"

// roleGroupChecks: a role follows what becomes of its group.
func roleGroupChecks() []Check {
	return []Check{
		{
			ID: "roles.rename.away", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A mapped group that is renamed to a name without a role gives its members no role any more",
			Why:     "The mapping is by name. What the app shows as «Guests» must not make admins.",
			Symptom: "Members of a group that is not mapped keep the high role.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				g := t.inRole(m, p)
				t.Require(RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, t.GroupName(), AsMembers(p))))
				t.seeRole("rename a mapped group away", p)
			},
		},
		{
			ID: "roles.rename.onto", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A group that is renamed to a mapped name gives its members the role",
			Symptom: "After the group got its right name in Okta its members still have the default role.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				g := t.NewGroup(p)
				t.needFreeName(m.Group)
				g.Name = m.Group
				t.claim(g)
				t.Require(RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, g.Name, AsMembers(p))))
				t.seeRole("rename a group to a mapped name", p, m)
			},
		},
		{
			ID: "roles.delete.takes", Level: Must, Needs: []Need{NeedGroups},
			Title:   "Deleting a mapped group takes its role from everybody who was in it",
			Symptom: "The group is gone, and its former members keep the role.",
			Refs:    []string{refRoleMap, "Okta SCIM 2.0 reference: DELETE /Groups/{id}", "OIN C9318"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				people := t.NewUsers(2)
				t.deleteMapped(t.inRole(m, people...))
				for _, p := range people {
					t.seeRole("delete a mapped group", p)
				}
			},
		},
		{
			ID: "roles.delete.next", Level: Must, Needs: []Need{NeedGroups},
			Title:   "When the higher of two mapped groups is deleted, a member of both falls to the role of the lower",
			Symptom: "The person loses the remaining role, or keeps that of a group that is gone.",
			Refs:    []string{refRoleMap, "OIN C9318"},
			Body: func(t *T) {
				m := t.mapped(2)
				p := t.NewUser()
				t.inRole(m[1], p)
				high := t.mappedGroup(m[0])
				t.join(high, []Person{p}, p)
				t.awaitRole("push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				t.deleteMapped(high)
				t.seeRole("delete the higher group", p, m[1])
			},
		},
		{
			ID: "roles.recreate.old-members", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A mapped group that is deleted and created again gives no role to those who were in it before",
			Why:     "An app that keeps memberships under the group's name makes admins of people nobody pushed.",
			Symptom: "People silently get back a role that was taken from them.",
			Refs:    []string{refRoleMap, "OIN C9318", "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/432"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				old, joiner := t.NewUser(), t.NewUser()
				t.deleteMapped(t.inRole(m, old))
				t.awaitRole("delete a mapped group (roles.delete.takes)", old)
				again := t.mappedGroup(m)
				t.join(again, []Person{joiner}, joiner)
				t.awaitRole("create a mapped group again (roles.recreate.new-members)", joiner, m)
				t.seeRole("create a mapped group again for others", old)
			},
		},
		{
			ID: "roles.recreate.new-members", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A mapped group that is deleted and created again gives its role to the members pushed then",
			Symptom: "After the group was unlinked, deleted and pushed anew its members have no role.",
			Refs:    []string{refRoleMap, "OIN C9318"},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				a := t.mappedGroup(m)
				t.deleteMapped(a)
				t.join(t.mappedGroup(m), []Person{p}, p)
				t.seeRole("create a mapped group again", p, m)
			},
		},
	}
}
