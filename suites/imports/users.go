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
	return kit.InArea(kit.Import, []kit.Need{kit.NeedImport}, slices.Concat(pageChecks(), orderChecks(), writeChecks(), boundChecks(),
		userChecks(), groupChecks()))
}

// ofCrowd are checks that need a list of more than one page. They count on nobody else writing to it, and come when the
// list has all whom the run made.
func ofCrowd(checks []kit.Check) []kit.Check {
	for i := range checks {
		checks[i].Serial, checks[i].Late = true, true
		if checks[i].Creates == 0 {
			checks[i].Creates = kit.ManyUsers
		}
	}
	return checks
}

// importCrowd is the crowd for checks of an import over several pages: three
// pages where the profile and the depth allow it, else two.
func importCrowd(t *kit.T) []kit.Person {
	if t.MayMake(kit.ManyUsers) {
		return kit.CrowdOf(t, kit.ManyUsers)
	}
	return kit.CrowdOf(t, kit.TwoPages)
}

// importPerson: somebody with a whole profile and in two groups whose family name has changed.
var importPerson = kit.Sequence{Name: "update before an import", Step: kit.UpdateUser, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = kit.PushOrPlain(t, kit.EveryForm(t))
	if kit.HasFeature(t, kit.NeedGroups) {
		for range 2 {
			t.Okta.CreateGroup(t, t.GroupName(), kit.AsMembers(j.Person))
		}
	}
	j.Next.FamilyName = "Newname " + j.Person.Sent.FamilyName
	if kit.HasFeature(t, kit.NeedUpdates) {
		j.Run = t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) { r.Set(j.Next.FamilyName, "name", "familyName") })
	}
}}

// userChecks: what an import shows of one user.
func userChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "import.users.agrees", Level: kit.Must, Evidence: kit.Recorded, Journey: importPerson,
			Title:   "A listed user is the same as the user read by id",
			Why:     "Okta fills the profile from the list.",
			Symptom: "The import brings outdated, shortened or foreign profiles into Okta.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer, "OIN C9303"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Look(j, []kit.View{kit.ViewList}, func(listed okta.Resource) []check.Problem {
					read, problems := t.ByID(j.Person.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.All(check.SameProfile(read, listed), kit.Agrees(read, listed))
				})
			},
		},
		{
			ID: "import.users.updated", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "An import shows a user's new name after an update",
			Why:     "A list from a cache or a search index lags behind for ever when updates do not reach it.",
			Symptom: "Imports bring old names back into Okta.",
			Refs:    []string{kit.RefImport, kit.RefPut, "OIN C9305"},
			Journey: importPerson,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Look(j, []kit.View{kit.ViewList}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "name.familyName", j.Next.FamilyName)
				})
			},
		},
		{
			ID: "import.users.joined", Level: kit.Must, Evidence: kit.Documented, Journey: importPerson,
			Title:   "An import lists a user with several e-mail addresses, phone numbers, addresses and groups once",
			Why:     "A list that joins the tables gives the user once for each, and pushes others off the page.",
			Symptom: "An import shows people twice, and others are missing from it.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "RFC 7643 §4.1.2", "https://github.com/Infisical/infisical/issues/6554"},
			Body: func(t *kit.T) {
				p := t.Carried().Person
				t.Await(kit.FindListedUser, "create user in the list", func() []check.Problem { _, problems := t.InList(p.ID); return problems })
				onceOnPage(t, t.Okta.ImportUsers, p.ID)
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
