package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberUserChecks: how members are shown, and what a membership does to the
// user.
func memberUserChecks() []Check {
	checks := []Check{
		{
			ID: "members.users.groups", Level: Must, PerDialect: true,
			Title:   "A user who shows groups shows the group it was added to",
			Why:     "A user's groups follow from the groups' members. An app may leave them out, but [] says that there are none.",
			Symptom: "The group shows the person, the person does not show the group: the rights differ from what Okta shows.",
			Refs:    []string{refUserGroups, refGroup},
			Body: func(t *T) {
				p := t.NewUser()
				if u := t.mustReadUser(p.ID); u["groups"] == nil && !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				g := t.NewGroup()
				t.changeAccepted(g, []Person{p}, nil, []Person{p})
				t.See("add a member", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.GroupsIfShown(r, g.ID, t.names)
				})
			},
		},
		{
			ID: "members.users.lookup-groups", Level: Must,
			Title:   "A lookup or a list that shows a user's groups shows those the user is in now",
			Why:     "Okta imports users with their groups.",
			Symptom: "An import shows groups that the person has left, or lacks those it has joined.",
			Refs:    []string{refUserGroups},
			Body: func(t *T) {
				p := t.NewUser()
				first := t.NewGroup(p)
				t.awaitMembers(CreateWith, "create group with members", first, p)
				var u okta.Resource
				t.Await(LookUpUser, "create user by lookup", func() (problems []check.Problem) {
					u, problems = t.ByLookup(p.Sent.UserName, p.ID)
					return problems
				})
				if u["groups"] == nil || !t.UserGroupsVisible() {
					t.Unsupported("the lookup leaves groups out")
				}
				second := t.NewGroup()
				run := t.change(second, []Person{p}, nil, []Person{p})
				t.Require(AddMember, check.Through(run))
				t.See("add a member", p.ID, p.Sent.UserName, []View{ViewLookup, ViewList}, func(r okta.Resource) []check.Problem {
					return check.All(check.GroupsIfShown(r, first.ID, t.names), check.GroupsIfShown(r, second.ID, t.names))
				})
			},
		},
		{
			ID: "members.users.type", Level: Should,
			Title:   "A member that shows a type is a User",
			Symptom: "None at Okta.",
			Refs:    []string{refGroup + ": type is User or Group"},
			Body: func(t *T) {
				for _, m := range t.shownMembers() {
					if v := m["type"]; v != nil && v != "" && v != "User" {
						t.Failf("GET /Groups/{id}", "members.type", "User", "%v", v)
					}
				}
			},
		},
		{
			ID: "members.users.ref", Level: Should,
			Title:   "A member that shows a $ref leads to the user",
			Symptom: "None at Okta.",
			Refs:    []string{refGroup + ": $ref is the URI of the member", "RFC 7643 §2.3.7"},
			Body: func(t *T) {
				for _, m := range t.shownMembers() {
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
		change   func(t *T, g Group, p Person) okta.Run
	}{
		{"add", "adding members", func(t *T, g Group, p Person) okta.Run { return t.change(g, []Person{p}, nil, []Person{p}) }},
		{"remove", "removing members", func(t *T, g Group, p Person) okta.Run { return t.change(g, nil, []Person{p}, nil) }},
		{"push-now", "Push Now", func(t *T, g Group, p Person) okta.Run { return t.Okta.PushNow(t, g.ID, g.Name, AsMembers(p)) }},
	} {
		checks = append(checks,
			Check{
				ID: "members.users.profile-" + c.id, Level: Must, PerDialect: true,
				Title:   "What a user is does not change by " + c.what + ": profile and active stay",
				Why:     "A membership is stored in the group. A server that writes the user with it may lose what it does not know.",
				Symptom: "Group pushes overwrite names or deactivate people.",
				Refs:    []string{refChangeMembers, refGroup},
				Body: func(t *T) {
					p, g := t.memberFor(c.id)
					before := t.mustReadUser(p.ID)
					t.Require(memberSteps(c.id), check.Through(c.change(t, g, p)))
					t.awaitMembers(memberSteps(c.id), c.what, g, membersAfter(c.id, p)...)
					t.See(c.what, p.ID, p.Sent.UserName, []View{ViewByID}, unchangedUser(before, t.followsGroups()...))
				},
			},
			Check{
				ID: "members.users.others-" + c.id, Level: Must, PerDialect: true,
				Title:   "No other user and no other group changes by " + c.what,
				Symptom: "People in other groups gain or lose access.",
				Refs:    []string{refChangeMembers, refGroup},
				Body: func(t *T) {
					p, g := t.memberFor(c.id)
					untouched := t.watchBystanders()
					t.Require(memberSteps(c.id), check.Through(c.change(t, g, p)))
					t.awaitMembers(memberSteps(c.id), c.what, g, membersAfter(c.id, p)...)
					untouched(c.what)
				},
			})
	}
	return checks
}

// memberSteps are the changes of a membership as set-ups.
func memberSteps(change string) Setup {
	return map[string]Setup{"add": AddMember, "remove": RemoveMember, "push-now": PushNow}[change]
}

// memberFor is a person and a group: with the person in it when it is to be
// removed, else without.
func (t *T) memberFor(change string) (Person, Group) {
	p := t.NewUser(With("title", "Engineer"))
	if change == "remove" {
		return p, t.NewGroup(p)
	}
	return p, t.NewGroup()
}

// membersAfter is who is in the group after the change.
func membersAfter(change string, p Person) []Person {
	if change == "remove" {
		return nil
	}
	return []Person{p}
}

// shownMembers are the members that a group shows, read by id. The check is
// unsupported when it shows none.
func (t *T) shownMembers() []map[string]any {
	if !t.MembersVisible() {
		t.Unsupported("groups do not show their members")
	}
	g := t.NewGroup(t.NewUser())
	return check.Elements(t.mustReadGroup(g.ID), "members")
}
