package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// emailChecks: a new e-mail address, in all its facets.
func emailChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.email", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new e-mail address shows by id, by lookup and in the list; an app that keeps addresses refuses it and stores nothing",
			Why:     "A server that answers 200 and keeps the old value leaves Okta and the app apart, and nobody is told.",
			Symptom: "None: Okta shows the change as pushed, the app still has the old e-mail address.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310", "RFC 7643 §2.2: an attribute may be immutable"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				kit.NeedShown(t, before, "emails")
				next := t.Person()
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutEmail(t, r, next.Email) })
				if a.OK() {
					t.See("update emails", p.ID, nameAfter(t, p, next), kit.AllViews, func(r okta.Resource) []check.Problem {
						return check.HasEmail(r, next.Email)
					})
					return
				}
				t.See("refused update of emails", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
				again := kit.PutUser(t, p, func(okta.Resource) {})
				t.Require(kit.UpdateUser, check.Status(again, http.StatusOK))
				if !kit.AddressFixed(a) {
					t.Report(check.Accepted(a))
				}
				t.StopIfFailed()
				t.Unsupported("%s", kit.FixedAddress(a))
			},
		},
		{
			ID: "users.update.email-flags", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new e-mail address keeps the primary mark and the type of the old one",
			Why:     "Okta reads the address that is marked primary.",
			Symptom: "Okta shows the person without an e-mail address after the next import.",
			Refs:    []string{"RFC 7643 §2.4", "https://developer.okta.com/docs/concepts/scim/faqs/"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				next := newAddress(t, p)
				t.See("update emails", p.ID, next, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.SameEmailBut(before, r, p.Sent.Email, next)
				})
			},
		},
		{
			ID: "users.update.email-once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new e-mail address takes the place of the old one, which is gone",
			Symptom: "Mail and invitations still go to the person's old address.",
			Refs:    []string{kit.RefPut, kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				next := newAddress(t, p)
				t.See("update emails", p.ID, next, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.NoValue(r, "emails", p.Sent.Email)
				})
			},
		},
		{
			ID: "users.update.email-primary", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a new e-mail address exactly one address is primary: the new one",
			Symptom: "The app writes to an address that the person no longer has.",
			Refs:    []string{"RFC 7643 §2.4: primary is true at most once"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				next := newAddress(t, p)
				t.See("update emails", p.ID, next, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.PrimaryEmail(r, next)
				})
			},
		},
		{
			ID: "users.update.email-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new e-mail address changes no other attribute",
			Why:     "Some apps overwrite the userName with the address, and Okta then looks up a name that is gone.",
			Symptom: "The person's login changes with the address, or later pushes make a second account.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				next := newAddress(t, p)
				t.See("update emails", p.ID, next, []kit.View{kit.ViewByID}, kit.LikeBefore(before, freeOnEmail(t)...))
			},
		},
		{
			ID: "users.update.email-second", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Of two e-mail addresses only the one that is changed changes",
			Symptom: "The person's private address is lost with a change of the work address.",
			Refs:    []string{"RFC 7643 §2.4", kit.RefPut},
			Body: func(t *kit.T) {
				home := t.Person().Email
				p := t.NewUser(func(u *okta.User) {
					kit.With("emails", []any{
						map[string]any{"primary": true, "type": "work", "value": u.Email},
						map[string]any{"primary": false, "type": "home", "value": home},
					})(u)
				})
				before := t.MustReadUser(p.ID)
				if len(check.All(check.HasEmail(before, p.Sent.Email), check.HasEmail(before, home))) > 0 {
					t.Unsupported("the app does not keep two e-mail addresses")
				}
				next := newAddress(t, p)
				t.See("update emails", p.ID, next, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.SameEmailBut(before, r, home, home), check.PrimaryEmail(r, next))
				})
			},
		},
	}
}

// updateAddress sends a profile update with a new e-mail address beside other
// changes. Where the app refuses it and takes the same update without the new
// address, the answer is that to the second one, and why says that the app keeps
// addresses.
func updateAddress(t *kit.T, p kit.Person, next string, others ...func(okta.Resource)) (a okta.Answer, why string) {
	change := func(r okta.Resource) {
		for _, other := range others {
			other(r)
		}
	}
	a = kit.PutUser(t, p, func(r okta.Resource) { kit.PutEmail(t, r, next); change(r) })
	if !kit.AddressFixed(a) {
		return a, ""
	}
	without := kit.PutUser(t, p, change)
	if !without.OK() {
		return a, ""
	}
	return without, kit.FixedAddress(a)
}

// newAddress changes a person's e-mail address by a profile update, waits until
// a by-id read shows it, and gives it. The check is unsupported when the app
// keeps addresses: users.update.email is about that.
func newAddress(t *kit.T, p kit.Person) string {
	next := t.Person().Email
	a, why := updateAddress(t, p, next)
	if why != "" {
		t.Unsupported("%s", why)
	}
	t.Require(kit.UpdateEmail, check.Status(a, http.StatusOK))
	t.Await(kit.UpdateEmail, "update emails by id", func() []check.Problem {
		return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.HasEmail(r, next) })
	})
	return next
}
