package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberRaceChecks: Okta sends membership changes in parallel. Only PATCH can
// say so: of two PUTs with whole lists the later one counts.
func memberRaceChecks() []Check {
	return []Check{
		{
			ID: "members.at-once.add", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "Of several additions to one group at the same time none is lost",
			Why:     "A server that reads the group, changes it and writes it back without a lock keeps only the last change.",
			Symptom: "When many people join at once, some of them have no access, others each time.",
			Refs:    []string{refPatch + ": a PATCH is atomic", refPatchAdd, refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.several(6)
				g := t.NewGroup(p[0])
				t.changeAtOnce(len(p)-1, func(i int) okta.Run { return t.change(g, p[i+1:i+2], nil, nil) })
				t.seeMembership("add members at the same time", g, p)
			},
		},
		{
			ID: "members.at-once.both", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "Of additions and removals in one group at the same time none is lost",
			Symptom: "People who left are back in the group, or people who joined are not in it.",
			Refs:    []string{refPatch + ": a PATCH is atomic", refPatchAdd, refPatchRemove},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.several(6)
				g := t.NewGroup(p[:3]...)
				t.changeAtOnce(5, func(i int) okta.Run {
					if i < 2 {
						return t.change(g, nil, p[i:i+1], nil)
					}
					return t.change(g, p[i+1:i+2], nil, nil)
				})
				t.seeMembership("add and remove members at the same time", g, p[2:], p[:2]...)
			},
		},
		{
			ID: "members.at-once.groups", Level: Must, PerDialect: true,
			Title:   "A user who is added to several groups at the same time is in all of them",
			Why:     "A server that keeps a list of groups with the user loses some of them.",
			Symptom: "Somebody who gets several groups at once lacks some of them.",
			Refs:    []string{refUserGroups, refGroup, refChangeMembers},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				groups := make([]Group, 5)
				for i := range groups {
					groups[i] = t.NewGroup()
				}
				t.changeAtOnce(len(groups), func(i int) okta.Run { return t.change(groups[i], []Person{p}, nil, []Person{p}) })
				t.seeInAll("add a user to groups at the same time", p, groups)
			},
		},
	}
}

// changeAtOnce sends n membership changes at the same time and ends the check
// when one of them is not accepted.
func (t *T) changeAtOnce(n int, send func(i int) okta.Run) {
	for _, a := range atOnce(n, func(i int) okta.Answer { return send(i).Last() }) {
		t.Report(check.Accepted(a))
	}
	t.StopIfFailed()
}
