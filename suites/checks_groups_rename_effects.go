package suites

import "github.com/oktascim/oktascim/suites/check"

// groupRenameEffectChecks: what a rename leaves alone, and what works after it.
func groupRenameEffectChecks() []Check {
	return []Check{
		{
			ID: "groups.rename.members", Level: Must, PerDialect: true,
			Title:   "Renaming a group keeps its members",
			Why:     "OIN apps get a rename with each membership change, before the change itself.",
			Symptom: "Renaming a group in Okta throws everybody out of it in the app.",
			Refs:    []string{refRenameGroup, refPatch, refUserGroups},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g := t.NewGroup(a, b)
				t.renameGroup(g, t.GroupName(), a, b)
				t.seeMembership("rename", g, []Person{a, b})
			},
		},
		{
			ID: "groups.rename.with-members", Level: Must, PerDialect: true,
			Title:   "A new name that comes together with a membership change is stored, and so is the change",
			Why:     "OIN: rename, remove and add in one PATCH. AIW: a PUT with the new name and the new list.",
			Symptom: "Half of the push arrives: the name or the members.",
			Refs:    []string{refRenameGroup, refPatch, refPut},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				leaver, joiner := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver)
				g.Name = t.GroupName()
				t.Report(check.Accepted(t.change(g, []Person{joiner}, []Person{leaver}, []Person{joiner}).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename with a membership change", g.ID, g.Name, []View{ViewByID}, called(g.Name))
				t.seeMembership("rename with a membership change", g, []Person{joiner}, leaver)
			},
		},
		{
			ID: "groups.rename.then-add", Level: Must, PerDialect: true,
			Title:   "A renamed group takes new members beside those it had",
			Why:     "A server that keeps memberships by the group's name loses track of them.",
			Symptom: "After a rename the group no longer follows Okta.",
			Refs:    []string{refRenameGroup, refGroup},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g, _ := t.renamed(a)
				t.Report(check.Accepted(t.change(g, []Person{b}, nil, []Person{a, b}).Last()))
				t.StopIfFailed()
				t.seeMembership("add a member after a rename", g, []Person{a, b})
			},
		},
		{
			ID: "groups.rename.others", Level: Must, PerDialect: true,
			Title:   "Renaming a group leaves every other user and group alone",
			Symptom: "Another group gets the name as well.",
			Refs:    []string{refRenameGroup},
			Body: func(t *T) {
				g := t.NewGroup()
				untouched := t.watchBystanders()
				t.renameGroup(g, t.GroupName())
				untouched("rename")
			},
		},
		{
			ID: "groups.rename.neighbour", Level: Must, PerDialect: true,
			Title:   "Renaming a group leaves a group alone whose name begins with the same letters",
			Symptom: "Renaming «Sales» renames «Sales EMEA» too.",
			Refs:    []string{refRenameGroup, "RFC 7643 §3.1 id"},
			Body: func(t *T) {
				g := t.NewGroup()
				neighbour := t.NewGroupNamed(g.Name + " EMEA")
				before := t.mustReadGroup(neighbour.ID)
				name := t.GroupName()
				t.renameGroup(g, name)
				t.Await(SeeRename, "rename by id", func() []check.Problem { return t.groupHolds(g.ID, called(name)) })
				t.SeeGroup("rename a group of a similar name", neighbour.ID, neighbour.Name, []View{ViewByID}, likeBefore(before))
			},
		},
	}
}
