package groups

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// pushChecks: a group is pushed for the first time, with members and without.
func pushChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.whole-empty", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "Okta's whole push of a group without members goes through, although its second write repeats what is stored",
			Why:     "AIW: after the create Okta puts the same content. OIN: it sends the name once more.",
			Symptom: "The Push Groups tab shows an error for every new group, for instance a conflict with itself.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9317"},
			Journey: kit.PushEmptyTeam,
			Body:    func(t *kit.T) { t.ReportAt("pushing a new group", check.Through(t.Carried().Run)) },
		},
		{
			ID: "groups.push.created", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A new group without members is answered 201 with its id",
			Why:     "Okta creates a group with members [] and adds the members by the id it gets back.",
			Symptom: "The Push Groups tab shows an error for every new group; none of them reaches the app.",
			Refs:    []string{kit.RefPushGroup, kit.RefPostGroup, "OIN C9312, C9317"},
			Journey: kit.PushEmptyTeam,
			Body: func(t *kit.T) {
				a := postAnswer(t.Carried().Run)
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
			},
		},
		{
			ID: "groups.push.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "The response to a new group shows the group as it was stored: schemas, id and displayName",
			Why:     "Okta keeps what the response says as the app's group.",
			Symptom: "The group is pushed but not linked, or linked under another name.",
			Refs:    []string{kit.RefPushGroup, kit.RefPostGroup, kit.RefGroup},
			Journey: kit.PushEmptyTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				a := postAnswer(j.Run)
				t.Report(check.InAnswer(a, check.GroupShape(a.Resource), check.Text(a.Resource, "displayName", j.Group.Name)))
			},
		},
		sees(kit.Check{
			ID: "groups.push.by-id", PerDialect: true, Depth: kit.Quick, Journey: kit.PushEmptyTeam,
			Title:   "A new group, read by id, is there under its name",
			Why:     "A 201 proves nothing; the group must be there afterwards.",
			Symptom: "Okta shows the group as pushed, but the app does not have it.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312"},
		}, kit.ViewByID),
		sees(kit.Check{
			ID: "groups.push.by-lookup", PerDialect: true, Depth: kit.Quick, Journey: kit.PushEmptyTeam,
			Title:   "A new group, looked up by its name, is found under its id",
			Why:     "Okta looks the group up before the next push; a miss makes it create a second one.",
			Symptom: "The app gets a second group with the next push.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312"},
		}, kit.ViewLookup),
		sees(kit.Check{
			ID: "groups.push.in-list", PerDialect: true, Journey: kit.PushEmptyTeam, Depth: kit.Quick,
			Title:   "A new group is in the list of groups under its id and name",
			Why:     "Okta imports groups from the list.",
			Symptom: "A group import does not show the group.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312"},
		}, kit.ViewList),
		{
			ID: "groups.push.no-members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A group that was pushed without members has none",
			Why:     "Whoever is in the group gets what the app grants to it.",
			Symptom: "Users who are not in the Okta group get its access in the app.",
			Refs:    []string{kit.RefPushGroup, "OIN C9317"},
			Journey: kit.PushEmptyTeam,
			Body: func(t *kit.T) {
				t.LookGroup(t.Journey(), []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return check.Members(r, nil, t.Names) })
			},
		},
		{
			ID: "groups.push.whole", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Okta's whole push, lookup, create and membership, goes through",
			Why:     "These are the requests of Okta when an admin pushes a group, in their order.",
			Symptom: "The Push Groups tab shows an error, or the group is in the app without its members.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312, C9332", kit.RefOktaURL},
			Journey: kit.PushTeam,
			Body:    func(t *kit.T) { t.ReportAt("pushing a new group", check.Through(t.Carried().Run)) },
		},
		{
			ID: "groups.push.with-members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group that is pushed with three members has exactly those, on the side of the group and of the users",
			Why:     "A response that repeats the members proves nothing: fresh reads do.",
			Symptom: "Okta shows the group as pushed, but in the app it is empty.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup, kit.RefUserGroups, "OIN C9312, C9332"},
			Journey: kit.PushTeam,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				j := t.Journey()
				t.SeeMembers("push a new group", j.Group, j.Mates)
			},
		},
		{
			ID: "groups.push.with-members-answer", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.AIW},
			Title:   "A response to a new group that shows members shows those that were sent",
			Why:     "Okta takes the response for what was stored.",
			Symptom: "Okta takes the group for empty, or for full when it is not.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup},
			Journey: kit.PushTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				a := postAnswer(j.Run)
				t.Report(check.InAnswer(a, check.MembersIfShown(a.Resource, kit.IDs(j.Mates...), t.Names)))
			},
		},
		{
			ID: "groups.push.shape", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group has schemas, an id and a displayName, and members whose value is text",
			Why:     "Okta reads groups strictly, and takes each member's value for a user's id.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on group push or group import.",
			Refs:    []string{kit.RefGroup, "RFC 7643 §3"},
			Journey: kit.PushTeam,
			Body: func(t *kit.T) {
				t.LookGroup(t.Journey(), []kit.View{kit.ViewByID, kit.ViewLookup}, check.GroupShape)
			},
		},
		{
			ID: "groups.push.meta", Level: kit.Should, Evidence: kit.RFC, PerDialect: true,
			Title:   "A group has a meta with resourceType Group and its location",
			Symptom: "Okta's review of the integration asks for it.",
			Refs:    []string{"RFC 7643 §3.1", kit.RefGroup},
			Journey: kit.PushTeam,
			Body: func(t *kit.T) {
				t.LookGroup(t.Journey(), []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return check.Meta(r, "Group") })
			},
		},
		{
			ID: "groups.push.lookup-agrees", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "The group that the lookup shows does not contradict the group read by id",
			Why:     "The lookup may leave members out; what it shows is what Okta links.",
			Symptom: "Okta links a group with outdated data.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup},
			Journey: kit.PushTeam,
			Body: func(t *kit.T) {
				g := t.Journey().Group
				t.Eventually("push a group, by lookup", func() []check.Problem {
					read, problems := t.GroupByID(g.ID)
					hit, further := t.GroupByLookup(g.Name, g.ID)
					if len(problems)+len(further) > 0 {
						return check.All(problems, further)
					}
					return check.In("GET /Groups?filter", kit.Agrees(read, hit)...)
				})
			},
		},
		{
			ID: "groups.push.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Pushing a new group leaves every other user and group unchanged",
			Symptom: "Groups that were not pushed lose their name or their members.",
			Refs:    []string{kit.RefPushGroup},
			Journey: kit.PushTeam,
			Body:    func(t *kit.T) { t.LookOthers(t.Journey()) },
		},
		{
			ID: "groups.push.sizes", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title: "Groups that are pushed with one and with two members have exactly those, and ids of their own",
			Why: "AIW: the create carries the members who are assigned to the app, however many they are. OIN: the first PATCH does. " +
				"A user who is pushed with a new group stays in the others.",
			Symptom: "The push of a group of that size ends in an error, or with each new group users lose the groups they had.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup, kit.RefUserGroups, "RFC 7643 §3.1 id", "https://github.com/jelhub/scimgateway/issues/150"},
			Journey: kit.PushTeam,
			Body:    sizes,
		},
	}
}

// sizes pushes groups of several sizes with the members of another, in the two ways in which Okta pushes a new group in turn.
func sizes(t *kit.T) {
	j, pushes := t.Carried(), kit.GroupPushes(t)
	owner := map[string]string{j.Group.ID: j.Group.Name}
	kit.Each(t, []int{1, 2}, func(n int) string { return fmt.Sprintf("%d of three members", n) }, func(t *kit.T, n int) {
		name, members := t.GroupName(), j.Mates[:n]
		run := pushes[n%len(pushes)].PushGroup(t, name, kit.AsMembers(members...))
		t.NeedComplete("pushing a new group", run)
		if owner[run.ID] != "" {
			t.Failf("POST /Groups", "id", "an id of its own", "%q, which the group %q has", run.ID, owner[run.ID])
			return
		}
		owner[run.ID] = name
		t.Know(run.ID, name)
		t.SeeGroup("push a new group", run.ID, name, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
			problems := check.Text(r, "displayName", name)
			if t.MembersVisible() {
				problems = append(problems, check.Members(r, kit.IDs(members...), t.Names)...)
			}
			return problems
		})
	})
	if j.Run.Stop == "" && (t.MembersVisible() || t.UserGroupsVisible()) {
		t.SeeMembers("push further groups with the same members", j.Group, j.Mates)
	}
}
