package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// groupDuplicateChecks: a second create of one name. Group names need not be
// unique (RFC 7643 §8.7.1: uniqueness none), so that an app may refuse it or
// make another group.
func groupDuplicateChecks() []Check {
	return []Check{
		{
			ID: "groups.push.duplicate", Level: Must,
			Title:   "Creating a group whose name is taken is refused with 409, or makes another group with an id of its own",
			Why:     "A create that hands out the id of a group that is there already takes that group over.",
			Symptom: "Two Okta groups of one name share one group of the app.",
			Refs:    []string{refPostGroup, "RFC 7643 §3.1 id", "RFC 7644 §3.12: 409 for a conflict"},
			Body: func(t *T) {
				g := t.findableGroup()
				a := t.Okta.CreateGroup(t, g.Name, nil)
				t.Report(check.Status(a, http.StatusCreated, http.StatusConflict), check.WithResource(a), check.ErrorBody(a))
				if a.OK() && a.Resource.ID() == g.ID {
					t.Failf(a.Op(), "id", "another id, or 409", "the id of the group that is there already, %q", g.ID)
				}
			},
		},
		{
			ID: "groups.push.duplicate-keeps", Level: Must,
			Title:   "Creating a group whose name is taken leaves the first group as it was",
			Why:     "Okta repeats a create when the answer to the first one was lost.",
			Symptom: "A repeated push empties the group, or replaces it by a new one.",
			Refs:    []string{refPostGroup, refGroup},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.findableGroup(p)
				before := t.mustReadGroup(g.ID)
				t.Okta.CreateGroup(t, g.Name, nil)
				t.SeeGroup("create a group of the same name", g.ID, g.Name, []View{ViewByID}, likeBefore(before))
				if t.MembersVisible() || t.UserGroupsVisible() {
					t.seeMembership("create a group of the same name", g, []Person{p})
				}
			},
		},
		{
			ID: "groups.push.duplicate-renamed", Level: Must,
			Title:   "An app that refuses a second group of one name refuses one with the name of a renamed group too",
			Why:     "An app that keeps the names of the creates does not know the new one.",
			Symptom: "Two groups of one name, and pushes go to either.",
			Refs:    []string{refPostGroup, refRenameGroup, "https://github.com/ory/polis/issues/3559"},
			Body: func(t *T) {
				t.needUniqueNames()
				g, _ := t.renamed()
				t.Report(check.Status(t.Okta.CreateGroup(t, g.Name, nil), http.StatusConflict))
			},
		},
		{
			ID: "groups.push.race", Level: Must,
			Title:   "An app that refuses a second group of one name makes one of several creates at once, and answers the others 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "Two groups of one name, or a server error that was none, and pushes go to either.",
			Refs:    []string{refPostGroup, "RFC 7644 §3.12: 409 for a conflict", "https://github.com/snapotter-hq/SnapOtter/issues/980"},
			Body: func(t *T) {
				t.needUniqueNames()
				for range raceRounds {
					t.oneGroup(t.GroupName())
					t.StopIfFailed()
				}
			},
		},
	}
}

// needUniqueNames ends the check unless the app refuses a second group of one
// name.
func (t *T) needUniqueNames() {
	if a := t.Okta.CreateGroup(t, t.findableGroup().Name, nil); a.Status != http.StatusConflict {
		t.Unsupported("the app does not refuse a second group of one name: %d", a.Status)
	}
}

// oneGroup creates one group several times at once, and reports whether one
// create was answered 201 and the others 409.
func (t *T) oneGroup(name string) {
	made := 0
	for _, a := range atOnce(raceSize, func(int) okta.Answer { return t.Okta.CreateGroup(t, name, nil) }) {
		t.Report(check.Status(a, http.StatusCreated, http.StatusConflict))
		if a.Status == http.StatusCreated {
			made++
		}
	}
	if made != 1 {
		t.Failf("POST /Groups", "", "one 201 among creates of one name", "%d", made)
	}
}
