package members

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// atOnceChecks: Okta sends membership changes in parallel. Only PATCH can say so: of two PUTs with whole lists the later
// one counts.
func atOnceChecks() []kit.Check {
	return ofJourney(kit.TeamPeople, []kit.Check{
		{
			ID: "members.at-once.add", Only: []okta.Dialect{okta.OIN},
			Title:   "Of several concurrent additions to one group none is lost",
			Why:     "A server that reads the group, changes it and writes it back without a lock keeps only the last change.",
			Symptom: "When many users join concurrently, some of them have no access, others each time.",
			Refs:    []string{kit.RefPatch + ": a PATCH is atomic", refPatchAdd, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.Journey().Mates
				g := t.NewGroup(p[0])
				changeAtOnce(t, len(p)-1, func(i int) okta.Run { return t.Change(g, p[i+1:i+2], nil, nil) })
				seeChanged(t, "add members concurrently", g, p, p, nil)
			},
		},
		{
			ID: "members.at-once.both", Only: []okta.Dialect{okta.OIN}, Evidence: kit.Documented, Depth: kit.Full,
			Title:   "Of concurrent additions and removals in one group none is lost",
			Symptom: "Users who left are back in the group, or users who joined are not in it.",
			Refs:    []string{kit.RefPatch + ": a PATCH is atomic", refPatchAdd, refPatchRemove},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.Journey().Mates
				g := t.NewGroup(p[:3]...)
				changeAtOnce(t, 4, func(i int) okta.Run {
					if i < 2 {
						return t.Change(g, nil, p[i:i+1], nil)
					}
					return t.Change(g, p[i+1:i+2], nil, nil)
				})
				seeChanged(t, "add and remove members concurrently", g, p[2:], p[2:], p[:2])
			},
		},
		{
			ID: "members.at-once.groups", Depth: kit.Full,
			Title:   "A user who is added to several groups concurrently is in all of them",
			Why:     "A server that keeps a list of groups with the user loses some of them.",
			Symptom: "Somebody who gets several groups concurrently lacks some of them.",
			Refs:    []string{kit.RefUserGroups, kit.RefGroup, refChangeMembers},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.Journey().Mates[:1]
				groups := make([]kit.Group, 5)
				for i := range groups {
					groups[i] = t.NewGroup()
				}
				changeAtOnce(t, len(groups), func(i int) okta.Run { return t.Change(groups[i], p, nil, p) })
				for _, g := range groups {
					kit.SeeMembership(t, "add a user to groups concurrently", g, p)
				}
			},
		},
	})
}

// largeGroupChecks: the group of the whole company. The area robustness has more on the size of groups.
func largeGroupChecks() []kit.Check {
	var checks []kit.Check
	for _, n := range []int{100, 256} {
		checks = append(checks, kit.Check{
			ID: fmt.Sprintf("members.large.batch-%d", n), Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Only: []okta.Dialect{okta.OIN}, Creates: n, Exclusive: kit.Crowd,
			Title:   fmt.Sprintf("%d users who are added by one PATCH are all in the group", n),
			Why:     "Okta adds users in batches.",
			Symptom: "The push of a larger group fails, or some of its members are missing in the app.",
			Refs:    []string{refPatchAdd, refChangeMembers, "recorded: batches of 100 and of up to 256 people in one PATCH"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				if len(all) < n {
					t.Unsupported("the app profile allows groups of %d members here (test_data.max_members)", len(all))
				}
				g := t.NewGroup()
				acceptedOrStop(t, t.Okta.With(func(c *okta.Config) { c.Batch = n }).ChangeMembers(t, g.ID, g.Name, kit.AsMembers(all[:n]...), nil, nil))
				kit.SeeLargeGroup(t, "add a batch of members", g, all[:n], nil)
			},
		})
	}
	return append(checks, kit.Check{
		ID: "members.large.push-now", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
		PerDialect: true, Creates: 1000, Exclusive: kit.Crowd,
		Title:   "Push Now of as many members as the profile allows is answered in time and has them all",
		Why:     "The whole list goes out in one request.",
		Symptom: "Push Now of a large group ends with a timeout or an error.",
		Refs: []string{refPushNow, "Okta SCIM FAQ: the connection is closed after 60 s",
			"https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
		Body: func(t *kit.T) {
			people := kit.MembersOfLargestGroup(t)
			g := t.NewGroup()
			acceptedOrStop(t, t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(people...)))
			kit.SeeLargeGroup(t, "Push Now of many members", g, people, nil)
		},
	})
}

// changeAtOnce sends n membership changes concurrently and ends the check when one of them is not accepted.
func changeAtOnce(t *kit.T, n int, send func(i int) okta.Run) {
	for _, a := range kit.Concurrently(n, func(i int) okta.Answer { return send(i).Last() }) {
		t.Report(check.Accepted(a))
	}
	t.StopIfFailed()
}
