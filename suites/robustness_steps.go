package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// spareSeats are seats that a check of several people leaves to others: the
// bystander, local admins, people of checks that are being cleaned up.
const spareSeats = 4

// several pushes n people, active ones if the app has seats for them.
func (t *T) several(n int) []Person {
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
	g, _ := t.createGroup()
	run := t.change(g, []Person{p}, nil, []Person{p})
	t.unlessInactiveRefused(run.Last())
	t.Require(AddInactive, check.Through(run))
	if _, ok := t.wait("put an inactive user into a group", func() []check.Problem { return t.among(g, p) }); !ok {
		t.Unsupported("the app shows no inactive members, and its seats do not allow as many active ones")
	}
}

// unlessInactiveRefused ends a check whose people are inactive, for lack of
// seats, when the app takes active people only as members.
func (t *T) unlessInactiveRefused(a okta.Answer) {
	if refused(a) {
		t.Unsupported("the app refuses inactive users as members (%d), and its seats do not allow as many active ones", a.Status)
	}
}

// fewestMembers is the smallest large group worth the name.
const fewestMembers = 10

// membersOfLargest are as many people as the largest group of the profile has
// members. All checks of large groups share them.
func (t *T) membersOfLargest() []Person {
	n := t.Env().Profile.TestData.MaxMembers
	if n < fewestMembers {
		t.Unsupported("the profile allows groups of %d members only (test_data.max_members)", n)
	}
	if t.Env().Profile.Seats != nil {
		t.needInactiveMembers()
	}
	return t.people(n)[:n]
}

// seeMany reports whether a large group has exactly these members, and whether
// the first, the middle and the last one of want and gone see it so.
func (t *T) seeMany(operation string, g Group, want, gone []Person) {
	t.NeedVisibleMembers()
	t.Eventually(operation, func() []check.Problem {
		var out []check.Problem
		if t.MembersVisible() {
			out = t.MembersOf(g.ID, IDs(want...))
		}
		if t.UserGroupsVisible() {
			for _, p := range spread(want) {
				out = append(out, t.groupsOf(p, []string{g.ID}, nil)...)
			}
			for _, p := range spread(gone) {
				out = append(out, t.groupsOf(p, nil, []string{g.ID})...)
			}
		}
		return out
	})
}

// spread are the first, the middle and the last of many.
func spread(people []Person) []Person {
	if len(people) < 3 {
		return people
	}
	return []Person{people[0], people[len(people)/2], people[len(people)-1]}
}
