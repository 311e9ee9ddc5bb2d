package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// groupRenameViewChecks: where the new name must show, and the old one no more.
func groupRenameViewChecks() []Check {
	var checks []Check
	for _, v := range []struct {
		id, where, why, symptom string
		view                    View
	}{
		{"by-id", "read by id", "A 2xx proves nothing; the name must be stored.",
			"Okta shows the new name, the app the old one.", ViewByID},
		{"by-lookup", "looked up by its new name", "The next push looks the group up by the new name; a miss makes a second group.",
			"After a rename the next push makes a second group.", ViewLookup},
		{"in-list", "in the list of groups", "Okta imports group names from the list.",
			"A group import shows the old name.", ViewList},
	} {
		checks = append(checks, Check{
			ID: "groups.rename." + v.id, Level: Must, PerDialect: true,
			Title:   "A renamed group, " + v.where + ", is there under the same id and its new name",
			Why:     v.why,
			Symptom: v.symptom,
			Refs:    []string{refRenameGroup, refGroup, "OIN C9315"},
			Body: func(t *T) {
				g := t.NewGroup()
				name := t.GroupName()
				t.renameGroup(g, name)
				t.SeeGroup("rename", g.ID, name, []View{v.view}, called(name))
			},
		})
	}
	return append(checks,
		Check{
			ID: "groups.rename.old-name", Level: Must, PerDialect: true,
			Title:   "The lookup no longer finds a renamed group by its old name",
			Why:     "When Okta pushes another group under that name, a hit would link it to the renamed one.",
			Symptom: "A new Okta group with the old name takes over the renamed group.",
			Refs:    []string{refRenameGroup, refFilter},
			Body: func(t *T) {
				_, old := t.renamed()
				t.Eventually("rename, old name", func() []check.Problem { return t.groupMiss(old) })
			},
		},
		Check{
			ID: "groups.rename.looked-up-before", Level: Must, PerDialect: true,
			Title:   "A group that was looked up by both names before its rename is found by the new one afterwards, and not by the old one",
			Why:     "An app that keeps answers of lookups in a cache goes on saying what was true before.",
			Symptom: "After a rename the next push makes a second group.",
			Refs:    []string{refRenameGroup, refFilter, "OIN C9315"},
			Body: func(t *T) {
				g := t.findableGroup()
				name := t.GroupName()
				t.Require(MissGroup, t.groupMiss(name))
				t.renameGroup(g, name)
				t.SeeGroup("rename", g.ID, name, []View{ViewLookup}, called(name))
				t.Eventually("rename, old name", func() []check.Problem { return t.groupMiss(g.Name) })
			},
		},
		Check{
			ID: "groups.rename.old-name-free", Level: Must, PerDialect: true,
			Title:   "A new group can be pushed under the old name of a renamed one, and both are groups of their own",
			Why:     "A server that keeps groups by their name mixes the two up.",
			Symptom: "The new group cannot be pushed, or has the members of the renamed one.",
			Refs:    []string{refRenameGroup, "RFC 7643 §3.1 id", refGroup},
			Body: func(t *T) {
				p := t.NewUser()
				g, old := t.renamed(p)
				t.Await(FreeGroupName, "rename, old name", func() []check.Problem { return t.groupMiss(old) })
				a := t.Okta.CreateGroup(t, old, nil)
				t.Report(check.Status(a, 201), check.WithResource(a))
				t.StopIfFailed()
				fresh := Group{ID: a.Resource.ID(), Name: old}
				t.Know(fresh.ID, "the new group "+old)
				t.SeeGroup("create under an old name", g.ID, g.Name, []View{ViewByID}, called(g.Name))
				t.seeMembership("create under an old name", g, []Person{p})
				t.seeMembership("create under an old name", fresh, nil, p)
			},
		},
		Check{
			ID: "groups.rename.user-display", Level: Should, PerDialect: true,
			Title:   "A user who shows the names of groups shows the new name of a renamed one",
			Symptom: "The app shows people in a group under its old name.",
			Refs:    []string{refUserGroups, refRenameGroup},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				display := func() (string, []check.Problem) {
					u, problems := t.ByID(p.ID)
					return displayOf(u, g.ID), problems
				}
				if !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				t.awaitMembers(CreateWith, "create group with members", g, p)
				if shown, _ := display(); shown != g.Name {
					t.Unsupported("users do not show the names of their groups")
				}
				name := t.GroupName()
				t.renameGroup(g, name, p)
				t.Eventually("rename in the user", func() []check.Problem {
					shown, problems := display()
					if len(problems) == 0 && shown != name {
						problems = []check.Problem{{Operation: "GET /Users/{id}", Place: "groups.display", Expected: name, Actual: shown}}
					}
					return problems
				})
			},
		},
	)
}

// displayOf is the display of the group with this id among a user's groups.
func displayOf(user okta.Resource, groupID string) string {
	for _, g := range check.Elements(user, "groups") {
		if g["value"] == groupID {
			s, _ := g["display"].(string)
			return s
		}
	}
	return ""
}
