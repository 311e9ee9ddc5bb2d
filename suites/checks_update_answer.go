package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateAnswerChecks: what the answer to a profile update says.
func updateAnswerChecks() []Check {
	return []Check{
		{
			ID: "users.update.accepted", Level: Must,
			Title:   "A profile update is answered 200 with the resource",
			Why:     "Okta pushes every change of a profile by PUT, in both kinds of apps, and has no other way.",
			Symptom: "«Automatic profile push of user … failed» on the dashboard: profiles in the app grow old.",
			Refs:    []string{refOktaUpdate, refPut, "Okta CRUD step 5", "OIN C9291, C9309"},
			Body: func(t *T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) { r["displayName"] = display })))
			},
		},
		{
			ID: "users.update.answer", Level: Must,
			Title:   "The answer to a profile update shows the new values",
			Why:     "Okta takes the answer for the new state of the account.",
			Symptom: "Okta goes on working with outdated data and pushes the same change again.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				next := t.Person(Named("Janet", "Roe", "Janet Roe"))
				a := t.update(p, func(r okta.Resource) {
					r.Set(next.GivenName, "name", "givenName")
					r.Set(next.FamilyName, "name", "familyName")
					r["displayName"] = next.DisplayName
				})
				t.Report(check.InAnswer(a, check.Sent(a.Resource, next.Resource(), "name.givenName", "name.familyName", "displayName")))
			},
		},
		{
			ID: "users.update.answer-shape", Level: Must,
			Title:   "The answer to a profile update is a whole User: schemas, id, userName, active, and no password",
			Symptom: "Okta cannot read the answer and reports the push as failed, or a secret leaks into its log.",
			Refs:    []string{refPut, "RFC 7643 §4.1", "https://support.okta.com/help/s/article/scim-configuration-faq"},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.update(p, func(r okta.Resource) { r["displayName"] = t.Person().DisplayName })
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)))
			},
		},
		{
			ID: "users.update.answer-agrees", Level: Must,
			Title:   "The answer to a profile update and a later read agree on the profile",
			Why:     "An answer that only repeats the request hides that something was not stored.",
			Symptom: "None: Okta shows the change as pushed, the app does not have it.",
			Refs:    []string{refPut},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.redisplay(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Kept(coreOf(a.Resource), r)
				})
			},
		},
		{
			ID: "users.update.answer-agrees-whole", Level: Should,
			Title:   "The answer to a profile update and a later read agree on every attribute of the standard",
			Symptom: "None: Okta takes attributes for stored that are not.",
			Refs:    []string{refPut},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"), With("nickName", "Janie"))
				a := t.redisplay(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Kept(a.Resource, r, slices.Concat(t.derived(), check.Own(a.Resource))...)
				})
			},
		},
		{
			ID: "users.update.keeps-id", Level: Must,
			Title:   "A user keeps its id in a profile update, and stays one account",
			Why:     "Okta stores the id when it first pushes a user and uses it ever after.",
			Symptom: "Later pushes fail with «User not found», or the person has two accounts.",
			Refs:    []string{"RFC 7643 §3.1 id", refOktaUpdate},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.redisplay(p)
				t.Report(check.SameID(a, p.ID))
				t.See("update", p.ID, p.Sent.UserName, []View{ViewLookup}, func(okta.Resource) []check.Problem { return nil })
			},
		},
		{
			ID: "users.update.meta", Level: Should,
			Title:   "After a profile update meta.created and meta.location are as before, and lastModified has not gone back",
			Symptom: "None in Okta; other clients that follow lastModified miss the change.",
			Refs:    []string{"RFC 7643 §3.1 meta"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				a := t.redisplay(p)
				t.Report(check.InAnswer(a, check.MetaKept(before, a.Resource)))
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
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
