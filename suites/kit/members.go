package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// spareSeats are seats that a check of several people leaves to others: the
// bystander, local admins, people of checks that are being cleaned up.
const spareSeats = 4

// FewUsers pushes n people, active ones if the app has seats for them.
func FewUsers(t *T, n int) []Person {
	seats := t.Env().Profile.Seats
	if seats == nil || seats.Limit >= n+spareSeats {
		return t.NewUsers(n)
	}
	t.needInactiveMembers()
	return t.NewUsers(n, Inactive)
}

// needInactiveMembers ends a check whose people are inactive, for lack of
// seats, when the app does not show inactive people as members.
func (t *T) needInactiveMembers() {
	t.NeedVisibleMembers()
	p := t.NewUser(Inactive)
	g, _ := MustCreateGroup(t)
	run := t.Change(g, []Person{p}, nil, []Person{p})
	UnlessInactiveRefused(t, run.Last())
	t.Require(AddInactive, check.Through(run))
	if _, ok := t.Wait("put an inactive user into a group", func() []check.Problem { return MembershipOf(t, g, p) }); !ok {
		t.Unsupported("the app shows no inactive members, and its seats do not allow as many active ones")
	}
}

// UnlessInactiveRefused ends a check whose people are inactive, for lack of
// seats, when the app takes active people only as members.
func UnlessInactiveRefused(t *T, a okta.Answer) {
	if RefusedNote(a) {
		t.Unsupported("the app refuses inactive users as members (%d), and its seats do not allow as many active ones", a.Status)
	}
}

// fewestMembers is the smallest large group worth the name.
const fewestMembers = 10

// MembersOfLargestGroup are as many people as the largest group of the profile has
// members. All checks of large groups share them.
func MembersOfLargestGroup(t *T) []Person {
	n := t.Env().Profile.TestData.MaxMembers
	if n < fewestMembers {
		t.Unsupported("the profile allows groups of %d members only (test_data.max_members)", n)
	}
	if t.Env().Profile.Seats != nil {
		t.needInactiveMembers()
	}
	return t.people(n)[:n]
}

// SeeLargeGroup reports whether a large group has exactly these members, and whether
// the first, the middle and the last one of want and gone see it so.
func SeeLargeGroup(t *T, operation string, g Group, want, gone []Person) {
	t.NeedVisibleMembers()
	t.Eventually(operation, func() []check.Problem {
		var out []check.Problem
		if t.MembersVisible() {
			out = t.MembersOf(g.ID, IDs(want...))
		}
		if t.UserGroupsVisible() {
			for _, p := range sample(want) {
				out = append(out, UserGroups(t, p, []string{g.ID}, nil)...)
			}
			for _, p := range sample(gone) {
				out = append(out, UserGroups(t, p, nil, []string{g.ID})...)
			}
		}
		return out
	})
}

// sample are the first, the middle and the last of many.
func sample(people []Person) []Person {
	if len(people) < 3 {
		return people
	}
	return []Person{people[0], people[len(people)/2], people[len(people)-1]}
}

// Together sends a membership change in one request, as nobody recorded it.
func Together(t *T, g Group, add, remove, whole []Person) okta.Run {
	return t.Okta.ChangeTogether(t, g.ID, g.Name, AsMembers(add...), AsMembers(remove...), AsMembers(whole...))
}

// RefusedNote tells whether the server understood and said no.
func RefusedNote(a okta.Answer) bool { return a.Err == nil && a.Status >= 400 && a.Status < 500 }

// MembershipOf has the problems of this person's membership seen from each side that
// the app shows, whoever else is in the group.
func MembershipOf(t *T, g Group, p Person) []check.Problem {
	var out []check.Problem
	if t.MembersVisible() {
		out = t.GroupHolds(g.ID, func(r okta.Resource) []check.Problem { return check.HasMember(r, p.ID, p.Sent.UserName) })
	}
	if t.UserGroupsVisible() {
		out = append(out, UserGroups(t, p, []string{g.ID}, nil)...)
	}
	return out
}
