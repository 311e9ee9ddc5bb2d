package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// connectorFirstChecks: Okta's SPEC test reads the first listed user closely.
func connectorFirstChecks() []Check {
	return []Check{
		{
			ID: "connector.users.first-complete", Level: Must,
			Title:   "The first listed user has an id, a userName, both names, active and an e-mail address",
			Why:     "Okta's SPEC test asserts each of them. A system account without names at the head of the list makes it fail.",
			Symptom: "Okta's SPEC test is red in its first step; imports show accounts that are no people.",
			Refs:    []string{refSpecList, "RFC 7643 §4.1"},
			Body: func(t *T) {
				p := t.somebody()
				t.ReportAt("the first of GET /Users", check.Complete(t.firstListed(p)))
			},
		},
		{
			ID: "connector.users.read-first", Level: Must,
			Title:   "The first listed user, read by id, is the same user with the same values",
			Why:     "The ids that a list gives are what every later request is made of.",
			Symptom: "Okta's SPEC test is red in its second step; imported users cannot be updated.",
			Refs:    []string{"Okta SPEC step 2", "RFC 7643 §3.1"},
			Body: func(t *T) {
				p := t.somebody()
				// Others may change or remove that user in between, so both are read again then.
				t.Eventually("read the first listed user", func() []check.Problem {
					listed := t.firstListed(p)
					a := t.Okta.Send(t, "read-user-spec", okta.Vars{"id": listed.ID()})
					problems := check.All(check.Status(a, http.StatusOK), check.WithResource(a))
					if len(problems) > 0 {
						return problems
					}
					return check.In(a.Op(), check.SameProfile(listed, a.Resource)...)
				})
			},
		},
		{
			ID: "connector.users.read-complete", Level: Must,
			Title:   "A user with all of Okta's default attributes is complete when it is read by id",
			Why:     "Okta's SPEC test asserts id, userName, both names, active and an e-mail address there too.",
			Symptom: "Okta's SPEC test is red in its second step; profiles look empty.",
			Refs:    []string{"Okta SPEC step 2", "RFC 7643 §4.1"},
			Body: func(t *T) {
				p := t.NewUser()
				t.See("create user", p.ID, p.Sent.UserName, []View{ViewByID}, check.Complete)
			},
		},
	}
}
