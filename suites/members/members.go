// Package members has the checks of group membership: add, remove, replace, and who else is affected.
package members

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refChangeMembers = "Okta SCIM 2.0 reference: membership = PATCH that adds members, or removes members[value eq …] (OIN), or PUT with the whole list (AIW)"
	refPushNow       = "Okta SCIM 2.0 reference: Push Now = PATCH replace members (OIN) or PUT (AIW) with the whole list, which may be empty"
	refPatchAdd      = "RFC 7644 §3.5.2.1"
	refPatchRemove   = "RFC 7644 §3.5.2.2"
	refPatchReplace  = "RFC 7644 §3.5.2.3"
)

// Checks: the membership of a pushed group. Each change is verified by fresh
// reads of the group and, where users show their groups, of the users.
func Checks() []kit.Check {
	return kit.InArea(kit.Members, []kit.Need{kit.NeedGroups}, slices.Concat(
		changeChecks(),
		unknownMemberChecks(),
		changedMemberChecks(),
		listChecks(),
		pushNowChecks(),
		togetherChecks(),
		atOnceChecks(),
		largeGroupChecks(),
	))
}

// A step changes the membership of a group. People are named by their index.
type step struct {
	name        string
	add, remove []int
	want        []int // afterwards
	// send sends another request than Okta's membership change; it may be nil.
	send func(t *kit.T, g kit.Group, want []kit.Person) okta.Run
}

// walk takes one group of the people of the journey through steps, each a value of the check. After a step that failed
// the next one begins with another group.
func walk(t *kit.T, before []int, steps ...step) {
	t.NeedVisibleMembers()
	people := t.Journey().Mates
	g, now, broken := t.NewGroup(pick(people, before)...), before, false
	kit.Each(t, steps, func(s step) string { return s.name }, func(t *kit.T, s step) {
		if broken {
			g = t.NewGroup(pick(people, now)...)
		}
		left := without(now, s.want)
		joined, want := append(without(s.want, now), s.want[:min(1, len(s.want))]...), pick(people, s.want)
		now, broken = s.want, true
		if s.send == nil {
			acceptedOrStop(t, t.Change(g, pick(people, s.add), pick(people, s.remove), want))
		} else {
			acceptedOrStop(t, s.send(t, g, want))
		}
		seeChanged(t, s.name, g, want, pick(people, joined), pick(people, left))
		broken = t.Failed()
	})
}

// seeChanged reports whether a group has exactly these members, and whether those who were concerned see it so: the first
// in and the first out where the group shows them all.
func seeChanged(t *kit.T, operation string, g kit.Group, want, in, out []kit.Person) {
	if t.MembersVisible() {
		in, out = in[:min(1, len(in))], out[:min(1, len(out))]
	}
	problems, ok := t.Wait(operation, func() []check.Problem {
		var problems []check.Problem
		if t.MembersVisible() {
			problems = t.MembersOf(g.ID, kit.IDs(want...))
		}
		for _, p := range slices.Concat(in, out) {
			if !t.UserGroupsVisible() {
				break
			}
			present, absent := []string{g.ID}, []string(nil)
			if slices.ContainsFunc(out, func(o kit.Person) bool { return o.ID == p.ID }) {
				present, absent = absent, present
			}
			problems = append(problems, kit.UserGroups(t, p, present, absent)...)
		}
		return problems
	})
	if !ok {
		kit.NeedPlainMembership(t)
	}
	t.Report(problems)
}

// pick gives people by their index.
func pick(people []kit.Person, indexes []int) []kit.Person {
	out := make([]kit.Person, 0, len(indexes))
	for _, i := range indexes {
		out = append(out, people[i])
	}
	return out
}

func without(all, some []int) []int {
	return slices.DeleteFunc(slices.Clone(all), func(i int) bool { return slices.Contains(some, i) })
}

// acceptedOrStop ends the check when a change of a group is not accepted.
func acceptedOrStop(t *kit.T, run okta.Run) {
	if problems := check.Accepted(run.Last()); len(problems) > 0 {
		kit.NeedPlainMembership(t)
		t.Report(problems)
		t.Stop()
	}
}

// sent is a run of one request.
func sent(id string, a okta.Answer) okta.Run { return okta.Run{ID: id, Answers: []okta.Answer{a}} }
