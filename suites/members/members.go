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

// Checks: who is in a pushed group. Each change is verified by fresh
// reads of the group and, where users show their groups, of the users.
func Checks() []kit.Check {
	return kit.InArea(kit.Members, []kit.Need{kit.NeedGroups}, slices.Concat(
		addChecks(),
		againChecks(),
		removeChecks(),
		absentChecks(),
		mixedChecks(),
		pushNowChecks(),
		pathlessPushNowChecks(),
		unknownMemberChecks(),
		putChecks(),
		answerChecks(),
		userChecks(),
		groupsChecks(),
		raceChecks(),
		largeGroupChecks(),
	))
}

// changeAccepted sends a membership change and ends the check when it is not
// accepted. whole is the list that a PUT carries.
func changeAccepted(t *kit.T, g kit.Group, add, remove, whole []kit.Person) okta.Answer {
	return acceptedOrStop(t, t.Change(g, add, remove, whole).Last())
}

// patchAccepted sends operations in one PATCH and ends the check when they are not
// accepted.
func patchAccepted(t *kit.T, g kit.Group, ops ...okta.Operation) {
	acceptedOrStop(t, t.Okta.PatchGroup(t, g.ID, ops...))
}

// pushNowAccepted makes these people the whole membership.
func pushNowAccepted(t *kit.T, g kit.Group, members ...kit.Person) {
	acceptedOrStop(t, t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(members...)).Last())
}

// unknownMember is a member that no user has the id of.
func unknownMember(t *kit.T) okta.Member {
	return okta.Member{Value: t.UnknownID(), Display: "nobody@" + t.Env().Profile.TestData.Domain}
}

// pick gives people by their index.
func pick(people []kit.Person, indexes ...int) []kit.Person {
	out := make([]kit.Person, 0, len(indexes))
	for _, i := range indexes {
		out = append(out, people[i])
	}
	return out
}

// seeAmongMembers reports whether fresh reads show the person in the group.
func seeAmongMembers(t *kit.T, operation string, g kit.Group, p kit.Person) {
	t.Eventually(operation, func() []check.Problem { return kit.MembershipOf(t, g, p) })
}

// awaitListedMember waits, as a set-up, until the person shows in the group, however
// often: what is listed twice has a check of its own.
func awaitListedMember(t *kit.T, operation string, g kit.Group, p kit.Person) {
	t.Await(kit.AddMember, operation, func() []check.Problem {
		r, problems := t.GroupByID(g.ID)
		if len(problems) > 0 || !t.MembersVisible() || slices.Contains(check.Values(r, "members"), p.ID) {
			return problems
		}
		return []check.Problem{{Operation: "GET /Groups/{id}", Place: "members", Expected: p.Sent.UserName, Actual: "not among them"}}
	})
}

// acceptedOrStop ends the check when a change of a group is not accepted.
func acceptedOrStop(t *kit.T, a okta.Answer) okta.Answer {
	if problems := check.Accepted(a); len(problems) > 0 {
		kit.NeedPlainMembership(t)
		t.Report(problems)
		t.Stop()
	}
	return a
}
