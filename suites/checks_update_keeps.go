package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateKeepsChecks: what a profile update does not change is as before.
func updateKeepsChecks() []Check {
	return []Check{
		{
			ID: "users.update.display-name-keeps", Level: Must,
			Title:   "A new displayName changes no other attribute",
			Why:     "A server that rebuilds the account from the request loses what it does not map.",
			Symptom: "After a change of the display name other data of the person is gone or different.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewWhole()
				before := t.mustReadUser(p.ID)
				t.redisplay(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, likeBefore(before, "displayName", "name.formatted"))
			},
		},
		{
			ID: "users.update.name-keeps", Level: Must,
			Title:   "A new first and last name change no other attribute",
			Symptom: "After a change of name, by marriage for instance, the person's login or address is different.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewWhole()
				before := t.mustReadUser(p.ID)
				t.rename(p)
				// An app without a display name of its own may make one of the names.
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, likeBefore(before, "name", "displayName"))
			},
		},
		{
			ID: "users.update.name-keeps-display-name", Level: Should,
			Title:   "A new first and last name leave the displayName as it is",
			Why:     "Okta pushes the display name by a mapping of its own.",
			Symptom: "The app shows another display name than Okta.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewUser(Named("Jane", "Doe", "JD (Support)"))
				before := t.mustReadUser(p.ID)
				t.rename(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "displayName", before.String("displayName"))
				})
			},
		},
		{
			ID: "users.update.keeps-extension", Level: Must,
			Title:   "A profile update keeps the department and what else is in the enterprise extension, when the app shows it",
			Symptom: "With each change of a profile the person's department is lost.",
			Refs:    []string{refOktaUpdate, refPut, "RFC 7643 §4.3"},
			Body: func(t *T) {
				p := t.NewUserIfAllowed("the enterprise extension", With(okta.EnterpriseSchema, map[string]any{"department": "Sales"}))
				before := t.mustReadUser(p.ID)
				t.needShown(before, okta.EnterpriseSchema+":department")
				t.redisplay(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					was, is := okta.Resource{okta.EnterpriseSchema: before[okta.EnterpriseSchema]}, okta.Resource{okta.EnterpriseSchema: r[okta.EnterpriseSchema]}
					return check.Unchanged(was, is)
				})
			},
		},
		{
			ID: "users.update.keeps-own", Level: Should,
			Title:   "A profile update empties no attribute of the app's own",
			Why:     "What only the app knows, Okta echoes at best; its values may change, but not get lost.",
			Symptom: "Settings that a person made in the app are reset with each push.",
			Refs:    []string{refOktaUpdate, "https://github.com/apache/syncope/issues/895"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.redisplay(p)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.OwnKept(before, r)
				})
			},
		},
		{
			ID: "users.update.others", Level: Must,
			Title:   "A profile update of one user leaves every other user and group alone",
			Symptom: "Other people's data changes.",
			Refs:    []string{refOktaUpdate},
			Body: func(t *T) {
				p := t.NewUser()
				untouched := t.watchBystanders()
				t.redisplay(p)
				untouched("update")
			},
		},
		{
			ID: "users.update.namesake", Level: Must,
			Title:   "Of two people of the same name only the one who is updated changes",
			Symptom: "A namesake gets the other person's data.",
			Refs:    []string{refOktaUpdate, "RFC 7643 §3.1 id"},
			Body: func(t *T) {
				same := Named("Jane", "Doe", "Jane Doe")
				p, other := t.NewUser(same), t.NewUser(same)
				before := t.mustReadUser(other.ID)
				t.redisplayWithAddress(p, func(r okta.Resource) {
					r.Set("Janet", "name", "givenName")
					r.Set("Smith", "name", "familyName")
					r["locale"] = "de-DE"
				})
				t.See("update a namesake", other.ID, other.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
	}
}

// rename gives a person another first and last name and waits until a by-id
// read shows them.
func (t *T) rename(p Person) {
	family := t.Person().FamilyName
	t.update(p, func(r okta.Resource) {
		r.Set("Janet", "name", "givenName")
		r.Set(family, "name", "familyName")
	})
	t.awaitText(p, "name.familyName", family)
}
