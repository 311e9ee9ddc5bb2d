package lifecycle

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that the checks of this area rest on.
const (
	refOktaReactivate = "Okta SCIM 2.0 reference: reactivate = active:true, by PATCH (OIN) or PUT (AIW), then the profile"
	refReturn         = "Okta CRUD steps 9–12, OIN C9293"
)

// ReactivateChecks: assigning a deactivated user again gives the same account
// back.
func ReactivateChecks() []kit.Check {
	return kit.InArea(kit.Reactivate, []kit.Need{kit.NeedDeactivate}, slices.Concat(reactivateViewChecks(), reactivateAfterChecks(), reactivateByOtherWaysChecks()))
}

func reactivateViewChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.reactivate.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Reactivating a user is answered with success",
			Why:     "An app that only knows active:false, or no longer finds the user, leaves a returning employee outside.",
			Symptom: "«Automatic reactivation of user … failed» when somebody is assigned again.",
			Refs:    []string{refOktaReactivate, refReturn, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.Report(check.Accepted(kit.SendActivation(t, p).Last()))
				settleActive(t, p)
			},
		},
		{
			ID: "users.reactivate.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "An answer that shows the reactivated user shows it active",
			Symptom: "Okta takes the user for still inactive.",
			Refs:    []string{refOktaReactivate, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				a := kit.Activate(t, p)
				settleActive(t, p)
				if a.Resource != nil {
					t.Report(check.InAnswer(a, check.Active(a.Resource), check.Sent(a.Resource, p.Sent.Resource(), "userName")))
				}
			},
		},
		seenReactivated("by-id", "A reactivated user, read by id, is active", kit.ViewByID),
		seenReactivated("by-lookup", "The lookup by userName finds a reactivated user, active and under the same id", kit.ViewLookup),
		seenReactivated("in-list", "An import lists a reactivated user as active", kit.ViewList),
		{
			ID: "users.reactivate.keeps-attributes", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A reactivated user has the same attributes as before the deactivation",
			Why:     "Groups and roles may differ: Okta pushes them anew.",
			Symptom: "The returning employee has an empty or changed profile.",
			Refs:    []string{refOktaReactivate, "OIN C9293"},
			Body: func(t *kit.T) {
				p := kit.NewWhole(t)
				before := t.MustReadUser(p.ID)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				t.See("reactivate", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before, freeOnReactivation(t)...))
			},
		},
		{
			ID: "users.reactivate.again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Reactivating a user again is answered with success and changes nothing",
			Why:     "Okta repeats it after a lost answer.",
			Symptom: "A task that fails again with every retry.",
			Refs:    []string{refOktaReactivate, kit.RefPatch},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				before := t.MustReadUser(p.ID)
				t.Report(check.Accepted(kit.SendActivation(t, p).Last()))
				t.See("reactivate again", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.reactivate.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Reactivating one user leaves every other user and group alone",
			Symptom: "Other people's accounts change.",
			Refs:    []string{refOktaReactivate},
			Body: func(t *kit.T) {
				p, other := t.Deactivated(), t.Deactivated()
				before := t.MustReadUser(other.ID)
				untouched := t.WatchBystanders()
				kit.ActivateAndSee(t, p)
				untouched("reactivate")
				t.See("reactivate somebody else", other.ID, other.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.reactivate.group-mates", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Reactivating a member of a group leaves the group and its other members in place",
			Symptom: "When somebody returns, the colleagues lose the group.",
			Refs:    []string{refOktaReactivate, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				t.Eventually("reactivate a member", func() []check.Problem {
					return t.GroupHolds(g.ID, func(r okta.Resource) []check.Problem {
						problems := check.Text(r, "displayName", g.Name)
						if t.MembersVisible() {
							problems = append(problems, check.HasMember(r, mate.ID, mate.Sent.UserName)...)
						}
						return problems
					})
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
	}
}

func seenReactivated(id, title string, view kit.View) kit.Check {
	return kit.Check{
		ID: "users.reactivate." + id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Title: title,
		Why:     "A server that answers 200 and changes nothing keeps the returning employee outside.",
		Symptom: "None: Okta shows the user as active, but the person cannot sign in to the app or an import takes it for inactive.",
		Refs:    []string{refOktaReactivate, refReturn},
		Body: func(t *kit.T) {
			p := t.Deactivated()
			kit.Activate(t, p)
			t.See("reactivate", p.ID, p.Sent.UserName, []kit.View{view}, check.Active)
		},
	}
}

// settleActive waits until a reactivation shows, so that the clean-up finds the
// account as it is. Whether it shows is not judged here.
func settleActive(t *kit.T, p kit.Person) {
	t.Wait("reactivate by id", func() []check.Problem { return t.Holds(p.ID, check.Active) })
}

// freeOnReactivation are attributes that an app may have changed when the user
// was deactivated; Okta pushes groups, and with them roles, anew.
func freeOnReactivation(t *kit.T) []string { return kit.AttributesFreeOnDeactivation(t)[1:] }
