package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// importUserChecks: what an import shows of one user.
func importUserChecks() []Check {
	return []Check{
		{
			ID: "import.users.agrees", Level: Must,
			Title:   "A listed user is the same as the user read by id",
			Why:     "Okta fills the profile from the list.",
			Symptom: "The import brings outdated, shortened or foreign profiles into Okta.",
			Refs:    []string{refImport, refListAnswer, "OIN C9303"},
			Body: func(t *T) {
				p := t.listedPerson(With("title", "Engineer"), With(check.EnterpriseSchema, map[string]any{"department": "Research"}))
				t.Eventually("create user in the list", func() []check.Problem {
					read, problems := t.ByID(p.ID)
					if len(problems) > 0 {
						return problems
					}
					listed, problems := t.InList(p.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Users (import)", check.All(check.SameProfile(read, listed), agrees(read, listed))...)
				})
			},
		},
		{
			ID: "import.users.inactive", Level: Must, Needs: []Need{NeedPushUsers},
			Title:   "An inactive user is listed, as inactive",
			Why:     "Okta takes a user who is missing from the list for deleted.",
			Symptom: "After an import Okta has lost the link to people who are deactivated for a while.",
			Refs:    []string{refImport, "OIN C9303, C9361"},
			Body: func(t *T) {
				p := t.NewUser(Inactive)
				t.See("create an inactive user", p.ID, p.Sent.UserName, []View{ViewList}, check.Inactive)
			},
		},
		{
			ID: "import.users.updated", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "An import shows a user's new name after an update",
			Why:     "A list from a cache or a search index lags behind for ever when updates do not reach it.",
			Symptom: "Imports bring old names back into Okta.",
			Refs:    []string{refImport, refPut, "OIN C9305"},
			Body: func(t *T) {
				p := t.listedPerson()
				family := "Newname " + p.Sent.FamilyName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r.Set(family, "name", "familyName") })
				t.Require(UpdateUser, check.Through(run))
				t.See("update", p.ID, p.Sent.UserName, []View{ViewList}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "name.familyName", family)
				})
			},
		},
	}
}
