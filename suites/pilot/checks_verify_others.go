package pilot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
)

// mostOthers is how many changed accounts are reported one by one.
const mostOthers = 100

// named is the account of that userName; nil for none, and for several.
func (s *Snapshot) named(userName string) *SnapshotUser {
	if s.byName == nil {
		s.byName = newIndex(len(s.Users))
		for i := range s.Users {
			s.byName.add(s.Users[i].UserName, i)
		}
	}
	if found := s.byName.find(userName); len(found) == 1 {
		return &s.Users[found[0]]
	}
	return nil
}

// needSnapshot ends a check that compares with the state before the pilot.
func (v *Verify) needSnapshot(t *suites.T) {
	if v.before == nil {
		t.Unsupported("there is no snapshot of the state before: `oktascim pilot plan` writes one")
	}
}

// ofRoster tells whether an account of the snapshot is one of the roster's, who
// may change.
func (v *Verify) ofRoster(u *SnapshotUser) bool {
	return v.known[u.ID] || v.inRoster[strings.ToLower(u.UserName)]
}

func (v *Verify) checkOthers(t *suites.T) {
	v.needSnapshot(t)
	var out []check.Problem
	more := 0
	for i := range v.before.Users {
		old := &v.before.Users[i]
		if v.ofRoster(old) {
			continue
		}
		now := v.target.user(old.ID)
		actual := v.change(old, now)
		if actual != "" && now != nil { // it may have been read in the middle of a change, or from a list that is late
			if fresh := v.byID(t, old.ID); fresh != nil {
				actual = v.change(old, fresh)
			}
		}
		switch {
		case actual == "":
		case len(out) == mostOthers:
			more++
		default:
			out = append(out, problem("GET /Users "+or(old.UserName, old.ID), "as before the pilot", "%s", actual)...)
		}
	}
	if more > 0 {
		out = append(out, problem("GET /Users", "as before the pilot", "%s more were changed", people(more))...)
	}
	t.Report(out)
}

// change says how an account differs from what it was; empty when it does not.
func (v *Verify) change(old *SnapshotUser, now *account) string {
	if now == nil {
		return "it is gone"
	}
	var out []string
	if old.UserName != now.userName {
		out = append(out, fmt.Sprintf("userName was %s, is %s", old.UserName, now.userName))
	}
	if old.Active != now.active {
		out = append(out, fmt.Sprintf("active was %t, is %t", old.Active, now.active))
	}
	if !slices.Equal(old.Roles, now.roles) {
		out = append(out, fmt.Sprintf("the role was %s, is %s", or(strings.Join(old.Roles, ", "), "none"), or(strings.Join(now.roles, ", "), "none")))
	}
	before, _ := parseMarks(old.Marks)
	if changed := before.changed(now.marks); len(changed) > 0 {
		out = append(out, strings.Join(changed, ", ")+" changed")
	}
	return strings.Join(out, "; ")
}

func (v *Verify) checkNewcomers(t *suites.T) {
	v.needSnapshot(t)
	var who []string
	for i := range v.target.users {
		a := &v.target.users[i]
		if v.before.user(a.id) == nil && !v.known[a.id] {
			who = append(who, or(a.userName, "id "+a.id))
		}
	}
	if len(who) > 0 {
		t.Failf("GET /Users", "", "only people of the roster are new", "%s more: %s", number(len(who)), names(who))
	}
}

// checkOtherGroups holds groups that are not pushed against the snapshot, and
// of those that are pushed the members who are not in the roster.
func (v *Verify) checkOtherGroups(t *suites.T) {
	v.needSnapshot(t)
	v.needGroups(t)
	var out []check.Problem
	for i := range v.before.Groups {
		old := &v.before.Groups[i]
		at := "GET /Groups " + or(old.Name, old.ID)
		n, there := v.target.groupByID[old.ID]
		if !there {
			out = append(out, problem(at, "as before the pilot", "it is gone")...)
			continue
		}
		now := &v.target.groups[n]
		if old.Name != now.name && !containsFold(v.pushed, now.name) {
			out = append(out, problem(at, "as before the pilot", "its name is %s", now.name)...)
		}
		if !old.Shows || !now.shown {
			continue
		}
		if gone := v.strangersOf(old.Members, func(id string) bool { return now.has(id) || v.target.user(id) == nil }); len(gone) > 0 {
			out = append(out, problem(at+" members", "as before the pilot", "%s no longer: %s", people(len(gone)), names(gone))...)
		}
		was := func(id string) bool { _, found := slices.BinarySearch(old.Members, id); return found }
		if come := v.strangersOf(now.members, was); len(come) > 0 {
			out = append(out, problem(at+" members", "as before the pilot", "%s more: %s", people(len(come)), names(come))...)
		}
	}
	t.Report(out)
}

// strangersOf are the members, of a list, who are not of the roster and whom
// the other side does not have.
func (v *Verify) strangersOf(ids []string, other func(string) bool) []string {
	var out []string
	for _, id := range ids {
		if other(id) || v.known[id] {
			continue
		}
		name := "id " + id
		if u := v.before.user(id); u != nil {
			if v.ofRoster(u) {
				continue
			}
			name = or(u.UserName, name)
		} else if a := v.target.user(id); a != nil {
			name = or(a.userName, name)
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
