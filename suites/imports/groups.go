package imports

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// ownGroups is how many groups the checks of group imports make.
const ownGroups = 5

// groupChecks: Okta imports groups like users. Pages are small where the
// tenant has few groups, so that there are several.
func groupChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "import.groups.once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An import of groups finds every group exactly once",
			Why:     "Okta takes a group that is missing for deleted.",
			Symptom: "Groups are missing after an import, or there twice.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "OIN C9338"},
			Body: func(t *kit.T) {
				ours := ownedGroups(t)
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					w := walkGroups(t)
					problems := w.EachOnce(ours, t.Names)
					ours = w.NotOnce(ours) // those who are wrong in every walk
					return problems
				})
			},
		},
		{
			ID: "import.groups.order", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Two imports list the groups in the same order",
			Symptom: "Now and then groups are missing after an import, others each time.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				ours := ownedGroups(t)
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					return check.SameOrder(walkGroups(t), walkGroups(t), ours, t.Names)
				})
			},
		},
		{
			ID: "import.groups.total", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "totalResults is the number of groups that an import finds, the same on each page",
			Symptom: "The import of groups ends too early, or asks for pages that do not exist.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer, "OIN C9338"},
			Body: func(t *kit.T) {
				ownedGroups(t)
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					w := walkGroups(t)
					return check.All(w.Totals(), w.Exact())
				})
			},
		},
		{
			ID: "import.groups.pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Pages of groups are full as long as there are groups left, and say the startIndex that was asked for",
			Symptom: "Some groups of each page are missing after an import.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				ownedGroups(t)
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					w := walkGroups(t)
					return check.All(w.Lists(), w.Full(), w.LastPage(), w.StartIndexes())
				})
			},
		},
		{
			ID: "import.groups.beyond", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A page of groups beyond the end is answered 200 without groups",
			Symptom: "The import of groups goes round and round.",
			Refs:    []string{kit.RefPaging, kit.RefImport},
			Body: func(t *kit.T) {
				t.NewGroup()
				first := t.Okta.ListGroups(t, 1, 1)
				t.Require(kit.ListGroups, check.List(first))
				a := t.Okta.ListGroups(t, check.Total(first)+1000, kit.ImportPage)
				t.Report(check.List(a), check.AtMost(a, 0))
			},
		},
		{
			ID: "import.groups.agrees", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A listed group does not contradict the group read by id",
			Why:     "The list may leave members out; what it shows is what Okta imports.",
			Symptom: "The import brings outdated groups into Okta.",
			Refs:    []string{kit.RefImport, kit.RefGroup, "OIN C9338"},
			Body: func(t *kit.T) {
				g := t.ListedGroup(t.NewUser())
				t.Eventually("create group in the list", func() []check.Problem {
					read, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					listed, problems := t.GroupInList(g.ID)
					return check.All(problems, check.In("GET /Groups (import)", kit.Agrees(read, listed)...))
				})
			},
		},
	}
	for i := range checks {
		checks[i].Needs, checks[i].Serial = []kit.Need{kit.NeedGroups}, true
	}
	return checks
}

// ownedGroups are the ids of new groups that show in the list.
func ownedGroups(t *kit.T) []string {
	var ids []string
	for range ownGroups {
		ids = append(ids, t.NewGroup().ID)
	}
	last := ids[len(ids)-1]
	t.Await(kit.FindListedGroup, "create group in the list", func() []check.Problem { _, problems := t.GroupInList(last); return problems })
	return ids
}

// walkGroups reads all groups by pages that make about six of the whole list,
// and are not larger than Okta's.
func walkGroups(t *kit.T) check.Walk {
	first := t.Okta.ListGroups(t, 1, 1)
	t.Require(kit.ListGroups, check.List(first))
	if check.Total(first) > kit.WalkLimit {
		t.Unsupported("the tenant lists %d groups; walks end at %d", check.Total(first), kit.WalkLimit)
	}
	size := min(max(check.Total(first)/6, 2), kit.ImportPage)
	return pagesOf(t, t.Okta.ListGroups, size, 0, kit.WalkLimit/size)
}

// importCrowd is the crowd for checks of an import over several pages: three
// pages where the profile allows it, else two.
func importCrowd(t *kit.T) []kit.Person {
	if t.Env().Profile.TestData.MaxUsers >= kit.ManyUsers {
		return kit.CrowdOf(t, kit.ManyUsers)
	}
	return kit.CrowdOf(t, kit.TwoPages)
}
