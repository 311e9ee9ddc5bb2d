package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// retryChecks: Okta repeats what it got no answer for, though it may have been
// done.
func retryChecks() []Check {
	return []Check{
		{
			ID: "robustness.retry.create", Level: Must, Needs: []Need{NeedPushUsers},
			Title:   "A create that is repeated makes one account: the second is answered 409, or with the same id",
			Why:     "When the answer to a create is lost, Okta sends it again.",
			Symptom: "After a time-out a person has two accounts in the app.",
			Refs:    []string{refRetry, "RFC 7644 §3.3", "RFC 7643 §4.1.1 userName: uniqueness server"},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.Okta.CreateUser(t, p.Sent)
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				} else {
					t.Report(check.Status(a, http.StatusConflict))
				}
				t.See("repeat a create", p.ID, p.Sent.UserName, []View{ViewLookup}, func(okta.Resource) []check.Problem { return nil })
			},
		},
		{
			ID: "robustness.retry.create-keeps", Level: Must, Needs: []Need{NeedPushUsers, NeedUpdates},
			Title:   "A create that is repeated after an update does not bring the old profile back",
			Why:     "A retry may arrive after the next push.",
			Symptom: "None: data in the app is silently set back.",
			Refs:    []string{refRetry, "RFC 7644 §3.3"},
			Body: func(t *T) {
				p := t.NewUser()
				t.redisplay(p)
				before := t.mustReadUser(p.ID)
				t.Report(check.NoCrash(t.Okta.CreateUser(t, p.Sent)))
				t.See("repeat a create", p.ID, p.Sent.UserName, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "robustness.retry.membership", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A membership change that is repeated is accepted and changes nothing more",
			Symptom: "A group push that failed once fails for ever, or lists people twice.",
			Refs:    []string{refRetry, "RFC 7644 §3.5.2.1, §3.5.2.2"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				leaver, stays, joins := t.NewUser(), t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, stays)
				change := func() okta.Run { return t.change(g, []Person{joins}, []Person{leaver}, []Person{stays, joins}) }
				t.Require(ChangeMembers, check.Through(change()))
				t.Report(check.Accepted(change().Last()))
				t.SeeMembers("repeat a membership change", g, []Person{stays, joins}, leaver)
			},
		},
		{
			ID: "robustness.retry.group", Level: Must, Needs: []Need{NeedGroups},
			Title:   "After a group create that is repeated the lookup still finds the group",
			Why:     "An app may allow two groups of one name or refuse the second with 409; Okta links what the lookup finds.",
			Symptom: "The group can be pushed no more.",
			Refs:    []string{refRetry, "RFC 7644 §3.3, §3.4.2"},
			Body: func(t *T) {
				g := t.NewGroup()
				again := t.Okta.CreateGroup(t, g.Name, nil)
				if !again.OK() {
					t.Report(check.Refused(again))
				}
				t.Eventually("repeat a group create", func() []check.Problem { return t.lookupUsable(g) })
			},
		},
		{
			ID: "robustness.retry.deactivate", Level: Must, Needs: []Need{NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A deactivation by PATCH that is repeated by PUT is accepted and leaves the user inactive",
			Why:     "When an app moves from one kind of integration to the other, people are unassigned in both ways.",
			Symptom: "A deprovisioning task that fails, or an account that is active again.",
			Refs:    []string{refOktaDeactivate, refPut},
			Body: func(t *T) {
				if !t.hasDialect(okta.AIW) {
					t.Unsupported("the app profile has one dialect only")
				}
				p := t.deactivated()
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) { r["active"] = false })))
				t.See("deactivate by PUT", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "robustness.retry.reactivate", Level: Must, Needs: []Need{NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A user deactivated by PUT is reactivated by PATCH, and the other way round",
			Symptom: "After a change of the integration, people who return stay locked out.",
			Refs:    []string{refOktaDeactivate, refPatch, refPut},
			Body: func(t *T) {
				if !t.hasDialect(okta.AIW) {
					t.Unsupported("the app profile has one dialect only")
				}
				p := t.NewUser()
				t.update(p, func(r okta.Resource) { r["active"] = false })
				t.awaitInactive(p)
				t.activateShown(p)
				t.deactivateShown(p)
				t.update(p, func(r okta.Resource) { r["active"] = true })
				t.See("reactivate by PUT", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, check.Active)
			},
		},
	}
}

// lookupUsable has a problem unless the lookup finds the group, and nothing
// that has another name.
func (t *T) lookupUsable(g Group) []check.Problem {
	a := t.Okta.LookupGroup(t, g.Name)
	problems := check.List(a)
	if len(problems) > 0 {
		return problems
	}
	found := find(a, g.ID)
	if found == nil {
		return []check.Problem{{Operation: a.Op(), Part: "for " + g.Name, Expected: "the group among the hits", Actual: "it is not"}}
	}
	list, _ := a.List()
	for _, r := range list {
		problems = append(problems, check.In(a.Op(), check.Text(r, "displayName", g.Name)...)...)
	}
	return problems
}

func (t *T) hasDialect(want okta.Dialect) bool {
	for _, d := range t.Env().Dialects {
		if d == want {
			return true
		}
	}
	return false
}
