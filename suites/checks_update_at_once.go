package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updatePatchAnswerChecks: what the answer to a PATCH says.
func updatePatchAnswerChecks() []Check {
	return []Check{
		{
			ID: "users.update.patch-answer", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "The answer to a PATCH that was applied shows the new state, when it shows the user",
			Why:     "Okta takes the answer for the new state of the account.",
			Symptom: "Okta takes a user for active who is not, or pushes the same change again.",
			Refs:    []string{"RFC 7644 §3.5.2: 200 with the entire resource, or 204", "https://github.com/MicrosoftDocs/azure-docs/issues/60316"},
			Body: func(t *T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				a := t.Okta.PatchUser(t, p.ID, map[string]any{"displayName": display})
				if !a.OK() {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				if a.Status != http.StatusOK || !check.Has(a.Resource, "displayName") {
					return
				}
				if problems, ok := t.wait("patch displayName by id", func() []check.Problem { return t.holds(p.ID, called(display)) }); !ok {
					t.Require(PatchApplied, problems)
				}
				t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", display)))
			},
		},
	}
}

// updateAtOnceChecks: two changes of one user at the same time that do not
// touch each other.
func updateAtOnceChecks() []Check {
	const people = 5 // which of the two comes last is chance
	return []Check{
		{
			ID: "users.update.patch-at-once", Level: Must, Only: []okta.Dialect{okta.OIN}, Creates: people,
			Title:   "A user who is deactivated while another attribute is patched is inactive afterwards",
			Why:     "Each PATCH names one attribute: in whatever order they come, both must hold.",
			Symptom: "Somebody who left is active again: the other change brought the old state back.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH changes the attributes it names, atomically", "OIN C9307"},
			Body: func(t *T) {
				all := t.NewUsers(people)
				answers := t.atOnceOrLater(2*people, func(i int) okta.Answer {
					p, value := all[i/2], map[string]any{"active": false}
					if i%2 == 0 {
						value = map[string]any{"displayName": "New " + p.Sent.DisplayName}
					}
					return t.Okta.PatchUser(t, p.ID, value)
				})
				if !answers[0].OK() {
					t.Unsupported("the app takes no PATCH of the profile: %d", answers[0].Status)
				}
				for i, p := range all {
					t.Require(DeactivateUser, check.Accepted(answers[2*i+1]))
					t.See("deactivate beside another change", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
					t.StopIfFailed()
				}
			},
		},
	}
}
