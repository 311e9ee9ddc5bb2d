package suites

import (
	"net/http"
	"net/url"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createPushChecks: the whole of what Okta does when somebody is assigned.
func createPushChecks() []Check {
	return []Check{
		{
			ID: "users.create.push", Level: Must,
			Title:   "Okta's push of a new user goes through: the lookup finds nobody, the create makes the account",
			Symptom: cannotAssign,
			Refs:    []string{refLookup, refCreate, "Okta CRUD step 3", "OIN C9290, C9336"},
			Body: func(t *T) {
				sent := t.Person()
				run := t.Okta.PushUser(t, sent)
				t.pushWent(run)
				t.showsSent(Person{ID: run.ID, Sent: sent}, "userName")
			},
		},
		{
			ID: "users.create.push-again", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A second push of the same person finds the account and makes no second one",
			Why:     "This is a manual sync, a retry, and a person who is assigned by two groups.",
			Symptom: makesTwins,
			Refs:    []string{refLookup, "OIN C9335"},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				run := t.Okta.PushUser(t, p.Sent)
				t.pushWent(run)
				t.Report(check.SameID(run.Last(), p.ID))
				t.findByName(p)
			},
		},
		{
			ID: "users.create.link-updates", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A person who is in the app already is linked: same id, with Okta's profile",
			Symptom: "The app shows the old profile, or the person has two accounts.",
			Refs:    []string{"OIN C9335", refPut},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				linked := p.Sent
				Named("Janet", "Roe", "Janet Roe "+t.Env().Names.Next())(&linked)
				t.pushWent(t.Okta.PushUser(t, linked))
				t.displayNameAside()
				t.See("link a user", p.ID, linked.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Sent(r, linked.Resource(), "displayName", "name.givenName", "name.familyName")
				})
			},
		},
		{
			ID: "users.create.link-inactive", Level: Must, Needs: []Need{NeedUpdates, NeedDeactivate},
			Title:   "An inactive person who is assigned again is linked and becomes active, under the same id",
			Symptom: "The returning employee cannot sign in, or gets a second, empty account.",
			Refs:    []string{"OIN C9293, C9335", refPut},
			Body: func(t *T) {
				p := t.deactivated()
				t.findable(p)
				run := t.Okta.PushUser(t, p.Sent)
				t.pushWent(run)
				t.Report(check.SameID(run.Last(), p.ID))
				t.See("link an inactive user", p.ID, p.Sent.UserName, []View{ViewByID}, check.Active)
			},
		},
		{
			ID: "users.create.after-delete", Level: Should,
			Title:   "After a user was deleted, its userName and externalId are free",
			Why:     "Okta never deletes; an admin may, in the app.",
			Symptom: "A person whose account was deleted can never be assigned again.",
			Refs:    []string{"RFC 7644 §3.6: a deleted resource is not considered in conflicts"},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.Okta.Do(t, okta.Request{Method: http.MethodDelete, Path: "/Users/" + url.PathEscape(p.ID)})
				if !a.OK() {
					t.Unsupported("the app does not delete users: DELETE answered %d", a.Status)
				}
				t.wait("delete a user", func() []check.Problem {
					return check.Status(t.Okta.ReadUser(t, p.ID), http.StatusNotFound, http.StatusGone)
				})
				again := t.Okta.CreateUser(t, p.Sent)
				t.settle(again)
				t.Report(check.Status(again, http.StatusCreated, http.StatusOK), check.WithResource(again))
			},
		},
	}
}

// pushWent reports where Okta would have stopped, and ends the check then.
func (t *T) pushWent(run okta.Run) {
	t.Report(check.Through(run))
	t.StopIfFailed()
}
