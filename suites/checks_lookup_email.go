package suites

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// lookupEmailChecks: some custom apps with the unique identifier e-mail are
// asked `email eq "…"`. They run when the profile says so.
func lookupEmailChecks() []Check {
	checks := []Check{
		{
			ID: "users.lookup.email", Level: Must,
			Title:   "The lookup by e-mail address finds a user",
			Symptom: linksNobody,
			Body: func(t *T) {
				p := t.NewUser()
				t.find(p, p.Sent.Email, func() okta.Answer { return t.Okta.LookupUserByEmail(t, p.Sent.Email) })
			},
		},
		{
			ID: "users.lookup.email-miss", Level: Must,
			Title:   "The lookup of an e-mail address that nobody has finds nobody",
			Symptom: linksAnother,
			Body: func(t *T) {
				address := t.Person().Email
				t.Report(check.Miss(t.Okta.LookupUserByEmail(t, address), address))
			},
		},
		{
			ID: "users.lookup.email-case", Level: Must,
			Title:   "The lookup by e-mail address finds a user when the address is asked for in upper case",
			Symptom: linksNobody,
			Body: func(t *T) {
				p := t.NewUser()
				asked := strings.ToUpper(p.Sent.Email)
				t.find(p, asked, func() okta.Answer { return t.Okta.LookupUserByEmail(t, asked) })
			},
		},
		{
			ID: "users.lookup.email-part", Level: Must,
			Title:   "The lookup of a part of an e-mail address finds nobody",
			Symptom: linksAnother,
			Body: func(t *T) {
				p := t.NewUser(Mailbox("anna"))
				t.findable(p)
				name, _, _ := strings.Cut(p.Sent.Email, "@")
				for _, address := range []string{name, p.Sent.Email[1:], p.Sent.Email + ".au"} {
					t.Report(check.FindsNone(t.Okta.LookupUserByEmail(t, address), address))
				}
			},
		},
		{
			ID: "users.lookup.email-plus", Level: Must,
			Title:   "The lookup by e-mail address finds an address with a plus sign",
			Symptom: linksNobody,
			Body: func(t *T) {
				p := t.NewUserIfAllowed("a plus sign in an e-mail address", Mailbox("pat+news"))
				t.find(p, p.Sent.Email, func() okta.Answer { return t.Okta.LookupUserByEmail(t, p.Sent.Email) })
			},
		},
	}
	for i := range checks {
		body := checks[i].Body
		checks[i].Why = "With e-mail as the unique identifier some custom apps get the lookup email eq \"…\"."
		checks[i].Refs = slices.Concat(checks[i].Refs, []string{"Okta app settings: Unique identifier field for users = email", "RFC 7643 §4.1.2", refUserFilter})
		checks[i].Body = func(t *T) {
			if !t.Env().Profile.Okta.EmailLookup {
				t.Unsupported("the app profile does not say that users are looked up by e-mail address (okta.email_lookup)")
			}
			body(t)
		}
	}
	return checks
}
