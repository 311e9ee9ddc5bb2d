package members

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// userChecks: how members are shown, and what a membership does to the
// user.
func userChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "members.users.groups", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who shows groups shows the group it was added to",
			Why:     "A user's groups follow from the groups' members. An app may leave them out, but [] says that there are none.",
			Symptom: "The group shows the person, the person does not show the group: the rights differ from what Okta shows.",
			Refs:    []string{kit.RefUserGroups, kit.RefGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				if u := t.MustReadUser(p.ID); u["groups"] == nil && !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				g := t.NewGroup()
				changeAccepted(t, g, []kit.Person{p}, nil, []kit.Person{p})
				t.See("add a member", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.GroupsIfShown(r, g.ID, t.Names)
				})
			},
		},
		{
			ID: "members.users.lookup-groups", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A lookup or a list that shows a user's groups shows those the user is in now",
			Why:     "Okta imports users with their groups.",
			Symptom: "An import shows groups that the person has left, or lacks those it has joined.",
			Refs:    []string{kit.RefUserGroups},
			Body: func(t *kit.T) {
				p := t.NewUser()
				first := t.NewGroup(p)
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", first, p)
				var u okta.Resource
				t.Await(kit.LookUpUser, "create user by lookup", func() (problems []check.Problem) {
					u, problems = t.ByLookup(p.Sent.UserName, p.ID)
					return problems
				})
				if u["groups"] == nil || !t.UserGroupsVisible() {
					t.Unsupported("the lookup leaves groups out")
				}
				second := t.NewGroup()
				run := t.Change(second, []kit.Person{p}, nil, []kit.Person{p})
				t.Require(kit.AddMember, check.Through(run))
				t.See("add a member", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup, kit.ViewList}, func(r okta.Resource) []check.Problem {
					return check.All(check.GroupsIfShown(r, first.ID, t.Names), check.GroupsIfShown(r, second.ID, t.Names))
				})
			},
		},
		{
			ID: "members.users.type", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A member that shows a type is a User",
			Symptom: "None at Okta.",
			Refs:    []string{kit.RefGroup + ": type is User or Group"},
			Body: func(t *kit.T) {
				for _, m := range shownMembers(t) {
					if v := m["type"]; v != nil && v != "" && v != "User" {
						t.Failf("GET /Groups/{id}", "members.type", "User", "%v", v)
					}
				}
			},
		},
		{
			ID: "members.users.ref", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A member that shows a $ref leads to the user",
			Symptom: "None at Okta.",
			Refs:    []string{kit.RefGroup + ": $ref is the URI of the member", "RFC 7643 §2.3.7"},
			Body: func(t *kit.T) {
				for _, m := range shownMembers(t) {
					value, _ := m["value"].(string)
					if ref, ok := m["$ref"].(string); ok && ref != "" {
						t.ReportAt("GET /Groups/{id} members.$ref", check.EndsIn(ref, "Users", value))
					}
				}
			},
		},
	}
	for _, c := range []struct {
		id, what string
		change   func(t *kit.T, g kit.Group, p kit.Person) okta.Run
	}{
		{"add", "adding members", func(t *kit.T, g kit.Group, p kit.Person) okta.Run {
			return t.Change(g, []kit.Person{p}, nil, []kit.Person{p})
		}},
		{"remove", "removing members", func(t *kit.T, g kit.Group, p kit.Person) okta.Run { return t.Change(g, nil, []kit.Person{p}, nil) }},
		{"push-now", "Push Now", func(t *kit.T, g kit.Group, p kit.Person) okta.Run {
			return t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(p))
		}},
	} {
		checks = append(checks,
			kit.Check{
				ID: "members.users.profile-" + c.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
				Title:   "What a user is does not change by " + c.what + ": profile and active stay",
				Why:     "A membership is stored in the group. A server that writes the user with it may lose what it does not know.",
				Symptom: "Group pushes overwrite names or deactivate people.",
				Refs:    []string{refChangeMembers, kit.RefGroup},
				Body: func(t *kit.T) {
					p, g := memberFor(t, c.id)
					before := t.MustReadUser(p.ID)
					t.Require(memberSteps(c.id), check.Through(c.change(t, g, p)))
					kit.AwaitMembers(t, memberSteps(c.id), c.what, g, membersAfter(c.id, p)...)
					t.See(c.what, p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.UnchangedUser(before, kit.AttributesFromGroups(t)...))
				},
			},
			kit.Check{
				ID: "members.users.others-" + c.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
				Title:   "No other user and no other group changes by " + c.what,
				Symptom: "People in other groups gain or lose access.",
				Refs:    []string{refChangeMembers, kit.RefGroup},
				Body: func(t *kit.T) {
					p, g := memberFor(t, c.id)
					untouched := t.WatchBystanders()
					t.Require(memberSteps(c.id), check.Through(c.change(t, g, p)))
					kit.AwaitMembers(t, memberSteps(c.id), c.what, g, membersAfter(c.id, p)...)
					untouched(c.what)
				},
			})
	}
	return checks
}

// memberSteps are the changes of a membership as set-ups.
func memberSteps(change string) kit.Setup {
	return map[string]kit.Setup{"add": kit.AddMember, "remove": kit.RemoveMember, "push-now": kit.PushNow}[change]
}

// memberFor is a person and a group: with the person in it when it is to be
// removed, else without.
func memberFor(t *kit.T, change string) (kit.Person, kit.Group) {
	p := t.NewUser(kit.With("title", "Engineer"))
	if change == "remove" {
		return p, t.NewGroup(p)
	}
	return p, t.NewGroup()
}

// membersAfter is who is in the group after the change.
func membersAfter(change string, p kit.Person) []kit.Person {
	if change == "remove" {
		return nil
	}
	return []kit.Person{p}
}

// shownMembers are the members that a group shows, read by id. The check is
// unsupported when it shows none.
func shownMembers(t *kit.T) []map[string]any {
	if !t.MembersVisible() {
		t.Unsupported("groups do not show their members")
	}
	g := t.NewGroup(t.NewUser())
	return check.Elements(t.MustReadGroup(g.ID), "members")
}

// groupsChecks: one user in several groups, and groups that share
// members.
func groupsChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.groups.all", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is added to three groups is in all three",
			Why:     "A server that keeps one group a user loses the others.",
			Symptom: "People have only the access of the group that was pushed last.",
			Refs:    []string{kit.RefGroup, kit.RefUserGroups, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				groups := []kit.Group{t.NewGroup(), t.NewGroup(), t.NewGroup()}
				for _, g := range groups {
					changeAccepted(t, g, []kit.Person{p}, nil, []kit.Person{p})
				}
				seeInAll(t, "add a user to three groups", p, groups)
			},
		},
		{
			ID: "members.groups.leave-one", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is removed from one group stays in the others",
			Symptom: "Somebody who leaves one Okta group loses the access of all.",
			Refs:    []string{kit.RefGroup, kit.RefUserGroups, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				left, others := t.NewGroup(p), []kit.Group{t.NewGroup(p), t.NewGroup(p)}
				for _, g := range others {
					kit.AwaitMembers(t, kit.CreateWith, "create group with members", g, p)
				}
				changeAccepted(t, left, nil, []kit.Person{p}, nil)
				kit.SeeMembership(t, "remove a user from one of three groups", left, nil, p)
				seeInAll(t, "remove a user from one of three groups", p, others)
			},
		},
		{
			ID: "members.groups.push-now-elsewhere", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Push Now of one group, with somebody and with nobody, leaves a group with the same members alone",
			Symptom: "Emptying one group empties others.",
			Refs:    []string{refPushNow, kit.RefGroup, kit.RefUserGroups},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g, other := t.NewGroup(p...), t.NewGroup(p...)
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", other, p...)
				for _, pushed := range [][]kit.Person{p[:1], nil} {
					pushNowAccepted(t, g, pushed...)
					kit.SeeMembership(t, "Push Now", g, pushed)
				}
				kit.SeeMembership(t, "Push Now of another group", other, p)
			},
		},
		{
			ID: "members.groups.deactivated-mate", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A group goes on taking changes after one of its members was deactivated",
			Why:     "Okta removes the leaver from the group, or just goes on pushing it.",
			Symptom: "After somebody left, nobody can join or leave the group any more.",
			Refs:    []string{refChangeMembers, kit.RefGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				leaver, stays, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, stays)
				t.Deactivate(leaver)
				t.AwaitInactive(leaver)
				var remove []kit.Person
				if len(kit.MembershipProblems(t, g, []kit.Person{stays}, leaver)) > 0 { // the app may have taken the groups away
					remove = []kit.Person{leaver}
				}
				changeAccepted(t, g, []kit.Person{joins}, remove, []kit.Person{stays, joins})
				kit.SeeMembership(t, "remove a deactivated member and add another", g, []kit.Person{stays, joins}, leaver)
			},
		},
	}
}

// seeInAll reports whether fresh reads of both sides show the user in all of
// these groups, alone in each.
func seeInAll(t *kit.T, operation string, p kit.Person, groups []kit.Group) {
	for _, g := range groups {
		kit.SeeMembership(t, operation, g, []kit.Person{p})
	}
}
