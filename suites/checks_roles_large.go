package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// largeRoleGroup is more than the 500 rows that apps are known to stop at.
const largeRoleGroup = 520

// roleLargeChecks: a role reaches all members of a group, however many.
func roleLargeChecks() []Check {
	return []Check{{
		ID: "roles.group.large", Level: Must, Needs: []Need{NeedGroups}, Creates: largeRoleGroup, Serial: true,
		Title:   "Every member of a large mapped group has its role",
		Why:     "Apps that work out roles page by page are known to stop after the first page.",
		Symptom: "In a large group some people have the default role, and nobody sees why.",
		Refs:    []string{refRoleMap, refGroupPush, "https://github.com/joe-broadhead/open-cowork/issues/909"},
		Body: func(t *T) {
			m := t.mapped(1)[0]
			data := t.Env().Profile.TestData
			people := t.manyPeople(min(largeRoleGroup, data.MaxMembers, data.MaxUsers))
			g := t.mappedGroup(m)
			if t.Env().Profile.Seats != nil {
				t.needRoleWhileInactive(g, m, people[0])
			}
			t.Require(AddMember, check.Through(t.Okta.PushNow(t, g.ID, g.Name, AsMembers(people...))))
			lacking := people
			t.Eventually("give many people a role", func() []check.Problem {
				var problems []check.Problem
				lacking, problems = t.withoutRole(lacking, t.roles().of(m))
				return problems
			})
		},
	}}
}

// manyPeople are n users of this run. Those that fill the pages of imports serve
// here too. They are inactive where seats are limited.
func (t *T) manyPeople(n int) []Person {
	t.needShare(Crowd)
	pool := t.world.imports
	if missing := n - len(pool.people); missing > 0 {
		pool.grow(t, missing)
	}
	if len(pool.people) < n {
		t.Require(CreateMany, pool.why)
	}
	people := pool.people[:n]
	for _, p := range people {
		t.Know(p.ID, p.Sent.UserName)
	}
	return people
}

// needRoleWhileInactive ends the check unless the app shows a role for somebody
// who is inactive: there are no seats for many active people.
func (t *T) needRoleWhileInactive(g Group, m profile.GroupRole, p Person) {
	run := t.change(g, []Person{p}, nil, []Person{p})
	t.unlessInactiveRefused(run.Last())
	t.Require(AddMember, check.Through(run))
	if _, ok := t.wait("give an inactive user a role", t.roleOf(p, []profile.GroupRole{m})); !ok {
		active := t.NewUser()
		t.join(g, []Person{p, active}, active)
		t.awaitRole("give a role (roles.group.gives)", active, m)
		t.Unsupported("the app shows no role for inactive users, and seats.limit does not leave room for many active ones")
	}
}

// withoutRole finds the people who do not have a role: first in the list, then
// by id those who do not show it there, ten at most.
func (t *T) withoutRole(people []Person, want check.RoleWant) ([]Person, []check.Problem) {
	const named = 10
	right := map[string]bool{}
	if len(people) > importPage {
		for _, page := range t.Okta.ImportUsers(t, walkLimit/importPage) {
			list, _ := page.List()
			for _, u := range list {
				right[u.ID()] = len(check.HasRole(u, want)) == 0
			}
		}
	}
	var lacking []Person
	var problems []check.Problem
	for _, p := range people {
		if right[p.ID] {
			continue
		}
		if len(problems) >= named {
			lacking = append(lacking, p)
			continue
		}
		found := t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.HasRole(r, want) })
		if len(found) > 0 {
			lacking = append(lacking, p)
			problems = append(problems, check.At("member "+p.Sent.UserName, found...)...)
		}
	}
	return lacking, problems
}
