package groups

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// duplicateChecks: a second create of one name. Group names need not be
// unique (RFC 7643 §8.7.1: uniqueness none), so that an app may refuse it or
// make another group.
func duplicateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.duplicate", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Creating a group whose name is taken is refused with 409, or makes another group with an id of its own",
			Why:     "A create that hands out the id of a group that is there already takes that group over.",
			Symptom: "Two Okta groups of one name share one group of the app.",
			Refs:    []string{kit.RefPostGroup, "RFC 7643 §3.1 id", "RFC 7644 §3.12: 409 for a conflict"},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				a := t.Okta.CreateGroup(t, g.Name, nil)
				t.Report(check.Status(a, http.StatusCreated, http.StatusConflict), check.WithResource(a), check.ErrorBody(a))
				if a.OK() && a.Resource.ID() == g.ID {
					t.Failf(a.Op(), "id", "another id, or 409", "the id of the group that is there already, %q", g.ID)
				}
			},
		},
		{
			ID: "groups.push.duplicate-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Creating a group whose name is taken leaves the first group as it was",
			Why:     "Okta repeats a create when the answer to the first one was lost.",
			Symptom: "A repeated push empties the group, or replaces it by a new one.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := findableGroup(t, p)
				before := t.MustReadGroup(g.ID)
				t.Okta.CreateGroup(t, g.Name, nil)
				t.SeeGroup("create a group of the same name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
				if t.MembersVisible() || t.UserGroupsVisible() {
					kit.SeeMembership(t, "create a group of the same name", g, []kit.Person{p})
				}
			},
		},
		{
			ID: "groups.push.duplicate-renamed", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An app that refuses a second group of one name refuses one with the name of a renamed group too",
			Why:     "An app that keeps the names of the creates does not know the new one.",
			Symptom: "Two groups of one name, and pushes go to either.",
			Refs:    []string{kit.RefPostGroup, kit.RefRenameGroup, "https://github.com/ory/polis/issues/3559"},
			Body: func(t *kit.T) {
				needUniqueNames(t)
				g, _ := renamed(t)
				t.Report(check.Status(t.Okta.CreateGroup(t, g.Name, nil), http.StatusConflict))
			},
		},
		{
			ID: "groups.push.race", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An app that refuses a second group of one name makes one of several creates at once, and answers the others 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "Two groups of one name, or a server error that was none, and pushes go to either.",
			Refs:    []string{kit.RefPostGroup, "RFC 7644 §3.12: 409 for a conflict", "https://github.com/snapotter-hq/SnapOtter/issues/980"},
			Body: func(t *kit.T) {
				needUniqueNames(t)
				for range kit.RaceRounds {
					oneGroup(t, t.GroupName())
					t.StopIfFailed()
				}
			},
		},
	}
}

// needUniqueNames ends the check unless the app refuses a second group of one
// name.
func needUniqueNames(t *kit.T) {
	if a := t.Okta.CreateGroup(t, findableGroup(t).Name, nil); a.Status != http.StatusConflict {
		t.Unsupported("the app does not refuse a second group of one name: %d", a.Status)
	}
}

// oneGroup creates one group several times at once, and reports whether one
// create was answered 201 and the others 409.
func oneGroup(t *kit.T, name string) {
	made := 0
	for _, a := range kit.Concurrently(kit.RaceSize, func(int) okta.Answer { return t.Okta.CreateGroup(t, name, nil) }) {
		t.Report(check.Status(a, http.StatusCreated, http.StatusConflict))
		if a.Status == http.StatusCreated {
			made++
		}
	}
	if made != 1 {
		t.Failf("POST /Groups", "", "one 201 among creates of one name", "%d", made)
	}
}

const refLinkGroup = "Okta SCIM 2.0 reference: a lookup hit links the group; members it had stay until Push Now"

// linkChecks: Okta pushes a group whose name the app has already.
func linkChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.link.same", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Pushing a group that the app has already links it, and makes no second one",
			Why:     "Admins link groups that were made by hand; groups that were unlinked are pushed again.",
			Symptom: "The app has the group twice, and rules that were set up for it miss the new one.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9330"},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				run := t.Okta.PushGroup(t, g.Name, kit.AsMembers(t.NewUser()))
				linked(t, "linking a group", run)
				if run.ID != g.ID {
					t.Failf("", "linking a group", "the group that is there already, "+g.ID, "%q", run.ID)
				}
				t.SeeGroup("link group", g.ID, g.Name, []kit.View{kit.ViewLookup}, kit.HasDisplayName(g.Name))
			},
		},
		{
			ID: "groups.link.members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Linking a group adds the pushed members and keeps those it had",
			Symptom: "Linking throws out the people who were in the group, or does not bring in those of Okta.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9330"},
			Body: func(t *kit.T) {
				kit.NeedMembersForPut(t)
				old, pushed := t.NewUser(), t.NewUser()
				g := findableGroup(t, old)
				linked(t, "linking a group", t.Okta.PushGroup(t, g.Name, kit.AsMembers(pushed)))
				kit.SeeMembership(t, "link group", g, []kit.Person{old, pushed})
			},
		},
		{
			ID: "groups.link.empty", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Linking a group with nobody to push keeps its name and members",
			Symptom: "Linking an Okta group that is still empty throws everybody out of the app's group.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9317"},
			Body: func(t *kit.T) {
				kit.NeedMembersForPut(t)
				old := t.NewUser()
				g := findableGroup(t, old)
				linked(t, "linking a group", t.Okta.PushGroup(t, g.Name, nil))
				t.SeeGroup("link group", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				kit.SeeMembership(t, "link group", g, []kit.Person{old})
			},
		},
		{
			ID: "groups.link.again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group that was unlinked and left in the app is linked again by the next push, with its members",
			Why:     "Okta sends nothing when a group is unlinked and left. The next push looks it up and finds it.",
			Symptom: "After a second push the app has the group twice, or without the people it had.",
			Refs:    []string{refLinkGroup, "OIN C9321, C9322, C9326, C9331"},
			Body: func(t *kit.T) {
				kit.NeedMembersForPut(t)
				a, b := t.NewUser(), t.NewUser()
				name := t.GroupName()
				first := t.Okta.PushGroup(t, name, kit.AsMembers(a))
				t.Require(kit.PushGroup, check.Through(first))
				g := kit.Group{ID: first.ID, Name: name}
				t.Know(g.ID, g.Name)
				awaitLookup(t, g)
				kit.AwaitMembers(t, kit.PushGroup, "push a new group", g, a)
				t.Okta.UnlinkGroup(t, g.ID, false)
				again := t.Okta.PushGroup(t, name, kit.AsMembers(b))
				linked(t, "linking a group again", again)
				if again.ID != g.ID {
					t.Failf("", "linking a group again", "the group that was left, "+g.ID, "%q", again.ID)
				}
				kit.SeeMembership(t, "link group again", g, []kit.Person{a, b})
			},
		},
		{
			ID: "groups.link.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Linking a group leaves every other user and group alone",
			Symptom: "A group that was not linked gets the name or the members of the one that was.",
			Refs:    []string{refLinkGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := findableGroup(t)
				untouched := t.WatchBystanders()
				run := t.Okta.PushGroup(t, g.Name, kit.AsMembers(p))
				t.Require(kit.LinkGroup, check.Through(run))
				untouched("link group")
			},
		},
	}
}
