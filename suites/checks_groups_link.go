package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

const refLinkGroup = "Okta SCIM 2.0 reference: a lookup hit links the group; members it had stay until Push Now"

// groupLinkChecks: Okta pushes a group whose name the app has already.
func groupLinkChecks() []Check {
	return []Check{
		{
			ID: "groups.link.same", Level: Must, PerDialect: true,
			Title:   "Pushing a group that the app has already links it, and makes no second one",
			Why:     "Admins link groups that were made by hand; groups that were unlinked are pushed again.",
			Symptom: "The app has the group twice, and rules that were set up for it miss the new one.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9330"},
			Body: func(t *T) {
				g := t.findableGroup()
				run := t.Okta.PushGroup(t, g.Name, AsMembers(t.NewUser()))
				t.linked("linking a group", run)
				if run.ID != g.ID {
					t.Failf("", "linking a group", "the group that is there already, "+g.ID, "%q", run.ID)
				}
				t.SeeGroup("link group", g.ID, g.Name, []View{ViewLookup}, called(g.Name))
			},
		},
		{
			ID: "groups.link.members", Level: Must, PerDialect: true,
			Title:   "Linking a group adds the pushed members and keeps those it had",
			Symptom: "Linking throws out the people who were in the group, or does not bring in those of Okta.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9330"},
			Body: func(t *T) {
				t.needMembersForPut()
				old, pushed := t.NewUser(), t.NewUser()
				g := t.findableGroup(old)
				t.linked("linking a group", t.Okta.PushGroup(t, g.Name, AsMembers(pushed)))
				t.seeMembership("link group", g, []Person{old, pushed})
			},
		},
		{
			ID: "groups.link.empty", Level: Must, PerDialect: true,
			Title:   "Linking a group with nobody to push keeps its name and members",
			Symptom: "Linking an Okta group that is still empty throws everybody out of the app's group.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9317"},
			Body: func(t *T) {
				t.needMembersForPut()
				old := t.NewUser()
				g := t.findableGroup(old)
				t.linked("linking a group", t.Okta.PushGroup(t, g.Name, nil))
				t.SeeGroup("link group", g.ID, g.Name, []View{ViewByID}, called(g.Name))
				t.seeMembership("link group", g, []Person{old})
			},
		},
		{
			ID: "groups.link.again", Level: Must, PerDialect: true,
			Title:   "A group that was unlinked and left in the app is linked again by the next push, with its members",
			Why:     "Okta sends nothing when a group is unlinked and left. The next push looks it up and finds it.",
			Symptom: "After a second push the app has the group twice, or without the people it had.",
			Refs:    []string{refLinkGroup, "OIN C9321, C9322, C9326, C9331"},
			Body: func(t *T) {
				t.needMembersForPut()
				a, b := t.NewUser(), t.NewUser()
				name := t.GroupName()
				first := t.Okta.PushGroup(t, name, AsMembers(a))
				t.Require(PushGroup, check.Through(first))
				g := Group{ID: first.ID, Name: name}
				t.Know(g.ID, g.Name)
				t.awaitLookup(g)
				t.awaitMembers(PushGroup, "push a new group", g, a)
				t.Okta.UnlinkGroup(t, g.ID, false)
				again := t.Okta.PushGroup(t, name, AsMembers(b))
				t.linked("linking a group again", again)
				if again.ID != g.ID {
					t.Failf("", "linking a group again", "the group that was left, "+g.ID, "%q", again.ID)
				}
				t.seeMembership("link group again", g, []Person{a, b})
			},
		},
		{
			ID: "groups.link.others", Level: Must, PerDialect: true,
			Title:   "Linking a group leaves every other user and group alone",
			Symptom: "A group that was not linked gets the name or the members of the one that was.",
			Refs:    []string{refLinkGroup},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.findableGroup()
				untouched := t.watchBystanders()
				run := t.Okta.PushGroup(t, g.Name, AsMembers(p))
				t.Require(LinkGroup, check.Through(run))
				untouched("link group")
			},
		},
	}
}

// needMembersForPut ends a check that needs to see members. A PUT carries the
// members that the group shows and those that are new: where groups do not show
// members, it cannot carry the old ones.
func (t *T) needMembersForPut() {
	t.NeedVisibleMembers()
	if t.Dialect() == okta.AIW && !t.MembersVisible() {
		t.Unsupported("groups do not show their members, so that a PUT cannot carry those they had")
	}
}

// awaitMembers waits, as a set-up, until these are the members on each side
// that the app shows.
func (t *T) awaitMembers(s Setup, operation string, g Group, want ...Person) {
	t.Await(s, operation, func() []check.Problem { return t.membership(g, want) })
}
