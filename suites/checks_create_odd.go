package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// longText is longer than the 255 octets of the usual database column.
var longText = strings.Repeat("Longfellow ", 28) + "End"

// createOddChecks: a value is stored whole and unchanged or refused with a
// reason; anything in between is a crash or silent damage.
func createOddChecks() []Check {
	checks := []Check{
		{
			ID: "users.create.username-plus", Level: Must,
			Title:   "A userName and address with a plus sign is accepted and stored letter by letter",
			Symptom: "People with such an address cannot be assigned.",
			Refs:    []string{"RFC 5322 §3.2.3: a plus sign is legal in an address", refUserName},
			Body: func(t *T) {
				sent := t.Person(Mailbox("pat+news"))
				t.showsSent(t.accepted(t.Okta.CreateUser(t, sent), sent), "userName")
			},
		},
		{
			ID: "users.create.username-apostrophe", Level: Must,
			Title:   "A userName and address with an apostrophe is accepted and stored letter by letter",
			Symptom: "O'Brien cannot be assigned.",
			Refs:    []string{"RFC 5322 §3.2.3: an apostrophe is legal in an address", refUserName},
			Body: func(t *T) {
				sent := t.Person(Mailbox("o'brien"))
				t.showsSent(t.accepted(t.Okta.CreateUser(t, sent), sent), "userName")
			},
		},
		{
			ID: "users.create.odd-usernames", Level: Must, Creates: len(oddUserNames) + 1,
			Title:   "An odd userName is stored letter by letter or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{refUserName, "RFC 7644 §3.12"},
			Body: func(t *T) {
				for _, odd := range oddUserNames {
					sent := t.Person(Inactive, userNameWith(odd.local))
					a := t.Okta.CreateUser(t, sent)
					at := "userName with " + odd.title + ":"
					t.ReportAt(at, check.NoCrashWell(a))
					if a.OK() && a.Resource.String("userName") != "" {
						t.ReportAt(at, check.Sent(a.Resource, sent.Resource(), "userName"))
					}
					t.settle(a)
				}
			},
		},
		{
			ID: "users.create.control-characters", Level: Must,
			Title:   "A displayName with a line break and a tab is no server error and breaks no answer",
			Why:     "An answer that is put together as text is no JSON then.",
			Symptom: "One person makes every import fail.",
			Refs:    []string{"RFC 8259 §7", refPost},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "Jane\n\tDoe\r\n\"x\" \\n" })
				a := t.Okta.CreateUser(t, sent)
				t.Report(check.NoCrashWell(a))
				if a.OK() && a.Resource.ID() != "" {
					p := Person{ID: a.Resource.ID(), Sent: sent}
					t.See("create user", p.ID, sent.UserName, []View{ViewByID, ViewList}, func(okta.Resource) []check.Problem { return nil })
				}
			},
		},
		{
			ID: "users.create.control-kept", Level: Should,
			Title:   "A displayName with a line break and a tab is stored letter by letter or refused",
			Symptom: "The profile looks changed at each sync.",
			Refs:    []string{"RFC 7643 §2.3.1"},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "Jane\n\tDoe" })
				t.showsSent(t.pushIfAllowed("control characters in a displayName", sent), "displayName")
			},
		},
		{
			ID: "users.create.blanks-kept", Level: Should,
			Title:   "Blanks around a displayName are stored as they were sent",
			Symptom: "The profile looks changed at each sync.",
			Refs:    []string{"RFC 7643 §2.3.1"},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "  Jane  Doe " })
				t.showsSent(t.pushIfAllowed("blanks around a displayName", sent), "displayName")
			},
		},
	}
	for _, long := range []struct {
		id, title, path string
		set             Option
	}{
		{"display-name", "displayName", "displayName", func(u *okta.User) { u.DisplayName = longText }},
		{"given-name", "givenName", "name.givenName", func(u *okta.User) { u.GivenName = longText }},
		{"family-name", "familyName", "name.familyName", func(u *okta.User) { u.FamilyName = longText }},
		{"title", "title", "title", With("title", longText)},
	} {
		checks = append(checks, Check{
			ID: "users.create.long-" + long.id, Level: Must,
			Title:   "A " + long.title + " of three hundred letters is stored whole or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task, or names that end in the middle.",
			Refs:    []string{"RFC 7644 §3.12 invalidValue", refPost},
			Body: func(t *T) {
				sent := t.Person(long.set)
				a := t.Okta.CreateUser(t, sent)
				t.Report(check.NoCrashWell(a))
				if !a.OK() {
					return
				}
				t.seenByID(t.made(a, sent), func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), long.path)
				})
			},
		})
	}
	return checks
}

// createRefusedChecks: a refused create has no effect.
func createRefusedChecks() []Check {
	return []Check{
		{
			ID: "users.create.refused-stores-nothing", Level: Must,
			Title:   "A create that is refused stores nothing",
			Why:     "Okta repeats it after the admin has corrected the profile.",
			Symptom: "The corrected assignment fails with a conflict, beside a half-made account.",
			Refs:    []string{"RFC 7644 §3.12", refPost},
			Body: func(t *T) {
				refused := 0
				for name, v := range map[string]any{"active": "perhaps", "emails": "no list", "name": "no object", "displayName": map[string]any{"no": "text"}} {
					sent := t.Person()
					body := sent.Resource()
					body[name] = v
					a := t.post(body)
					if a.Err != nil || a.Status < 400 {
						t.settle(a)
						continue
					}
					refused++
					t.ReportAt("after a create with a wrong "+name+" was answered "+http.StatusText(a.Status)+":",
						check.FindsNone(t.Okta.LookupUser(t, sent.UserName), sent.UserName))
				}
				if refused == 0 {
					t.Unsupported("the app refuses no create for a wrong type of a value")
				}
			},
		},
		{
			ID: "users.create.after-refusal", Level: Must,
			Title:   "After a refused create the next one succeeds",
			Symptom: "One wrong profile stops the provisioning of everybody.",
			Refs:    []string{refPost},
			Body: func(t *T) {
				p := t.NewUser()
				t.Okta.CreateUser(t, p.Sent)
				t.post(okta.Resource{"schemas": []any{check.UserSchema}})
				sent := t.Person()
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
	}
}
