package roles

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// groupChecks: a role follows what becomes of its group.
func groupChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.rename.away", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is renamed to a name without a role gives its members no role any more",
			Why:     "The mapping is by name. What the app shows as «Guests» must not make admins.",
			Symptom: "Members of a group that is not mapped keep the high role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				g := inRole(t, m, p)
				t.Require(kit.RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, t.GroupName(), kit.AsMembers(p))))
				seeRole(t, "rename a mapped group away", p)
			},
		},
		{
			ID: "roles.rename.onto", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group that is renamed to a mapped name gives its members the role",
			Symptom: "After the group got its right name in Okta its members still have the default role.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				g := t.NewGroup(p)
				needFreeName(t, m.Group)
				g.Name = m.Group
				claim(t, g)
				t.Require(kit.RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, g.Name, kit.AsMembers(p))))
				seeRole(t, "rename a group to a mapped name", p, m)
			},
		},
		{
			ID: "roles.delete.takes", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deleting a mapped group takes its role from everybody who was in it",
			Symptom: "The group is gone, and its former members keep the role.",
			Refs:    []string{kit.RefRoleMap, "Okta SCIM 2.0 reference: DELETE /Groups/{id}", "OIN C9318"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				people := t.NewUsers(2)
				deleteMapped(t, inRole(t, m, people...))
				for _, p := range people {
					seeRole(t, "delete a mapped group", p)
				}
			},
		},
		{
			ID: "roles.delete.next", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "When the higher of two mapped groups is deleted, a member of both falls to the role of the lower",
			Symptom: "The person loses the remaining role, or keeps that of a group that is gone.",
			Refs:    []string{kit.RefRoleMap, "OIN C9318"},
			Body: func(t *kit.T) {
				m := mapped(t, 2)
				p := t.NewUser()
				inRole(t, m[1], p)
				high := mappedGroup(t, m[0])
				join(t, high, []kit.Person{p}, p)
				awaitRole(t, "push a higher group after a lower one (roles.highest.pushed-last)", p, m...)
				deleteMapped(t, high)
				seeRole(t, "delete the higher group", p, m[1])
			},
		},
		{
			ID: "roles.recreate.old-members", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is deleted and created again gives no role to those who were in it before",
			Why:     "An app that keeps memberships under the group's name makes admins of people nobody pushed.",
			Symptom: "People silently get back a role that was taken from them.",
			Refs:    []string{kit.RefRoleMap, "OIN C9318", "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/432"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				old, joiner := t.NewUser(), t.NewUser()
				deleteMapped(t, inRole(t, m, old))
				awaitRole(t, "delete a mapped group (roles.delete.takes)", old)
				again := mappedGroup(t, m)
				join(t, again, []kit.Person{joiner}, joiner)
				awaitRole(t, "create a mapped group again (roles.recreate.new-members)", joiner, m)
				seeRole(t, "create a mapped group again for others", old)
			},
		},
		{
			ID: "roles.recreate.new-members", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is deleted and created again gives its role to the members pushed then",
			Symptom: "After the group was unlinked, deleted and pushed anew its members have no role.",
			Refs:    []string{kit.RefRoleMap, "OIN C9318"},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				a := mappedGroup(t, m)
				deleteMapped(t, a)
				join(t, mappedGroup(t, m), []kit.Person{p}, p)
				seeRole(t, "create a mapped group again", p, m)
			},
		},
	}
}

// mappedGroup pushes an empty group under a name of the profile's mapping, as a
// set-up. The check is blocked when the tenant has such a group.
func mappedGroup(t *kit.T, m profile.GroupRole) kit.Group {
	kit.NeedShare(t, kit.MappedGroups)
	needFreeName(t, m.Group)
	a := t.Okta.CreateGroup(t, m.Group, nil)
	t.Require(kit.CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := kit.Group{ID: a.Resource.ID(), Name: m.Group}
	claim(t, g)
	kit.AwaitGroup(t, g.ID)
	disownStrangers(t, g)
	return g
}

// claim notes that a group with a name of the mapping is this check's own.
func claim(t *kit.T, g kit.Group) {
	t.Know(g.ID, g.Name)
	t.World.Mapped.Add(g.ID)
	t.Session.Claim(g.ID, g.Name)
}

// needFreeName blocks the check unless Okta's lookup finds no group of that
// name. A group that an earlier check of this run deleted may show a while.
func needFreeName(t *kit.T, name string) {
	var stranger string
	read := func() []check.Problem {
		a := t.Okta.LookupGroup(t, name)
		problems := check.Miss(a, name)
		hits, _ := a.List()
		for _, g := range hits {
			if stranger = ""; !t.World.Mapped.Has(g.ID()) {
				stranger = g.ID()
				return nil
			}
		}
		return problems
	}
	t.Await(kit.MissDeletedGroup, "delete a mapped group", read)
	if stranger != "" {
		t.Block("the lookup of the group %q finds one (id %s) that this run did not make: it is never touched. "+
			"Delete it in the app, or map another group in the profile for tests", name, stranger)
	}
}

// disownStrangers gives a group back that was there before although the lookup
// did not find it: it has members whom this run did not make.
func disownStrangers(t *kit.T, g kit.Group) {
	group, _ := t.GroupByID(g.ID)
	for _, id := range check.Values(group, "members") {
		u, problems := t.ByID(id)
		if len(problems) > 0 || t.Env().Names.Ours(u.String("userName")) {
			continue
		}
		t.Session.Claim(g.ID, "")
		t.Block("creating the group %q gave one (id %s) that has members already, such as %s: it is not touched",
			g.Name, g.ID, u.String("userName"))
	}
}

// largeRoleGroup is more than the 500 rows that apps are known to stop at.
const largeRoleGroup = 520

// largeChecks: a role reaches all members of a group, however many.
func largeChecks() []kit.Check {
	return []kit.Check{{
		ID: "roles.group.large", Level: kit.Must, Evidence: kit.Recorded,
		Needs: []kit.Need{kit.NeedGroups}, Creates: largeRoleGroup, Serial: true,
		Title:   "Every member of a large mapped group has its role",
		Why:     "Apps that work out roles page by page are known to stop after the first page.",
		Symptom: "In a large group some people have the default role, and nobody sees why.",
		Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/joe-broadhead/open-cowork/issues/909"},
		Body: func(t *kit.T) {
			m := mapped(t, 1)[0]
			data := t.Env().Profile.TestData
			people := manyPeople(t, min(largeRoleGroup, data.MaxMembers, data.MaxUsers))
			g := mappedGroup(t, m)
			if t.Env().Profile.Seats != nil {
				needRoleWhileInactive(t, g, m, people[0])
			}
			t.Require(kit.AddMember, check.Through(t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(people...))))
			lacking := people
			t.Eventually("give many people a role", func() []check.Problem {
				var problems []check.Problem
				lacking, problems = withoutRole(t, lacking, roles(t).of(m))
				return problems
			})
		},
	}}
}

// manyPeople are n users of this run. Those that fill the pages of imports serve
// here too. They are inactive where seats are limited.
func manyPeople(t *kit.T, n int) []kit.Person {
	kit.NeedShare(t, kit.Crowd)
	pool := t.World.Imports
	if missing := n - len(pool.People); missing > 0 {
		pool.Grow(t, missing)
	}
	if len(pool.People) < n {
		t.Require(kit.CreateMany, pool.Why)
	}
	people := pool.People[:n]
	for _, p := range people {
		t.Know(p.ID, p.Sent.UserName)
	}
	return people
}

// needRoleWhileInactive ends the check unless the app shows a role for somebody
// who is inactive: there are no seats for many active people.
func needRoleWhileInactive(t *kit.T, g kit.Group, m profile.GroupRole, p kit.Person) {
	run := t.Change(g, []kit.Person{p}, nil, []kit.Person{p})
	kit.UnlessInactiveRefused(t, run.Last())
	t.Require(kit.AddMember, check.Through(run))
	if _, ok := t.Wait("give an inactive user a role", roleOf(t, p, []profile.GroupRole{m})); !ok {
		active := t.NewUser()
		join(t, g, []kit.Person{p, active}, active)
		awaitRole(t, "give a role (roles.group.gives)", active, m)
		t.Unsupported("the app shows no role for inactive users, and seats.limit does not leave room for many active ones")
	}
}

// withoutRole finds the people who do not have a role: first in the list, then
// by id those who do not show it there, ten at most.
func withoutRole(t *kit.T, people []kit.Person, want check.RoleWant) ([]kit.Person, []check.Problem) {
	const named = 10
	right := map[string]bool{}
	if len(people) > kit.ImportPage {
		for _, page := range t.Okta.ImportUsers(t, kit.WalkLimit/kit.ImportPage) {
			list, _ := page.List()
			for _, u := range list {
				right[u.ID()] = len(check.HasRole(u, want)) == 0
			}
		}
	}
	var lacking []kit.Person
	var problems []check.Problem
	for _, p := range people {
		if right[p.ID] {
			continue
		}
		if len(problems) >= named {
			lacking = append(lacking, p)
			continue
		}
		found := t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.HasRole(r, want) })
		if len(found) > 0 {
			lacking = append(lacking, p)
			problems = append(problems, check.At("member "+p.Sent.UserName, found...)...)
		}
	}
	return lacking, problems
}
