package members

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// listChecks: several join or leave, also those who are in the group or not.
func listChecks() []kit.Check {
	return ofJourney(kit.TeamPeople, []kit.Check{
		{
			ID:    "members.add.several",
			Title: "Users who are added, one or several, new or present, join the other members, each once, and one removal takes each out",
			Why: "Okta sends changes in batches, and repeats a request when its response was lost. A member is the user whose id is its value, " +
				"whatever its display says: it is for people to read.",
			Symptom: "Of several users who join only one gets access, the wrong one does, or one who is there already keeps the others out.",
			Refs: []string{refChangeMembers, refPatchAdd + ": a value that is there already is not added again, and that is a success", kit.RefPut,
				kit.RefGroup + ": value is the id of the member", "OIN C9332, C9333"},
			Body: func(t *kit.T) {
				walk(t, nil,
					step{name: "a first user, under the display of another", want: []int{0}, send: func(t *kit.T, g kit.Group, want []kit.Person) okta.Run {
						member := []okta.Member{{Value: want[0].ID, Display: t.Journey().Mates[1].Sent.UserName}}
						return t.Okta.ChangeMembers(t, g.ID, g.Name, member, nil, member)
					}},
					step{name: "two more users", add: []int{1, 2}, want: []int{0, 1, 2}},
					step{name: "a user who is a member", add: []int{1}, want: []int{0, 1, 2}},
					step{name: "a member and a new user", add: []int{2, 3}, want: []int{0, 1, 2, 3}},
					step{name: "a user who is listed twice", want: []int{0, 1, 2, 3, 4}, send: func(t *kit.T, g kit.Group, want []kit.Person) okta.Run {
						twice := kit.AsMembers(want[4], want[4])
						run := t.Okta.ChangeMembers(t, g.ID, g.Name, twice, nil, append(kit.AsMembers(want[:4]...), twice...))
						if kit.RefusedNote(run.Last()) { // then nothing of it may be stored
							return t.Change(g, want[4:], nil, want)
						}
						return run
					}},
					step{name: "the removal of those who were added twice", remove: []int{1, 4}, want: []int{0, 2, 3}})
			},
		},
		{
			ID:      "members.remove.several",
			Title:   "Of the members of a group exactly those who are removed leave it: one, the same one again, several, all",
			Why:     "An app that marks removed memberships instead of deleting them must tell the old mark from the new row.",
			Symptom: "The wrong users lose access, or somebody who left a group keeps it or can never come back.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPatchRemove, kit.RefPut, "OIN C9332, C9333"},
			Body: func(t *kit.T) {
				walk(t, []int{0, 1, 2, 3, 4},
					step{name: "one member", remove: []int{1}, want: []int{0, 2, 3, 4}},
					step{name: "the return of that user", add: []int{1}, want: []int{0, 1, 2, 3, 4}},
					step{name: "the same user a second time", remove: []int{1}, want: []int{0, 2, 3, 4}},
					step{name: "several members", remove: []int{0, 3}, want: []int{2, 4}},
					step{name: "all members but one", remove: []int{2}, want: []int{4}},
					step{name: "the last member", remove: []int{4}})
			},
		},
		{
			ID:      "members.mixed.swap",
			Title:   "A change that removes users and adds others does both, and the rest stay",
			Why:     "OIN: PATCHes that remove and one that adds. AIW: PUTs of the new list.",
			Symptom: "No error in Okta: it reports success, but only the first or the last part of the change is in effect.",
			Refs:    []string{refChangeMembers, kit.RefPatch + ": operations are applied in their order", kit.RefPut},
			Body: func(t *kit.T) {
				walk(t, []int{0, 1},
					step{name: "one out and one in", remove: []int{0}, add: []int{2}, want: []int{1, 2}},
					step{name: "two out and three in", remove: []int{1, 2}, add: []int{0, 3, 4}, want: []int{0, 3, 4}})
			},
		},
		{
			ID: "members.remove.absent", Only: []okta.Dialect{okta.OIN}, Evidence: kit.Documented,
			Title:   "Removing a user who is no member, or does not exist, leaves the members unchanged, and is accepted or answered 400",
			Why:     "A removal is repeated when its response was lost, and a filter that matches nobody must not match everybody.",
			Symptom: "A removal that fails with every retry, or that empties the group.",
			Refs:    []string{refPatchRemove, "RFC 7644 §3.12 noTarget: a filter that yields no match", "okta-requests: members are idempotent"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				people := t.Journey().Mates
				g := t.NewGroup(people[0])
				for _, id := range []string{people[1].ID, t.UnknownID()} {
					if a := t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(id)); a.Status != http.StatusBadRequest {
						t.ReportAt(t.Names[id], check.Accepted(a))
					}
				}
				kit.SeeMembership(t, "remove somebody who is not a member", g, people[:1])
			},
		},
		{
			ID: "members.remove.absent-accepted", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "Removing a user who is no member is accepted",
			Symptom: "The Push Groups tab shows an error for a change that is in effect already.",
			Refs:    []string{refPatchRemove, "okta-requests: members are idempotent"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				t.Report(check.Accepted(t.Okta.PatchGroup(t, g.ID, okta.RemoveOp(t.Journey().Mates[0].ID))))
			},
		},
		{
			ID:      "members.groups.all",
			Depth:   kit.Full,
			Title:   "A user who is added to two groups is in both, and one who is removed from one of them stays in the other",
			Why:     "A server that keeps one group per user loses the others.",
			Symptom: "Users have only the access of the group that was pushed last, or lose all of it with one group.",
			Refs:    []string{kit.RefGroup, kit.RefUserGroups, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				people := t.Journey().Mates
				both := people[:2]
				groups := []kit.Group{t.NewGroup(), t.NewGroup()}
				for _, g := range groups {
					acceptedOrStop(t, t.Change(g, both, nil, both))
				}
				for _, g := range groups {
					kit.SeeMembership(t, "add a user to two groups", g, both)
				}
				acceptedOrStop(t, t.Change(groups[0], nil, both[:1], both[1:]))
				kit.SeeMembership(t, "remove a user from one of two groups", groups[0], both[1:], both[0])
				kit.SeeMembership(t, "remove a user from another group", groups[1], both)
			},
		},
		{
			ID: "members.put.echo", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW},
			Title: "A PUT of the whole group as it was read, and one whose members carry $ref and type, are accepted and store the members",
			Why: "Okta reads the group first and sends back what the server added: meta, id, $ref, type. They are ignored, not refused. " +
				"A PUT that changes nothing may be answered 204.",
			Symptom: "«Attribute is immutable» or the like: membership changes of the group fail.",
			Refs:    []string{kit.RefPut + ": read-only attributes are ignored", kit.RefGroup + ": members have value, $ref and type", refChangeMembers},
			Body:    putEchoes,
		},
	})
}

// putEchoes sends a group back as it was read, and members with all that they may have.
func putEchoes(t *kit.T) {
	kit.NeedMembersForPut(t)
	people := t.Journey().Mates[:3]
	g := t.NewGroup(people[0])
	put := func(t *kit.T, body okta.Resource) okta.Answer {
		return t.Okta.Do(t, okta.Request{Method: http.MethodPut, Path: kit.GroupPath(g.ID), Body: body})
	}
	accepted := func(t *kit.T, a okta.Answer, now []kit.Person) {
		if a.Status != http.StatusNoContent {
			acceptedOrStop(t, sent(g.ID, a))
		}
		kit.SeeMembership(t, "PUT of a group", g, now)
	}
	read := t.MustReadGroup(g.ID)
	echo := func(t *kit.T) {
		body := read.Clone()
		members, _ := body["members"].([]any)
		body["members"] = append(members, map[string]any{"value": people[1].ID, "display": people[1].Sent.UserName})
		accepted(t, put(t, body), people[:2])
	}
	details := func(t *kit.T) {
		var members []any
		for _, m := range people {
			members = append(members, map[string]any{"value": m.ID, "display": m.Sent.UserName, "type": "User",
				"$ref": strings.TrimRight(t.Env().BaseURL, "/") + kit.UserPath(m.ID)})
		}
		a := put(t, okta.Resource{"schemas": []any{check.GroupSchema}, "displayName": g.Name, "members": members})
		if m := check.Elements(read, "members"); !a.OK() && (len(m) == 0 || m[0]["$ref"] == nil || m[0]["type"] == nil) {
			t.Unsupported("members show no $ref and type in this app, so Okta has none to send back, and it refuses them")
		}
		accepted(t, a, people)
	}
	kit.Each(t, []bool{true, false}, func(asRead bool) string {
		return map[bool]string{true: "the group as it was read", false: "members with $ref and type"}[asRead]
	}, func(t *kit.T, asRead bool) {
		if asRead {
			echo(t)
		} else {
			details(t)
		}
	})
}
