package suites

import "github.com/oktascim/oktascim/suites/check"

// ownGroups is how many groups the checks of group imports make.
const ownGroups = 5

// importGroupChecks: Okta imports groups like users. Pages are small where the
// tenant has few groups, so that there are several.
func importGroupChecks() []Check {
	checks := []Check{
		{
			ID: "import.groups.once", Level: Must,
			Title:   "An import of groups finds every group exactly once",
			Why:     "Okta takes a group that is missing for deleted.",
			Symptom: "Groups are missing after an import, or there twice.",
			Refs:    []string{refImport, refPaging, "OIN C9338"},
			Body: func(t *T) {
				ours := t.ownGroups()
				t.rarely("import groups", func() []check.Problem {
					w := t.walkGroups()
					problems := w.EachOnce(ours, t.names)
					ours = w.NotOnce(ours) // those who are wrong in every walk
					return problems
				})
			},
		},
		{
			ID: "import.groups.order", Level: Must,
			Title:   "Two imports list the groups in the same order",
			Symptom: "Now and then groups are missing after an import, others each time.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				ours := t.ownGroups()
				t.rarely("import groups", func() []check.Problem {
					return check.SameOrder(t.walkGroups(), t.walkGroups(), ours, t.names)
				})
			},
		},
		{
			ID: "import.groups.total", Level: Must,
			Title:   "totalResults is the number of groups that an import finds, the same on each page",
			Symptom: "The import of groups ends too early, or asks for pages that do not exist.",
			Refs:    []string{refImport, refListAnswer, "OIN C9338"},
			Body: func(t *T) {
				t.ownGroups()
				t.rarely("import groups", func() []check.Problem {
					w := t.walkGroups()
					return check.All(w.Totals(), w.Exact())
				})
			},
		},
		{
			ID: "import.groups.pages", Level: Must,
			Title:   "Pages of groups are full as long as there are groups left, and say the startIndex that was asked for",
			Symptom: "Some groups of each page are missing after an import.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.ownGroups()
				t.rarely("import groups", func() []check.Problem {
					w := t.walkGroups()
					return check.All(w.Lists(), w.Full(), w.LastPage(), w.StartIndexes())
				})
			},
		},
		{
			ID: "import.groups.beyond", Level: Must,
			Title:   "A page of groups beyond the end is answered 200 without groups",
			Symptom: "The import of groups goes round and round.",
			Refs:    []string{refPaging, refImport},
			Body: func(t *T) {
				t.NewGroup()
				first := t.Okta.ListGroups(t, 1, 1)
				t.Require(ListGroups, check.List(first))
				a := t.Okta.ListGroups(t, check.Total(first)+1000, importPage)
				t.Report(check.List(a), check.AtMost(a, 0))
			},
		},
		{
			ID: "import.groups.agrees", Level: Must,
			Title:   "A listed group does not contradict the group read by id",
			Why:     "The list may leave members out; what it shows is what Okta imports.",
			Symptom: "The import brings outdated groups into Okta.",
			Refs:    []string{refImport, refGroup, "OIN C9338"},
			Body: func(t *T) {
				g := t.listedGroup(t.NewUser())
				t.Eventually("create group in the list", func() []check.Problem {
					read, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					listed, problems := t.GroupInList(g.ID)
					return check.All(problems, check.In("GET /Groups (import)", agrees(read, listed)...))
				})
			},
		},
	}
	for i := range checks {
		checks[i].Needs, checks[i].Serial = []Need{NeedGroups}, true
	}
	return checks
}

// ownGroups are the ids of new groups that show in the list.
func (t *T) ownGroups() []string {
	var ids []string
	for range ownGroups {
		ids = append(ids, t.NewGroup().ID)
	}
	last := ids[len(ids)-1]
	t.Await(FindListedGroup, "create group in the list", func() []check.Problem { _, problems := t.GroupInList(last); return problems })
	return ids
}

// walkGroups reads all groups by pages that make about six of the whole list,
// and are not larger than Okta's.
func (t *T) walkGroups() check.Walk {
	first := t.Okta.ListGroups(t, 1, 1)
	t.Require(ListGroups, check.List(first))
	if check.Total(first) > walkLimit {
		t.Unsupported("the tenant lists %d groups; walks end at %d", check.Total(first), walkLimit)
	}
	size := min(max(check.Total(first)/6, 2), importPage)
	return pagesOf(t, t.Okta.ListGroups, size, 0, walkLimit/size)
}
