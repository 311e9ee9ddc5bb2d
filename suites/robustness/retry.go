package robustness

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// retryChecks: Okta repeats what it got no answer for, though it may have been
// done.
func retryChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "robustness.retry.create", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers},
			Title:   "A create that is repeated makes one account and does not bring an old profile back",
			Why:     "When the answer to a create is lost, Okta sends it again, maybe after the next push. 409 and the same id are both right.",
			Symptom: "After a time-out a person has two accounts in the app, or data in the app is silently set back.",
			Refs:    []string{refRetry, "RFC 7644 §3.3", "RFC 7643 §4.1.1 userName: uniqueness server"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				updated := kit.HasFeature(t, kit.NeedUpdates)
				if updated {
					kit.Redisplay(t, p)
				}
				before := t.MustReadUser(p.ID)
				a := t.Okta.CreateUser(t, p.Sent)
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				} else {
					t.Report(check.Status(a, http.StatusConflict))
				}
				t.See("repeat a create", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, func(okta.Resource) []check.Problem { return nil })
				if updated {
					t.See("repeat a create", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
				}
			},
		},
		{
			ID: "robustness.retry.membership", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "A membership change that is repeated is accepted and changes nothing more",
			Symptom: "A group push that failed once fails for ever, or lists people twice.",
			Refs:    []string{refRetry, "RFC 7644 §3.5.2.1, §3.5.2.2"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				leaver, stays, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, stays)
				change := func() okta.Run {
					return t.Change(g, []kit.Person{joins}, []kit.Person{leaver}, []kit.Person{stays, joins})
				}
				t.Require(kit.ChangeMembers, check.Through(change()))
				t.Report(check.Accepted(change().Last()))
				t.SeeMembers("repeat a membership change", g, []kit.Person{stays, joins}, leaver)
			},
		},
		{
			ID: "robustness.retry.group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "After a group create that is repeated the lookup still finds the group",
			Why:     "An app may allow two groups of one name or refuse the second with 409; Okta links what the lookup finds.",
			Symptom: "The group can be pushed no more.",
			Refs:    []string{refRetry, "RFC 7644 §3.3, §3.4.2"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				again := t.Okta.CreateGroup(t, g.Name, nil)
				if !again.OK() {
					t.Report(check.Refused(again))
				}
				t.Eventually("repeat a group create", func() []check.Problem { return lookupUsable(t, g) })
			},
		},
		{
			ID: "robustness.retry.dialects", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Full,
			Needs: []kit.Need{kit.NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A user deactivated by PUT is reactivated by PATCH, and the other way round",
			Why:     "When an app moves from one kind of integration to the other, people are unassigned and assigned in both ways.",
			Symptom: "After a change of the integration deprovisioning tasks fail, or people who return stay locked out.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				if !kit.UsesDialect(t, okta.AIW) {
					t.Unsupported("the app profile has one dialect only")
				}
				p := t.NewUser()
				kit.ChangeUser(t, p, func(r okta.Resource) { r["active"] = false })
				t.AwaitInactive(p)
				kit.ActivateAndSee(t, p)
				kit.DeactivateAndSee(t, p)
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["active"] = false })))
				t.See("deactivate by PUT", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Inactive)
				t.StopIfFailed()
				kit.ChangeUser(t, p, func(r okta.Resource) { r["active"] = true })
				t.See("reactivate by PUT", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Active)
			},
		},
	}
}

// lookupUsable has a problem unless the lookup finds the group, and nothing
// that has another name.
func lookupUsable(t *kit.T, g kit.Group) []check.Problem {
	a := t.Okta.LookupGroup(t, g.Name)
	problems := check.List(a)
	if len(problems) > 0 {
		return problems
	}
	found := kit.ResourceIn(a, g.ID)
	if found == nil {
		return []check.Problem{{Operation: a.Op(), Part: "for " + g.Name, Expected: "the group among the hits", Actual: "it is not"}}
	}
	list, _ := a.List()
	for _, r := range list {
		problems = append(problems, check.In(a.Op(), check.Text(r, "displayName", g.Name)...)...)
	}
	return problems
}
