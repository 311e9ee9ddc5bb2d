package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberAddChecks: somebody joins an Okta group that is pushed.
func memberAddChecks() []Check {
	return []Check{
		{
			ID: "members.add.first", Level: Must, PerDialect: true,
			Title:   "A user who is added to an empty group is in it",
			Why:     "It is the second request of every group push. A 2xx proves nothing: fresh reads of both sides do.",
			Symptom: "None: Okta reports success, but the person has no access.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPut, refUserGroups, "OIN C9332"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.NewGroup()
				t.Report(check.Accepted(t.change(g, []Person{p}, nil, []Person{p}).Last()))
				t.StopIfFailed()
				t.SeeMembers("add a member", g, []Person{p})
			},
		},
		{
			ID: "members.add.another", Level: Must, PerDialect: true,
			Title:   "A user who is added to a group joins those who are in it",
			Symptom: "Each new member throws out the others, or does not arrive.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPut, refUserGroups, "OIN C9332"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(3)
				g := t.NewGroup(p[0], p[1])
				t.changeAccepted(g, p[2:], nil, p)
				t.seeMembership("add a member", g, p)
			},
		},
		{
			ID: "members.add.several", Level: Must, PerDialect: true,
			Title:   "Several users who are added in one request are all in the group",
			Why:     "Okta sends changes in batches.",
			Symptom: "Of several people who join at once only one gets access.",
			Refs:    []string{refChangeMembers, refPatchAdd, refPut},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(4)
				g := t.NewGroup(p[0])
				t.changeAccepted(g, p[1:], nil, p)
				t.seeMembership("add several members", g, p)
			},
		},
		{
			ID: "members.add.by-value", Level: Must, PerDialect: true,
			Title:   "A member is the user whose id is its value, whatever its display says",
			Why:     "display is for people to read; two people may have the same one.",
			Symptom: "The wrong person gets access, or nobody.",
			Refs:    []string{refGroup + ": value is the id of the member", refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				meant, other := t.NewUser(), t.NewUser()
				g := t.NewGroup()
				member := []okta.Member{{Value: meant.ID, Display: other.Sent.UserName}}
				t.acceptedOrStop(t.Okta.ChangeMembers(t, g.ID, g.Name, member, nil, member).Last())
				t.seeMembership("add a member with the display of another", g, []Person{meant}, other)
			},
		},
		{
			ID: "members.add.inactive", Level: Must, PerDialect: true,
			Title:   "A push that holds an inactive user is no server error, and the others in it arrive",
			Why:     "Okta pushes groups while the deactivation of a member is on its way.",
			Symptom: "One leaver in a group blocks the pushes of the whole group.",
			Refs:    []string{refChangeMembers, refGroup},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				inactive, active := t.NewUser(Inactive), t.NewUser()
				g := t.NewGroup()
				a := t.change(g, []Person{inactive, active}, nil, []Person{inactive, active}).Last()
				if refused(a) {
					t.Unsupported("the app refuses inactive users as members (%d)", a.Status)
				}
				t.acceptedOrStop(a)
				t.seeAmongMembers("add an inactive and an active user", g, active)
			},
		},
		{
			ID: "members.add.keeps-name", Level: Must, PerDialect: true,
			Title:   "A membership change keeps the group's id and name",
			Symptom: "The group loses its name, and Okta no longer finds it.",
			Refs:    []string{refChangeMembers, refPatch, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup()
				before := t.mustReadGroup(g.ID)
				t.changeAccepted(g, []Person{p}, nil, []Person{p})
				t.awaitMembers(AddMember, "add a member", g, p)
				t.SeeGroup("add a member", g.ID, g.Name, []View{ViewByID}, likeBefore(before, "members"))
				t.SeeGroup("add a member", g.ID, g.Name, []View{ViewLookup}, called(g.Name))
			},
		},
		{
			ID: "members.add.alone", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "An add without a rename before it adds the member",
			Why:     "Before the rename was sent along with each change, Okta sent the add alone; recorded exchanges show both.",
			Symptom: "None: Okta reports success, but the person has no access.",
			Refs:    []string{refPatchAdd, "OIN C9332"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := t.NewGroup()
				t.acceptedOrStop(t.Okta.PatchGroup(t, g.ID, okta.AddOp(AsMembers(p)...)))
				t.seeMembership("add a member", g, []Person{p})
			},
		},
	}
}

// memberAgainChecks: membership is a set, so that repeating an addition changes
// nothing.
func memberAgainChecks() []Check {
	return []Check{
		{
			ID: "members.add.present", Level: Must, PerDialect: true,
			Title:   "Adding a user who is in the group already is accepted and changes nothing",
			Why:     "Okta repeats a request when its answer was lost.",
			Symptom: "The push fails with a conflict and is repeated for ever, or the person is listed twice.",
			Refs:    []string{refPatchAdd + ": a value that is there already is not added again, and that is a success", refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p...)
				t.changeAccepted(g, p[:1], nil, p)
				t.seeMembership("add a present member", g, p)
			},
		},
		{
			ID: "members.add.present-and-new", Level: Must, PerDialect: true,
			Title:   "Of a present and a new user in one request the new one is added and the present one stays, once",
			Symptom: "One person who is in the group already keeps the others of the batch out.",
			Refs:    []string{refPatchAdd, refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				t.changeAccepted(g, p, nil, p)
				t.seeMembership("add a present and a new member", g, p)
			},
		},
		{
			ID: "members.add.twice-then-remove", Level: Must, PerDialect: true,
			Title:   "A user who was added twice is out of the group after one removal",
			Why:     "A membership that is stored twice survives the removal.",
			Symptom: "None: Okta reports the removal as done, but the person keeps access.",
			Refs:    []string{refPatchAdd, refPatchRemove, "OIN C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				stays, leaves := t.NewUser(), t.NewUser()
				g := t.NewGroup(stays)
				for range 2 {
					run := t.change(g, []Person{leaves}, nil, []Person{stays, leaves})
					t.Require(AddMember, check.Through(run))
				}
				t.awaitListedMember("add a member twice", g, leaves)
				t.changeAccepted(g, nil, []Person{leaves}, []Person{stays})
				t.seeMembership("remove a member who was added twice", g, []Person{stays}, leaves)
			},
		},
		{
			ID: "members.add.twice-in-one", Level: Must, PerDialect: true,
			Title:   "A user who is listed twice in one request is in the group once, or the request is refused and changes nothing",
			Symptom: "The person is listed twice, and one removal is not enough.",
			Refs:    []string{refPatchAdd, "RFC 7643 §2.4"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				twice := AsMembers(p[1], p[1])
				a := t.Okta.ChangeMembers(t, g.ID, g.Name, twice, nil, AsMembers(p[0], p[1], p[1])).Last()
				if refused(a) {
					t.seeMembership("add a member twice in one request", g, p[:1], p[1])
					return
				}
				t.acceptedOrStop(a)
				t.seeMembership("add a member twice in one request", g, p)
			},
		},
	}
}
