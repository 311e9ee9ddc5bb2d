package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createStoredChecks: what Okta's default mapping sends is stored, attribute by
// attribute, and seen in every view.
func createStoredChecks() []Check {
	return []Check{
		{
			ID: "users.create.by-id", Level: Must,
			Title:   "A new user is read by the id that the create gave",
			Why:     "A temporary id makes every later request miss.",
			Symptom: "Updates and deactivations of the person fail with 404.",
			Refs:    []string{refCreate, "RFC 7643 §3.1", "Okta SPEC step 7"},
			Body: func(t *T) {
				sent := t.Person()
				p := t.made(t.Okta.CreateUser(t, sent), sent)
				t.seenByID(p, func(okta.Resource) []check.Problem { return nil })
			},
		},
		{
			ID: "users.create.listed-once", Level: Must, Needs: []Need{NeedImport},
			Title:   "An import lists a new user exactly once",
			Symptom: "The import misses the person, or offers the account twice.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Eventually("list a new user", func() []check.Problem { return check.Once(t.allPages(), p.ID, p.Sent.UserName) })
			},
		},
		{
			ID: "users.create.listed-same", Level: Must, Needs: []Need{NeedImport},
			Title:   "An import lists a new user with the same values as by id",
			Symptom: "The import shows blank or outdated profiles.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Eventually("list a new user", func() []check.Problem {
					read := t.mustReadUser(p.ID)
					listed, problems := t.InList(p.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Users (import)", check.All(
						check.Agree(read, listed, t.derived()...), check.Sent(listed, only(read, check.Core...)))...)
				})
			},
		},
		{
			ID: "users.create.username", Level: Must,
			Title:   "The userName of a new user comes back letter by letter, in mixed case too",
			Why:     "Okta compares it with what it sent; its SPEC test does so exactly.",
			Symptom: "Okta's SPEC test is red; the profile looks changed at each sync.",
			Refs:    []string{"Okta SPEC steps 6 and 7", refUserName},
			Body: func(t *T) {
				t.showsSent(t.NewUser(Mailbox("Jo.McLeod-ABC")), "userName")
			},
		},
		{
			ID: "users.create.username-not-email", Level: Must,
			Title:   "A new user keeps a userName that is not the e-mail address, and the address",
			Why:     "Okta maps them apart: a login may be an employee number.",
			Symptom: "The person signs in under another name than the app knows; the next lookup misses.",
			Refs:    []string{"RFC 7643 §4.1.1", refCreate},
			Body: func(t *T) {
				t.NeedUserNames()
				p := t.NewUserIfAllowed("an e-mail address other than the userName", userNameWith("login"))
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, p.Sent.Resource(), "userName"), check.HasEmail(r, p.Sent.Email))
				})
			},
		},
		{
			ID: "users.create.names", Level: Must,
			Title:   "givenName and familyName of a new user are stored as they were sent",
			Symptom: "The app and later imports show blank or wrong names.",
			Refs:    []string{refCreate, "Okta SPEC steps 6 and 7", "OIN C9344"},
			Body: func(t *T) {
				p := t.NewUser(Named("Mary Jo", "van der Meer", "MJ the First"))
				t.showsSent(p, "name.givenName", "name.familyName")
			},
		},
		{
			ID: "users.create.display-name", Level: Must,
			Title:   "The displayName of a new user is stored as it was sent, also when it is not made of the names",
			Symptom: "The app shows another name than Okta.",
			Refs:    []string{refCreate, "RFC 7643 §4.1.1"},
			Body: func(t *T) {
				p := t.NewUser(Named("Mary", "Miller", "The Boss of "+t.Env().Names.Next()))
				t.showsSent(p, "displayName")
			},
		},
		{
			ID: displayNameCheck, Level: Should,
			Title:   "A user shows a displayName",
			Why:     "Okta's default mapping sends one. An app need not keep it, and then nothing that is mapped to it arrives.",
			Symptom: "The display name that is mapped in Okta appears nowhere in the app, and an import brings none back.",
			Refs:    []string{refCreate, "RFC 7643 §4.1.1: displayName is optional"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					if check.Has(r, "displayName") {
						return nil
					}
					return check.Sent(r, p.Sent.Resource(), "displayName")
				})
			},
		},
		{
			ID: "users.create.email", Level: Must,
			Title:   "The e-mail address of a new user is stored",
			Symptom: "Mail from the app does not reach the person.",
			Refs:    []string{refCreate, "RFC 7643 §4.1.2", "OIN C9344"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByID(p, func(r okta.Resource) []check.Problem { return check.HasEmail(r, p.Sent.Email) })
			},
		},
		{
			ID: "users.create.email-primary", Level: Must,
			Title:   "The e-mail address of a new user is shown as the primary one",
			Why:     "Okta sends one address with primary true, and its imports read the primary one.",
			Symptom: "Imports find no address.",
			Refs:    []string{refCreate, "RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					for _, e := range check.Elements(r, "emails") {
						if s, _ := e["value"].(string); strings.EqualFold(s, p.Sent.Email) && e["primary"] != true {
							return []check.Problem{{Place: "emails", Expected: p.Sent.Email + " with primary true", Actual: "it is not marked"}}
						}
					}
					return nil
				})
			},
		},
		{
			ID: "users.create.email-second", Level: Must,
			Title:   "Of two e-mail addresses the one that is marked primary is the user's, also when it is the second",
			Symptom: "Mail of the app goes to a private address.",
			Refs:    []string{"RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: func(t *T) {
				sent := t.Person()
				With("emails", twoEmails(sent.Email, "home-"+sent.Email))(&sent)
				p := t.pushIfAllowed("a second e-mail address", sent)
				t.seenByID(p, func(r okta.Resource) []check.Problem { return check.PrimaryEmail(r, sent.Email) })
			},
		},
		{
			ID: "users.create.email-type", Level: Should,
			Title:   "The type of an e-mail address is stored",
			Symptom: "None with Okta, which maps one address.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					if len(check.HasEmail(r, p.Sent.Email)) > 0 {
						return nil
					}
					return check.Sent(r, okta.Resource{"emails": []any{map[string]any{"value": p.Sent.Email, "type": "work"}}}, "emails")
				})
			},
		},
		{
			ID: "users.create.external-id", Level: Must,
			Title:   "The externalId of a new user is stored letter by letter",
			Why:     "It is Okta's own id of the person, and its case counts.",
			Symptom: "None at once: the account cannot be matched with the person when the userName changes.",
			Refs:    []string{"RFC 7643 §3.1 externalId: caseExact true", refCreate},
			Body: func(t *T) {
				p := t.NewUser(func(u *okta.User) { u.ExternalID += "-aBcD" })
				t.showsSent(p, "externalId")
			},
		},
	}
}

// allPages is the whole list as an import walks it; the check is unsupported
// when the tenant is too large for that.
func (t *T) allPages() []okta.Answer {
	pages := t.Okta.ImportUsers(t, walkLimit/importPage)
	if check.Total(pages[0]) > walkLimit {
		t.Unsupported("the tenant lists more than %d resources; its list is not searched", walkLimit)
	}
	return pages
}
