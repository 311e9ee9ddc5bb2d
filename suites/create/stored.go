package create

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// storedChecks: what Okta's default mapping sends is stored, attribute by attribute. All look at one person.
func storedChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.create.by-id", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new user is read by the id that the create gave",
			Why:     "A temporary id makes every later request miss.",
			Symptom: "Updates and deactivations of the person fail with 404.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §3.1", "Okta SPEC step 7"},
			Body:    looks(func(*kit.T, *kit.Journey, okta.Resource) []check.Problem { return nil }),
		},
		{
			ID: "users.create.listed-once", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Needs: []kit.Need{kit.NeedImport},
			Title:   "An import lists a new user exactly once",
			Symptom: "The import misses the person, or offers the account twice.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Eventually("list a new user", func() []check.Problem { return check.Once(allPages(t), j.Person.ID, j.Person.Sent.UserName) })
			},
		},
		{
			ID: "users.create.username", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The userName of a new user comes back letter by letter, in mixed case too",
			Why:     "Okta compares it with what it sent; its SPEC test does so exactly.",
			Symptom: "Okta's SPEC test is red; the profile looks changed at each sync.",
			Refs:    []string{"Okta SPEC steps 6 and 7", kit.RefUserName},
			Body:    looks(shows("userName")),
		},
		{
			ID: "users.create.names", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "givenName and familyName of a new user are stored as they were sent",
			Symptom: "The app and later imports show blank or wrong names.",
			Refs:    []string{kit.RefCreate, "Okta SPEC steps 6 and 7", "OIN C9344"},
			Body:    looks(shows("name.givenName", "name.familyName")),
		},
		{
			ID: "users.create.display-name", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The displayName of a new user is stored as it was sent, also when it is not made of the names",
			Symptom: "The app shows another name than Okta.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.1"},
			Body:    looks(shows("displayName")),
		},
		{
			ID: kit.DisplayNameCheck, Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user shows a displayName",
			Why:     "Okta's default mapping sends one. An app need not keep it, and then nothing that is mapped to it arrives.",
			Symptom: "The display name that is mapped in Okta appears nowhere in the app, and an import brings none back.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.1: displayName is optional"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				if check.Has(r, "displayName") {
					return nil
				}
				return check.Sent(r, j.Person.Sent.Resource(), "displayName")
			}),
		},
		{
			ID: "users.create.email", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The e-mail address of a new user is stored",
			Symptom: "Mail from the app does not reach the person.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.2", "OIN C9344"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.HasEmail(r, j.Person.Sent.Email)
			}),
		},
		{
			ID: "users.create.email-primary", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The e-mail address of a new user is shown as the primary one",
			Why:     "Okta sends one address with primary true, and its imports read the primary one.",
			Symptom: "Imports find no address.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				for _, e := range check.Elements(r, "emails") {
					if s, _ := e["value"].(string); strings.EqualFold(s, j.Person.Sent.Email) && e["primary"] != true {
						return []check.Problem{{Place: "emails", Expected: s + " with primary true", Actual: "it is not marked"}}
					}
				}
				return nil
			}),
		},
		{
			ID: "users.create.email-type", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The type of an e-mail address is stored",
			Symptom: "None with Okta, which maps one address.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				if len(check.HasEmail(r, j.Person.Sent.Email)) > 0 {
					return nil
				}
				return check.Sent(r, okta.Resource{"emails": []any{map[string]any{"value": j.Person.Sent.Email, "type": "work"}}}, "emails")
			}),
		},
		{
			ID: "users.create.external-id", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The externalId of a new user is stored letter by letter",
			Why:     "It is Okta's own id of the person, and its case counts.",
			Symptom: "No error in Okta: the account cannot be matched with the person when the userName changes.",
			Refs:    []string{"RFC 7643 §3.1 externalId: caseExact true", kit.RefCreate},
			Body:    looks(shows("externalId")), // of both cases: see harness.Namer.OktaID
		},
		{
			ID: "users.create.active", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A user that is created active is active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{kit.RefCreate, "Okta SPEC step 6"},
			Body:    looks(func(_ *kit.T, _ *kit.Journey, r okta.Resource) []check.Problem { return check.Active(r) }),
		},
		{
			ID: "users.create.locale", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The locale of a new user is shown as it was sent, when the app shows one",
			Why:     "en_US is no language tag, and not equal to the en-US that Okta has.",
			Symptom: "The profile looks changed at every import, and is pushed again and again.",
			Refs: []string{"RFC 7643 §4.1.1 locale: a language tag as in RFC 5646",
				"RFC 5646 §2.1: subtags are parted by hyphens; §2.1.1: case does not matter"},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				kit.NeedShown(t, r, "locale")
				if text, ok := r["locale"].(string); ok && strings.EqualFold(text, j.Person.Sent.Locale) {
					return nil
				}
				return []check.Problem{{Place: "locale", Expected: fmt.Sprintf("%q, as sent", j.Person.Sent.Locale), Actual: fmt.Sprintf("%q", r["locale"])}}
			}),
		},
		{
			ID: "users.create.password-hidden", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The password is shown neither in the answer to the create nor by id, in the lookup or in the list",
			Symptom: "No error in Okta: everybody who can read the directory reads passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never"},
			Body: func(t *kit.T) {
				j := t.Journey()
				hidden := func(r okta.Resource) []check.Problem {
					return check.All(check.NoPassword(r), check.Hides(r, "the password", j.Person.Sent.Password))
				}
				t.Report(check.InAnswer(j.Run.Last(), hidden(j.Run.Last().Resource)))
				t.Look(j, kit.AllViews, hidden)
			},
		},
		{
			ID: "users.create.no-secrets", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new user shows no hash, salt or token of the app",
			Symptom: "No error in Okta: everybody who can read the directory can attack the passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: neither the clear nor the hashed value is returned"},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Report(check.InAnswer(j.Run.Last(), check.NoSecrets(j.Run.Last().Resource)))
				t.Look(j, []kit.View{kit.ViewByID}, check.NoSecrets)
			},
		},
	}
	for i := range checks {
		checks[i].Journey = kit.PushUser
	}
	return append(checks, kit.Check{
		ID: "users.create.username-not-email", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushLogin,
		Title:   "A new user keeps a userName that is not the e-mail address, and the address",
		Why:     "Okta maps them apart: a login may be an employee number.",
		Symptom: "The person signs in under another name than the app knows; the next lookup misses.",
		Refs:    []string{"RFC 7643 §4.1.1", kit.RefCreate},
		Body: func(t *kit.T) {
			t.NeedUserNames()
			j := t.Allowed("an e-mail address other than the userName")
			t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.All(check.Sent(r, j.Person.Sent.Resource(), "userName"), check.HasEmail(r, j.Person.Sent.Email))
			})
		},
	})
}

// allPages is the whole list as an import walks it; the check is unsupported
// when the tenant is too large for that.
func allPages(t *kit.T) []okta.Answer {
	pages := t.Okta.ImportUsers(t, kit.WalkLimit/kit.ImportPage)
	if check.Total(pages[0]) > kit.WalkLimit {
		t.Unsupported("the tenant lists more than %d resources; its list is not searched", kit.WalkLimit)
	}
	return pages
}
