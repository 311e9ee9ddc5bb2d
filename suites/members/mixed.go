package members

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// refChangeTogether are the forms of a membership change that nobody recorded.
const refChangeTogether = "Okta SCIM 2.0 reference, Update specific group membership: PUT without the id, or rename, remove and add in one PATCH"

// mixedChecks: some join and some leave at a time, and the operations that
// Okta's reference puts into one PATCH. Recordings have one operation a request.
func mixedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.mixed.swap", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A change that removes one user and adds another does both, and the rest stay",
			Why:     "OIN: a PATCH that removes and one that adds. AIW: PUTs of the new list.",
			Symptom: "None: Okta reports success, but only the first or the last part of the change is in effect.",
			Refs:    []string{refChangeMembers, kit.RefPatch + ": operations are applied in their order", kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				changeAccepted(t, g, p[2:], p[:1], p[1:])
				kit.SeeMembership(t, "remove and add", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.several", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A change that removes several users and adds several others does all of it",
			Why:     "Okta collects changes and sends them one after the other.",
			Symptom: "The wrong people are in the group after a larger change.",
			Refs:    []string{refChangeMembers, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(5)
				g := t.NewGroup(p[:3]...)
				changeAccepted(t, g, p[3:], p[:2], p[2:])
				kit.SeeMembership(t, "remove and add several", g, p[2:], p[:2]...)
			},
		},
		{
			ID: "members.mixed.together", Level: kit.Must, Evidence: kit.Safety, PerDialect: true,
			Title:   "A change that comes in one request without a group's id, or as one PATCH of rename, removal and addition, is done as a whole or refused",
			Why:     "Okta's reference has these forms; recordings have not. Half of such a change leaves access with somebody who left.",
			Symptom: "None: Okta reports success, but only the first or the last part of the change is in effect.",
			Refs:    []string{refChangeTogether, kit.RefPatch + ": operations are applied in their order", kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(5)
				g := t.NewGroup(p[:4]...)
				leave, stay := pick(p, 0, 2), pick(p, 1, 3, 4)
				a := kit.Together(t, g, p[4:], leave, stay).Last()
				if kit.RefusedNote(a) {
					kit.SeeMembership(t, "refused change", g, p[:4], p[4])
					return
				}
				acceptedOrStop(t, a)
				kit.SeeMembership(t, "remove and add in one request", g, stay, leave...)
			},
		},
		{
			ID: "members.mixed.together-accepted", Level: kit.Should, Evidence: kit.Documented, PerDialect: true,
			Title:   "A change that comes in one request without a group's id, or as one PATCH of rename, removal and addition, is accepted",
			Symptom: "Membership changes fail, should Okta send them as its reference says.",
			Refs:    []string{refChangeTogether, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				t.Report(check.Accepted(kit.Together(t, g, p[1:], p[:1], p[1:]).Last()))
			},
		},
		{
			ID: "members.mixed.add-first", Level: kit.Should, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that adds one user and then removes another does both",
			Symptom: "None: Okta reports success, but the removal is lost, or takes the new member with it.",
			Refs:    []string{kit.RefPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				patchAccepted(t, g, okta.AddOp(kit.AsMembers(p[2])...), okta.RemoveOp(p[0].ID))
				kit.SeeMembership(t, "add and remove", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.two-adds", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH with an add operation for each of three users adds all three",
			Symptom: "None: Okta reports success, but only one of the users is in the group.",
			Refs:    []string{kit.RefPatch + ": operations are applied in their order", refPatchAdd},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup()
				patchAccepted(t, g, okta.AddOp(kit.AsMembers(p[0])...), okta.AddOp(kit.AsMembers(p[1])...), okta.AddOp(kit.AsMembers(p[2])...))
				kit.SeeMembership(t, "add three users one by one in one request", g, p)
			},
		},
		{
			ID: "members.mixed.same-user-last-removed", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that adds a user and then removes the same one leaves the user out of the group",
			Symptom: "None: somebody whose membership was taken back at once has the access.",
			Refs:    []string{kit.RefPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				patchAccepted(t, g, okta.AddOp(kit.AsMembers(p[1])...), okta.RemoveOp(p[1].ID))
				kit.SeeMembership(t, "add and remove the same user", g, p[:1], p[1])
			},
		},
		{
			ID: "members.mixed.rename-last", Level: kit.Should, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH whose last operation is the rename applies the name and the members",
			Why:     "The order of operations in one PATCH is the client's.",
			Symptom: "Half of the push arrives: the name or the members.",
			Refs:    []string{kit.RefPatch + ": operations are applied in their order", kit.RefRenameGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				g.Name = t.GroupName()
				acceptedOrStop(t, t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(p[0].ID), okta.AddOp(kit.AsMembers(p[1])...), okta.RenameOp(g.ID, g.Name)))
				t.SeeGroup("rename with a membership change", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				kit.SeeMembership(t, "rename with a membership change", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.same-user", Level: kit.Should, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that removes a user and adds the same one again leaves the user in the group",
			Symptom: "Somebody who left and came back before Okta sent the change is not in the group.",
			Refs:    []string{kit.RefPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p...)
				patchAccepted(t, g, okta.RemoveOp(p[0].ID), okta.AddOp(kit.AsMembers(p[0])...))
				kit.SeeMembership(t, "remove and add the same user", g, p)
			},
		},
	}
}

// raceChecks: Okta sends membership changes in parallel. Only PATCH can
// say so: of two PUTs with whole lists the later one counts.
func raceChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.at-once.add", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.OIN},
			Title:   "Of several additions to one group at the same time none is lost",
			Why:     "A server that reads the group, changes it and writes it back without a lock keeps only the last change.",
			Symptom: "When many people join at once, some of them have no access, others each time.",
			Refs:    []string{kit.RefPatch + ": a PATCH is atomic", refPatchAdd, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := kit.FewUsers(t, 6)
				g := t.NewGroup(p[0])
				changeAtOnce(t, len(p)-1, func(i int) okta.Run { return t.Change(g, p[i+1:i+2], nil, nil) })
				kit.SeeMembership(t, "add members at the same time", g, p)
			},
		},
		{
			ID: "members.at-once.both", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "Of additions and removals in one group at the same time none is lost",
			Symptom: "People who left are back in the group, or people who joined are not in it.",
			Refs:    []string{kit.RefPatch + ": a PATCH is atomic", refPatchAdd, refPatchRemove},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := kit.FewUsers(t, 6)
				g := t.NewGroup(p[:3]...)
				changeAtOnce(t, 5, func(i int) okta.Run {
					if i < 2 {
						return t.Change(g, nil, p[i:i+1], nil)
					}
					return t.Change(g, p[i+1:i+2], nil, nil)
				})
				kit.SeeMembership(t, "add and remove members at the same time", g, p[2:], p[:2]...)
			},
		},
		{
			ID: "members.at-once.groups", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is added to several groups at the same time is in all of them",
			Why:     "A server that keeps a list of groups with the user loses some of them.",
			Symptom: "Somebody who gets several groups at once lacks some of them.",
			Refs:    []string{kit.RefUserGroups, kit.RefGroup, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				groups := make([]kit.Group, 5)
				for i := range groups {
					groups[i] = t.NewGroup()
				}
				changeAtOnce(t, len(groups), func(i int) okta.Run { return t.Change(groups[i], []kit.Person{p}, nil, []kit.Person{p}) })
				seeInAll(t, "add a user to groups at the same time", p, groups)
			},
		},
	}
}

// changeAtOnce sends n membership changes at the same time and ends the check
// when one of them is not accepted.
func changeAtOnce(t *kit.T, n int, send func(i int) okta.Run) {
	for _, a := range kit.Concurrently(n, func(i int) okta.Answer { return send(i).Last() }) {
		t.Report(check.Accepted(a))
	}
	t.StopIfFailed()
}
