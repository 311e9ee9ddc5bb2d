package suites

// roleHighestChecks: of several mapped groups the highest decides.
func roleHighestChecks() []Check {
	return []Check{
		{
			ID: "roles.highest.pushed-first", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user in two mapped groups, the higher pushed first, has the higher role",
			Why:     "Okta pushes groups in no fixed order. When the last push wins, a role depends on chance.",
			Symptom: "An admin loses the admin role when another of the person's groups is pushed.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/windmill-labs/windmill/issues/8633"},
			Body: func(t *T) {
				m := t.mapped(2)
				p := t.NewUser()
				t.inRole(m[0], p)
				low := t.mappedGroup(m[1])
				t.join(low, []Person{p}, p)
				t.awaitMember(low, p)
				t.seeRole("push a lower group after a higher one", p, m...)
			},
		},
		{
			ID: "roles.highest.pushed-last", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user in two mapped groups, the higher pushed last, has the higher role",
			Symptom: "Somebody who is promoted keeps the lower role.",
			Refs:    []string{refRoleMap, refGroupPush, "https://github.com/lightdash/lightdash/issues/17883"},
			Body: func(t *T) {
				m := t.mapped(2)
				p := t.NewUser()
				t.inRole(m[1], p)
				t.join(t.mappedGroup(m[0]), []Person{p}, p)
				t.seeRole("push a higher group after a lower one", p, m...)
			},
		},
		{
			ID: "roles.highest.lower-pushed-again", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A user in two mapped groups keeps the higher role when the lower group gets another member",
			Why:     "Okta pushes the change of one member; in the AIW dialect the whole list comes with it.",
			Symptom: "An admin loses the admin role when a colleague joins another team.",
			Refs:    []string{refRoleMap, refGroupPush},
			Body: func(t *T) {
				m := t.mapped(2)
				p, joiner := t.NewUser(), t.NewUser()
				low := t.inRole(m[1], p)
				high := t.mappedGroup(m[0])
				t.join(high, []Person{p}, p)
				t.awaitRole("push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				t.join(low, []Person{p, joiner}, joiner)
				t.awaitRole("give a role (roles.group.gives)", joiner, m[1])
				t.seeRole("push a lower group again", p, m...)
			},
		},
	}
}
