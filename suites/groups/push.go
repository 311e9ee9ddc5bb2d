package groups

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// pushChecks: a new group, pushed empty as Okta does first.
func pushChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "groups.push.miss", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of a group name that nobody has finds none",
			Why:     "Okta creates the group only when the lookup finds none; a hit is linked and overwritten.",
			Symptom: "The push links a foreign group and gives it the wrong members, or fails before the group is created.",
			Refs:    []string{kit.RefPushGroup, kit.RefFilter, "OIN C9312"},
			Body: func(t *kit.T) {
				t.NewGroup()
				t.Report(kit.NoGroupNamed(t, t.GroupName()))
			},
		},
		{
			ID: "groups.push.created", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new group without members is answered 201 with its id",
			Why:     "Okta always creates a group with members [] and adds the members by the id it gets back.",
			Symptom: "The Push Groups tab shows an error for every new group; none of them reaches the app.",
			Refs:    []string{kit.RefPushGroup, kit.RefPostGroup, "OIN C9312, C9317"},
			Body: func(t *kit.T) {
				a := t.Okta.CreateGroup(t, t.GroupName(), nil)
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
			},
		},
		{
			ID: "groups.push.answer", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a new group shows the group as it was stored: schemas, id and displayName",
			Why:     "Okta keeps what the answer says as the app's group.",
			Symptom: "The group is pushed but not linked, or linked under another name.",
			Refs:    []string{kit.RefPushGroup, kit.RefPostGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				g, a := kit.MustCreateGroup(t)
				t.Report(check.InAnswer(a, check.GroupShape(a.Resource), check.Text(a.Resource, "displayName", g.Name)))
			},
		},
		{
			ID: "groups.push.shape", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group has schemas, an id and a displayName, and members whose value is text",
			Why:     "Okta reads groups strictly, and takes each member's value for a user's id.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on group push or group import.",
			Refs:    []string{kit.RefGroup, "RFC 7643 §3"},
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				t.SeeGroup("create group with members", g.ID, g.Name, []kit.View{kit.ViewByID, kit.ViewLookup}, check.GroupShape)
			},
		},
		{
			ID: "groups.push.meta", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A group has a meta with resourceType Group and its location",
			Symptom: "Okta's review of the integration asks for it.",
			Refs:    []string{"RFC 7643 §3.1", kit.RefGroup},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				t.Report(check.In("GET /Groups/{id}", check.Meta(t.MustReadGroup(g.ID), "Group")...))
			},
		},
		{
			ID: "groups.push.no-members", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group that was pushed without members has none",
			Why:     "Whoever is in the group gets what the app grants to it.",
			Symptom: "People who are not in the Okta group get its access in the app.",
			Refs:    []string{kit.RefPushGroup, "OIN C9317"},
			Body: func(t *kit.T) {
				g, _ := kit.MustCreateGroup(t)
				t.Eventually("create group", func() []check.Problem { return t.MembersOf(g.ID, nil) })
			},
		},
		{
			ID: "groups.push.several", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Groups that are pushed one after the other get ids of their own and keep their names",
			Symptom: "Several Okta groups end up in one group of the app.",
			Refs:    []string{"RFC 7643 §3.1 id: unique and stable", kit.RefGroup},
			Body: func(t *kit.T) {
				first, _ := kit.MustCreateGroup(t)
				second, _ := kit.MustCreateGroup(t)
				if first.ID == second.ID {
					t.Failf("POST /Groups", "id", "another id for the second group", "%q for both", first.ID)
					return
				}
				for _, g := range []kit.Group{first, second} {
					t.SeeGroup("create group", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				}
			},
		},
		{
			ID: "groups.push.others", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Pushing a new group leaves every other user and group alone",
			Symptom: "Groups that were not pushed lose their name or their members.",
			Refs:    []string{kit.RefPushGroup},
			Body: func(t *kit.T) {
				untouched := t.WatchBystanders()
				t.NewGroup()
				untouched("create group")
			},
		},
	}
	for _, v := range []struct {
		id, where string
		view      kit.View
		why       string
	}{
		{"by-id", "read by id", kit.ViewByID, "A 201 proves nothing; the group must be there afterwards."},
		{"by-lookup", "looked up by its name", kit.ViewLookup, "Okta looks the group up before the next push; a miss makes it create a second one."},
		{"in-list", "in the list of groups", kit.ViewList, "Okta imports groups from the list."},
	} {
		checks = append(checks, kit.Check{
			ID: "groups.push." + v.id, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new group, " + v.where + ", is there under its id and name",
			Why:     v.why,
			Symptom: "Okta shows the group as pushed, but the app does not have it, or gets a second one with the next push.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312"},
			Body: func(t *kit.T) {
				g, _ := kit.MustCreateGroup(t)
				t.SeeGroup("create group", g.ID, g.Name, []kit.View{v.view}, kit.HasDisplayName(g.Name))
			},
		})
	}
	return checks
}

// membersPushChecks: a new group that is pushed with its members.
func membersPushChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.with-members", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group that is created with members has exactly those members",
			Why:     "Some pushes carry the members with the create. An answer that repeats them proves nothing: fresh reads do.",
			Symptom: "Okta shows the group as pushed, but in the app it is empty.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup, kit.RefUserGroups, "OIN C9312"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g, _ := kit.MustCreateGroup(t, a, b)
				t.SeeMembers("create group with members", g, []kit.Person{a, b})
			},
		},
		{
			ID: "groups.push.sizes", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group is created with one, with two and with five members, and has exactly those",
			Why:     "Okta creates a group with the members who are assigned to the app, however many they are.",
			Symptom: "The push of a group of that size ends in an error, and the group is missing in the app.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup, "https://github.com/jelhub/scimgateway/issues/150"},
			Creates: 5,
			Body: func(t *kit.T) {
				people := t.NewUsers(5)
				for _, n := range []int{1, 2, 5} {
					at, name := fmt.Sprintf("with %d members", n), t.GroupName()
					a := t.Okta.CreateGroup(t, name, kit.AsMembers(people[:n]...))
					problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a))
					t.ReportAt(at, problems)
					if id := a.Resource.ID(); len(problems) == 0 && t.MembersVisible() {
						t.Eventually("create group "+at, func() []check.Problem { return t.MembersOf(id, kit.IDs(people[:n]...)) })
					}
				}
			},
		},
		{
			ID: "groups.push.near", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group whose lookup finds nothing is created, however near its name is to that of another group",
			Why:     "After a lookup without a hit Okta posts the group. A server that compares slugs answers 409, and the group can never be linked.",
			Symptom: "The Push Groups tab shows a conflict for a group that the app does not have.",
			Refs:    []string{kit.RefPushGroup, "https://github.com/getsentry/sentry/issues/88623"},
			Body: func(t *kit.T) {
				name := t.GroupName()
				t.NewGroupNamed(name + " SRE:Team")
				for _, near := range []string{" sre-team", " SRE Team", " SRE_Team", " SRE/Team", " SRE.Team", " SRETeam", " SRE:Teams"} {
					lookup := t.Okta.LookupGroup(t, name+near)
					if hits, _ := lookup.List(); !lookup.OK() || len(hits) > 0 {
						continue // Okta links what it finds; groups.push.name-… are about that
					}
					a := t.Okta.CreateGroup(t, name+near, nil)
					t.ReportAt("a group named …"+near, check.Status(a, http.StatusCreated), check.WithResource(a))
				}
			},
		},
		{
			ID: "groups.push.with-members-answer", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An answer to a new group that shows members shows those that were sent",
			Why:     "Okta takes the answer for what was stored.",
			Symptom: "Okta takes the group for empty, or for full when it is not.",
			Refs:    []string{kit.RefPostGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				_, a := kit.MustCreateGroup(t, p)
				t.Report(check.InAnswer(a, check.MembersIfShown(a.Resource, kit.IDs(p), t.Names)))
			},
		},
		{
			ID: "groups.push.whole", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Okta's whole push, lookup, create and membership, leads to a group with exactly those members",
			Why:     "These are the requests of Okta when an admin pushes a group, in their order.",
			Symptom: "The Push Groups tab shows an error, or the group is in the app without its members.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9312, C9332", kit.RefOktaURL},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				for _, client := range groupPushes(t) {
					name := t.GroupName()
					run := client.PushGroup(t, name, kit.AsMembers(a, b))
					t.NeedComplete("pushing a new group", run)
					t.SeeMembers("push a new group", kit.Group{ID: run.ID, Name: name}, []kit.Person{a, b})
				}
			},
		},
		{
			ID: "groups.push.whole-empty", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Okta's whole push of a group without members goes through, although its second write says what is stored already",
			Why:     "AIW: after the create Okta puts the same content. OIN: it sends the name once more.",
			Symptom: "The Push Groups tab shows an error for every new group, for instance a conflict with itself.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, "OIN C9317"},
			Body: func(t *kit.T) {
				for _, client := range groupPushes(t) {
					name := t.GroupName()
					run := client.PushGroup(t, name, nil)
					t.NeedComplete("pushing a new group", run)
					t.SeeGroup("push a new group", run.ID, name, []kit.View{kit.ViewByID}, kit.HasDisplayName(name))
					t.Eventually("push a new group", func() []check.Problem { return t.MembersOf(run.ID, nil) })
				}
			},
		},
		{
			ID: "groups.push.members-elsewhere", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user who is pushed with a new group stays in the groups it was in",
			Symptom: "With each new group people lose the groups they had.",
			Refs:    []string{kit.RefGroup, kit.RefUserGroups},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				first := t.NewGroup(p)
				second, _ := kit.MustCreateGroup(t, p)
				t.SeeMembers("create group with members", second, []kit.Person{p})
				t.StopIfFailed()
				t.SeeMembers("create another group with the same member", first, []kit.Person{p})
			},
		},
	}
}
