package suites

import "github.com/oktascim/oktascim/suites/check"

// importJoinedChecks: a user with several of something is one user.
func importJoinedChecks() []Check {
	return []Check{
		{
			ID: "import.users.two-groups", Level: Must, Needs: []Need{NeedGroups},
			Title:   "An import lists a member of two groups once",
			Why:     "A list that joins users with their groups gives the user once a group, and pushes others off the page.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				p := t.NewUser()
				t.NewGroup(p)
				t.NewGroup(p)
				t.seeListedOnce(p)
			},
		},
		{
			ID: "import.users.two-emails", Level: Must,
			Title:   "An import lists a user with two e-mail addresses once",
			Why:     "Okta maps a primary and a secondary address; a list that joins the tables gives the user twice.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{refImport, refPaging, "RFC 7643 §4.1.2"},
			Body: func(t *T) {
				sent := t.Person()
				With("emails", twoEmails(sent.Email, "second-"+sent.Email))(&sent)
				t.seeListedOnce(t.pushIfAllowed("a second e-mail address", sent))
			},
		},
	}
}

// seeListedOnce reports a user who is on one page more than once. On two pages he
// may be when others were created or deleted between them. That he is listed at
// all is a check of its own.
func (t *T) seeListedOnce(p Person) {
	t.Await(FindListedUser, "create user in the list", func() []check.Problem { _, problems := t.InList(p.ID); return problems })
	t.rarely("import", func() []check.Problem {
		w := check.Walk{Pages: t.Okta.ImportUsers(t, walkLimit/importPage), Size: importPage}
		return w.OnceOnPage(p.ID, t.names)
	})
}
