package suites

// memberGroupsChecks: one user in several groups, and groups that share
// members.
func memberGroupsChecks() []Check {
	return []Check{
		{
			ID: "members.groups.all", Level: Must, PerDialect: true,
			Title:   "A user who is added to three groups is in all three",
			Why:     "A server that keeps one group a user loses the others.",
			Symptom: "People have only the access of the group that was pushed last.",
			Refs:    []string{refGroup, refUserGroups, refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				groups := []Group{t.NewGroup(), t.NewGroup(), t.NewGroup()}
				for _, g := range groups {
					t.changeAccepted(g, []Person{p}, nil, []Person{p})
				}
				t.seeInAll("add a user to three groups", p, groups)
			},
		},
		{
			ID: "members.groups.leave-one", Level: Must, PerDialect: true,
			Title:   "A user who is removed from one group stays in the others",
			Symptom: "Somebody who leaves one Okta group loses the access of all.",
			Refs:    []string{refGroup, refUserGroups, refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				left, others := t.NewGroup(p), []Group{t.NewGroup(p), t.NewGroup(p)}
				for _, g := range others {
					t.awaitMembers(CreateWith, "create group with members", g, p)
				}
				t.changeAccepted(left, nil, []Person{p}, nil)
				t.seeMembership("remove a user from one of three groups", left, nil, p)
				t.seeInAll("remove a user from one of three groups", p, others)
			},
		},
		{
			ID: "members.groups.push-now-elsewhere", Level: Must, PerDialect: true,
			Title:   "Push Now of one group, with somebody and with nobody, leaves a group with the same members alone",
			Symptom: "Emptying one group empties others.",
			Refs:    []string{refPushNow, refGroup, refUserGroups},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g, other := t.NewGroup(p...), t.NewGroup(p...)
				t.awaitMembers(CreateWith, "create group with members", other, p...)
				for _, pushed := range [][]Person{p[:1], nil} {
					t.pushNowAccepted(g, pushed...)
					t.seeMembership("Push Now", g, pushed)
				}
				t.seeMembership("Push Now of another group", other, p)
			},
		},
		{
			ID: "members.groups.deactivated-mate", Level: Must, PerDialect: true, Needs: []Need{NeedDeactivate},
			Title:   "A group goes on taking changes after one of its members was deactivated",
			Why:     "Okta removes the leaver from the group, or just goes on pushing it.",
			Symptom: "After somebody left, nobody can join or leave the group any more.",
			Refs:    []string{refChangeMembers, refGroup},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				leaver, stays, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, stays)
				t.deactivate(leaver)
				t.awaitInactive(leaver)
				var remove []Person
				if len(t.membership(g, []Person{stays}, leaver)) > 0 { // the app may have taken the groups away
					remove = []Person{leaver}
				}
				t.changeAccepted(g, []Person{joins}, remove, []Person{stays, joins})
				t.seeMembership("remove a deactivated member and add another", g, []Person{stays, joins}, leaver)
			},
		},
	}
}

// seeInAll reports whether fresh reads of both sides show the user in all of
// these groups, alone in each.
func (t *T) seeInAll(operation string, p Person, groups []Group) {
	for _, g := range groups {
		t.seeMembership(operation, g, []Person{p})
	}
}
