// Package imports has the checks of importing users and groups: pages, order, and each resource once.
package imports

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: Okta reads all users and groups page by page. Who is missing
// from the list is taken for deleted; who is there twice, for a conflict.
func Checks() []kit.Check {
	return kit.InArea(kit.Import, []kit.Need{kit.NeedImport}, slices.Concat(
		pageChecks(),
		totalChecks(),
		orderChecks(),
		writeChecks(),
		joinedChecks(),
		boundChecks(),
		oddChecks(),
		userChecks(),
		groupChecks(),
		foundChecks(),
	))
}

// ofManyUsers are checks that need a list of more than one page. They count on
// nobody else writing to it.
func ofManyUsers(checks []kit.Check) []kit.Check {
	for i := range checks {
		checks[i].Serial = true
		if checks[i].Creates == 0 {
			checks[i].Creates = kit.ManyUsers
		}
	}
	return checks
}

// userChecks: what an import shows of one user.
func userChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "import.users.agrees", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A listed user is the same as the user read by id",
			Why:     "Okta fills the profile from the list.",
			Symptom: "The import brings outdated, shortened or foreign profiles into Okta.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer, "OIN C9303"},
			Body: func(t *kit.T) {
				p := kit.ListedPerson(t, kit.With("title", "Engineer"), kit.With(check.EnterpriseSchema, map[string]any{"department": "Research"}))
				t.Eventually("create user in the list", func() []check.Problem {
					read, problems := t.ByID(p.ID)
					if len(problems) > 0 {
						return problems
					}
					listed, problems := t.InList(p.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Users (import)", check.All(check.SameProfile(read, listed), kit.Agrees(read, listed))...)
				})
			},
		},
		{
			ID: "import.users.inactive", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers, kit.NeedDeactivate},
			Title:   "An inactive user is listed, as inactive",
			Why:     "Okta takes a user who is missing from the list for deleted.",
			Symptom: "After an import Okta has lost the link to people who are deactivated for a while.",
			Refs:    []string{kit.RefImport, "OIN C9303, C9361"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.See("deactivate a user", p.ID, p.Sent.UserName, []kit.View{kit.ViewList}, check.Inactive)
			},
		},
		{
			ID: "import.users.updated", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "An import shows a user's new name after an update",
			Why:     "A list from a cache or a search index lags behind for ever when updates do not reach it.",
			Symptom: "Imports bring old names back into Okta.",
			Refs:    []string{kit.RefImport, kit.RefPut, "OIN C9305"},
			Body: func(t *kit.T) {
				p := kit.ListedPerson(t)
				family := "Newname " + p.Sent.FamilyName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r.Set(family, "name", "familyName") })
				t.Require(kit.UpdateUser, check.Through(run))
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewList}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "name.familyName", family)
				})
			},
		},
	}
}

// foundChecks: what an import lists can be linked.
func foundChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "import.users.found-by-lookup", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A listed account, whoever made it, is found by the lookup of its userName",
			Why:     "Accounts of the app's own services that no lookup finds cannot be linked with anybody.",
			Symptom: "Junk among the users to import that an admin has to sort out by hand.",
			Refs:    []string{kit.RefImport, "RFC 7644 §3.4.2.2", "https://github.com/onyx-dot-app/onyx/pull/8959"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				kit.FindsStrangers(t, func(r okta.Resource) bool {
					name := r.String("userName")
					return name != "" && !strings.ContainsAny(name, "\"\\\n\r\t")
				})
			},
		},
	}
}

// joinedChecks: a user with several of something is one user.
func joinedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "import.users.two-groups", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "An import lists a member of two groups once",
			Why:     "A list that joins users with their groups gives the user once a group, and pushes others off the page.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.NewGroup(p)
				t.NewGroup(p)
				seeListedOnce(t, p)
			},
		},
		{
			ID: "import.users.two-emails", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An import lists a user with two e-mail addresses once",
			Why:     "Okta maps a primary and a secondary address; a list that joins the tables gives the user twice.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "RFC 7643 §4.1.2"},
			Body: func(t *kit.T) {
				sent := t.Person()
				kit.With("emails", kit.TwoEmails(sent.Email, "second-"+sent.Email))(&sent)
				seeListedOnce(t, kit.PushIfAllowed(t, "a second e-mail address", sent))
			},
		},
		{
			ID: "import.users.two-phones", Level: kit.Must, Evidence: kit.Documented,
			Title:   "An import lists a user with two phone numbers and two addresses once",
			Why:     "Okta maps a primary and a mobile phone; a list that joins the tables gives the user once for each.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "https://github.com/Infisical/infisical/issues/6554"},
			Body: func(t *kit.T) {
				entry := func(kind, name, value string) any { return map[string]any{"type": kind, name: value} }
				sent := t.Person(
					kit.With("phoneNumbers", []any{entry("work", "value", "+1 201-555-0123"), entry("mobile", "value", "+1 201-555-0199")}),
					kit.With("addresses", []any{entry("work", "locality", "Hollywood"), entry("home", "locality", "Burbank")}))
				seeListedOnce(t, kit.PushIfAllowed(t, "two phone numbers and two addresses", sent))
			},
		},
	}
}

// seeListedOnce reports a user who is on one page more than once. On two pages he
// may be when others were created or deleted between them. That he is listed at
// all is a check of its own.
func seeListedOnce(t *kit.T, p kit.Person) {
	t.Await(kit.FindListedUser, "create user in the list", func() []check.Problem { _, problems := t.InList(p.ID); return problems })
	kit.EventuallyRarely(t, "import", func() []check.Problem {
		w := check.Walk{Pages: t.Okta.ImportUsers(t, kit.WalkLimit/kit.ImportPage), Size: kit.ImportPage}
		return w.OnceOnPage(p.ID, t.Names)
	})
}
