package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createStateChecks: active is what was sent, and true when nothing was.
func createStateChecks() []Check {
	return []Check{
		{
			ID: "users.create.active", Level: Must,
			Title:   "A user that is created active is active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{refCreate, "Okta SPEC step 6"},
			Body: func(t *T) {
				t.seenByID(t.NewUser(), check.Active)
			},
		},
		{
			ID: "users.create.active-omitted", Level: Must,
			Title:   "A user that is created without active is active, or shows no active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{"RFC 7643 §4.1.1 active", refPost},
			Body: func(t *T) {
				sent := t.Person()
				t.seenByID(t.accepted(t.post(without(sent, "active")), sent), notInactive)
			},
		},
		{
			ID: "users.create.active-null", Level: Should,
			Title:   "A user that is created with active null is active, or shows no active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{"RFC 7643 §2.5: null is no value"},
			Body: func(t *T) {
				sent := t.Person()
				body := sent.Resource()
				body["active"] = nil
				t.seenByID(t.accepted(t.post(body), sent), notInactive)
			},
		},
		{
			ID: "users.create.inactive", Level: Must,
			Title:   "The create of an inactive user is accepted, and the answer shows it inactive",
			Why:     "Okta pushes staged people so.",
			Symptom: cannotAssign,
			Refs:    []string{refPost, "RFC 7643 §4.1.1 active"},
			Body: func(t *T) {
				sent := t.Person(Inactive)
				a := t.Okta.CreateUser(t, sent)
				t.accepted(a, sent)
				t.Report(check.InAnswer(a, check.Inactive(a.Resource)))
			},
		},
		{
			ID: "users.create.inactive-stays", Level: Must,
			Title:   "A user that is created inactive is inactive by id, in the lookup and in the list",
			Symptom: "None: somebody who has not started yet has access to the app.",
			Refs:    []string{refPost, "RFC 7643 §4.1.1 active"},
			Body: func(t *T) {
				sent := t.Person(Inactive)
				p := t.made(t.Okta.CreateUser(t, sent), sent)
				t.See("create an inactive user", p.ID, sent.UserName, allViews, check.Inactive)
			},
		},
	}
}

// createPasswordChecks: Okta puts a random password into every create, also
// when password sync is off. It is accepted and never shown.
func createPasswordChecks() []Check {
	return []Check{
		{
			ID: "users.create.password-plain", Level: Must,
			Title:   "A password of eight lower-case letters and digits is accepted",
			Why:     "Okta makes up such passwords, and an admin cannot change them: a password policy must not apply.",
			Symptom: "The assignment of some people fails with a message on password complexity.",
			Refs:    []string{"Okta support: a password is sent during user creation even with password sync disabled", refCreate},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.Password = password(u.UserName) })
				plain := t.Person(With("password", nil))
				t.acceptedUnlike(t.Okta.CreateUser(t, sent), sent, plain)
			},
		},
		{
			ID: "users.create.password-long", Level: Must,
			Title:   "A password of twenty characters with signs is accepted",
			Symptom: "The assignment of some people fails with a message on the password.",
			Refs:    []string{"Okta support: a password is sent during user creation even with password sync disabled", "RFC 7643 §4.1.1 password"},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.Password = "A!" + password(u.UserName) + "#$%&*-_=+?" })
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.password-hidden", Level: Must,
			Title:   "The password is shown neither in the answer to the create nor by id, in the lookup or in the list",
			Symptom: "None: everybody who can read the directory reads passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never"},
			Body: func(t *T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				p := t.made(a, sent)
				hidden := func(r okta.Resource) []check.Problem {
					return check.All(check.NoPassword(r), check.Hides(r, "the password", sent.Password))
				}
				t.Report(check.InAnswer(a, hidden(a.Resource)))
				t.See("create user", p.ID, sent.UserName, allViews, hidden)
			},
		},
		{
			ID: "users.create.no-secrets", Level: Must,
			Title:   "A new user shows no hash, salt or token of the app",
			Symptom: "None: everybody who can read the directory can attack the passwords.",
			Refs:    []string{"RFC 7643 §4.1.1 password: neither the clear nor the hashed value is returned"},
			Body: func(t *T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				p := t.made(a, sent)
				t.Report(check.InAnswer(a, check.NoSecrets(a.Resource)))
				t.seenByID(p, check.NoSecrets)
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
