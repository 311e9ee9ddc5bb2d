package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// changeAddress: another e-mail address for somebody who has a private one too, where the app keeps two. j.Next has it.
var changeAddress = kit.Sequence{Name: "update emails", Step: kit.UpdateEmail, Carry: func(t *kit.T, j *kit.Journey) {
	sent := t.Person(kit.With("title", "Engineer"))
	kit.With("emails", []any{
		map[string]any{"primary": true, "type": "work", "value": sent.Email},
		map[string]any{"primary": false, "type": "home", "value": "home-" + sent.Email},
	})(&sent)
	j.Person = kit.PushOrPlain(t, sent, kit.With("title", "Engineer"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Next = t.Person()
	j.Run = t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) { kit.PutEmail(t, r, j.Next.Email) })
}}

// changedAddress is the journey of a new address. The check is unsupported when the app keeps addresses: users.update.email is
// about that.
func changedAddress(t *kit.T) *kit.Journey {
	j := t.Carried()
	if a := j.Run.Last(); kit.AddressFixed(a) {
		t.Unsupported("%s", kit.FixedAddress(a))
	}
	return t.Journey()
}

// addressChecks: a new e-mail address, in all its facets.
func addressChecks() []kit.Check {
	looks := func(want func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem) func(*kit.T) {
		return func(t *kit.T) {
			j := changedAddress(t)
			t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return want(t, j, r) })
		}
	}
	checks := []kit.Check{
		{
			ID: kit.UpdateEmail.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new e-mail address shows by id, by lookup and in the list; an app that keeps addresses refuses it and stores nothing",
			Why:     "A server that answers 200 and keeps the old value leaves Okta and the app apart, and nobody is told.",
			Symptom: "No error in Okta: it shows the change as pushed, the app still has the old e-mail address.",
			Refs: []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310",
				"RFC 7643 §2.2: an attribute may be immutable"},
			Body: func(t *kit.T) {
				j := t.Carried()
				p, a := j.Person, j.Run.Last()
				kit.NeedShown(t, j.Before.User, "emails")
				if a.OK() {
					if kit.KnownByEmail(t) {
						p.Sent.UserName = j.Next.Email
					}
					t.LookAt(j, p, kit.AllViews, func(r okta.Resource) []check.Problem { return check.HasEmail(r, j.Next.Email) })
					return
				}
				t.Look(j, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(j.Before.User))
				if !kit.AddressFixed(a) {
					t.Report(check.Accepted(a))
				}
				t.StopIfFailed()
				again := kit.PutUser(t, p, func(okta.Resource) {})
				t.Require(kit.UpdateUser, check.Status(again, http.StatusOK))
				t.Unsupported("%s", kit.FixedAddress(a))
			},
		},
		{
			ID: "users.update.email-flags", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new e-mail address keeps the type of the old one, and is the only primary one",
			Why:     "Okta reads the address that is marked primary.",
			Symptom: "After the next import Okta shows the person without an e-mail address, or with one that is outdated.",
			Refs:    []string{"RFC 7643 §2.4: primary is true at most once", "https://developer.okta.com/docs/concepts/scim/faqs/"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.All(check.SameEmailBut(j.Before.User, r, j.Person.Sent.Email, j.Next.Email), check.PrimaryEmail(r, j.Next.Email))
			}),
		},
		{
			ID: "users.update.email-once", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new e-mail address takes the place of the old one, which is gone",
			Symptom: "Mail and invitations still go to the person's old address.",
			Refs:    []string{kit.RefPut, kit.RefOktaUpdate},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.NoValue(r, "emails", j.Person.Sent.Email)
			}),
		},
		{
			ID: "users.update.email-keeps", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new e-mail address changes no other attribute",
			Why:     "Some apps overwrite the userName with the address, and Okta then looks up a name that is gone.",
			Symptom: "The person's login changes with the address, or later pushes make a second account.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				free := []string{"emails"}
				if kit.KnownByEmail(t) {
					free = append(free, "userName")
				}
				return kit.LikeBefore(j.Before.User, free...)(r)
			}),
		},
		{
			ID: "users.update.email-second", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "Of two e-mail addresses only the one that is changed changes",
			Symptom: "The person's private address is lost with a change of the work address.",
			Refs:    []string{"RFC 7643 §2.4", kit.RefPut},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				home := "home-" + j.Person.Sent.Email
				if len(check.All(check.HasEmail(j.Before.User, j.Person.Sent.Email), check.HasEmail(j.Before.User, home))) > 0 {
					t.Unsupported("the app does not keep two e-mail addresses")
				}
				return check.SameEmailBut(j.Before.User, r, home, home)
			}),
		},
	}
	return inJourney(changeAddress, checks)
}
