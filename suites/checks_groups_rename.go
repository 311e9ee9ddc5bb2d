package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// groupRenameChecks: what a server answers to a rename, and which names it
// takes.
func groupRenameChecks() []Check {
	return []Check{
		{
			ID: "groups.rename.accepted", Level: Must, PerDialect: true,
			Title:   "Renaming a group is answered with success",
			Why:     "OIN apps get a replace without a path, and get it again with every membership change.",
			Symptom: "«Unable to perform replace operation»: the rename and every membership change of the group fail.",
			Refs:    []string{refRenameGroup, refPatch, refPut, "OIN C9315"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, t.GroupName(), AsMembers(p)).Last()))
			},
		},
		{
			ID: "groups.rename.answer", Level: Must, PerDialect: true,
			Title:   "An answer that shows the renamed group shows the new name and the same id",
			Why:     "Okta takes the answer for the new state.",
			Symptom: "Okta takes the rename for undone and repeats it.",
			Refs:    []string{refRenameGroup, refPatch, refPut},
			Body: func(t *T) {
				g := t.NewGroup()
				name := t.GroupName()
				a := t.renameGroup(g, name)
				if _, shown := a.Resource["displayName"]; shown {
					t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", name), check.SameID(a, g.ID)))
				}
			},
		},
		{
			ID: "groups.rename.with-id", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT that carries the group's id in its body renames the group",
			Why:     "The older text of Okta's reference reads the group first and sends its id along.",
			Symptom: "Renames fail, or make another group.",
			Refs:    []string{"Okta SCIM 2.0 reference, older text: PUT after a GET, with the id in the body", refPut},
			Body: func(t *T) {
				g := t.NewGroup()
				name := t.GroupName()
				t.Report(check.Accepted(t.Okta.Send(t, "rename-group-aiw-with-id", okta.Vars{"id": g.ID, "displayName": name, "members": []okta.Member{}})))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []View{ViewByID}, called(name))
			},
		},
		{
			ID: "groups.rename.same-name", Level: Must, PerDialect: true,
			Title:   "Renaming a group to the name it has is answered with success and changes nothing",
			Why:     "Okta sends the name again with each push, mostly the same one.",
			Symptom: "Pushes of a group whose name did not change fail, for instance as a conflict with itself.",
			Refs:    []string{refRenameGroup, refPatch},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				before := t.mustReadGroup(g.ID)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, g.Name, AsMembers(p)).Last()))
				t.SeeGroup("rename to the same name", g.ID, g.Name, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "groups.rename.back", Level: Must, PerDialect: true,
			Title:   "A group that is renamed and renamed back is found by its first name again, under the same id",
			Symptom: "After an admin took a rename back, the next push makes a second group.",
			Refs:    []string{refRenameGroup, refGroup},
			Body: func(t *T) {
				g, old := t.renamed()
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, old, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename back", g.ID, old, []View{ViewByID, ViewLookup}, called(old))
			},
		},
		{
			ID: "groups.rename.case", Level: Must, PerDialect: true,
			Title:   "A rename that changes only the case of letters is stored",
			Why:     "A server that compares names without regard to case takes it for no change, or for a conflict with itself.",
			Symptom: "The group keeps its old spelling in the app.",
			Refs:    []string{refRenameGroup, refGroup},
			Body: func(t *T) {
				g := t.NewGroup()
				name := strings.ToUpper(g.Name)
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, name, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []View{ViewByID}, called(name))
			},
		},
		{
			ID: "groups.rename.special", Level: Must, PerDialect: true,
			Title:   "A new name with blanks, &, /, + and a dot is stored as it was sent, and the lookup finds it",
			Symptom: "The group cannot be renamed, or gets another name than in Okta.",
			Refs:    []string{refRenameGroup, refGroup, refFilter},
			Body: func(t *T) {
				g := t.NewGroup()
				name := t.GroupName() + " R&D / C++ v2.0"
				t.Report(check.Accepted(t.Okta.RenameGroup(t, g.ID, name, nil).Last()))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []View{ViewByID, ViewLookup}, called(name))
			},
		},
		{
			ID: "groups.rename.letters", Level: Must, PerDialect: true,
			Title:   "A new name with quotes, a backslash, umlauts, Japanese letters and an emoji is stored as it was sent",
			Symptom: "The group gets a garbled name.",
			Refs:    []string{refRenameGroup, refGroup, "RFC 8259 §7, §8.1"},
			Body: func(t *T) {
				g := t.NewGroup()
				name := t.GroupName() + ` "Süd\営業" O'Neil 🚀`
				a := t.Okta.RenameGroup(t, g.ID, name, nil).Last()
				if a.Err == nil && a.Status >= 400 && a.Status < 500 {
					t.Unsupported("the app refuses such a name (%d)", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.SeeGroup("rename", g.ID, name, []View{ViewByID}, called(name))
			},
		},
		{
			ID: "groups.rename.taken", Level: Must, PerDialect: true,
			Title:   "An app that refuses to create two groups of one name refuses to rename a group to a taken name, and changes neither group",
			Why:     "With two groups of one name Okta's lookup is ambiguous.",
			Symptom: "A later push links the wrong one of the two groups.",
			Refs:    []string{refRenameGroup, "RFC 7644 §3.5.1, §3.5.2 and §3.12: 409 uniqueness", refPatch},
			Body: func(t *T) {
				p, added := t.NewUser(), t.NewUser()
				taken, g := t.findableGroup(), t.findableGroup(p)
				twin := t.Okta.CreateGroup(t, taken.Name, nil)
				if twin.OK() {
					t.Unsupported("the app allows groups of one name")
				}
				t.Require(RefuseTwin, check.Refused(twin))
				other, own := t.mustReadGroup(taken.ID), t.mustReadGroup(g.ID)
				// In an AIW app the rename carries the members, with those who have come since.
				t.Report(check.Refused(t.Okta.RenameGroup(t, g.ID, taken.Name, AsMembers(p, added)).Last()))
				t.SeeGroup("rename to a taken name", g.ID, g.Name, []View{ViewByID}, likeBefore(own))
				t.SeeGroup("rename to a taken name", taken.ID, taken.Name, []View{ViewByID}, likeBefore(other))
			},
		},
	}
}
