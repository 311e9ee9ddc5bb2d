package groups

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// renameChecks: what a server answers to a rename, and which names it
// takes.
func renameChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.rename.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group is answered with success",
			Why:     "OIN apps get a replace without a path, and get it again with every membership change.",
			Symptom: "«Unable to perform replace operation»: the rename and every membership change of the group fail.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefPut, "OIN C9315"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, t.GroupName(), kit.AsMembers(p)).Last()))
			},
		},
		{
			ID: "groups.rename.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "An answer that shows the renamed group shows the new name and the same id",
			Why:     "Okta takes the answer for the new state.",
			Symptom: "Okta takes the rename for undone and repeats it.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := t.GroupName()
				a := renameGroup(t, g, name)
				if _, shown := a.Resource["displayName"]; shown {
					t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", name), check.SameID(a, g.ID)))
				}
			},
		},
		{
			ID: "groups.rename.without-id", Level: kit.Should, Evidence: kit.Documented, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT without the group's id in its body renames the group",
			Why:     "Okta's reference has it so; recordings always carry the id.",
			Symptom: "Renames fail, or make another group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPut},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := t.GroupName()
				t.Report(check.Accepted(t.Okta.Send(t, "put-group-without-id", okta.Vars{"id": g.ID, "displayName": name, "members": []okta.Member{}})))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []kit.View{kit.ViewByID}, kit.HasDisplayName(name))
			},
		},
		{
			ID: "groups.rename.same-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group to the name it has is answered with success and changes nothing",
			Why:     "Okta sends the name again with each push, mostly the same one.",
			Symptom: "Pushes of a group whose name did not change fail, for instance as a conflict with itself.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				before := t.MustReadGroup(g.ID)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, g.Name, kit.AsMembers(p)).Last()))
				t.SeeGroup("rename to the same name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
		{
			ID: "groups.rename.back", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group that is renamed and renamed back is found by its first name again, under the same id",
			Symptom: "After an admin took a rename back, the next push makes a second group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				g, old := renamed(t)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, old, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename back", g.ID, old, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(old))
			},
		},
		{
			ID: "groups.rename.case", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A rename that changes only the case of letters is stored",
			Why:     "A server that compares names without regard to case takes it for no change, or for a conflict with itself.",
			Symptom: "The group keeps its old spelling in the app.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := strings.ToUpper(g.Name)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, name, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []kit.View{kit.ViewByID}, kit.HasDisplayName(name))
			},
		},
		{
			ID: "groups.rename.special", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new name with blanks, &, /, + and a dot is stored as it was sent, and the lookup finds it",
			Symptom: "The group cannot be renamed, or gets another name than in Okta.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, kit.RefFilter},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := t.GroupName() + " R&D / C++ v2.0"
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, name, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(name))
			},
		},
		{
			ID: "groups.rename.letters", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new name with quotes, a backslash, umlauts, Japanese letters and an emoji is stored as it was sent",
			Symptom: "The group gets a garbled name.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, "RFC 8259 §7, §8.1"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := t.GroupName() + ` "Süd\営業" O'Neil 🚀`
				a := t.Okta.RenameGroup(t, g.ID, name, nil).Last()
				if a.Err == nil && a.Status >= 400 && a.Status < 500 {
					t.Unsupported("the app refuses such a name (%d)", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []kit.View{kit.ViewByID}, kit.HasDisplayName(name))
			},
		},
		{
			ID: "groups.rename.taken", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "An app that refuses to create two groups of one name refuses to rename a group to a taken name, and changes neither group",
			Why:     "With two groups of one name Okta's lookup is ambiguous.",
			Symptom: "A later push links the wrong one of the two groups.",
			Refs:    []string{kit.RefRenameGroup, "RFC 7644 §3.5.1, §3.5.2 and §3.12: 409 uniqueness", kit.RefPatch},
			Body: func(t *kit.T) {
				p, added := t.NewUser(), t.NewUser()
				taken, g := findableGroup(t), findableGroup(t, p)
				twin := t.Okta.CreateGroup(t, taken.Name, nil)
				if twin.OK() {
					t.Unsupported("the app allows groups of one name")
				}
				t.Require(kit.RefuseTwin, check.Refused(twin))
				other, own := t.MustReadGroup(taken.ID), t.MustReadGroup(g.ID)
				// In an AIW app the rename carries the members, with those who have come since.
				t.Report(check.Refused(t.Okta.RenameGroup(t, g.ID, taken.Name, kit.AsMembers(p, added)).Last()))
				t.SeeGroup("rename to a taken name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(own))
				t.SeeGroup("rename to a taken name", taken.ID, taken.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(other))
			},
		},
	}
}

// renameEffectChecks: what a rename leaves alone, and what works after it.
func renameEffectChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.rename.members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group keeps its members",
			Why:     "OIN apps get a rename with each membership change, before the change itself.",
			Symptom: "Renaming a group in Okta throws everybody out of it in the app.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefUserGroups},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g := t.NewGroup(a, b)
				renameGroup(t, g, t.GroupName(), a, b)
				kit.SeeMembership(t, "rename", g, []kit.Person{a, b})
			},
		},
		{
			ID: "groups.rename.with-members", Level: kit.Should, Evidence: kit.Documented, PerDialect: true,
			Title:   "A new name that comes together with a membership change is stored, and so is the change",
			Why:     "OIN: rename, remove and add in one PATCH, as Okta's reference has it; recordings have one operation a request. AIW: a PUT with the new name and the new list.",
			Symptom: "Half of the push arrives: the name or the members.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				leaver, joiner := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver)
				g.Name = t.GroupName()
				t.Report(check.Accepted(kit.Together(t, g, []kit.Person{joiner}, []kit.Person{leaver}, []kit.Person{joiner}).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename with a membership change", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				kit.SeeMembership(t, "rename with a membership change", g, []kit.Person{joiner}, leaver)
			},
		},
		{
			ID: "groups.rename.then-add", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A renamed group takes new members beside those it had",
			Why:     "A server that keeps memberships by the group's name loses track of them.",
			Symptom: "After a rename the group no longer follows Okta.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g, _ := renamed(t, a)
				t.Report(check.Accepted(t.Change(g, []kit.Person{b}, nil, []kit.Person{a, b}).Last()))
				t.StopIfFailed()
				kit.SeeMembership(t, "add a member after a rename", g, []kit.Person{a, b})
			},
		},
		{
			ID: "groups.rename.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group leaves every other user and group alone",
			Symptom: "Another group gets the name as well.",
			Refs:    []string{kit.RefRenameGroup},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				untouched := t.WatchBystanders()
				renameGroup(t, g, t.GroupName())
				untouched("rename")
			},
		},
		{
			ID: "groups.rename.neighbour", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group leaves a group alone whose name begins with the same letters",
			Symptom: "Renaming «Sales» renames «Sales EMEA» too.",
			Refs:    []string{kit.RefRenameGroup, "RFC 7643 §3.1 id"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				neighbour := t.NewGroupNamed(g.Name + " EMEA")
				before := t.MustReadGroup(neighbour.ID)
				name := t.GroupName()
				renameGroup(t, g, name)
				t.Await(kit.SeeRename, "rename by id", func() []check.Problem { return t.GroupHolds(g.ID, kit.HasDisplayName(name)) })
				t.SeeGroup("rename a group of a similar name", neighbour.ID, neighbour.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
	}
}

// renameViewChecks: where the new name must show, and the old one no more.
func renameViewChecks() []kit.Check {
	var checks []kit.Check
	for _, v := range []struct {
		id, where, why, symptom string
		view                    kit.View
	}{
		{"by-id", "read by id", "A 2xx proves nothing; the name must be stored.",
			"Okta shows the new name, the app the old one.", kit.ViewByID},
		{"by-lookup", "looked up by its new name", "The next push looks the group up by the new name; a miss makes a second group.",
			"After a rename the next push makes a second group.", kit.ViewLookup},
		{"in-list", "in the list of groups", "Okta imports group names from the list.",
			"A group import shows the old name.", kit.ViewList},
	} {
		checks = append(checks, kit.Check{
			ID: "groups.rename." + v.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A renamed group, " + v.where + ", is there under the same id and its new name",
			Why:     v.why,
			Symptom: v.symptom,
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, "OIN C9315"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				name := t.GroupName()
				renameGroup(t, g, name)
				t.SeeGroup("rename", g.ID, name, []kit.View{v.view}, kit.HasDisplayName(name))
			},
		})
	}
	return append(checks,
		kit.Check{
			ID: "groups.rename.old-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "The lookup no longer finds a renamed group by its old name",
			Why:     "When Okta pushes another group under that name, a hit would link it to the renamed one.",
			Symptom: "A new Okta group with the old name takes over the renamed group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefFilter},
			Body: func(t *kit.T) {
				_, old := renamed(t)
				t.Eventually("rename, old name", func() []check.Problem { return kit.NoGroupNamed(t, old) })
			},
		},
		kit.Check{
			ID: "groups.rename.looked-up-before", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group that was looked up by both names before its rename is found by the new one afterwards, and not by the old one",
			Why:     "An app that keeps answers of lookups in a cache goes on saying what was true before.",
			Symptom: "After a rename the next push makes a second group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefFilter, "OIN C9315"},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				name := t.GroupName()
				t.Require(kit.MissGroup, kit.NoGroupNamed(t, name))
				renameGroup(t, g, name)
				t.SeeGroup("rename", g.ID, name, []kit.View{kit.ViewLookup}, kit.HasDisplayName(name))
				t.Eventually("rename, old name", func() []check.Problem { return kit.NoGroupNamed(t, g.Name) })
			},
		},
		kit.Check{
			ID: "groups.rename.old-name-free", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new group can be pushed under the old name of a renamed one, and both are groups of their own",
			Why:     "A server that keeps groups by their name mixes the two up.",
			Symptom: "The new group cannot be pushed, or has the members of the renamed one.",
			Refs:    []string{kit.RefRenameGroup, "RFC 7643 §3.1 id", kit.RefGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g, old := renamed(t, p)
				t.Await(kit.FreeGroupName, "rename, old name", func() []check.Problem { return kit.NoGroupNamed(t, old) })
				a := t.Okta.CreateGroup(t, old, nil)
				t.Report(check.Status(a, 201), check.WithResource(a))
				t.StopIfFailed()
				fresh := kit.Group{ID: a.Resource.ID(), Name: old}
				t.Know(fresh.ID, "the new group "+old)
				t.SeeGroup("create under an old name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				kit.SeeMembership(t, "create under an old name", g, []kit.Person{p})
				kit.SeeMembership(t, "create under an old name", fresh, nil, p)
			},
		},
		kit.Check{
			ID: "groups.rename.user-display", Level: kit.Should, Evidence: kit.RFC, PerDialect: true,
			Title:   "A user who shows the names of groups shows the new name of a renamed one",
			Symptom: "The app shows people in a group under its old name.",
			Refs:    []string{kit.RefUserGroups, kit.RefRenameGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				display := func() (string, []check.Problem) {
					u, problems := t.ByID(p.ID)
					return displayOf(u, g.ID), problems
				}
				if !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", g, p)
				if shown, _ := display(); shown != g.Name {
					t.Unsupported("users do not show the names of their groups")
				}
				name := t.GroupName()
				renameGroup(t, g, name, p)
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
