package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
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
					t.Failf(a.Op()+" id", "another id, or 409", "the id of the group that is there already, %q", g.ID)
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
	}
}
