package groups

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// renameChecks: an OIN app gets the name with each push of a group, an AIW app a PUT when it changed.
func renameChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.rename.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group is answered with success",
			Why:     "OIN apps get a replace without a path, and get it again with every push of the group.",
			Symptom: "«Unable to perform replace operation»: the rename and every membership change of the group fail.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefPut, "OIN C9315"},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Report(check.All(check.Through(j.Run), check.Accepted(j.Run.Last())))
				if old := j.Groups[0]; t.Failed() && kit.RefusedNote(j.Run.Last()) {
					t.LookGroupAt(j, old, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return check.At("after the refusal", check.Text(r, "displayName", old.Name)...)
					})
				}
			},
		},
		{
			ID: "groups.rename.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A response that shows the renamed group shows the new name and the same id",
			Why:     "Okta takes the response for the new state.",
			Symptom: "Okta takes the rename for undone and repeats it.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefPut},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				a := j.Run.Last()
				if _, shown := a.Resource["displayName"]; shown {
					t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", j.Group.Name), check.SameID(a, j.Group.ID)))
				}
			},
		},
		sees(kit.Check{
			ID: "groups.rename.by-id", PerDialect: true, Journey: kit.RenameTeam,
			Title:   "A renamed group, read by id, has its new name",
			Why:     "A 2xx proves nothing; the name must be stored.",
			Symptom: "Okta shows the new name, the app the old one.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, "OIN C9315"},
		}, kit.ViewByID),
		sees(kit.Check{
			ID: "groups.rename.by-lookup", PerDialect: true, Journey: kit.RenameTeam,
			Title:   "A renamed group, looked up by its new name, is found under the same id",
			Why:     "The next push looks the group up by the new name. An app may have kept the miss of an earlier lookup in a cache.",
			Symptom: "After a rename the next push makes a second group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, kit.RefFilter, "OIN C9315"},
		}, kit.ViewLookup),
		sees(kit.Check{
			ID: "groups.rename.in-list", PerDialect: true, Journey: kit.RenameTeam,
			Title:   "A renamed group is in the list of groups under the same id and its new name",
			Why:     "Okta imports group names from the list.",
			Symptom: "A group import shows the old name.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, "OIN C9315"},
		}, kit.ViewList),
		{
			ID: "groups.rename.old-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "The lookup no longer finds a renamed group by its old name",
			Why:     "When Okta pushes another group under that name, a hit would link it to the renamed one.",
			Symptom: "A new Okta group with the old name takes over the renamed group.",
			Refs:    []string{kit.RefRenameGroup, kit.RefFilter},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				old := t.Journey().Groups[0].Name
				t.Eventually("rename, old name", func() []check.Problem { return kit.NoGroupNamed(t, old) })
			},
		},
		{
			ID: "groups.rename.members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group keeps its members",
			Why:     "OIN apps get a rename with each push, before the membership.",
			Symptom: "Renaming a group in Okta throws everybody out of it in the app.",
			Refs:    []string{kit.RefRenameGroup, kit.RefPatch, kit.RefUserGroups},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				j := t.Journey()
				kit.SeeMembership(t, "rename", j.Group, j.Mates)
			},
		},
		{
			ID: "groups.rename.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Renaming a group leaves every other user and group unchanged, even a group whose name begins with the same letters",
			Symptom: "Another group gets the name as well: renaming «Sales» renames «Sales EMEA» too.",
			Refs:    []string{kit.RefRenameGroup, "RFC 7643 §3.1 id"},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.LookGroupAt(j, j.Groups[1], []kit.View{kit.ViewByID}, kit.HasDisplayName(j.Groups[1].Name))
				t.LookOthers(j)
			},
		},
		{
			ID: "groups.rename.user-display", Level: kit.Should, Evidence: kit.RFC, PerDialect: true,
			Title:   "A user who shows the names of groups shows the new name of a renamed one",
			Symptom: "The app shows users in a group under its old name.",
			Refs:    []string{kit.RefUserGroups, kit.RefRenameGroup},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				if displayOf(j.Before.User, j.Group.ID) != j.Groups[0].Name {
					t.Unsupported("users do not show the names of their groups")
				}
				t.LookAt(j, j.Mates[0], []kit.View{kit.ViewByID}, func(u okta.Resource) []check.Problem {
					if shown := displayOf(u, j.Group.ID); shown != j.Group.Name {
						return []check.Problem{{Operation: "GET /Users/{id}", Place: "groups.display", Expected: j.Group.Name, Actual: shown}}
					}
					return nil
				})
			},
		},
		{
			ID: "groups.rename.again", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full, PerDialect: true,
			Title: "A renamed group takes the same name again, other names, its first name and new members, and leaves the names it had to others",
			Why: "Okta sends the name again with each push, mostly the same one. A server that compares names without regard to case " +
				"takes a change of case for a conflict, and one that keeps groups by name loses track of members.",
			Symptom: "Pushes of the group fail, for instance as a conflict with itself, or the group has a garbled name.",
			Refs:    []string{kit.RefRenameGroup, kit.RefGroup, kit.RefPatch, kit.RefFilter, "RFC 8259 §7, §8.1"},
			Journey: kit.RenameTeam,
			Body:    renameAgain,
		},
		{
			ID: "groups.rename.taken", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title: "An app that refuses two groups of one name refuses a rename to a taken name, and a create under the name of a renamed group",
			Why: "With two groups of one name Okta's lookup is ambiguous. A refusal changes neither group. " +
				"An app that keeps the names of the creates does not know the new ones.",
			Symptom: "A later push links the wrong one of the two groups.",
			Refs:    []string{kit.RefRenameGroup, "RFC 7644 §3.5.1, §3.5.2 and §3.12: 409 uniqueness", kit.RefPatch, "https://github.com/ory/polis/issues/3559"},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				j := t.Carried()
				p, taken, g := j.Mates[0], j.Groups[1], t.NewGroup()
				needUniqueNames(t, taken)
				other, own := t.MustReadGroup(taken.ID), t.MustReadGroup(g.ID)
				// In an AIW app the rename carries the members, with those who have come since.
				t.Report(check.Refused(t.Okta.RenameGroup(t, g.ID, taken.Name, kit.AsMembers(p)).Last()))
				t.SeeGroup("rename to a taken name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(own))
				t.SeeGroup("rename to a taken name", taken.ID, taken.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(other))
				t.StopIfFailed()
				g = renameGroup(t, g, t.GroupName())
				t.Await(kit.SeeRename, "rename by id", func() []check.Problem { return t.GroupHolds(g.ID, kit.HasDisplayName(g.Name)) })
				t.Report(check.Status(t.Okta.CreateGroup(t, g.Name, nil), http.StatusConflict))
			},
		},
	}
}

// renameAgain gives one group one name after the other.
func renameAgain(t *kit.T) {
	both := t.Carried().Mates
	p, joins := both[:1], both[1:]
	g := t.NewGroup(p...)
	first := g.Name
	g = renameGroup(t, g, t.GroupName(), p...)
	second := g.Name
	type step struct {
		what, name string
		view       kit.View
	}
	kit.Each(t, []step{
		{"the same name", second, kit.ViewByID},
		{"the name in another case", strings.ToUpper(second), kit.ViewByID},
		{"its first name", first, kit.ViewLookup},
		{"a name with spaces, &, /, + and a dot", second + " R&D / C++ v2.0", kit.ViewLookup},
		{"a name with quotes, a backslash, Japanese letters and an emoji", second + ` "Süd\営業" O'Neil 🚀`, ""},
	}, func(s step) string { return s.what }, func(t *kit.T, s step) {
		a := t.Okta.RenameGroup(t, g.ID, s.name, kit.AsMembers(p...)).Last()
		if s.view == "" { // an app may refuse it, and a filter must escape it
			if s.view = kit.ViewByID; kit.RefusedNote(a) {
				t.Unsupported("the app refuses such a name (%d)", a.Status)
			}
		}
		t.Report(check.Accepted(a))
		t.StopIfFailed()
		g.Name = s.name
		t.SeeGroup("rename", g.ID, s.name, []kit.View{s.view}, kit.HasDisplayName(s.name))
	})
	t.StopIfFailed()
	t.Await(kit.FreeGroupName, "rename, old name", func() []check.Problem { return kit.NoGroupNamed(t, first) })
	fresh := created(t, t.Okta.CreateGroup(t, first, nil), first)
	if !t.MembersVisible() && !t.UserGroupsVisible() {
		t.SeeGroup("create under an old name", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
		return
	}
	t.Report(check.Accepted(t.Change(g, joins, nil, both).Last()))
	t.StopIfFailed()
	kit.SeeMembership(t, "add a member after renames", g, both)
	kit.SeeMembership(t, "create under an old name", fresh, nil, both...)
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
