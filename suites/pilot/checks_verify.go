package pilot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// eventually judges what was read before the checks ran; while that is wrong,
// afresh, until the settle time is over: a push may show late.
func (v *Verify) eventually(t *kit.T, operation string, known *account, again func() *account,
	want func(*account) []check.Problem) {
	now := known
	t.Eventually(operation, func() []check.Problem {
		if now == nil {
			now = again()
		}
		problems := want(now)
		now = nil
		return problems
	})
}

func (v *Verify) checkThere(t *kit.T, p *roster.Person) {
	listed := v.accountsOf(p)
	read := false
	t.Eventually("assignment", func() []check.Problem {
		if !read && !v.few() && len(listed) == 1 {
			return v.judgeThere(p, listed)
		}
		read = true
		fresh := v.lookUp(t, p)
		found := append([]*account(nil), listed...)
		for i := range fresh {
			found = append(found, without([]*account{&fresh[i]}, found)...)
		}
		problems := v.judgeThere(p, found)
		if len(fresh) == 0 && len(listed) > 0 {
			problems = append(problems, problem("GET /Users?filter", "the lookup finds "+describe(listed),
				"nobody: the next push makes a second account")...)
		}
		return problems
	})
}

func (v *Verify) judgeThere(p *roster.Person, found []*account) []check.Problem {
	switch {
	case len(found) == 0:
		return problem("GET /Users", "one account of "+p.UserName,
			"none: the person did not arrive; Okta's System Log says why")
	case len(found) > 1:
		return problem("GET /Users", "one account of "+p.UserName, "%d: %s", len(found), describe(found))
	case found[0].listed > 1:
		return problem("GET /Users", "one account of "+p.UserName, "the list shows it %d times (id %s)", found[0].listed,
			found[0].id)
	}
	if v.before == nil {
		return nil
	}
	if old := v.beforeOf(p); old != nil && old.ID != found[0].id {
		return problem("GET /Users", "the account of the plan, id "+old.ID, "another one, %s", describe(found))
	}
	return nil
}

// beforeOf is the account that the person had before the pilot; nil for none,
// and when there were several.
func (v *Verify) beforeOf(p *roster.Person) *SnapshotUser {
	return v.before.named(or(v.key(p), p.UserName))
}

// checkAccount judges the one account of a person, afresh while it is wrong.
func (v *Verify) checkAccount(t *kit.T, p *arrived, operation string,
	judge func(*arrived, *account) []check.Problem) {
	a := v.once(t, p.Person)
	v.eventually(t, operation, a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
		if a == nil {
			return problem("GET /Users/{id}", "the person's account", "nothing: it is in the list and cannot be read")
		}
		return judge(p, a)
	})
}

func (v *Verify) judgeActive(_ *arrived, a *account) []check.Problem {
	if a.active {
		return nil
	}
	return problem("GET /Users/{id} active", "true", "false")
}

func (v *Verify) judgeValues(p *arrived, a *account) []check.Problem {
	var out []check.Problem
	for _, attribute := range []struct{ path, want, got string }{
		{"name.givenName", p.GivenName, a.given}, {"name.familyName", p.FamilyName, a.family},
	} {
		if attribute.want != "" && attribute.want != attribute.got {
			out = append(out, problem("GET /Users/{id} "+attribute.path, attribute.want+", as the roster says", "%s",
				or(attribute.got, "nothing"))...)
		}
	}
	if p.Email != "" && !containsFold(a.emails, p.Email) {
		out = append(out, problem("GET /Users/{id} emails", p.Email+", as the roster says", "%s",
			or(strings.Join(a.emails, ", "), "none"))...)
	}
	return out
}

func (v *Verify) judgeRole(p *arrived, a *account) []check.Problem {
	want := or(p.Role, v.mapping.of(p.Groups))
	if strings.EqualFold(v.mapping.best(a.roles), want) {
		return nil
	}
	return problem("GET /Users/{id} "+v.mapping.attribute, "the role "+want, "%s", or(strings.Join(a.roles, ", "), "none"))
}

func (v *Verify) checkKept(t *kit.T, p *roster.Person) {
	found := v.accountsOf(p)
	if len(found) > 0 {
		if !v.few() || v.byID(t, found[0].id) != nil {
			return
		}
		t.Failf("GET /Users/{id}", "", "the leaver's account, inactive", "nothing: it is in the list and cannot be read")
		return
	}
	if fresh := v.lookUp(t, p); len(fresh) > 0 {
		return
	}
	actual := "none: it was deleted, or never there"
	if v.before != nil {
		if old := v.beforeOf(p); old != nil {
			actual = "none: it was deleted; before the pilot it had the id " + old.ID
		}
	}
	t.Failf("GET /Users", "", "the account of the leaver "+p.UserName+", inactive", "%s", actual)
}

func (v *Verify) checkInactive(t *kit.T, p *roster.Person) {
	found := v.accountsOf(p)
	if len(found) == 0 {
		t.Block("the leaver is not there (%s)", idKept)
	}
	for _, a := range found {
		v.eventually(t, "deactivate", a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
			if a == nil || !a.active {
				return nil
			}
			return problem("GET /Users/{id} active", "false: the person left", "true: the person still has access")
		})
	}
}

func (v *Verify) checkGroupThere(t *kit.T, name string) {
	v.needGroups(t)
	listed := v.target.groupsNamed(name)
	t.Eventually("push group", func() []check.Problem {
		var there []string
		for _, g := range listed {
			there = append(there, fmt.Sprintf("%s (id %s)", g.name, g.id))
		}
		a := t.Okta.LookupGroup(t, name)
		list, _ := a.List()
		for _, r := range list {
			if !slices.ContainsFunc(listed, func(g *group) bool { return g.id == r.ID() }) {
				there = append(there, told(list))
			}
		}
		switch {
		case len(there) == 0:
			return problem("GET /Groups", "one group named "+name, "none: it was not pushed; Okta's tab Push Groups says why")
		case len(there) > 1:
			return problem("GET /Groups", "one group named "+name, "%d: %s", len(there), names(there))
		case len(list) == 0:
			return problem("GET /Groups?filter", "the lookup finds "+there[0], "nothing: the next push makes a twin")
		}
		return nil
	})
}

// checkGroups sees a membership from the group's side, and from the user's
// where the app shows it there.
func (v *Verify) checkGroups(t *kit.T, p *arrived) {
	a := v.once(t, p.Person)
	fresh := false
	t.Eventually("push members", func() []check.Problem {
		if fresh {
			v.refresh(t)
			if again := v.byID(t, a.id); again != nil {
				a = again
			}
		}
		fresh = true
		return v.judgeGroups(p, a)
	})
}

func (v *Verify) judgeGroups(p *arrived, a *account) []check.Problem {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out []check.Problem
	for _, name := range v.pushed {
		want := slices.Contains(p.Groups, name)
		there := v.target.groupsNamed(name)
		if len(there) == 0 {
			if want {
				out = append(out, problem("GET /Groups", "a member of "+name, "there is no such group (%s)", idGroupThere)...)
			}
			continue
		}
		member := slices.ContainsFunc(there, a.member)
		switch {
		case want && !member:
			out = append(out, problem("GET /Groups members", "a member of "+name, "not a member; after a reactivation press «Push now» for the group")...)
		case !want && member:
			out = append(out, problem("GET /Groups members", "not a member of "+name, "a member")...)
		}
		if there[0].shown && a.showsGroups && slices.Contains(a.groups, there[0].id) != member && len(there) == 1 &&
			want == member {
			out = append(out, problem("GET /Users/{id} groups", "what the group shows: "+membership(member, name), "%s",
				membership(!member, name))...)
		}
	}
	return out
}

func (v *Verify) checkLeftGroups(t *kit.T, p *roster.Person) {
	v.needGroups(t)
	for _, a := range v.accountsOf(p) {
		for _, name := range v.pushed {
			if slices.ContainsFunc(v.target.groupsNamed(name), a.member) {
				t.Failf("GET /Groups", "members", "the leaver is not a member of "+name, "still a member. Add the user to the app "+
					"and the pushed group again; then remove the user from the pushed group first and unassign last")
			}
		}
	}
}

func membership(member bool, name string) string {
	if member {
		return "a member of " + name
	}
	return "not a member of " + name
}

// refresh reads the pushed groups once more.
func (v *Verify) refresh(t *kit.T) {
	for _, name := range v.pushed {
		for _, g := range v.target.groupsNamed(name) {
			a := t.Okta.ReadGroup(t, g.id)
			if a.OK() && a.Resource.ID() == g.id {
				v.mu.Lock()
				*g = groupOf(a.Resource)
				v.mu.Unlock()
			}
		}
	}
}

// mostOthers is how many changed accounts are reported one by one.
const mostOthers = 100

// named is the account of that userName; nil for none, and for several.
func (s *Snapshot) named(userName string) *SnapshotUser {
	if s.byName == nil {
		s.byName = make(index, len(s.Users))
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
func (v *Verify) needSnapshot(t *kit.T) {
	if v.before == nil {
		t.Unsupported("there is no snapshot of the state before: `oktascim pilot plan` writes one")
	}
}

// ofRoster reports whether an account of the snapshot is one of the roster's, who
// may change.
func (v *Verify) ofRoster(u *SnapshotUser) bool {
	return v.known[u.ID] || v.inRoster[strings.ToLower(u.UserName)]
}

func (v *Verify) checkOthers(t *kit.T) {
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
		out = append(out, fmt.Sprintf("the role was %s, is %s", or(strings.Join(old.Roles, ", "), "none"),
			or(strings.Join(now.roles, ", "), "none")))
	}
	before, _ := parseMarks(old.Marks)
	if changed := before.changed(now.marks); len(changed) > 0 {
		out = append(out, strings.Join(changed, ", ")+" changed")
	}
	return strings.Join(out, "; ")
}

func (v *Verify) checkNewcomers(t *kit.T) {
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
func (v *Verify) checkOtherGroups(t *kit.T) {
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
		if gone := v.strangersOf(old.Members,
			func(id string) bool { return now.has(id) || v.target.user(id) == nil }); len(gone) > 0 {
			out = append(out, problem(at+" members", "as before the pilot", "%s no longer: %s", people(len(gone)),
				names(gone))...)
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
