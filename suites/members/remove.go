package members

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// removeChecks: somebody leaves an Okta group that is pushed.
func removeChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "members.remove.then-add", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who was removed from a group can be added again",
			Symptom: "Somebody who left a group once can never come back.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPatchRemove, "OIN C9332, C9333"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, comesBack := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, comesBack)
				run := t.Change(g, nil, []kit.Person{comesBack}, []kit.Person{stays})
				t.Require(kit.RemoveMember, check.Through(run))
				kit.AwaitMembers(t, kit.RemoveMember, "remove a member", g, stays)
				changeAccepted(t, g, []kit.Person{comesBack}, nil, []kit.Person{stays, comesBack})
				kit.SeeMembership(t, "add a removed member again", g, []kit.Person{stays, comesBack})
			},
		},
		{
			ID: "members.remove.second-time", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who came back to a group can be removed a second time",
			Why:     "An app that marks removed memberships instead of deleting them must tell the old mark from the new row.",
			Symptom: "None: Okta reports success, and somebody who left the group twice keeps the access.",
			Refs:    []string{refChangeMembers, refPatchRemove, kit.RefPut, "OIN C9333"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, leaves := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, leaves)
				for _, step := range []struct {
					setup     kit.Setup
					add, take []kit.Person
					now       []kit.Person
				}{
					{kit.RemoveMember, nil, []kit.Person{leaves}, []kit.Person{stays}},
					{kit.AddAgain, []kit.Person{leaves}, nil, []kit.Person{stays, leaves}},
				} {
					t.Require(step.setup, check.Through(t.Change(g, step.add, step.take, step.now)))
					kit.AwaitMembers(t, step.setup, "change members", g, step.now...)
				}
				changeAccepted(t, g, nil, []kit.Person{leaves}, []kit.Person{stays})
				kit.SeeMembership(t, "remove a member a second time", g, []kit.Person{stays}, leaves)
			},
		},
	}
	for _, c := range []struct {
		id, title, symptom string
		people             int
		leave, stay        []int
	}{
		{"one", "Removing one member leaves the others in the group",
			"None: Okta reports success, but the person keeps access, or everybody loses it.", 3, []int{1}, []int{0, 2}},
		{"several", "Removing several members removes exactly those",
			"The wrong people lose access.", 4, []int{0, 2}, []int{1, 3}},
		{"all-but-one", "Removing all members but one leaves that one",
			"The wrong people lose access, or the push fails.", 4, []int{1, 2, 3}, []int{0}},
		{"last", "Removing the last member leaves an empty group",
			"None: the last person keeps access, or the group is gone from the app.", 1, []int{0}, nil},
	} {
		checks = append(checks, kit.Check{
			ID: "members.remove." + c.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   c.title,
			Why:     "OIN: a PATCH a member, the member in the path. AIW: PUTs with those who stay.",
			Symptom: c.symptom,
			Refs:    []string{refChangeMembers, refPatchRemove, kit.RefPut, kit.RefUserGroups, "OIN C9333"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(c.people)
				g := t.NewGroup(p...)
				leave, stay := pick(p, c.leave...), pick(p, c.stay...)
				changeAccepted(t, g, nil, leave, stay)
				kit.SeeMembership(t, "remove members", g, stay, leave...)
			},
		})
	}
	return checks
}

// absentChecks: Okta removes somebody who is not, or no longer, in the
// group. Only a PATCH can say that.
func absentChecks() []kit.Check {
	var checks []kit.Check
	for _, c := range []struct {
		id, who string
		absent  func(t *kit.T) string
	}{
		{"absent", "a user who is not in the group", func(t *kit.T) string { return t.NewUser().ID }},
		{"unknown", "a user who does not exist", func(t *kit.T) string { return t.UnknownID() }},
	} {
		checks = append(checks,
			kit.Check{
				ID: "members.remove." + c.id, Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
				Title:   "Removing " + c.who + " leaves the members as they are, and is accepted or answered 400 noTarget",
				Why:     "A removal is repeated when its answer was lost, and a filter that matches nobody must not match everybody.",
				Symptom: "A removal that fails with every retry, or that empties the group.",
				Refs:    []string{refPatchRemove, "RFC 7644 §3.12 noTarget: a filter that yields no match", "okta-requests: members are idempotent"},
				Body: func(t *kit.T) {
					t.NeedVisibleMembers()
					p := t.NewUser()
					g := t.NewGroup(p)
					a := t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(c.absent(t)))
					if a.Status == http.StatusBadRequest {
						t.Report(check.ScimType(a, "noTarget"))
					} else {
						t.Report(check.Accepted(a))
					}
					kit.SeeMembership(t, "remove somebody who is not a member", g, []kit.Person{p})
				},
			},
			kit.Check{
				ID: "members.remove." + c.id + "-accepted", Level: kit.Should, Evidence: kit.RFC,
				Only:    []okta.Dialect{okta.OIN},
				Title:   "Removing " + c.who + " is accepted",
				Symptom: "The Push Groups tab shows an error for a change that is in effect already.",
				Refs:    []string{refPatchRemove, "okta-requests: members are idempotent"},
				Body: func(t *kit.T) {
					g := t.NewGroup(t.NewUser())
					t.Report(check.Accepted(t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(c.absent(t)))))
				},
			})
	}
	return checks
}

// unknownMemberChecks: a push that holds somebody whom the app does not have.
// The app may refuse it as a whole, with nothing of it stored, or pass over the
// unknown one (RFC 7644 §3.5.2: a PATCH is atomic).
func unknownMemberChecks() []kit.Check {
	refs := []string{"RFC 7644 §3.5.2: a PATCH that fails leaves the resource as it was", kit.RefPut, refChangeMembers, "RFC 7644 §3.12"}
	return []kit.Check{
		{
			ID: "members.unknown.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A push with a member that does not exist is accepted or refused with a SCIM Error, and is no server error",
			Why:     "Okta shows the detail of the Error to the admin.",
			Symptom: "«500» in the Push Groups tab, and no word about who is missing.",
			Refs:    refs,
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup()
				t.Report(check.NoCrashWell(pushUnknown(t, g, nil, nil, p)))
			},
		},
		{
			ID: "members.unknown.change", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A membership change with a member that does not exist changes nothing when it is refused, and adds the others when it is not",
			Why:     "Half a change is worse than none: Okta repeats the push and takes the app's state for what it was before.",
			Symptom: "Half of the members are in the group, although Okta shows an error.",
			Refs:    refs,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, added := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays)
				a := pushUnknown(t, g, []kit.Person{stays}, nil, added)
				seeAllOrNothing(t, a, g, g, []kit.Person{stays}, []kit.Person{added}, []kit.Person{stays, added})
			},
		},
		{
			ID: "members.unknown.together", Level: kit.Should, Evidence: kit.Documented, PerDialect: true,
			Title:   "A rename, a removal and an addition in one request, one of whose members does not exist, change nothing when they are refused",
			Symptom: "The group is renamed or half of the members are in it, although Okta shows an error.",
			Refs:    append([]string{refChangeTogether}, refs...),
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, leaves, added := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, leaves)
				pushed := kit.Group{ID: g.ID, Name: t.GroupName()}
				add := append(kit.AsMembers(added), unknownMember(t))
				a := t.Okta.ChangeTogether(t, g.ID, pushed.Name, add, kit.AsMembers(leaves), append(kit.AsMembers(stays), add...)).Last()
				seeAllOrNothing(t, a, g, pushed, []kit.Person{stays, leaves}, []kit.Person{added}, []kit.Person{stays, added})
			},
		},
		{
			ID: "members.unknown.push-now", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Push Now with a member that does not exist changes nothing when it is refused, and pushes the others when it is not",
			Symptom: "The group is empty after a failed push.",
			Refs:    refs,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				old, pushed := t.NewUser(), t.NewUser()
				g := t.NewGroup(old)
				a := t.Okta.PushNow(t, g.ID, g.Name, append(kit.AsMembers(pushed), unknownMember(t))).Last()
				seeAllOrNothing(t, a, g, g, []kit.Person{old}, []kit.Person{pushed}, []kit.Person{pushed})
			},
		},
		{
			ID: "members.unknown.not-listed", Level: kit.Should, Evidence: kit.RFC, PerDialect: true,
			Title:   "Somebody who does not exist is not listed as a member after a push",
			Symptom: "The group shows a member that no page of the app can open.",
			Refs:    []string{kit.RefGroup + ": value is the id of a resource", refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.NewGroup()
				a := pushUnknown(t, g, nil, nil, p)
				if a.OK() {
					awaitListedMember(t, "push with an unknown member", g, p)
				}
				t.Eventually("push with an unknown member", func() []check.Problem {
					return t.GroupHolds(g.ID, func(r okta.Resource) []check.Problem {
						return check.HasNoMember(r, t.UnknownID(), "the unknown "+t.UnknownID())
					})
				})
			},
		},
		{
			ID: "members.unknown.create", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create with a member that does not exist leaves no group behind when it is refused, and stores the others when it is not",
			Symptom: "The push fails, and each repetition fails with a conflict because of the group that was left behind.",
			Refs:    append([]string{kit.RefPostGroup}, refs...),
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				name := t.GroupName()
				a := t.Okta.CreateGroup(t, name, append(kit.AsMembers(p), unknownMember(t)))
				t.Report(check.NoCrash(a))
				if !a.OK() {
					t.Eventually("refused create of a group", func() []check.Problem {
						return check.At("after the refusal", kit.NoGroupNamed(t, name)...)
					})
					return
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Know(a.Resource.ID(), name)
				seeAmongMembers(t, "create group with an unknown member", kit.Group{ID: a.Resource.ID(), Name: name}, p)
			},
		},
	}
}

// pushUnknown takes people out and adds others and somebody who does not exist,
// in the dialect's way and under the group's name. there are those who stay.
func pushUnknown(t *kit.T, g kit.Group, there, leave []kit.Person, added ...kit.Person) okta.Answer {
	add := append(kit.AsMembers(added...), unknownMember(t))
	return t.Okta.ChangeMembers(t, g.ID, g.Name, add, kit.AsMembers(leave...), append(kit.AsMembers(there...), add...)).Last()
}

// seeAllOrNothing reports whether a push that was refused left the group as it
// was, or one that was accepted put those who exist into it. The unknown one
// may be listed or not.
func seeAllOrNothing(t *kit.T, a okta.Answer, was, pushed kit.Group, old, added, whole []kit.Person) {
	t.Report(check.NoCrash(a))
	if !a.OK() {
		t.SeeGroup("refused push", was.ID, was.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(was.Name))
		kit.SeeMembership(t, "refused push", was, old, added...)
		return
	}
	t.SeeGroup("push with an unknown member", was.ID, pushed.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(pushed.Name))
	for _, p := range whole {
		seeAmongMembers(t, "push with an unknown member", pushed, p)
	}
}
