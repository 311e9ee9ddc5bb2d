package suites

import "github.com/oktascim/oktascim/suites/okta"

// memberMixedChecks: some join and some leave in one request.
func memberMixedChecks() []Check {
	return []Check{
		{
			ID: "members.mixed.swap", Level: Must, PerDialect: true,
			Title:   "One request that removes one user and adds another does both, and the rest stay",
			Why:     "OIN: rename, remove and add in one PATCH, as Okta sends them. AIW: a PUT of the new list.",
			Symptom: "None: Okta reports success, but only the first or the last part of the change is in effect.",
			Refs:    []string{refChangeMembers, refPatch + ": operations are applied in their order", refPut},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				t.changeAccepted(g, p[2:], p[:1], p[1:])
				t.seeMembership("remove and add", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.several", Level: Must, PerDialect: true,
			Title:   "One request that removes several users and adds several others does all of it",
			Why:     "Okta collects changes and sends them together.",
			Symptom: "The wrong people are in the group after a larger change.",
			Refs:    []string{refChangeMembers, refPatch, refPut},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(5)
				g := t.NewGroup(p[:3]...)
				t.changeAccepted(g, p[3:], p[:2], p[2:])
				t.seeMembership("remove and add several", g, p[2:], p[:2]...)
			},
		},
		{
			ID: "members.mixed.add-first", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that adds one user and then removes another does both",
			Symptom: "None: Okta reports success, but the removal is lost, or takes the new member with it.",
			Refs:    []string{refPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				t.patchAccepted(g, okta.AddOp(AsMembers(p[2])...), okta.RemoveOp(p[0].ID))
				t.seeMembership("add and remove", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.two-adds", Level: Should, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH with an add operation for each of three users adds all three",
			Symptom: "None: Okta reports success, but only one of the users is in the group.",
			Refs:    []string{refPatch + ": operations are applied in their order", refPatchAdd},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup()
				t.patchAccepted(g, okta.AddOp(AsMembers(p[0])...), okta.AddOp(AsMembers(p[1])...), okta.AddOp(AsMembers(p[2])...))
				t.seeMembership("add three users one by one in one request", g, p)
			},
		},
		{
			ID: "members.mixed.same-user-last-removed", Level: Should, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that adds a user and then removes the same one leaves the user out of the group",
			Symptom: "None: somebody whose membership was taken back at once has the access.",
			Refs:    []string{refPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				t.patchAccepted(g, okta.AddOp(AsMembers(p[1])...), okta.RemoveOp(p[1].ID))
				t.seeMembership("add and remove the same user", g, p[:1], p[1])
			},
		},
		{
			ID: "members.mixed.rename-last", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH whose last operation is the rename applies the name and the members",
			Why:     "The order of operations in one PATCH is the client's.",
			Symptom: "Half of the push arrives: the name or the members.",
			Refs:    []string{refPatch + ": operations are applied in their order", refRenameGroup},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				g.Name = t.GroupName()
				t.acceptedOrStop(t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(p[0].ID), okta.AddOp(AsMembers(p[1])...), okta.RenameOp(g.ID, g.Name)))
				t.SeeGroup("rename with a membership change", g.ID, g.Name, []View{ViewByID}, called(g.Name))
				t.seeMembership("rename with a membership change", g, p[1:], p[0])
			},
		},
		{
			ID: "members.mixed.same-user", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that removes a user and adds the same one again leaves the user in the group",
			Symptom: "Somebody who left and came back before Okta sent the change is not in the group.",
			Refs:    []string{refPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p...)
				t.patchAccepted(g, okta.RemoveOp(p[0].ID), okta.AddOp(AsMembers(p[0])...))
				t.seeMembership("remove and add the same user", g, p)
			},
		},
	}
}
