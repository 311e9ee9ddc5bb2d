package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// changeAccepted sends a membership change and ends the check when it is not
// accepted. whole is the list that a PUT carries.
func (t *T) changeAccepted(g Group, add, remove, whole []Person) okta.Answer {
	return t.acceptedOrStop(t.change(g, add, remove, whole).Last())
}

// patchAccepted sends operations in one PATCH, after the rename that Okta sends
// with each, and ends the check when they are not accepted.
func (t *T) patchAccepted(g Group, ops ...okta.Operation) {
	t.acceptedOrStop(t.Okta.PatchGroup(t, g.ID, append([]okta.Operation{okta.RenameOp(g.ID, g.Name)}, ops...)...))
}

// pushNowAccepted makes these people the whole membership.
func (t *T) pushNowAccepted(g Group, members ...Person) {
	t.acceptedOrStop(t.Okta.PushNow(t, g.ID, g.Name, AsMembers(members...)).Last())
}

// refused tells whether the server understood and said no.
func refused(a okta.Answer) bool { return a.Err == nil && a.Status >= 400 && a.Status < 500 }

// unknownMember is a member that no user has the id of.
func (t *T) unknownMember() okta.Member {
	return okta.Member{Value: t.unknownID(), Display: "nobody@" + t.Env().Profile.TestData.Domain}
}

// pick gives people by their index.
func pick(people []Person, indexes ...int) []Person {
	out := make([]Person, 0, len(indexes))
	for _, i := range indexes {
		out = append(out, people[i])
	}
	return out
}

// among has the problems of this person's membership seen from each side that
// the app shows, whoever else is in the group.
func (t *T) among(g Group, p Person) []check.Problem {
	var out []check.Problem
	if t.MembersVisible() {
		out = t.groupHolds(g.ID, func(r okta.Resource) []check.Problem { return check.HasMember(r, p.ID, p.Sent.UserName) })
	}
	if t.UserGroupsVisible() {
		out = append(out, t.groupsOf(p, []string{g.ID}, nil)...)
	}
	return out
}

// seeAmongMembers reports whether fresh reads show the person in the group.
func (t *T) seeAmongMembers(operation string, g Group, p Person) {
	t.Eventually(operation, func() []check.Problem { return t.among(g, p) })
}

// awaitListedMember waits, as a set-up, until the person shows in the group, however
// often: what is listed twice has a check of its own.
func (t *T) awaitListedMember(operation string, g Group, p Person) {
	t.Await(AddMember, operation, func() []check.Problem {
		r, problems := t.GroupByID(g.ID)
		if len(problems) > 0 || !t.MembersVisible() || slices.Contains(check.Values(r, "members"), p.ID) {
			return problems
		}
		return []check.Problem{{Operation: "GET /Groups/{id}", Place: "members", Expected: p.Sent.UserName, Actual: "not among them"}}
	})
}
