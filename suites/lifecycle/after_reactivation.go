package lifecycle

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// reactivateAfterChecks: a reactivated account works like any other.
func reactivateAfterChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.reactivate.sequence", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "Okta's whole reactivation goes through and leaves the same account, active and with the new profile",
			Why:     "After active:true Okta pushes the profile as it is by now.",
			Symptom: "The returning employee is active with outdated data, or the task fails half-way.",
			Refs:    []string{refOktaReactivate, refReturn},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				now := p.Sent
				now.GivenName, now.DisplayName = "Janet", t.Person().DisplayName
				run := t.Okta.Reactivate(t, p.ID, now)
				if problems := check.Through(run); len(problems) > 0 {
					t.Report(problems)
					return
				}
				t.See("reactivate with a profile", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Sent(r, now.Resource(), "name.givenName", "displayName"))
				})
			},
		},
		{
			ID: "users.reactivate.new-username", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A user who comes back and gets a new userName is active and found by it, or the new name is refused",
			Why:     "Somebody who returns after a marriage or a move to another domain has another login by then.",
			Symptom: "The returning employee cannot sign in under the new login; the next lookup misses and Okta makes a second account.",
			Refs:    []string{refOktaReactivate, refReturn, "RFC 7643 §4.1.1 userName"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				now := p.Sent
				now.UserName = t.Person().UserName
				now.Email = now.UserName
				t.Require(kit.Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
				run := t.Okta.PushProfile(t, p.ID, now)
				if run.Stop != "" && len(check.Refused(run.Last())) == 0 {
					settleActive(t, p)
					t.Unsupported("the app refuses a new userName: %d %s", run.Last().Status, run.Last().Resource.String("detail"))
				}
				t.Require(kit.UpdateUser, check.Through(run))
				t.See("reactivate with a new userName", p.ID, now.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "userName", now.UserName))
				})
			},
		},
		{
			ID: "users.reactivate.groups-again", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedUpdates, kit.NeedGroups},
			Title:   "A user who is assigned again, with the pushed group after it, is the same account, active and in the group",
			Why:     "On a new assignment Okta links the account and pushes each group again. Unassigning sends nothing for groups.",
			Symptom: "The returning employee is without the groups, and without their access.",
			Refs:    []string{refOktaReactivate, refReturn, "OIN C9293, C9332"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, p := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays, p)
				t.AwaitFindable(p)
				kit.DeactivateAndSee(t, p)
				run := t.Okta.Reassign(t, p.Sent, okta.Pushed{ID: g.ID, Name: g.Name, Members: kit.AsMembers(stays, p)})
				t.NeedComplete("assigning again", run)
				if run.ID != p.ID {
					t.Failf("", "assigning again", "the account that is there, "+p.ID, "%q", run.ID)
				}
				t.See("assign again", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Active)
				kit.SeeMembership(t, "assign again", g, []kit.Person{stays, p})
			},
		},
		{
			ID: "users.reactivate.two-cycles", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Two rounds of deactivation and reactivation keep the account and its state in step",
			Symptom: "Somebody who leaves and returns twice is locked out, or keeps access.",
			Refs:    []string{refOktaReactivate, "OIN C9293"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				t.See("reactivate twice", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before, freeOnReactivation(t)...))
			},
		},
		{
			ID: "users.reactivate.deactivate-again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A reactivated user can be deactivated again",
			Symptom: "None: somebody who left a second time keeps the access.",
			Refs:    []string{kit.RefOktaDeactivate, "OIN C9292"},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				t.Deactivate(p)
				t.See("deactivate after a reactivation", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.reactivate.then-update", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A profile update after a reactivation is applied and leaves the user active",
			Symptom: "The returning employee keeps outdated data, or is locked out by the next push.",
			Refs:    []string{kit.RefOktaUpdate, refOktaReactivate},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				display := t.Person().DisplayName
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = display })))
				t.See("update after a reactivation", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "displayName", display))
				})
			},
		},
		{
			ID: "users.reactivate.then-membership", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group pushed after a reactivation shows the user on both sides",
			Why:     "The groups are pushed anew when somebody returns; rights follow from them.",
			Symptom: "The returning employee is active without any rights.",
			Refs:    []string{refOktaReactivate, "RFC 7643 §4.2", "OIN C9332"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				mate := t.NewUser()
				g := t.NewGroup(mate)
				p := kit.Reactivated(t)
				run := t.Change(g, []kit.Person{p}, nil, []kit.Person{mate, p})
				t.Report(check.Accepted(run.Last()))
				t.StopIfFailed()
				t.SeeMembers("push a group after a reactivation", g, []kit.Person{mate, p})
			},
		},
		{
			ID: "users.reactivate.rejoin", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group that is pushed again takes a reactivated member back, once",
			Why:     "The app may have taken the person out on deactivation or not: the push must fit both.",
			Symptom: "Group pushes fail for people who returned, or list them twice.",
			Refs:    []string{refOktaReactivate, "RFC 7644 §3.5.2.1", "OIN C9332"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				run := t.Change(g, []kit.Person{p}, nil, []kit.Person{p, mate})
				t.Report(check.Accepted(run.Last()))
				t.StopIfFailed()
				t.SeeMembers("push the group of a returned member", g, []kit.Person{p, mate})
			},
		},
	}
}

// reactivateByOtherWaysChecks: a returning user may also come by the link path,
// or by a create that should have been a link.
func reactivateByOtherWaysChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.reactivate.link", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "Assigning a deactivated user again by lookup, GET and PUT gives the one account back, with the new profile",
			Symptom: "The returning employee has two accounts, or stays locked out.",
			Refs:    []string{"OIN C9335", refReturn, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.AwaitFindable(p)
				now := p.Sent
				now.DisplayName, now.ExternalID = t.Person().DisplayName, t.Person().ExternalID
				run := t.Okta.PushUser(t, now)
				if problems := check.Through(run); len(problems) > 0 {
					t.Report(problems)
					return
				}
				t.See("link an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "displayName", now.DisplayName))
				})
			},
		},
		{
			ID: "users.reactivate.create", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create of a deactivated user's userName is refused with 409, or gives the same account back active",
			Why:     "A success that leaves the account inactive tells Okta that the person has access.",
			Symptom: "Okta shows the user as active, but the person cannot sign in, or works in a second, empty account.",
			Refs:    []string{"RFC 7644 §3.3", "https://github.com/coder/coder/issues/8916", "OIN C9335"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				a := t.Okta.CreateUser(t, p.Sent)
				if !a.OK() {
					t.Report(check.Status(a, http.StatusConflict))
					t.See("refused create of a deactivated user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
					return
				}
				t.Report(check.SameID(a, p.ID))
				t.See("create a deactivated user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Active)
			},
		},
		{
			ID: "users.reactivate.create-other-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create of a deactivated user's userName in other case makes no second account",
			Symptom: "The returning employee gets a second, empty account beside the old one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				again := p.Sent
				again.UserName, again.ExternalID = strings.ToUpper(p.Sent.UserName), t.Person().ExternalID
				a := t.Okta.CreateUser(t, again)
				t.AwaitReadable(a)
				if !a.OK() {
					t.Report(check.Status(a, http.StatusConflict))
					return
				}
				t.Report(check.SameID(a, p.ID))
				settleActive(t, p)
			},
		},
		{
			ID: "users.reactivate.deleted-external-id", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The externalId of an account that was deleted in the app can be given again",
			Why:     "Okta never deletes users, an admin may; the person then comes back with the same id from Okta.",
			Symptom: "The person can never be assigned again: a conflict with an account that is gone.",
			Refs:    []string{"RFC 7644 §3.6: a deleted resource is not considered in conflicts", "https://github.com/wireapp/wire-server/issues/1323"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				if a := t.Raw(http.MethodDelete, kit.UserPath(p.ID), nil); !a.OK() {
					t.Unsupported("the app does not delete users: DELETE answered %d", a.Status)
				}
				gone := func() []check.Problem {
					return check.Status(t.Okta.ReadUser(t, p.ID), http.StatusNotFound, http.StatusGone)
				}
				if _, ok := t.Wait("delete a user", gone); !ok {
					t.Unsupported("the app keeps deleted users")
				}
				again := t.Person()
				again.ExternalID = p.Sent.ExternalID
				a := t.Okta.CreateUser(t, again)
				t.AwaitReadable(a)
				t.Report(check.Status(a, http.StatusCreated, http.StatusOK))
			},
		},
		{
			ID: "users.reactivate.external-id", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A create with the externalId of a deactivated user succeeds, or is refused as a conflict",
			Why:     "When the login of a deactivated user changes in Okta, the lookup misses and Okta creates, with the same externalId.",
			Symptom: "The person can never be assigned again, and the task does not say why.",
			Refs:    []string{"RFC 7643 §3.1: the client sees to the uniqueness of externalId", "https://github.com/wireapp/wire-server/issues/1323"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				again := t.Person()
				again.ExternalID = p.Sent.ExternalID
				a := t.Okta.CreateUser(t, again)
				t.AwaitReadable(a)
				t.Report(check.Status(a, http.StatusCreated, http.StatusOK, http.StatusConflict))
			},
		},
	}
}
