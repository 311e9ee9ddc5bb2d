package imports

import (
	"context"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// ownGroups is how many groups the run makes for imports of groups.
const ownGroups = 3

// importGroup: two people in a group, and one of them in another.
var importGroup = kit.Sequence{Name: "push groups before an import", Step: kit.CreateWith, Carry: func(t *kit.T, j *kit.Journey) {
	people := t.NewUsers(2)
	j.Person, j.Mates = people[0], people[1:]
	j.Group = t.NewGroup(people...)
	t.NewGroup(people[0])
}}

// groupChecks: Okta imports groups like users. Pages are small where the
// tenant has few groups, so that there are several.
func groupChecks() []kit.Check {
	checks := ofCrowd([]kit.Check{
		{
			ID: "import.groups.once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An import of groups finds every group exactly once, and a second one lists them in the same order",
			Why:     "Okta takes a group that is missing for deleted.",
			Symptom: "Groups are missing after an import, or there twice.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "OIN C9338"},
			Body: func(t *kit.T) {
				ours := kit.GroupsOf(t, ownGroups)
				suspects := ours
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					first, second := walkGroups(t), walkGroups(t)
					problems := check.All(first.EachOnce(suspects, t.Names), check.SameOrder(first, second, ours, t.Names))
					suspects = first.NotOnce(suspects) // those who are wrong in every walk
					return problems
				})
			},
		},
		{
			ID: "import.groups.pages", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "Pages of groups are full as long as there are groups left, with the startIndex asked for and totalResults the number of groups",
			Symptom: "Some groups of each page are missing after an import, or it asks for pages that do not exist.",
			Refs:    []string{kit.RefImport, kit.RefPaging, kit.RefListAnswer, "OIN C9338"},
			Body: func(t *kit.T) {
				kit.GroupsOf(t, ownGroups)
				kit.EventuallyRarely(t, "import groups", func() []check.Problem {
					w := walkGroups(t)
					return check.All(w.Lists(), w.Full(), w.LastPage(), w.StartIndexes(), w.Totals(), w.Exact())
				})
			},
		},
		{
			ID: "import.groups.beyond", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A page of groups beyond the end is answered 200 without groups",
			Symptom: "The import of groups goes round and round.",
			Refs:    []string{kit.RefPaging, kit.RefImport},
			Body: func(t *kit.T) {
				kit.GroupsOf(t, 1)
				first := t.Okta.ListGroups(t, 1, 1)
				t.Require(kit.ListGroups, check.List(first))
				a := t.Okta.ListGroups(t, check.Total(first)+1000, kit.ImportPage)
				t.Report(check.List(a), check.AtMost(a, 0))
			},
		},
	})
	for i := range checks {
		checks[i].Creates = 1 // users are no part of it
	}
	checks = append(checks, kit.Check{
		ID: "import.groups.agrees", Level: kit.Must, Evidence: kit.Recorded, Journey: importGroup,
		Title:   "A listed group does not contradict the group read by id",
		Why:     "The list may leave members out; what it shows is what Okta imports.",
		Symptom: "The import brings outdated groups into Okta.",
		Refs:    []string{kit.RefImport, kit.RefGroup, "OIN C9338"},
		Body: func(t *kit.T) {
			j := t.Journey()
			t.LookGroup(j, []kit.View{kit.ViewList}, func(listed okta.Resource) []check.Problem {
				read, problems := t.GroupByID(j.Group.ID)
				return check.All(problems, kit.Agrees(withoutTypes(read), withoutTypes(listed)))
			})
		},
	}, kit.Check{
		ID: "import.groups.members", Level: kit.Must, Evidence: kit.Recorded, Journey: importGroup,
		Title:   "An import lists a group with two members once, with exactly its members or without any",
		Why:     "A list that joins groups with their members gives the group once for each, or each page of it a part of them.",
		Symptom: "An import shows groups twice, or takes people out of a group.",
		Refs:    []string{kit.RefImport, kit.RefGroup, "OIN C9338"},
		Body: func(t *kit.T) {
			j := t.Journey()
			t.LookGroup(j, []kit.View{kit.ViewList}, func(listed okta.Resource) []check.Problem {
				if len(check.Elements(listed, "members")) == 0 {
					return nil
				}
				return check.Members(listed, kit.IDs(append(j.Mates, j.Person)...), t.Names)
			})
			onceOnPage(t, t.Okta.ImportGroups, j.Group.ID)
		},
	})
	for i := range checks {
		checks[i].Needs = []kit.Need{kit.NeedGroups}
	}
	return checks
}

// withoutTypes is a group without the types of its members: a view may leave them out.
func withoutTypes(g okta.Resource) okta.Resource {
	out := g.Clone()
	for _, m := range check.Elements(out, "members") {
		delete(m, "type")
	}
	return out
}

// onceOnPage reports a resource that is on one page more than once. On two pages it
// may be when others were created or deleted between them.
func onceOnPage(t *kit.T, list func(context.Context, int) []okta.Answer, id string) {
	kit.EventuallyRarely(t, "import", func() []check.Problem {
		w := check.Walk{Pages: list(t, kit.WalkLimit/kit.ImportPage), Size: kit.ImportPage}
		return w.OnceOnPage(id, t.Names)
	})
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
