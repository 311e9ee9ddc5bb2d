package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// groupDeleteEffectChecks: what a deletion leaves alone, and a new group of the
// same name.
func groupDeleteEffectChecks() []Check {
	return []Check{
		{
			ID: "groups.delete.other-groups", Level: Must,
			Title:   "Deleting a group leaves its members in their other groups",
			Symptom: "Deleting one pushed group takes people out of all of them.",
			Refs:    []string{refDeleteGroup, refGroup, refUserGroups},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g, other := t.NewGroup(a, b), t.NewGroup(a, b)
				t.awaitMembers(CreateWith, "create group with members", other, a, b)
				t.deleteGroup(g)
				t.awaitGroupGone(g)
				t.seeMembership("delete another group of the same members", other, []Person{a, b})
			},
		},
		{
			ID: "groups.delete.others", Level: Must,
			Title:   "Deleting a group leaves every other user and group alone",
			Symptom: "Groups and people that have nothing to do with it are gone or changed.",
			Refs:    []string{refDeleteGroup},
			Body: func(t *T) {
				g := t.NewGroup(t.NewUser())
				untouched := t.watchBystanders()
				t.deleteGroup(g)
				untouched("delete group")
			},
		},
		{
			ID: "groups.delete.neighbour", Level: Must,
			Title:   "Deleting a group leaves a group alone whose name begins with the same letters",
			Symptom: "Deleting «Sales» deletes «Sales EMEA» too.",
			Refs:    []string{refDeleteGroup, "RFC 7643 §3.1 id"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup()
				neighbour := t.NewGroupNamed(g.Name+" EMEA", p)
				before := t.mustReadGroup(neighbour.ID)
				t.deleteGroup(g)
				t.awaitGroupGone(g)
				t.SeeGroup("delete a group of a similar name", neighbour.ID, neighbour.Name, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "groups.delete.recreate", Level: Must,
			Title:   "A new group with the name of a deleted one is created, and the lookup finds it alone",
			Why:     "Admins unlink, delete and push again.",
			Symptom: "A group that was deleted once can never be pushed again.",
			Refs:    []string{refDeleteGroup, refPushGroup, refPostGroup},
			Body: func(t *T) {
				g := t.recreatedGroup(t.NewUser())
				t.SeeGroup("create under a deleted name", g.ID, g.Name, []View{ViewByID, ViewLookup}, called(g.Name))
			},
		},
		{
			ID: "groups.delete.recreate-empty", Level: Must,
			Title:   "A new group with the name of a deleted one inherits no members",
			Why:     "Who was in the old group has no claim to what the new one grants.",
			Symptom: "People get the access of a new group because they were in an old one of that name.",
			Refs:    []string{refDeleteGroup, refGroup, refUserGroups, "OIN C9318"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.recreatedGroup(p)
				t.seeMembership("create under a deleted name", g, nil, p)
			},
		},
		{
			ID: "groups.delete.recreate-members", Level: Must,
			Title:   "A new group with the name of a deleted one takes the members that are pushed to it",
			Symptom: "After a group was deleted and pushed again, membership changes are lost.",
			Refs:    []string{refDeleteGroup, refGroup},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				was, is := t.NewUser(), t.NewUser()
				g := t.recreatedGroup(was)
				t.awaitMembers(CreateGroup, "create under a deleted name", g)
				run := t.change(g, []Person{is}, nil, []Person{is})
				t.wentThrough("pushing members", run)
				t.seeMembership("add a member under a deleted name", g, []Person{is}, was)
			},
		},
	}
}

// recreatedGroup is a new group with the name of one that had these members
// and was deleted. That it is created is reported: it is what is checked.
func (t *T) recreatedGroup(members ...Person) Group {
	old := t.deletedGroup(members...)
	t.Await(MissDeletedGroup, "delete group by lookup", func() []check.Problem { return t.groupMiss(old.Name) })
	a := t.Okta.CreateGroup(t, old.Name, nil)
	t.Report(check.Status(a, 201), check.WithResource(a))
	t.StopIfFailed()
	g := Group{ID: a.Resource.ID(), Name: old.Name}
	t.Know(g.ID, "the new group "+g.Name)
	t.awaitGroup(g.ID)
	return g
}

// unchangedUser wants a user as it was, apart from the named attributes.
func unchangedUser(before okta.Resource, except ...string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.All(likeBefore(before, except...)(r), check.Active(r))
	}
}

// followsGroups are attributes of a user that follow from memberships.
func (t *T) followsGroups() []string {
	follows := []string{"groups", "roles", "entitlements"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		attribute := roles.Attribute
		if end := strings.LastIndex(attribute, ":"); end >= 0 {
			attribute = attribute[:end] + "." + attribute[end+1:] // of an extension
		}
		follows = append(follows, attribute)
	}
	return follows
}
