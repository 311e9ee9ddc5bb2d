package members

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// addChecks: somebody joins an Okta group that is pushed.
func addChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.add.first", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is added to an empty group is in it",
			Why:     "It is the second request of every group push. A 2xx proves nothing: fresh reads of both sides do.",
			Symptom: "None: Okta reports success, but the person has no access.",
			Refs:    []string{refChangeMembers, refPatchAdd, kit.RefPut, kit.RefUserGroups, "OIN C9332"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.NewGroup()
				t.Report(check.Accepted(t.Change(g, []kit.Person{p}, nil, []kit.Person{p}).Last()))
				t.StopIfFailed()
				t.SeeMembers("add a member", g, []kit.Person{p})
			},
		},
		{
			ID: "members.add.another", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is added to a group joins those who are in it",
			Symptom: "Each new member throws out the others, or does not arrive.",
			Refs:    []string{refChangeMembers, refPatchAdd, kit.RefPut, kit.RefUserGroups, "OIN C9332"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				changeAccepted(t, g, p[2:], nil, p)
				kit.SeeMembership(t, "add a member", g, p)
			},
		},
		{
			ID: "members.add.several", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Several users who are added in one request are all in the group",
			Why:     "Okta sends changes in batches.",
			Symptom: "Of several people who join at once only one gets access.",
			Refs:    []string{refChangeMembers, refPatchAdd, kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(4)
				g := t.NewGroup(p[0])
				changeAccepted(t, g, p[1:], nil, p)
				kit.SeeMembership(t, "add several members", g, p)
			},
		},
		{
			ID: "members.add.by-value", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A member is the user whose id is its value, whatever its display says",
			Why:     "display is for people to read; two people may have the same one.",
			Symptom: "The wrong person gets access, or nobody.",
			Refs:    []string{kit.RefGroup + ": value is the id of the member", refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				meant, other := t.NewUser(), t.NewUser()
				g := t.NewGroup()
				member := []okta.Member{{Value: meant.ID, Display: other.Sent.UserName}}
				acceptedOrStop(t, t.Okta.ChangeMembers(t, g.ID, g.Name, member, nil, member).Last())
				kit.SeeMembership(t, "add a member with the display of another", g, []kit.Person{meant}, other)
			},
		},
		{
			ID: "members.add.inactive", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A push that holds an inactive user is no server error, and the others in it arrive",
			Why:     "Okta pushes groups while the deactivation of a member is on its way.",
			Symptom: "One leaver in a group blocks the pushes of the whole group.",
			Refs:    []string{refChangeMembers, kit.RefGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				inactive, active := t.Deactivated(), t.NewUser()
				g := t.NewGroup()
				a := t.Change(g, []kit.Person{inactive, active}, nil, []kit.Person{inactive, active}).Last()
				if kit.RefusedNote(a) {
					t.Unsupported("the app refuses inactive users as members (%d)", a.Status)
				}
				acceptedOrStop(t, a)
				seeAmongMembers(t, "add an inactive and an active user", g, active)
			},
		},
		{
			ID: "members.add.keeps-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A membership change keeps the group's id and name",
			Symptom: "The group loses its name, and Okta no longer finds it.",
			Refs:    []string{refChangeMembers, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup()
				before := t.MustReadGroup(g.ID)
				changeAccepted(t, g, []kit.Person{p}, nil, []kit.Person{p})
				kit.AwaitMembers(t, kit.AddMember, "add a member", g, p)
				t.SeeGroup("add a member", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before, "members"))
				t.SeeGroup("add a member", g.ID, g.Name, []kit.View{kit.ViewLookup}, kit.HasDisplayName(g.Name))
			},
		},
	}
}

// againChecks: membership is a set, so that repeating an addition changes
// nothing.
func againChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.add.renamed", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A member who is listed again under a new login is the same member, once",
			Why:     "Okta writes the userName of the moment as display: after a change of the login the person comes under another one.",
			Symptom: "Somebody with a new login is in the group twice, or out of it.",
			Refs:    []string{refChangeMembers, kit.RefGroup + ": value is the id of the member"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, joins := t.NewUser(), t.NewUser()
				g := t.NewGroup(p)
				p.Sent.UserName = kit.ChangeUserName(t, p)
				changeAccepted(t, g, []kit.Person{p, joins}, nil, []kit.Person{p, joins})
				kit.SeeMembership(t, "list a member under a new login", g, []kit.Person{p, joins})
			},
		},
		{
			ID: "members.add.present", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Adding a user who is in the group already is accepted and changes nothing",
			Why:     "Okta repeats a request when its answer was lost.",
			Symptom: "The push fails with a conflict and is repeated for ever, or the person is listed twice.",
			Refs:    []string{refPatchAdd + ": a value that is there already is not added again, and that is a success", refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p...)
				changeAccepted(t, g, p[:1], nil, p)
				kit.SeeMembership(t, "add a present member", g, p)
			},
		},
		{
			ID: "members.add.present-and-new", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Of a present and a new user in one request the new one is added and the present one stays, once",
			Symptom: "One person who is in the group already keeps the others of the batch out.",
			Refs:    []string{refPatchAdd, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				changeAccepted(t, g, p, nil, p)
				kit.SeeMembership(t, "add a present and a new member", g, p)
			},
		},
		{
			ID: "members.add.twice-then-remove", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who was added twice is out of the group after one removal",
			Why:     "A membership that is stored twice survives the removal.",
			Symptom: "None: Okta reports the removal as done, but the person keeps access.",
			Refs:    []string{refPatchAdd, refPatchRemove, "OIN C9333"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				stays, leaves := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays)
				for range 2 {
					run := t.Change(g, []kit.Person{leaves}, nil, []kit.Person{stays, leaves})
					t.Require(kit.AddMember, check.Through(run))
				}
				awaitListedMember(t, "add a member twice", g, leaves)
				changeAccepted(t, g, nil, []kit.Person{leaves}, []kit.Person{stays})
				kit.SeeMembership(t, "remove a member who was added twice", g, []kit.Person{stays}, leaves)
			},
		},
		{
			ID: "members.add.twice-in-one", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A user who is listed twice in one request is in the group once, or the request is refused and changes nothing",
			Symptom: "The person is listed twice, and one removal is not enough.",
			Refs:    []string{refPatchAdd, "RFC 7643 §2.4"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				twice := kit.AsMembers(p[1], p[1])
				a := t.Okta.ChangeMembers(t, g.ID, g.Name, twice, nil, kit.AsMembers(p[0], p[1], p[1])).Last()
				if kit.RefusedNote(a) {
					kit.SeeMembership(t, "add a member twice in one request", g, p[:1], p[1])
					return
				}
				acceptedOrStop(t, a)
				kit.SeeMembership(t, "add a member twice in one request", g, p)
			},
		},
	}
}

// largeGroupChecks: the group of the whole company. The area robustness has
// more on its size.
func largeGroupChecks() []kit.Check {
	var checks []kit.Check
	for _, n := range []int{100, 256} {
		checks = append(checks, kit.Check{
			ID: fmt.Sprintf("members.large.batch-%d", n), Level: kit.Must, Evidence: kit.Recorded,
			Only: []okta.Dialect{okta.OIN}, Creates: n, Exclusive: kit.Crowd,
			Title:   fmt.Sprintf("%d people who are added by one PATCH are all in the group", n),
			Why:     "Okta adds people in batches.",
			Symptom: "The push of a larger group fails, or some of its people are missing in the app.",
			Refs:    []string{refPatchAdd, refChangeMembers, "recorded: batches of 100 and of up to 256 people in one PATCH"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				if len(all) < n {
					t.Unsupported("the app profile allows groups of %d members here (test_data.max_members)", len(all))
				}
				g := t.NewGroup()
				acceptedOrStop(t, t.Okta.With(func(c *okta.Config) { c.Batch = n }).ChangeMembers(t, g.ID, g.Name, kit.AsMembers(all[:n]...), nil, nil).Last())
				kit.SeeLargeGroup(t, "add a batch of members", g, all[:n], nil)
			},
		})
	}
	return append(checks, kit.Check{
		ID: "members.large.push-now", Level: kit.Must, Evidence: kit.Recorded,
		PerDialect: true, Creates: 1000, Exclusive: kit.Crowd,
		Title:   "Push Now of as many members as the profile allows is answered in time and has them all",
		Why:     "The whole list goes out in one request.",
		Symptom: "Push Now of a large group ends with a time-out or an error.",
		Refs: []string{refPushNow, "Okta SCIM FAQ: the connection is closed after 60 s",
			"https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
		Body: func(t *kit.T) {
			people := kit.MembersOfLargestGroup(t)
			g := t.NewGroup()
			pushNowAccepted(t, g, people...)
			kit.SeeLargeGroup(t, "Push Now of many members", g, people, nil)
		},
	})
}
