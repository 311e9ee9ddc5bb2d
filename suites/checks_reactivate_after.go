package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// reactivateAfterChecks: a reactivated account works like any other.
func reactivateAfterChecks() []Check {
	return []Check{
		{
			ID: "users.reactivate.sequence", Level: Must, PerDialect: true, Needs: []Need{NeedUpdates},
			Title:   "Okta's whole reactivation goes through and leaves the same account, active and with the new profile",
			Why:     "After active:true Okta pushes the profile as it is by now.",
			Symptom: "The returning employee is active with outdated data, or the task fails half-way.",
			Refs:    []string{refOktaReactivate, refReturn},
			Body: func(t *T) {
				p := t.deactivated()
				now := p.Sent
				now.GivenName, now.DisplayName = "Janet", t.Person().DisplayName
				run := t.Okta.Reactivate(t, p.ID, now)
				if problems := check.Through(run); len(problems) > 0 {
					t.Report(problems)
					return
				}
				t.See("reactivate with a profile", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Sent(r, now.Resource(), "name.givenName", "displayName"))
				})
			},
		},
		{
			ID: "users.reactivate.new-username", Level: Must, PerDialect: true, Needs: []Need{NeedUpdates},
			Title:   "A user who comes back with a new userName is active and found by it, or the new name is refused",
			Why:     "Somebody who returns after a marriage or a move to another domain has another login by then.",
			Symptom: "The returning employee cannot sign in under the new login; the next lookup misses and Okta makes a second account.",
			Refs:    []string{refOktaReactivate, refReturn, "RFC 7643 §4.1.1 userName"},
			Body: func(t *T) {
				p := t.deactivated()
				now := p.Sent
				now.UserName = t.Person().UserName
				now.Email = now.UserName
				run := t.Okta.Reactivate(t, p.ID, now)
				if run.Stop != "" && len(check.Refused(run.Last())) == 0 {
					t.settleActive(p)
					t.Unsupported("the app refuses a new userName: %d %s", run.Last().Status, run.Last().Resource.String("detail"))
				}
				t.Require(Reactivation, check.Through(run))
				t.See("reactivate with a new userName", p.ID, now.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "userName", now.UserName))
				})
			},
		},
		{
			ID: "users.reactivate.two-cycles", Level: Must, PerDialect: true,
			Title:   "Two rounds of deactivation and reactivation keep the account and its state in step",
			Symptom: "Somebody who leaves and returns twice is locked out, or keeps access.",
			Refs:    []string{refOktaReactivate, "OIN C9293"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.deactivateShown(p)
				t.activateShown(p)
				t.deactivateShown(p)
				t.activateShown(p)
				t.See("reactivate twice", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before, t.freeOnReactivation()...))
			},
		},
		{
			ID: "users.reactivate.deactivate-again", Level: Must, PerDialect: true,
			Title:   "A reactivated user can be deactivated again",
			Symptom: "None: somebody who left a second time keeps the access.",
			Refs:    []string{refOktaDeactivate, "OIN C9292"},
			Body: func(t *T) {
				p := t.reactivated()
				t.deactivate(p)
				t.See("deactivate after a reactivation", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.reactivate.then-update", Level: Must, PerDialect: true, Needs: []Need{NeedUpdates},
			Title:   "A profile update after a reactivation is applied and leaves the user active",
			Symptom: "The returning employee keeps outdated data, or is locked out by the next push.",
			Refs:    []string{refOktaUpdate, refOktaReactivate},
			Body: func(t *T) {
				p := t.reactivated()
				display := t.Person().DisplayName
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) { r["displayName"] = display })))
				t.See("update after a reactivation", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "displayName", display))
				})
			},
		},
		{
			ID: "users.reactivate.then-membership", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A group pushed after a reactivation shows the user on both sides",
			Why:     "The groups are pushed anew when somebody returns; rights follow from them.",
			Symptom: "The returning employee is active without any rights.",
			Refs:    []string{refOktaReactivate, "RFC 7643 §4.2", "OIN C9332"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				mate := t.NewUser()
				g := t.NewGroup(mate)
				p := t.reactivated()
				run := t.change(g, []Person{p}, nil, []Person{mate, p})
				t.Report(check.Accepted(run.Last()))
				t.StopIfFailed()
				t.SeeMembers("push a group after a reactivation", g, []Person{mate, p})
			},
		},
		{
			ID: "users.reactivate.rejoin", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A group that is pushed again takes a reactivated member back, once",
			Why:     "The app may have taken the person out on deactivation or not: the push must fit both.",
			Symptom: "Group pushes fail for people who returned, or list them twice.",
			Refs:    []string{refOktaReactivate, "RFC 7644 §3.5.2.1", "OIN C9332"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				t.deactivateShown(p)
				t.activateShown(p)
				run := t.change(g, []Person{p}, nil, []Person{p, mate})
				t.Report(check.Accepted(run.Last()))
				t.StopIfFailed()
				t.SeeMembers("push the group of a returned member", g, []Person{p, mate})
			},
		},
	}
}

// reactivateByOtherWaysChecks: a returning user may also come by the link path,
// or by a create that should have been a link.
func reactivateByOtherWaysChecks() []Check {
	return []Check{
		{
			ID: "users.reactivate.link", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "Assigning a deactivated user again by lookup, GET and PUT gives the one account back, with the new profile",
			Symptom: "The returning employee has two accounts, or stays locked out.",
			Refs:    []string{"OIN C9335", refReturn, refPut},
			Body: func(t *T) {
				p := t.deactivated()
				t.findable(p)
				now := p.Sent
				now.DisplayName, now.ExternalID = t.Person().DisplayName, t.Person().ExternalID
				run := t.Okta.PushUser(t, now)
				if problems := check.Through(run); len(problems) > 0 {
					t.Report(problems)
					return
				}
				t.See("link an inactive user", p.ID, p.Sent.UserName, []View{ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "displayName", now.DisplayName))
				})
			},
		},
		{
			ID: "users.reactivate.create", Level: Must,
			Title:   "A create of a deactivated user's userName is refused with 409, or gives the same account back active",
			Why:     "A success that leaves the account inactive tells Okta that the person has access.",
			Symptom: "Okta shows the user as active, but the person cannot sign in, or works in a second, empty account.",
			Refs:    []string{"RFC 7644 §3.3", "https://github.com/coder/coder/issues/8916", "OIN C9335"},
			Body: func(t *T) {
				p := t.deactivated()
				a := t.Okta.CreateUser(t, p.Sent)
				if !a.OK() {
					t.Report(check.Status(a, http.StatusConflict))
					t.See("refused create of a deactivated user", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
					return
				}
				t.Report(check.SameID(a, p.ID))
				t.See("create a deactivated user", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, check.Active)
			},
		},
		{
			ID: "users.reactivate.create-other-case", Level: Must,
			Title:   "A create of a deactivated user's userName in other case makes no second account",
			Symptom: "The returning employee gets a second, empty account beside the old one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server"},
			Body: func(t *T) {
				p := t.deactivated()
				again := p.Sent
				again.UserName, again.ExternalID = strings.ToUpper(p.Sent.UserName), t.Person().ExternalID
				a := t.Okta.CreateUser(t, again)
				t.settle(a)
				if !a.OK() {
					t.Report(check.Status(a, http.StatusConflict))
					return
				}
				t.Report(check.SameID(a, p.ID))
				t.settleActive(p)
			},
		},
		{
			ID: "users.reactivate.deleted-external-id", Level: Should,
			Title:   "The externalId of an account that was deleted in the app can be given again",
			Why:     "Okta never deletes users, an admin may; the person then comes back with the same id from Okta.",
			Symptom: "The person can never be assigned again: a conflict with an account that is gone.",
			Refs:    []string{"RFC 7644 §3.6: a deleted resource is not considered in conflicts", "https://github.com/wireapp/wire-server/issues/1323"},
			Body: func(t *T) {
				p := t.NewUser()
				if a := t.raw(http.MethodDelete, userPath(p.ID), nil); !a.OK() {
					t.Unsupported("the app does not delete users: DELETE answered %d", a.Status)
				}
				gone := func() []check.Problem {
					return check.Status(t.Okta.ReadUser(t, p.ID), http.StatusNotFound, http.StatusGone)
				}
				if _, ok := t.wait("delete a user", gone); !ok {
					t.Unsupported("the app keeps deleted users")
				}
				again := t.Person()
				again.ExternalID = p.Sent.ExternalID
				a := t.Okta.CreateUser(t, again)
				t.settle(a)
				t.Report(check.Status(a, http.StatusCreated, http.StatusOK))
			},
		},
		{
			ID: "users.reactivate.external-id", Level: Should,
			Title:   "A create with the externalId of a deactivated user succeeds, or is refused as a conflict",
			Why:     "When the login of a deactivated user changes in Okta, the lookup misses and Okta creates, with the same externalId.",
			Symptom: "The person can never be assigned again, and the task does not say why.",
			Refs:    []string{"RFC 7643 §3.1: the client sees to the uniqueness of externalId", "https://github.com/wireapp/wire-server/issues/1323"},
			Body: func(t *T) {
				p := t.deactivated()
				again := t.Person()
				again.ExternalID = p.Sent.ExternalID
				a := t.Okta.CreateUser(t, again)
				t.settle(a)
				t.Report(check.Status(a, http.StatusCreated, http.StatusOK, http.StatusConflict))
			},
		},
	}
}
