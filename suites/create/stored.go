package create

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// storedChecks: what Okta's default mapping sends is stored, attribute by
// attribute, and seen in every view.
func storedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.by-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user is read by the id that the create gave",
			Why:     "A temporary id makes every later request miss.",
			Symptom: "Updates and deactivations of the person fail with 404.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §3.1", "Okta SPEC step 7"},
			Body: func(t *kit.T) {
				sent := t.Person()
				p := kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(okta.Resource) []check.Problem { return nil })
			},
		},
		{
			ID: "users.create.listed-once", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedImport},
			Title:   "An import lists a new user exactly once",
			Symptom: "The import misses the person, or offers the account twice.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Eventually("list a new user", func() []check.Problem { return check.Once(allPages(t), p.ID, p.Sent.UserName) })
			},
		},
		{
			ID: "users.create.listed-same", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedImport},
			Title:   "An import lists a new user with the same values as by id",
			Symptom: "The import shows blank or outdated profiles.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Eventually("list a new user", func() []check.Problem {
					read := t.MustReadUser(p.ID)
					listed, problems := t.InList(p.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Users (import)", check.All(
						check.Agree(read, listed, kit.DerivedAttributes(t)...), check.Sent(listed, kit.OnlyAttributes(read, check.Core...)))...)
				})
			},
		},
		{
			ID: "users.create.username", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The userName of a new user comes back letter by letter, in mixed case too",
			Why:     "Okta compares it with what it sent; its SPEC test does so exactly.",
			Symptom: "Okta's SPEC test is red; the profile looks changed at each sync.",
			Refs:    []string{"Okta SPEC steps 6 and 7", kit.RefUserName},
			Body: func(t *kit.T) {
				showsSent(t, t.NewUser(kit.Mailbox("Jo.McLeod-ABC")), "userName")
			},
		},
		{
			ID: "users.create.username-not-email", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user keeps a userName that is not the e-mail address, and the address",
			Why:     "Okta maps them apart: a login may be an employee number.",
			Symptom: "The person signs in under another name than the app knows; the next lookup misses.",
			Refs:    []string{"RFC 7643 §4.1.1", kit.RefCreate},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				p := t.NewUserIfAllowed("an e-mail address other than the userName", kit.UserNameWith("login"))
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, p.Sent.Resource(), "userName"), check.HasEmail(r, p.Sent.Email))
				})
			},
		},
		{
			ID: "users.create.names", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "givenName and familyName of a new user are stored as they were sent",
			Symptom: "The app and later imports show blank or wrong names.",
			Refs:    []string{kit.RefCreate, "Okta SPEC steps 6 and 7", "OIN C9344"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Named("Mary Jo", "van der Meer", "MJ the First"))
				showsSent(t, p, "name.givenName", "name.familyName")
			},
		},
		{
			ID: "users.create.display-name", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The displayName of a new user is stored as it was sent, also when it is not made of the names",
			Symptom: "The app shows another name than Okta.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.1"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Named("Mary", "Miller", "The Boss of "+t.Env().Names.Next()))
				showsSent(t, p, "displayName")
			},
		},
		{
			ID: kit.DisplayNameCheck, Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user shows a displayName",
			Why:     "Okta's default mapping sends one. An app need not keep it, and then nothing that is mapped to it arrives.",
			Symptom: "The display name that is mapped in Okta appears nowhere in the app, and an import brings none back.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.1: displayName is optional"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					if check.Has(r, "displayName") {
						return nil
					}
					return check.Sent(r, p.Sent.Resource(), "displayName")
				})
			},
		},
		{
			ID: "users.create.email", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The e-mail address of a new user is stored",
			Symptom: "Mail from the app does not reach the person.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.2", "OIN C9344"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByID(t, p, func(r okta.Resource) []check.Problem { return check.HasEmail(r, p.Sent.Email) })
			},
		},
		{
			ID: "users.create.email-primary", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The e-mail address of a new user is shown as the primary one",
			Why:     "Okta sends one address with primary true, and its imports read the primary one.",
			Symptom: "Imports find no address.",
			Refs:    []string{kit.RefCreate, "RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByID(t, p, func(r okta.Resource) []check.Problem {
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
			ID: "users.create.email-second", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Of two e-mail addresses the one that is marked primary is the user's, also when it is the second",
			Symptom: "Mail of the app goes to a private address.",
			Refs:    []string{"RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: func(t *kit.T) {
				sent := t.Person()
				kit.With("emails", kit.TwoEmails(sent.Email, "home-"+sent.Email))(&sent)
				p := kit.PushIfAllowed(t, "a second e-mail address", sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem { return check.PrimaryEmail(r, sent.Email) })
			},
		},
		{
			ID: "users.create.email-type", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The type of an e-mail address is stored",
			Symptom: "None with Okta, which maps one address.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					if len(check.HasEmail(r, p.Sent.Email)) > 0 {
						return nil
					}
					return check.Sent(r, okta.Resource{"emails": []any{map[string]any{"value": p.Sent.Email, "type": "work"}}}, "emails")
				})
			},
		},
		{
			ID: "users.create.external-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The externalId of a new user is stored letter by letter",
			Why:     "It is Okta's own id of the person, and its case counts.",
			Symptom: "None at once: the account cannot be matched with the person when the userName changes.",
			Refs:    []string{"RFC 7643 §3.1 externalId: caseExact true", kit.RefCreate},
			Body: func(t *kit.T) {
				showsSent(t, t.NewUser(), "externalId") // of both cases: see harness.Namer.OktaID
			},
		},
	}
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

// stateChecks: active is what was sent, and true when nothing was.
func stateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.active", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user that is created active is active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{kit.RefCreate, "Okta SPEC step 6"},
			Body: func(t *kit.T) {
				seenByID(t, t.NewUser(), check.Active)
			},
		},
		{
			ID: "users.create.active-omitted", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user that is created without active is active, or shows no active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{"RFC 7643 §4.1.1 active", kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person()
				seenByID(t, kit.Accepted(t, post(t, without(sent, "active")), sent), notInactive)
			},
		},
		{
			ID: "users.create.active-null", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user that is created with active null is active, or shows no active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{"RFC 7643 §2.5: null is no value"},
			Body: func(t *kit.T) {
				sent := t.Person()
				body := sent.Resource()
				body["active"] = nil
				seenByID(t, kit.Accepted(t, post(t, body), sent), notInactive)
			},
		},
		{
			ID: "users.create.inactive", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The create of an inactive user is accepted, and the answer shows it inactive",
			Why:     "Okta pushes staged people so.",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.1 active"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Inactive)
				a := t.Okta.CreateUser(t, sent)
				kit.Accepted(t, a, sent)
				t.Report(check.InAnswer(a, check.Inactive(a.Resource)))
			},
		},
		{
			ID: "users.create.inactive-stays", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A user that is created inactive is inactive by id, in the lookup and in the list",
			Symptom: "None: somebody who has not started yet has access to the app.",
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.1 active"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Inactive)
				p := kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
				t.See("create an inactive user", p.ID, sent.UserName, kit.AllViews, check.Inactive)
			},
		},
	}
}

// passwordChecks: Okta puts a random password into every create, also
// when password sync is off. It is accepted and never shown.
func passwordChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.password-plain", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A password of eight lower-case letters and digits is accepted",
			Why:     "Okta makes up such passwords, and an admin cannot change them: a password policy must not apply.",
			Symptom: "The assignment of some people fails with a message on password complexity.",
			Refs:    []string{"Okta support: a password is sent during user creation even with password sync disabled", kit.RefCreate},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.Password = kit.Password(u.UserName) })
				plain := t.Person(kit.With("password", nil))
				kit.AcceptedUnlike(t, t.Okta.CreateUser(t, sent), sent, plain)
			},
		},
		{
			ID: "users.create.password-long", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A password of twenty characters with signs is accepted",
			Symptom: "The assignment of some people fails with a message on the password.",
			Refs:    []string{"Okta support: a password is sent during user creation even with password sync disabled", "RFC 7643 §4.1.1 password"},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.Password = "A!" + kit.Password(u.UserName) + "#$%&*-_=+?" })
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.password-hidden", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The password is shown neither in the answer to the create nor by id, in the lookup or in the list",
			Symptom: "None: everybody who can read the directory reads passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never"},
			Body: func(t *kit.T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				p := kit.MadeUsers(t, a, sent)
				hidden := func(r okta.Resource) []check.Problem {
					return check.All(check.NoPassword(r), check.Hides(r, "the password", sent.Password))
				}
				t.Report(check.InAnswer(a, hidden(a.Resource)))
				t.See("create user", p.ID, sent.UserName, kit.AllViews, hidden)
			},
		},
		{
			ID: "users.create.no-secrets", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user shows no hash, salt or token of the app",
			Symptom: "None: everybody who can read the directory can attack the passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: neither the clear nor the hashed value is returned"},
			Body: func(t *kit.T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				p := kit.MadeUsers(t, a, sent)
				t.Report(check.InAnswer(a, check.NoSecrets(a.Resource)))
				seenByID(t, p, check.NoSecrets)
			},
		},
	}
}

// notInactive accepts an active that is true or not there: RFC 7643 gives active
// no default, so nothing sent may be nothing stored (§2.5). Okta always sends it.
func notInactive(r okta.Resource) []check.Problem {
	if active, shown := r["active"]; !shown || active == nil {
		return nil
	}
	return check.Active(r)
}
