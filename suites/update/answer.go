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
		kit.InArea(kit.Update, []kit.Need{kit.NeedUpdates}, slices.Concat(acceptedChecks(), answerChecks(), shownChecks(), wholeChecks(),
			addressChecks(), renameChecks(), takenChecks(), echoChecks(), bodyChecks(), emptyChecks(), stateChecks(), othersChecks())),
		kit.InArea(kit.Update, []kit.Need{kit.NeedDeactivate}, patchChecks()),
		kit.InArea(kit.Update, []kit.Need{kit.NeedPassword}, passwordChecks()),
	)
}

// looks is the body of a check that looks at the person of its journey, by id if no view is named.
func looks(want func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem, views ...kit.View) func(*kit.T) {
	if len(views) == 0 {
		views = []kit.View{kit.ViewByID}
	}
	return func(t *kit.T) {
		j := t.Journey()
		t.Look(j, views, func(r okta.Resource) []check.Problem { return want(t, j, r) })
	}
}

// updateLean: a profile update of somebody who was created with the least, to which Okta adds groups and a type of the address.
var updateLean = kit.Sequence{Name: "update lean user", Step: kit.UpdateUser, Carry: func(t *kit.T, j *kit.Journey) {
	sent := t.Person(func(u *okta.User) { u.DisplayName, u.Locale, u.Untyped = "", "", true })
	a := t.Okta.CreateUser(t, sent)
	t.Require(kit.CreateLean, check.Status(a, http.StatusCreated))
	j.Person = kit.MadeUsers(t, a, sent)
	kit.AwaitUser(t, j.Person.ID)
	sent.GivenName, sent.DisplayName, sent.Locale = "Janet", "Janet Doe", "en-US"
	kit.With("title", "Engineer")(&sent)
	j.Run = t.Okta.PushProfile(t, j.Person.ID, sent)
}}

// acceptedChecks: the step itself.
func acceptedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: kit.UpdateUser.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.UpdatePerson,
			Title:   "A profile update is answered 200 with the resource",
			Why:     "Okta pushes every change of a profile by PUT, in both kinds of apps, and has no other way.",
			Symptom: "«Automatic profile push of user … failed» on the dashboard: profiles in the app grow old.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 5", "OIN C9291, C9309"},
			Body:    func(t *kit.T) { t.Report(check.Accepted(t.Carried().Run.Last())) },
		},
		{
			ID: "users.update.lean-user", Level: kit.Must, Evidence: kit.Recorded, Journey: updateLean,
			Title:   "A user who was created with the least takes a profile update with the first value of each attribute",
			Why:     "Okta puts back what it read, with groups [], a type of the e-mail address and what was mapped since.",
			Symptom: "Each update of such a person fails.",
			Refs:    []string{kit.RefCreate, kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Report(check.Accepted(j.Run.Last()))
				t.StopIfFailed()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "name.givenName", "Janet"), check.HasEmail(r, j.Person.Sent.Email))
				})
			},
		},
	}
}

// answerChecks: what the answer to a profile update says.
func answerChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.update.answer", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The answer to a profile update shows the new values",
			Why:     "Okta takes the answer for the new state of the account.",
			Symptom: "Okta goes on working with outdated data and pushes the same change again.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Journey()
				a := j.Run.Last()
				t.Report(check.InAnswer(a, check.Sent(a.Resource, j.Next.Resource(), "name.givenName", "name.familyName", "displayName")))
			},
		},
		{
			ID: "users.update.answer-shape", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The answer to a profile update is a whole User: schemas, the same id, userName, active, and no password",
			Why:     "Okta stores the id when it first pushes a user and uses it ever after.",
			Symptom: "Okta cannot read the answer and reports the push as failed, or a secret leaks into its log.",
			Refs:    []string{kit.RefPut, "RFC 7643 §4.1, §3.1 id", "https://support.okta.com/help/s/article/scim-configuration-faq"},
			Body: func(t *kit.T) {
				j := t.Journey()
				a := j.Run.Last()
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)), check.SameID(a, j.Person.ID))
			},
		},
		{
			ID: "users.update.answer-agrees", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The answer to a profile update and a later read agree on the profile",
			Why:     "An answer that only repeats the request hides that something was not stored.",
			Symptom: "No error in Okta: it shows the change as pushed, the app does not have it.",
			Refs:    []string{kit.RefPut},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				core := []string{"id", "userName", "name", "displayName", "emails", "active", "externalId"}
				return check.Kept(kit.OnlyAttributes(j.Run.Last().Resource, core...), r)
			}),
		},
		{
			ID: "users.update.answer-agrees-whole", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The answer to a profile update and a later read agree on every attribute of the standard",
			Symptom: "No error in Okta: it takes attributes for stored that are not.",
			Refs:    []string{kit.RefPut},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				a := j.Run.Last().Resource
				return check.Kept(a, r, slices.Concat(kit.DerivedAttributes(t), check.Own(a))...)
			}),
		},
		{
			ID: "users.update.meta", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "After a profile update meta.created and meta.location are as before, and lastModified has not gone back",
			Symptom: "None in Okta; other clients that follow lastModified miss the change.",
			Refs:    []string{"RFC 7643 §3.1 meta"},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				a := j.Run.Last()
				return check.All(check.InAnswer(a, check.MetaKept(j.Before.User, a.Resource)), check.MetaKept(j.Before.User, r))
			}),
		},
		{
			ID: "users.update.keeps-id", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "After a profile update a lookup that found the user before finds one account, with the new values",
			Why:     "An app that keeps answers of lookups in a cache, or in an index of its own, goes on showing what was.",
			Symptom: "Later pushes fail with «User not found», the person has two accounts, or Okta takes the outdated profile for the app's.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefLookup},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.Text(r, "name.familyName", j.Next.FamilyName)
			}, kit.ViewLookup),
		},
	}
	return inJourney(kit.UpdatePerson, checks)
}

func inJourney(s kit.Sequence, checks []kit.Check) []kit.Check {
	for i := range checks {
		checks[i].Journey = s
	}
	return checks
}

// shownChecks: what Okta's default mapping pushes shows in every view, and nothing else changes.
func shownChecks() []kit.Check {
	const why = "A server that answers 200 and keeps the old value leaves Okta and the app apart, and nobody is told."
	checks := []kit.Check{
		{
			ID: kit.UpdateAll.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new first name, last name and externalId show by id, by lookup and in the list",
			Why:     why,
			Symptom: "No error in Okta: it shows the change as pushed, but the app keeps an old value.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) (problems []check.Problem) {
				for path, want := range map[string]string{"name.givenName": j.Next.GivenName, "name.familyName": j.Next.FamilyName,
					"externalId": j.Next.ExternalID} {
					if check.Has(j.Before.User, path) {
						problems = append(problems, check.Text(r, path, want)...)
					}
				}
				return problems
			}, kit.AllViews...),
		},
		{
			ID: kit.SeeDisplayName.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new display name shows by id, by lookup and in the list",
			Why:     why,
			Symptom: "No error in Okta: it shows the change as pushed, but the app keeps the old display name.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310"},
			Body: func(t *kit.T) {
				j := t.Journey()
				kit.NeedShown(t, j.Before.User, "displayName")
				t.Look(j, kit.AllViews, kit.HasDisplayName(j.Next.DisplayName))
			},
		},
		{
			ID: "users.update.active-stays", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A profile update of an active user leaves it active in every view",
			Symptom: "A change of the profile locks the person out.",
			Refs:    []string{kit.RefOktaUpdate},
			Body: looks(func(_ *kit.T, _ *kit.Journey, r okta.Resource) []check.Problem {
				return check.Active(r)
			}, kit.AllViews...),
		},
		{
			ID: "users.update.keeps", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "New names and a new externalId change no other attribute",
			Why:     "A server that rebuilds the account from the request loses what it does not map.",
			Symptom: "After a change of name, by marriage for instance, the person's login, address or other data is different or gone.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return kit.LikeBefore(j.Before.User, "name", "displayName", "externalId")(r)
			}),
		},
		{
			ID: "users.update.keeps-own", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A profile update empties no attribute of the app's own",
			Why:     "What only the app knows, Okta echoes at best; its values may change, but not get lost.",
			Symptom: "Settings that a person made in the app are reset with each push.",
			Refs:    []string{kit.RefOktaUpdate, "https://github.com/apache/syncope/issues/895"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.OwnKept(j.Before.User, r)
			}),
		},
	}
	return append(inJourney(kit.UpdatePerson, checks), kit.Check{
		ID: "users.update.name-keeps-display-name", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
		Title:   "A new first and last name leave the displayName as it is",
		Why:     "Okta pushes the display name by a mapping of its own.",
		Symptom: "The app shows another display name than Okta.",
		Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
		Body: func(t *kit.T) {
			p := t.NewUser(kit.Named("Jane", "Doe", "JD (Support)"))
			before := t.MustReadUser(p.ID)
			kit.RenameUser(t, p)
			t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(before.String("displayName")))
		},
	})
}
