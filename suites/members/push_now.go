package members

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// pushNowChecks: the button Push Now makes the app's group equal to Okta's. It is also how a paused push catches up.
func pushNowChecks() []kit.Check {
	const refPathless = "recorded: https://github.com/jelhub/scimgateway/issues/113 and https://github.com/Metatavu/keycloak-scim-server/issues/100"
	pushNow := func(t *kit.T, g kit.Group, want []kit.Person) okta.Run {
		return t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(want...))
	}
	named := func(t *kit.T, g kit.Group, want []kit.Person) okta.Run {
		run := sent(g.ID, t.Okta.Send(t, "push-now-pathless-oin", okta.Vars{"id": g.ID, "displayName": g.Name, "members": kit.AsMembers(want...)}))
		if run.Last().OK() {
			t.SeeGroup("Push Now without a path", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
		}
		return run
	}
	alone := func(t *kit.T, g kit.Group, want []kit.Person) okta.Run {
		members := map[string]any{"members": kit.AsMembers(want...)}
		return sent(g.ID, t.Okta.PatchGroup(t, g.ID, okta.Operation{Op: "replace", Value: members}))
	}
	return ofJourney(kit.TeamPeople, []kit.Check{
		{
			ID:      "members.push-now.lists",
			Title:   "Push Now with more, fewer, other or the same users makes exactly them the members",
			Why:     "OIN: PATCH replace members with the whole list. AIW: PUT with the whole list.",
			Symptom: "No error in Okta: users who are not in the Okta group keep their access, or those in it have none.",
			Refs:    []string{refPushNow, refPatchReplace, kit.RefPut, kit.RefUserGroups, "OIN C9316, C9319, C9320, C9328, C9329"},
			Body: func(t *kit.T) {
				walk(t, nil,
					step{name: "two users into an empty group", want: []int{0, 1}, send: pushNow},
					step{name: "one more user", want: []int{0, 1, 2}, send: pushNow},
					step{name: "one user fewer", want: []int{0, 2}, send: pushNow},
					step{name: "one of them and another user", want: []int{3, 2}, send: pushNow},
					step{name: "the same users in another order", want: []int{2, 3}, send: pushNow},
					step{name: "other users", want: []int{1, 4}, send: pushNow},
					step{name: "one user", want: []int{4}, send: pushNow})
			},
		},
		{
			ID:      "members.push-now.empty",
			Title:   "Push Now of a group without users empties that group in the app and no other, also when it is empty already",
			Symptom: "No error in Okta: users who are not in the Okta group keep their access, or emptying one group empties others.",
			Refs:    []string{refPushNow, refPatchReplace, kit.RefPut, kit.RefUserGroups, "OIN C9317, C9320"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.Journey().Mates[:2]
				g, other := t.NewGroup(p...), t.NewGroup(p...)
				for range 2 {
					acceptedOrStop(t, pushNow(t, g, nil))
					kit.SeeMembership(t, "Push Now with nobody", g, nil, p...)
				}
				kit.SeeMembership(t, "Push Now of another group", other, p)
			},
		},
		{
			ID: "members.push-now.pathless-named", Only: []okta.Dialect{okta.OIN},
			Title:   "A replace without a path whose value has members, id and displayName makes those members, or none, the whole membership",
			Why:     "Recorded exchanges show Push Now in this form too.",
			Symptom: "«Unrecognized token 'Unsupported'», or users who left keep their access.",
			Refs:    []string{refPathless, refPatchReplace + ": without a path the value holds the attributes to replace"},
			Body: func(t *kit.T) {
				walk(t, []int{0, 1}, step{name: "other members", want: []int{2}, send: named}, step{name: "no members", send: named})
			},
		},
		{
			ID: "members.push-now.pathless", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   "A replace without a path whose value has members alone makes them the whole membership",
			Symptom: "«Unrecognized token 'Unsupported'», or users who left keep their access.",
			Refs:    []string{refPathless, refPatchReplace + ": without a path the value holds the attributes to replace"},
			Body:    func(t *kit.T) { walk(t, []int{0, 1}, step{name: "other members", want: []int{1, 2}, send: alone}) },
		},
	})
}

// refChangeTogether are the forms of a membership change that nobody recorded.
const refChangeTogether = "Okta SCIM 2.0 reference, Update specific group membership: PUT without the id, or rename, remove and add in one PATCH"

// togetherChecks: the operations that Okta's reference puts into one request. Recordings have one operation a request.
func togetherChecks() []kit.Check {
	return ofJourney(kit.TeamPeople, []kit.Check{
		{
			ID: "members.mixed.together", Evidence: kit.Safety, Depth: kit.Full,
			Title:   "A rename, removal and addition in one PATCH, or in a PUT without the group's id, is done as a whole or refused",
			Why:     "Okta's reference has these forms; recordings have not. Half of such a change leaves access with somebody who left.",
			Symptom: "No error in Okta: it reports success, but only the first or the last part of the change is in effect.",
			Refs:    []string{refChangeTogether, kit.RefPatch + ": operations are applied in their order", kit.RefPut, kit.RefRenameGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.Journey().Mates
				g := t.NewGroup(p[:4]...)
				now, leave, stay := g, pick(p, []int{0, 2}), pick(p, []int{1, 3, 4})
				now.Name = t.GroupName()
				run := kit.Together(t, now, p[4:], leave, stay)
				if kit.RefusedNote(run.Last()) {
					t.SeeGroup("refused change", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
					kit.SeeMembership(t, "refused change", g, p[:4], p[4])
					return
				}
				acceptedOrStop(t, run)
				t.SeeGroup("rename, remove and add in one request", g.ID, now.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(now.Name))
				kit.SeeMembership(t, "rename, remove and add in one request", g, stay, leave...)
			},
		},
		{
			ID: "members.mixed.together-accepted", Level: kit.Should, Evidence: kit.Documented, Depth: kit.Full,
			Title:   "A rename, removal and addition in one PATCH, or in a PUT without the group's id, is accepted",
			Symptom: "Membership changes fail, should Okta send them as its reference says.",
			Refs:    []string{refChangeTogether, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Journey().Mates[:2]
				g := t.NewGroup(p[0])
				g.Name = t.GroupName()
				t.Report(check.Accepted(kit.Together(t, g, p[1:], p[:1], p[1:]).Last()))
			},
		},
		{
			ID: "members.mixed.order", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "The operations of one PATCH of a group are applied in their order",
			Symptom: "No error in Okta: it reports success, but a part of the change is lost.",
			Refs:    []string{refChangeTogether, kit.RefPatch + ": operations are applied in their order", refPatchAdd, refPatchRemove, kit.RefRenameGroup},
			Body: func(t *kit.T) {
				p := t.Journey().Mates
				add := func(i int) okta.Operation { return okta.AddOp(kit.AsMembers(p[i])...) }
				remove := func(i int) okta.Operation { return okta.RemoveOp(p[i].ID) }
				ops := func(ops ...okta.Operation) func(*kit.T, kit.Group, []kit.Person) okta.Run {
					return func(t *kit.T, g kit.Group, _ []kit.Person) okta.Run {
						return sent(g.ID, t.Okta.PatchGroup(t, g.ID, ops...))
					}
				}
				walk(t, []int{0, 1},
					step{name: "an addition before a removal", want: []int{1, 2}, send: ops(add(2), remove(0))},
					step{name: "an addition for each of two users", want: []int{1, 2, 3, 4}, send: ops(add(3), add(4))},
					step{name: "a removal and an addition of the same user", want: []int{1, 2, 3, 4}, send: ops(remove(1), add(1))},
					step{name: "an addition and a removal of the same user", want: []int{1, 2, 3, 4}, send: ops(add(0), remove(0))},
					step{name: "a rename at the end", want: []int{0, 1, 3, 4}, send: func(t *kit.T, g kit.Group, _ []kit.Person) okta.Run {
						name := t.GroupName()
						run := sent(g.ID, t.Okta.PatchGroup(t, g.ID, remove(2), add(0), okta.RenameOp(g.ID, name)))
						if run.Last().OK() {
							t.SeeGroup("rename with a membership change", g.ID, name, []kit.View{kit.ViewByID}, kit.HasDisplayName(name))
						}
						return run
					}})
			},
		},
	})
}
