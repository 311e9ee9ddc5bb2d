package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// unknownMemberChecks: a push that holds somebody whom the app does not have.
// The app may refuse it as a whole, with nothing of it stored, or pass over the
// unknown one (RFC 7644 §3.5.2: a PATCH is atomic).
func unknownMemberChecks() []Check {
	refs := []string{"RFC 7644 §3.5.2: a PATCH that fails leaves the resource as it was", refPut, refChangeMembers, "RFC 7644 §3.12"}
	return []Check{
		{
			ID: "members.unknown.answer", Level: Must, PerDialect: true,
			Title:   "A push with a member that does not exist is accepted or refused with a SCIM Error, and is no server error",
			Why:     "Okta shows the detail of the Error to the admin.",
			Symptom: "«500» in the Push Groups tab, and no word about who is missing.",
			Refs:    refs,
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup()
				t.Report(check.NoCrashWell(t.pushUnknown(g, nil, nil, p)))
			},
		},
		{
			ID: "members.unknown.change", Level: Must, PerDialect: true,
			Title:   "A membership change with a member that does not exist changes nothing when it is refused, and adds the others when it is not",
			Why:     "Half a change is worse than none: Okta repeats the push and takes the app's state for what it was before.",
			Symptom: "The group is renamed or half of the members are in it, although Okta shows an error.",
			Refs:    refs,
			Body: func(t *T) {
				t.NeedVisibleMembers()
				stays, leaves, added := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, leaves)
				pushed := Group{ID: g.ID, Name: t.GroupName()}
				a := t.pushUnknown(pushed, []Person{stays}, []Person{leaves}, added)
				t.seeAllOrNothing(a, g, pushed, []Person{stays, leaves}, []Person{added}, []Person{stays, added})
			},
		},
		{
			ID: "members.unknown.push-now", Level: Must, PerDialect: true,
			Title:   "Push Now with a member that does not exist changes nothing when it is refused, and pushes the others when it is not",
			Symptom: "The group is empty after a failed push.",
			Refs:    refs,
			Body: func(t *T) {
				t.NeedVisibleMembers()
				old, pushed := t.NewUser(), t.NewUser()
				g := t.NewGroup(old)
				a := t.Okta.PushNow(t, g.ID, g.Name, append(AsMembers(pushed), t.unknownMember())).Last()
				t.seeAllOrNothing(a, g, g, []Person{old}, []Person{pushed}, []Person{pushed})
			},
		},
		{
			ID: "members.unknown.not-listed", Level: Should, PerDialect: true,
			Title:   "Somebody who does not exist is not listed as a member after a push",
			Symptom: "The group shows a member that no page of the app can open.",
			Refs:    []string{refGroup + ": value is the id of a resource", refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.NewGroup()
				a := t.pushUnknown(g, nil, nil, p)
				if a.OK() {
					t.awaitListedMember("push with an unknown member", g, p)
				}
				t.Eventually("push with an unknown member", func() []check.Problem {
					return t.groupHolds(g.ID, func(r okta.Resource) []check.Problem {
						return check.HasNoMember(r, t.unknownID(), "the unknown "+t.unknownID())
					})
				})
			},
		},
		{
			ID: "members.unknown.create", Level: Must,
			Title:   "A create with a member that does not exist leaves no group behind when it is refused, and stores the others when it is not",
			Symptom: "The push fails, and each repetition fails with a conflict because of the group that was left behind.",
			Refs:    append([]string{refPostGroup}, refs...),
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				name := t.GroupName()
				a := t.Okta.CreateGroup(t, name, append(AsMembers(p), t.unknownMember()))
				t.Report(check.NoCrash(a))
				if !a.OK() {
					t.Eventually("refused create of a group", func() []check.Problem {
						return check.At("after the refusal", t.groupMiss(name)...)
					})
					return
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Know(a.Resource.ID(), name)
				t.seeAmongMembers("create group with an unknown member", Group{ID: a.Resource.ID(), Name: name}, p)
			},
		},
	}
}

// pushUnknown takes people out and adds others and somebody who does not exist,
// in the dialect's way and under the group's name. there are those who stay.
func (t *T) pushUnknown(g Group, there, leave []Person, added ...Person) okta.Answer {
	add := append(AsMembers(added...), t.unknownMember())
	return t.Okta.ChangeMembers(t, g.ID, g.Name, add, AsMembers(leave...), append(AsMembers(there...), add...)).Last()
}

// seeAllOrNothing reports whether a push that was refused left the group as it
// was, or one that was accepted put those who exist into it. The unknown one
// may be listed or not.
func (t *T) seeAllOrNothing(a okta.Answer, was, pushed Group, old, added, whole []Person) {
	t.Report(check.NoCrash(a))
	if !a.OK() {
		t.SeeGroup("refused push", was.ID, was.Name, []View{ViewByID}, called(was.Name))
		t.seeMembership("refused push", was, old, added...)
		return
	}
	t.SeeGroup("push with an unknown member", was.ID, pushed.Name, []View{ViewByID}, called(pushed.Name))
	for _, p := range whole {
		t.seeAmongMembers("push with an unknown member", pushed, p)
	}
}
