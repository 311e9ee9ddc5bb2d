package lifecycle

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that the checks of this area rest on.
const (
	refOktaReactivate = "Okta SCIM 2.0 reference: reactivate = active:true, by PATCH (OIN) or PUT (AIW), then the profile"
	refReturn         = "Okta CRUD steps 9–12, OIN C9293"
)

// ReactivateChecks: assigning a deactivated user again gives the same account back.
func ReactivateChecks() []kit.Check {
	return kit.InArea(kit.Reactivate, []kit.Need{kit.NeedDeactivate}, []kit.Check{
		{
			ID: "users.reactivate.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "Reactivating a user is answered with success",
			Why:     "An app that only knows active:false, or no longer finds the user, leaves a returning employee outside.",
			Symptom: "«Automatic reactivation of user … failed» when somebody is assigned again.",
			Refs:    []string{refOktaReactivate, refReturn, kit.RefPatch, kit.RefPut},
			Journey: kit.ReactivatePerson, For: whole,
			Body: func(t *kit.T) { acceptedOrUndone(t, t.Carried(), check.Inactive) },
		},
		{
			ID: "users.reactivate.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A response that shows the reactivated user shows it active",
			Symptom: "Okta takes the user for still inactive.",
			Refs:    []string{refOktaReactivate, kit.RefPatch, kit.RefPut},
			Journey: kit.ReactivatePerson, For: whole,
			Body: func(t *kit.T) { answerShows(t, check.Active) },
		},
		seenActive("by-id", "A reactivated user, read by id, is active", kit.ViewByID, kit.Quick),
		seenActive("by-lookup", "The lookup by userName finds a reactivated user, active and under the same id", kit.ViewLookup, kit.Quick),
		seenActive("in-list", "An import lists a reactivated user as active", kit.ViewList, kit.Quick),
		{
			ID: "users.reactivate.keeps-attributes", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A reactivated user has the same attributes as before the deactivation",
			Why:     "Groups and roles may differ: Okta pushes them again.",
			Symptom: "The returning employee has an empty or changed profile.",
			Refs:    []string{refOktaReactivate, "OIN C9293"},
			Journey: kit.ReactivatePerson, For: whole,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Look(j, []kit.View{kit.ViewByID}, kit.LikeBefore(j.Before.User, freeOnReactivation(t)...))
			},
		},
		{
			ID: "users.reactivate.sequence", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedGroups},
			Title:   "Assigning a deactivated user again by lookup, activation and profile gives the same account back, active and with the new profile",
			Why:     "Okta links the account that the lookup finds, and pushes the profile as it is by now.",
			Symptom: "The returning employee has two accounts, is active with outdated data, or the task fails half-way.",
			Refs:    []string{refOktaReactivate, refReturn, kit.RefPut, "OIN C9335"},
			Journey: kit.ReturnMember,
			Body: func(t *kit.T) {
				j := t.Carried()
				if problems := check.Through(j.Run); len(problems) > 0 {
					t.Report(problems)
					return
				}
				if j.Run.ID != j.Person.ID {
					t.Failf("", "assigning again", "the account that is there, "+j.Person.ID, "%q", j.Run.ID)
				}
				t.Look(j, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Sent(r, j.Person.Sent.Resource(), "name.givenName", "displayName"))
				})
			},
		},
		{
			ID: "users.reactivate.groups-again", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full, PerDialect: true,
			Needs: []kit.Need{kit.NeedUpdates, kit.NeedGroups},
			Title: "Groups that are pushed after a user came back have that user, once, and the others, whether it was a member before or not",
			Why: "On a new assignment Okta links the account and pushes each group again. Unassigning sends nothing for groups, " +
				"and the app may have taken the user out or not.",
			Symptom: "The returning employee is active without their access, or group pushes fail.",
			Refs:    []string{refOktaReactivate, refReturn, "RFC 7644 §3.5.2.1", "RFC 7643 §4.2", "OIN C9293, C9332"},
			Journey: kit.ReturnMember,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				j := t.Journey()
				for _, g := range append([]kit.Group{j.Group}, j.Groups...) {
					kit.SeeMembership(t, "push the groups of a user who came back", g, []kit.Person{j.Person, j.Mates[0]})
				}
				t.LookGroup(j, []kit.View{kit.ViewByID}, kit.HasDisplayName(j.Group.Name))
			},
		},
		{
			ID: "users.reactivate.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedGroups},
			Title:   "Reactivating one user leaves every other user and group unchanged, inactive users too",
			Symptom: "Other users change, or come back.",
			Refs:    []string{refOktaReactivate},
			Journey: kit.ReturnMember,
			Body: func(t *kit.T) {
				t.LookOthers(t.Journey())
				matesAsBefore(t)
			},
		},
		{
			ID: "users.reactivate.two-cycles", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who came back can be reactivated again, updated, given a new login, deactivated and reactivated a second time",
			Why:     "Okta repeats a request after a lost response; whoever returns after a marriage has another login by then.",
			Symptom: "A user who leaves and returns twice is locked out, keeps outdated data, or keeps access.",
			Refs:    []string{refOktaReactivate, kit.RefOktaUpdate, kit.RefOktaDeactivate, "RFC 7643 §4.1.1 userName", "OIN C9292, C9293"},
			Body:    twoCycles,
		},
		{
			ID: "users.reactivate.create", Level: kit.Must, Evidence: kit.Recorded,
			Title: "A create with a deactivated user's userName, in the same or another case, gets 409 or gives the same account back active",
			Why: "userName is unique while the user is inactive too. A success that leaves the account inactive tells Okta that " +
				"the user has access.",
			Symptom: "Okta shows the user as active, but they cannot sign in, or work in a second, empty account.",
			Refs: []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server", "RFC 7644 §3.3",
				"https://github.com/coder/coder/issues/8916", "OIN C9335"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				kit.Each(t, []func(string) string{strings.Clone, strings.ToUpper}, caseOf, func(t *kit.T, spell func(string) string) {
					again := t.Person()
					again.UserName, again.Email = spell(p.Sent.UserName), spell(p.Sent.Email)
					a := t.Okta.CreateUser(t, again)
					t.AwaitReadable(a)
					state := check.Active
					if a.OK() {
						t.Report(check.SameID(a, p.ID))
					} else {
						state = check.Inactive
						t.Report(check.Status(a, http.StatusConflict))
					}
					t.See("create a deactivated userName", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, state)
					if a.OK() {
						kit.DeactivateAndSee(t, p)
					}
				})
			},
		},
		{
			ID: "users.reactivate.unknown", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Reactivating a user that does not exist is answered 404 with a SCIM Error",
			Symptom: "Okta takes a lost account for reactivated.",
			Refs:    []string{"RFC 7644 §3.12", "Okta SPEC step 12"},
			Body: func(t *kit.T) {
				t.Report(check.Error(kit.SendActivation(t, kit.Person{ID: t.UnknownID()}).Last(), http.StatusNotFound))
			},
		},
		{
			ID: "users.reactivate.deleted-external-id", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "The externalId of an account that was deleted in the app can be given again",
			Why:     "Okta never deletes users, an admin may; the user then comes back with the same id from Okta.",
			Symptom: "The user can never be assigned again: a conflict with an account that is gone.",
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
				sameExternalID(t, p, http.StatusCreated, http.StatusOK)
			},
		},
		{
			ID: "users.reactivate.external-id", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A create with the externalId of a deactivated user succeeds, or is rejected as a conflict",
			Why:     "When the login of a deactivated user changes in Okta, the lookup misses and Okta creates, with the same externalId.",
			Symptom: "The user can never be assigned again, and the task does not say why.",
			Refs:    []string{"RFC 7643 §3.1: the client sees to the uniqueness of externalId", "https://github.com/wireapp/wire-server/issues/1323"},
			Body: func(t *kit.T) {
				sameExternalID(t, t.Deactivated(), http.StatusCreated, http.StatusOK, http.StatusConflict)
			},
		},
	})
}

func seenActive(id, title string, view kit.View, depth kit.Depth) kit.Check {
	return kit.Check{
		ID: "users.reactivate." + id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: depth, Title: title,
		Why:     "A server that answers 200 and changes nothing keeps the returning employee outside.",
		Symptom: "No error in Okta: it shows the user as active, but they cannot sign in to the app, or an import takes them for inactive.",
		Refs:    []string{refOktaReactivate, refReturn},
		Journey: kit.ReactivatePerson, For: whole,
		Body: func(t *kit.T) { t.Look(t.Journey(), []kit.View{view}, check.Active) },
	}
}

// twoCycles takes one user through what may follow a reactivation.
func twoCycles(t *kit.T) {
	p := kit.Reactivated(t)
	both := []kit.View{kit.ViewByID, kit.ViewLookup}
	steps := []struct {
		name string
		take func(t *kit.T)
	}{
		{"another reactivation", func(t *kit.T) {
			before := t.MustReadUser(p.ID)
			t.Report(check.Accepted(kit.SendActivation(t, p).Last()))
			t.See("reactivate again", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
		}},
		{"a profile update", func(t *kit.T) {
			needUpdates(t)
			p.Sent.DisplayName = t.Person().DisplayName
			t.Report(check.Accepted(t.Okta.PushProfile(t, p.ID, p.Sent).Last()))
			t.See("update after a reactivation", p.ID, p.Sent.UserName, both, func(r okta.Resource) []check.Problem {
				return check.All(check.Active(r), check.Text(r, "displayName", p.Sent.DisplayName))
			})
		}},
		{"a new login", func(t *kit.T) {
			needUpdates(t)
			now := p.Sent
			now.UserName = t.Person().UserName
			now.Email = now.UserName
			run := t.Okta.PushProfile(t, p.ID, now)
			if run.Stop != "" && len(check.Refused(run.Last())) == 0 {
				t.Unsupported("the app refuses a new userName: %d %s", run.Last().Status, run.Last().Resource.String("detail"))
			}
			t.Require(kit.UpdateUser, check.Through(run))
			t.See("a new login after a reactivation", p.ID, now.UserName, both, func(r okta.Resource) []check.Problem {
				return check.All(check.Active(r), check.Text(r, "userName", now.UserName))
			})
			p.Sent = now
		}},
		{"a second deactivation", func(t *kit.T) {
			t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
			t.See("deactivate after a reactivation", p.ID, p.Sent.UserName, both, check.Inactive)
		}},
		{"a second reactivation", func(t *kit.T) {
			before := t.MustReadUser(p.ID)
			t.Report(check.Accepted(kit.SendActivation(t, p).Last()))
			t.See("reactivate twice", p.ID, p.Sent.UserName, both, func(r okta.Resource) []check.Problem {
				return check.All(check.Active(r), kit.LikeBefore(before, append(freeOnReactivation(t), "active")...)(r))
			})
		}},
	}
	kit.Each(t, []int{0, 1, 2, 3, 4}, func(i int) string { return steps[i].name }, func(t *kit.T, i int) { steps[i].take(t) })
}

func needUpdates(t *kit.T) {
	if !kit.HasFeature(t, kit.NeedUpdates) {
		t.Unsupported("the app profile has no %s (okta.actions)", kit.NeedUpdates)
	}
}

func caseOf(spell func(string) string) string {
	if spell("a") == "a" {
		return "the same userName"
	}
	return "the userName in another case"
}

// sameExternalID creates a user with the externalId of another.
func sameExternalID(t *kit.T, p kit.Person, allowed ...int) {
	again := t.Person()
	again.ExternalID = p.Sent.ExternalID
	a := t.Okta.CreateUser(t, again)
	t.AwaitReadable(a)
	t.Report(check.Status(a, allowed...))
}

// freeOnReactivation are attributes that an app may have changed when the user was deactivated; Okta pushes groups,
// and with them roles, again.
func freeOnReactivation(t *kit.T) []string { return kit.AttributesFreeOnDeactivation(t)[1:] }
