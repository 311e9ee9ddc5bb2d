// Package update has the checks of Push Profile Updates: GET, then PUT of the whole resource, and password sync.
package update

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: a profile update is a GET, the changed values merged in, and a
// PUT of the whole resource with everything that the server added. It is the
// same in both dialects.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Update, []kit.Need{kit.NeedUpdates}, slices.Concat(
			answerChecks(),
			attributeChecks(),
			optionalChecks(),
			keepsChecks(),
			emailChecks(),
			userNameChecks(),
			takenChecks(),
			echoChecks(),
			readOnlyChecks(),
			emptyChecks(),
			stateChecks(),
			membershipChecks(),
			manyChecks(),
		)),
		kit.InArea(kit.Update, []kit.Need{kit.NeedDeactivate}, slices.Concat(patchChecks(), patchAnswerChecks(), atOnceChecks())),
		kit.InArea(kit.Update, []kit.Need{kit.NeedPassword}, passwordChecks()),
	)
}

// redisplayWithAddress is redisplay with a new e-mail address, unless the app
// keeps addresses.
func redisplayWithAddress(t *kit.T, p kit.Person, further ...func(okta.Resource)) {
	display := t.Person().DisplayName
	a, _ := updateAddress(t, p, t.Person().Email, append(further, func(r okta.Resource) { r["displayName"] = display })...)
	t.Require(kit.UpdateUser, check.Status(a, http.StatusOK))
	kit.AwaitText(t, p, "displayName", display)
}

// freeOnEmail are attributes that may follow the e-mail address.
func freeOnEmail(t *kit.T) []string {
	if kit.KnownByEmail(t) {
		return []string{"emails", "userName"}
	}
	return []string{"emails"}
}

// answerChecks: what the answer to a profile update says.
func answerChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.accepted", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update is answered 200 with the resource",
			Why:     "Okta pushes every change of a profile by PUT, in both kinds of apps, and has no other way.",
			Symptom: "«Automatic profile push of user … failed» on the dashboard: profiles in the app grow old.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 5", "OIN C9291, C9309"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = display })))
			},
		},
		{
			ID: "users.update.answer", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a profile update shows the new values",
			Why:     "Okta takes the answer for the new state of the account.",
			Symptom: "Okta goes on working with outdated data and pushes the same change again.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				next := t.Person(kit.Named("Janet", "Roe", "Janet Roe"))
				a := kit.ChangeUser(t, p, func(r okta.Resource) {
					r.Set(next.GivenName, "name", "givenName")
					r.Set(next.FamilyName, "name", "familyName")
					r["displayName"] = next.DisplayName
				})
				t.Report(check.InAnswer(a, check.Sent(a.Resource, next.Resource(), "name.givenName", "name.familyName", "displayName")))
			},
		},
		{
			ID: "users.update.answer-shape", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a profile update is a whole User: schemas, id, userName, active, and no password",
			Symptom: "Okta cannot read the answer and reports the push as failed, or a secret leaks into its log.",
			Refs:    []string{kit.RefPut, "RFC 7643 §4.1", "https://support.okta.com/help/s/article/scim-configuration-faq"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := kit.ChangeUser(t, p, func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)))
			},
		},
		{
			ID: "users.update.answer-agrees", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a profile update and a later read agree on the profile",
			Why:     "An answer that only repeats the request hides that something was not stored.",
			Symptom: "None: Okta shows the change as pushed, the app does not have it.",
			Refs:    []string{kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := kit.Redisplay(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Kept(coreOf(a.Resource), r)
				})
			},
		},
		{
			ID: "users.update.answer-agrees-whole", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The answer to a profile update and a later read agree on every attribute of the standard",
			Symptom: "None: Okta takes attributes for stored that are not.",
			Refs:    []string{kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
				a := kit.Redisplay(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Kept(a.Resource, r, slices.Concat(kit.DerivedAttributes(t), check.Own(a.Resource))...)
				})
			},
		},
		{
			ID: "users.update.keeps-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user keeps its id in a profile update, and stays one account",
			Why:     "Okta stores the id when it first pushes a user and uses it ever after.",
			Symptom: "Later pushes fail with «User not found», or the person has two accounts.",
			Refs:    []string{"RFC 7643 §3.1 id", kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := kit.Redisplay(t, p)
				t.Report(check.SameID(a, p.ID))
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, func(okta.Resource) []check.Problem { return nil })
			},
		},
		{
			ID: "users.update.meta", Level: kit.Should, Evidence: kit.RFC,
			Title:   "After a profile update meta.created and meta.location are as before, and lastModified has not gone back",
			Symptom: "None in Okta; other clients that follow lastModified miss the change.",
			Refs:    []string{"RFC 7643 §3.1 meta"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				a := kit.Redisplay(t, p)
				t.Report(check.InAnswer(a, check.MetaKept(before, a.Resource)))
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.MetaKept(before, r)
				})
			},
		},
	}
}

// coreOf is a resource with the attributes alone that Okta always pushes.
func coreOf(r okta.Resource) okta.Resource {
	out := okta.Resource{}
	for _, name := range []string{"id", "userName", "name", "displayName", "emails", "active", "externalId"} {
		if v, shown := r[name]; shown {
			out[name] = v
		}
	}
	return out
}
