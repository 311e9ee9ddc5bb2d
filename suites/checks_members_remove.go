package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberRemoveChecks: somebody leaves an Okta group that is pushed.
func memberRemoveChecks() []Check {
	checks := []Check{
		{
			ID: "members.remove.then-add", Level: Must, PerDialect: true,
			Title:   "A user who was removed from a group can be added again",
			Symptom: "Somebody who left a group once can never come back.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPatchRemove, "OIN C9332, C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				stays, comesBack := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, comesBack)
				run := t.change(g, nil, []Person{comesBack}, []Person{stays})
				t.Require(RemoveMember, check.Through(run))
				t.awaitMembers(RemoveMember, "remove a member", g, stays)
				t.changeAccepted(g, []Person{comesBack}, nil, []Person{stays, comesBack})
				t.seeMembership("add a removed member again", g, []Person{stays, comesBack})
			},
		},
		{
			ID: "members.remove.second-time", Level: Must, PerDialect: true,
			Title:   "A user who came back to a group can be removed a second time",
			Why:     "An app that marks removed memberships instead of deleting them must tell the old mark from the new row.",
			Symptom: "None: Okta reports success, and somebody who left the group twice keeps the access.",
			Refs:    []string{refChangeMembers, refPatchRemove, refPut, "OIN C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				stays, leaves := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, leaves)
				for _, step := range []struct {
					setup     Setup
					add, take []Person
					now       []Person
				}{
					{RemoveMember, nil, []Person{leaves}, []Person{stays}},
					{AddAgain, []Person{leaves}, nil, []Person{stays, leaves}},
				} {
					t.Require(step.setup, check.Through(t.change(g, step.add, step.take, step.now)))
					t.awaitMembers(step.setup, "change members", g, step.now...)
				}
				t.changeAccepted(g, nil, []Person{leaves}, []Person{stays})
				t.seeMembership("remove a member a second time", g, []Person{stays}, leaves)
			},
		},
		{
			ID: "members.remove.alone", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A remove without a rename before it removes that member and no other",
			Why:     "Before the rename was sent along with each change, Okta sent the remove alone; recorded exchanges show both.",
			Symptom: "None: Okta reports success, but the person keeps access, or everybody loses it.",
			Refs:    []string{refPatchRemove, "OIN C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p...)
				t.acceptedOrStop(t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(p[0].ID)))
				t.seeMembership("remove a member", g, p[1:], p[0])
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
		{"several", "Removing several members in one request removes exactly those",
			"The wrong people lose access.", 4, []int{0, 2}, []int{1, 3}},
		{"all-but-one", "Removing all members but one in one request leaves that one",
			"The wrong people lose access, or the push fails.", 4, []int{1, 2, 3}, []int{0}},
		{"last", "Removing the last member leaves an empty group",
			"None: the last person keeps access, or the group is gone from the app.", 1, []int{0}, nil},
	} {
		checks = append(checks, Check{
			ID: "members.remove." + c.id, Level: Must, PerDialect: true,
			Title:   c.title,
			Why:     "OIN: one remove operation a member, the member in the path. AIW: a PUT with those who stay.",
			Symptom: c.symptom,
			Refs:    []string{refChangeMembers, refPatchRemove, refPut, refUserGroups, "OIN C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(c.people)
				g := t.NewGroup(p...)
				leave, stay := pick(p, c.leave...), pick(p, c.stay...)
				t.changeAccepted(g, nil, leave, stay)
				t.seeMembership("remove members", g, stay, leave...)
			},
		})
	}
	return checks
}

// memberAbsentChecks: Okta removes somebody who is not, or no longer, in the
// group. Only a PATCH can say that.
func memberAbsentChecks() []Check {
	var checks []Check
	for _, c := range []struct {
		id, who string
		absent  func(t *T) string
	}{
		{"absent", "a user who is not in the group", func(t *T) string { return t.NewUser().ID }},
		{"unknown", "a user who does not exist", func(t *T) string { return t.unknownID() }},
	} {
		checks = append(checks,
			Check{
				ID: "members.remove." + c.id, Level: Must, Only: []okta.Dialect{okta.OIN},
				Title:   "Removing " + c.who + " leaves the members as they are, and is accepted or answered 400 noTarget",
				Why:     "A removal is repeated when its answer was lost, and a filter that matches nobody must not match everybody.",
				Symptom: "A removal that fails with every retry, or that empties the group.",
				Refs:    []string{refPatchRemove, "RFC 7644 §3.12 noTarget: a filter that yields no match", "okta-requests: members are idempotent"},
				Body: func(t *T) {
					t.NeedVisibleMembers()
					p := t.NewUser()
					g := t.NewGroup(p)
					a := t.Okta.PatchGroup(t, g.ID, okta.RenameOp(g.ID, g.Name), okta.RemoveOp(c.absent(t)))
					if a.Status == http.StatusBadRequest {
						t.Report(check.ScimType(a, "noTarget"))
					} else {
						t.Report(check.Accepted(a))
					}
					t.seeMembership("remove somebody who is not a member", g, []Person{p})
				},
			},
			Check{
				ID: "members.remove." + c.id + "-accepted", Level: Should, Only: []okta.Dialect{okta.OIN},
				Title:   "Removing " + c.who + " is accepted",
				Symptom: "The Push Groups tab shows an error for a change that is in effect already.",
				Refs:    []string{refPatchRemove, "okta-requests: members are idempotent"},
				Body: func(t *T) {
					g := t.NewGroup(t.NewUser())
					t.Report(check.Accepted(t.Okta.PatchGroup(t, g.ID, okta.RenameOp(g.ID, g.Name), okta.RemoveOp(c.absent(t)))))
				},
			})
	}
	return checks
}
