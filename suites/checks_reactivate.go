package suites

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that the checks of this area rest on.
const (
	refOktaReactivate = "Okta SCIM 2.0 reference: reactivate = active:true, by PATCH (OIN) or PUT (AIW), then the profile"
	refReturn         = "Okta CRUD steps 9–12, OIN C9293"
)

// reactivateChecks: assigning a deactivated user again gives the same account
// back.
func reactivateChecks() []Check {
	return inArea(Reactivate, []Need{NeedDeactivate}, slices.Concat(reactivateViewChecks(), reactivateAfterChecks(), reactivateByOtherWaysChecks()))
}

func reactivateViewChecks() []Check {
	return []Check{
		{
			ID: "users.reactivate.accepted", Level: Must, PerDialect: true,
			Title:   "Reactivating a user is answered with success",
			Why:     "An app that only knows active:false, or no longer finds the user, leaves a returning employee outside.",
			Symptom: "«Automatic reactivation of user … failed» when somebody is assigned again.",
			Refs:    []string{refOktaReactivate, refReturn, refPatch, refPut},
			Body: func(t *T) {
				p := t.deactivated()
				t.Report(check.Accepted(t.activation(p).Last()))
				t.settleActive(p)
			},
		},
		{
			ID: "users.reactivate.answer", Level: Must, PerDialect: true,
			Title:   "An answer that shows the reactivated user shows it active",
			Symptom: "Okta takes the user for still inactive.",
			Refs:    []string{refOktaReactivate, refPatch, refPut},
			Body: func(t *T) {
				p := t.deactivated()
				a := t.activate(p)
				t.settleActive(p)
				if a.Resource != nil {
					t.Report(check.InAnswer(a, check.Active(a.Resource), check.Sent(a.Resource, p.Sent.Resource(), "userName")))
				}
			},
		},
		seenReactivated("by-id", "A reactivated user, read by id, is active", ViewByID),
		seenReactivated("by-lookup", "The lookup by userName finds a reactivated user, active and under the same id", ViewLookup),
		seenReactivated("in-list", "An import lists a reactivated user as active", ViewList),
		{
			ID: "users.reactivate.keeps-attributes", Level: Must, PerDialect: true,
			Title:   "A reactivated user has the same attributes as before the deactivation",
			Why:     "Groups and roles may differ: Okta pushes them anew.",
			Symptom: "The returning employee has an empty or changed profile.",
			Refs:    []string{refOktaReactivate, "OIN C9293"},
			Body: func(t *T) {
				p := t.NewWhole()
				before := t.mustReadUser(p.ID)
				t.deactivateShown(p)
				t.activateShown(p)
				t.See("reactivate", p.ID, p.Sent.UserName, []View{ViewByID}, likeBefore(before, t.freeOnReactivation()...))
			},
		},
		{
			ID: "users.reactivate.again", Level: Must, PerDialect: true,
			Title:   "Reactivating a user again is answered with success and changes nothing",
			Why:     "Okta repeats it after a lost answer.",
			Symptom: "A task that fails again with every retry.",
			Refs:    []string{refOktaReactivate, refPatch},
			Body: func(t *T) {
				p := t.reactivated()
				before := t.mustReadUser(p.ID)
				t.Report(check.Accepted(t.activation(p).Last()))
				t.See("reactivate again", p.ID, p.Sent.UserName, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "users.reactivate.others", Level: Must, PerDialect: true,
			Title:   "Reactivating one user leaves every other user and group alone",
			Symptom: "Other people's accounts change.",
			Refs:    []string{refOktaReactivate},
			Body: func(t *T) {
				p, other := t.deactivated(), t.deactivated()
				before := t.mustReadUser(other.ID)
				untouched := t.watchBystanders()
				t.activateShown(p)
				untouched("reactivate")
				t.See("reactivate somebody else", other.ID, other.Sent.UserName, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "users.reactivate.group-mates", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Reactivating a member of a group leaves the group and its other members in place",
			Symptom: "When somebody returns, the colleagues lose the group.",
			Refs:    []string{refOktaReactivate, "RFC 7643 §4.2"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				t.deactivateShown(p)
				t.activateShown(p)
				t.Eventually("reactivate a member", func() []check.Problem {
					return t.groupHolds(g.ID, func(r okta.Resource) []check.Problem {
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
			ID: "users.reactivate.unknown", Level: Must, PerDialect: true,
			Title:   "Reactivating a user that does not exist is answered 404 with a SCIM Error",
			Symptom: "Okta takes a lost account for reactivated.",
			Refs:    []string{"RFC 7644 §3.12", "Okta SPEC step 12"},
			Body: func(t *T) {
				t.Report(check.Error(t.activation(Person{ID: t.unknownID()}).Last(), http.StatusNotFound))
			},
		},
	}
}

func seenReactivated(id, title string, view View) Check {
	return Check{
		ID: "users.reactivate." + id, Level: Must, PerDialect: true, Title: title,
		Why:     "A server that answers 200 and changes nothing keeps the returning employee outside.",
		Symptom: "None: Okta shows the user as active, but the person cannot sign in to the app or an import takes it for inactive.",
		Refs:    []string{refOktaReactivate, refReturn},
		Body: func(t *T) {
			p := t.deactivated()
			t.activate(p)
			t.See("reactivate", p.ID, p.Sent.UserName, []View{view}, check.Active)
		},
	}
}
