package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateEmailChecks: a new e-mail address, in all its facets.
func updateEmailChecks() []Check {
	return []Check{
		{
			ID: "users.update.email", Level: Must,
			Title:   "A new e-mail address shows by id, by lookup and in the list; an app that keeps addresses refuses it and stores nothing",
			Why:     "A server that answers 200 and keeps the old value leaves Okta and the app apart, and nobody is told.",
			Symptom: "None: Okta shows the change as pushed, the app still has the old e-mail address.",
			Refs:    []string{refOktaUpdate, refPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310", "RFC 7643 §2.2: an attribute may be immutable"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.needShown(before, "emails")
				next := t.Person()
				a := t.put(p, func(r okta.Resource) { t.setEmail(r, next.Email) })
				if a.OK() {
					t.See("update emails", p.ID, t.nameAfter(p, next), allViews, func(r okta.Resource) []check.Problem {
						return check.HasEmail(r, next.Email)
					})
					return
				}
				t.See("refused update of emails", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
				again := t.put(p, func(okta.Resource) {})
				t.Require(UpdateUser, check.Status(again, http.StatusOK))
				if !addressFixed(a) {
					t.Report(check.Accepted(a))
				}
				t.StopIfFailed()
				t.Unsupported("%s", fixedAddress(a))
			},
		},
		{
			ID: "users.update.email-flags", Level: Must,
			Title:   "A new e-mail address keeps the primary mark and the type of the old one",
			Why:     "Okta reads the address that is marked primary.",
			Symptom: "Okta shows the person without an e-mail address after the next import.",
			Refs:    []string{"RFC 7643 §2.4", "https://developer.okta.com/docs/concepts/scim/faqs/"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				next := t.newAddress(p)
				t.See("update emails", p.ID, next, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.SameEmailBut(before, r, p.Sent.Email, next)
				})
			},
		},
		{
			ID: "users.update.email-once", Level: Must,
			Title:   "A new e-mail address takes the place of the old one, which is gone",
			Symptom: "Mail and invitations still go to the person's old address.",
			Refs:    []string{refPut, refOktaUpdate},
			Body: func(t *T) {
				p := t.NewUser()
				next := t.newAddress(p)
				t.See("update emails", p.ID, next, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.NoValue(r, "emails", p.Sent.Email)
				})
			},
		},
		{
			ID: "users.update.email-primary", Level: Must,
			Title:   "After a new e-mail address exactly one address is primary: the new one",
			Symptom: "The app writes to an address that the person no longer has.",
			Refs:    []string{"RFC 7643 §2.4: primary is true at most once"},
			Body: func(t *T) {
				p := t.NewUser()
				next := t.newAddress(p)
				t.See("update emails", p.ID, next, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.PrimaryEmail(r, next)
				})
			},
		},
		{
			ID: "users.update.email-keeps", Level: Must,
			Title:   "A new e-mail address changes no other attribute",
			Why:     "Some apps overwrite the userName with the address, and Okta then looks up a name that is gone.",
			Symptom: "The person's login changes with the address, or later pushes make a second account.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				next := t.newAddress(p)
				t.See("update emails", p.ID, next, []View{ViewByID}, likeBefore(before, t.freeOnEmail()...))
			},
		},
		{
			ID: "users.update.email-second", Level: Must,
			Title:   "Of two e-mail addresses only the one that is changed changes",
			Symptom: "The person's private address is lost with a change of the work address.",
			Refs:    []string{"RFC 7643 §2.4", refPut},
			Body: func(t *T) {
				home := t.Person().Email
				p := t.NewUser(func(u *okta.User) {
					With("emails", []any{
						map[string]any{"primary": true, "type": "work", "value": u.Email},
						map[string]any{"primary": false, "type": "home", "value": home},
					})(u)
				})
				before := t.mustReadUser(p.ID)
				if len(check.All(check.HasEmail(before, p.Sent.Email), check.HasEmail(before, home))) > 0 {
					t.Unsupported("the app does not keep two e-mail addresses")
				}
				next := t.newAddress(p)
				t.See("update emails", p.ID, next, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.SameEmailBut(before, r, home, home), check.PrimaryEmail(r, next))
				})
			},
		},
	}
}
