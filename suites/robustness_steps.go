package suites

import (
	"github.com/oktascim/oktascim/suites/check"
)

// sparing makes people inactive where the app counts the active ones.
func (t *T) sparing() []Option {
	if t.Env().Profile.Seats != nil {
		return []Option{Inactive}
	}
	return nil
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
