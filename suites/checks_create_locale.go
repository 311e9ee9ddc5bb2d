package suites

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createLocaleChecks: a locale is a language tag, as Okta's default mapping
// sends it.
func createLocaleChecks() []Check {
	return []Check{
		{
			ID: "users.create.locale", Level: Must,
			Title:   "The locale of a new user is shown as it was sent, when the app shows one",
			Why:     "en_US is no language tag, and not equal to the en-US that Okta has.",
			Symptom: "The profile looks changed at every import, and is pushed again and again.",
			Refs:    []string{"RFC 7643 §4.1.1 locale: a language tag as in RFC 5646", "RFC 5646 §2.1: subtags are parted by hyphens; §2.1.1: case does not matter"},
			Body: func(t *T) {
				p := t.NewUser()
				t.needShown(t.mustReadUser(p.ID), "locale")
				t.See("create user", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					shown, _ := r.Get("locale")
					if text, ok := shown.(string); shown == nil || ok && (text == "" || strings.EqualFold(text, p.Sent.Locale)) {
						return nil
					}
					return []check.Problem{{Place: "locale", Expected: fmt.Sprintf("%q, as sent", p.Sent.Locale), Actual: fmt.Sprintf("%q", shown)}}
				})
			},
		},
	}
}
