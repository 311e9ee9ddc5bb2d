package suites

import (
	"time"

	"github.com/oktascim/oktascim/suites/check"
)

// slowPage is how long a page may take before it is called slow. Okta gives up
// after 60 s.
const slowPage = 10 * time.Second

// importPageChecks: an import over the whole list.
func importPageChecks() []Check {
	return ofManyUsers([]Check{
		{
			ID: "import.users.pages", Level: Must,
			Title:   "Every page of an import is answered 200 with a ListResponse",
			Why:     "One page that fails ends the whole import.",
			Symptom: "The import stops with an error in the middle.",
			Refs:    []string{refImport, refListAnswer, "OIN C9303"},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.Lists)
			},
		},
		{
			ID: "import.users.once", Level: Must,
			Title:   "An import of some hundred users finds every one, active or not, exactly once",
			Why:     "Okta takes a user who is missing for deleted, and one who is there twice for a conflict.",
			Symptom: "Users are missing after an import, and Okta offers to remove them; or the import never ends.",
			Refs:    []string{refImport, refPaging, "OIN C9303, C9304"},
			Body: func(t *T) {
				ours := IDs(t.importCrowd()...)
				// Where others delete meanwhile, pages shift, and each walk loses
				// somebody else. Only who is wrong in every walk is reported.
				suspects := ours
				t.judgeWalk(func(w check.Walk) []check.Problem {
					problems := w.EachOnce(suspects, t.names)
					suspects = w.NotOnce(suspects)
					return problems
				})
			},
		},
		{
			ID: "import.users.full-pages", Level: Must,
			Title:   "A page of an import holds 100 users as long as there are that many",
			Why:     "A server may cap its pages by the RFC, but Okta goes on at 101 whatever it got: with a cap of 50, every other 50 users are lost.",
			Symptom: "Half of the users are missing after an import.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.Full)
			},
		},
		{
			ID: "import.users.last-page", Level: Must,
			Title:   "The last page of an import holds the users that are left",
			Symptom: "The last users are missing after an import, or some are there twice.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.LastPage)
			},
		},
		{
			ID: "import.users.start-index", Level: Must,
			Title:   "Every page says the startIndex that it was asked for",
			Why:     "Okta reads it as an integer to know where it is.",
			Symptom: "The import repeats or passes over pages.",
			Refs:    []string{refListAnswer + ": startIndex is required when a page is answered", refImport},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.StartIndexes)
			},
		},
		{
			ID: "import.users.items-per-page", Level: Should,
			Title:   "Every page says in itemsPerPage how many users it holds",
			Symptom: "Okta's review of the integration may stop at a short page that says 100.",
			Refs:    []string{refListAnswer + ": the number of resources returned in the page", "https://github.com/ory/polis/issues/4054"},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.PerPage)
			},
		},
		{
			ID: "import.users.fast", Level: Should,
			Title:   "Every page of an import is answered within 10 s",
			Why:     "Okta gives up after 60 s, and pages get slower as the tenant grows.",
			Symptom: "Imports end with a time-out once the company has grown.",
			Refs:    []string{"Okta SCIM FAQ: the connection is closed after 60 s"},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(func(w check.Walk) []check.Problem { return w.Within(slowPage) })
			},
		},
		{
			ID: "import.users.no-password", Level: Must,
			Title:   "No page of an import shows a password",
			Why:     "password is returned never.",
			Symptom: "None: passwords leak into imports and logs.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *T) {
				password := t.importCrowd()[0].Sent.Password
				t.judgeWalk(func(w check.Walk) []check.Problem {
					var out []check.Problem
					for _, r := range w.Resources() {
						out = append(out, check.At("id "+r.ID(), check.NoPassword(r)...)...)
					}
					for _, page := range w.Pages {
						out = append(out, check.NoEcho(page, "the password that was sent", password)...)
					}
					return out
				})
			},
		},
	})
}

// importTotalChecks: totalResults says how many users there are to import.
func importTotalChecks() []Check {
	return ofManyUsers([]Check{
		{
			ID: "import.users.total", Level: Must,
			Title:   "totalResults is the number of users that an import finds",
			Why:     "Okta asks for the next page while totalResults says that there is one.",
			Symptom: "The import ends too early, or asks for pages that do not exist.",
			Refs:    []string{refImport, refListAnswer + ": the total number of results", "OIN C9303"},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.Exact)
				t.blockOnRecedingEnd()
			},
		},
		{
			ID: "import.users.total-kept", Level: Must,
			Title:   "totalResults does not shrink from page to page",
			Why:     "A server that counts the page, or what is left, makes Okta stop.",
			Symptom: "The import ends after the first pages; everybody else is missing.",
			Refs:    []string{refImport, refListAnswer},
			Body: func(t *T) {
				t.importCrowd()
				t.judgeWalk(check.Walk.Totals)
			},
		},
		{
			ID: "import.users.two-pages", Level: Must,
			Title:   "totalResults counts the users of all pages, so that an import goes beyond the first one",
			Symptom: "Exactly 100 users are imported, however many there are.",
			Refs:    []string{refImport, refListAnswer},
			Body: func(t *T) {
				people := t.importCrowd()
				t.Eventually("create users in the list", func() []check.Problem {
					a := t.Okta.ListUsers(t, 1, importPage)
					if problems := check.List(a); len(problems) > 0 {
						return problems
					}
					return check.TotalAtLeast(a, len(people))
				})
			},
		},
	})
}
