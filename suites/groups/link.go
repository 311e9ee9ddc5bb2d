package groups

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// duplicateChecks: a second create of one name. Group names need not be unique (RFC 7643 §8.7.1: uniqueness none), so
// that an app may refuse it or make another group.
func duplicateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.duplicate", Level: kit.Must, Evidence: kit.Recorded,
			Title: "A create with a taken group name is refused with 409 or makes another group, and leaves the first group as it was",
			Why: "A create that hands out the id of a group that is there already takes that group over. " +
				"Okta repeats a create when the response to the first one was lost.",
			Symptom: "Two Okta groups of one name share one group of the app, or a repeated push empties the group.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup, "RFC 7643 §3.1 id", "RFC 7644 §3.12: 409 for a conflict"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				kit.AwaitFindableGroup(t, g)
				before := t.MustReadGroup(g.ID)
				a := t.Okta.CreateGroup(t, g.Name, nil)
				t.Report(check.Status(a, http.StatusCreated, http.StatusConflict), check.WithResource(a), check.ErrorBody(a))
				if a.OK() && a.Resource.ID() == g.ID {
					t.Failf(a.Op(), "id", "another id, or 409", "the id of the group that is there already, %q", g.ID)
				}
				t.SeeGroup("create a group of the same name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
				if t.UserGroupsVisible() {
					kit.SeeMembership(t, "create a group of the same name", g, []kit.Person{p})
				}
			},
		},
		{
			ID: "groups.push.race", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "An app that refuses a second group of one name makes one of several concurrent creates, and answers the others 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "Two groups of one name, or a false server error, and pushes go to either.",
			Refs:    []string{kit.RefPostGroup, "RFC 7644 §3.12: 409 for a conflict", "https://github.com/snapotter-hq/SnapOtter/issues/980"},
			Body: func(t *kit.T) {
				needUniqueNames(t, t.NewGroup())
				name, made := t.GroupName(), 0
				for _, a := range kit.Concurrently(kit.RaceSize, func(int) okta.Answer { return t.Okta.CreateGroup(t, name, nil) }) {
					t.Report(check.Status(a, http.StatusCreated, http.StatusConflict))
					if a.Status == http.StatusCreated {
						made++
					}
				}
				if made != 1 {
					t.Failf("POST /Groups", "", "one 201 among creates of one name", "%d", made)
				}
			},
		},
	}
}

// needUniqueNames ends the check unless the app refuses a second group of the name of this one.
func needUniqueNames(t *kit.T, taken kit.Group) {
	kit.AwaitFindableGroup(t, taken)
	if a := t.Okta.CreateGroup(t, taken.Name, nil); a.Status != http.StatusConflict {
		t.Unsupported("the app does not refuse a second group of one name: %d", a.Status)
	}
}

const refLinkGroup = "Okta SCIM 2.0 reference: a lookup hit links the group; members it had stay until Push Now"

// linkChecks: Okta pushes a group whose name the app has already. It sends nothing when a group is unlinked and left.
func linkChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.link.same", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Pushing a group that the app has already links it, with members and without, and makes no second one",
			Why:     "Admins link groups that were made by hand; groups that were unlinked are pushed again.",
			Symptom: "The app has the group twice, and rules that were set up for it miss the new one.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9321, C9322, C9326, C9330, C9331"},
			Journey: kit.LinkTeam,
			Body: func(t *kit.T) {
				j := t.Carried()
				t.ReportAt("linking a group", check.Through(j.Run))
				t.StopIfFailed()
				if j.Run.ID != j.Group.ID {
					t.Failf("", "linking a group", "the group that is there already, "+j.Group.ID, "%q", j.Run.ID)
				}
				t.LookGroup(j, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(j.Group.Name))
			},
		},
		{
			ID: "groups.link.members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Linking a group with nobody keeps its members, and linking it with others adds them",
			Symptom: "Linking throws out the users who were in the group, or does not bring in those of Okta.",
			Refs:    []string{refLinkGroup, "OIN C9315, C9317, C9330"},
			Journey: kit.LinkTeam,
			Body: func(t *kit.T) {
				kit.NeedMembersForPut(t)
				j := t.Journey()
				kit.SeeMembership(t, "link group", j.Group, j.Mates)
			},
		},
		{
			ID: "groups.link.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Linking a group leaves every other user and group unchanged",
			Symptom: "A group that was not linked gets the name or the members of the one that was.",
			Refs:    []string{refLinkGroup},
			Journey: kit.LinkTeam,
			Body:    func(t *kit.T) { t.LookOthers(t.Journey()) },
		},
	}
}
