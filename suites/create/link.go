package create

import (
	"net/http"
	"net/url"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// linkChecks: the push of somebody who is in the app already.
func linkChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.link", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A person who is in the app already is linked: same id, with Okta's profile, and no second account",
			Why:     "This is a manual sync, a retry, and a person who is assigned by two groups.",
			Symptom: "The app shows the old profile, or the person has two accounts.",
			Refs:    []string{kit.RefLookup, "OIN C9335", kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				linked := p.Sent
				kit.Named("Janet", "Roe", "Janet Roe "+t.Env().Names.Next())(&linked)
				run := t.Okta.PushUser(t, linked)
				kit.PushCompleted(t, run)
				t.Report(check.SameID(run.Last(), p.ID))
				kit.DisplayNameAside(t)
				t.See("link a user", p.ID, linked.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Sent(r, linked.Resource(), "displayName", "name.givenName", "name.familyName")
				})
			},
		},
		{
			ID: "users.create.link-inactive", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedDeactivate},
			Title:   "An inactive person who is assigned again is linked and becomes active, under the same id",
			Symptom: "The returning employee cannot sign in, or gets a second, empty account.",
			Refs:    []string{"OIN C9293, C9335", kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.AwaitFindable(p)
				run := t.Okta.PushUser(t, p.Sent)
				kit.PushCompleted(t, run)
				t.Report(check.SameID(run.Last(), p.ID))
				t.See("link an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Active)
			},
		},
		{
			ID: "users.create.after-delete", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "After a user was deleted, its userName and externalId are free",
			Why:     "Okta never deletes; an admin may, in the app.",
			Symptom: "A person whose account was deleted can never be assigned again.",
			Refs:    []string{"RFC 7644 §3.6: a deleted resource is not considered in conflicts"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Okta.Do(t, okta.Request{Method: http.MethodDelete, Path: "/Users/" + url.PathEscape(p.ID)})
				if !a.OK() {
					t.Unsupported("the app does not delete users: DELETE answered %d", a.Status)
				}
				t.Wait("delete a user", func() []check.Problem {
					return check.Status(t.Okta.ReadUser(t, p.ID), http.StatusNotFound, http.StatusGone)
				})
				again := t.Okta.CreateUser(t, p.Sent)
				t.AwaitReadable(again)
				t.Report(check.Status(again, http.StatusCreated, http.StatusOK), check.WithResource(again))
			},
		},
	}
}
