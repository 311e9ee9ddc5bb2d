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
			ID: "roles.rename", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "A group that is renamed gives its members the role of its new name, or none",
			Why:     "The mapping is by name. What the app shows as «Guests» must not make admins.",
			Symptom: "Members of a group that is not mapped keep the high role, or a group that got its right name gives none.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				rename := func(to string) {
					s.Require(kit.RenameGroup, check.Through(s.Okta.RenameGroup(s.T, s.group(m).ID, to, kit.AsMembers(s.in[m.Group]...))))
				}
				rename(s.GroupName())
				s.see("rename a mapped group away", s.admin)
				s.StopIfFailed()
				rename(m.Group)
				s.see("rename a group to a mapped name", s.admin, m)
			}),
		},
		{
			ID: "roles.delete.takes", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deleting a mapped group takes its role from its members and leaves them those of other groups",
			Symptom: "The group is gone and its former members keep the role, or members of other groups lose theirs.",
			Refs:    []string{kit.RefRoleMap, "Okta SCIM 2.0 reference: DELETE /Groups/{id}", "OIN C9318"},
			Body: staged(func(s *stage) {
				m := roles(s.T).ranks()
				s.at(s.mover, m[:min(2, len(m))]...)
				s.delete(m[0])
				s.seeOthers("delete a mapped group")
			}),
		},
		{
			ID: "roles.recreate", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is deleted and created again gives its role to its new members only",
			Why:     "An app that keeps memberships under the group's name makes admins of people nobody pushed.",
			Symptom: "People silently get back a role that was taken from them, or the new members have none.",
			Refs: []string{kit.RefRoleMap, "OIN C9318",
				"https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/432"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.delete(m)
				awaitRole(s.T, "delete a mapped group", s.admin)
				s.join(s.mover, m)
				s.see("create a mapped group again", s.mover, s.groupsOf(s.mover)...)
				s.see("create a mapped group again for others", s.admin)
			}),
		},
		{
			ID: "roles.group.created-with-members", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "A mapped group that is created with members gives them its role",
			Symptom: "The members of a newly pushed group have the default role until the next change of the group.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "RFC 7643 §4.2 members"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.delete(m)
				needFreeName(s.T, m.Group)
				p := []kit.Person{s.nobody}
				a := s.Okta.CreateGroup(s.T, m.Group, kit.AsMembers(p...))
				s.Require(kit.CreateWith, check.Status(a, http.StatusCreated), check.WithResource(a))
				g := kit.Group{ID: a.Resource.ID(), Name: m.Group}
				claim(s.T, g)
				if s.MembersVisible() {
					s.Await(kit.CreateWith, "create a group with members", func() []check.Problem { return s.MembersOf(g.ID, kit.IDs(p...)) })
				}
				seeRole(s.T, "create a mapped group with members", s.nobody, m)
			}),
		},
	}
}

// largeRoleGroup is more than the 500 rows that apps are known to stop at.
const largeRoleGroup = 520

// largeChecks: a role reaches all members of a group, however many.
func largeChecks() []kit.Check {
	return []kit.Check{{
		ID: "roles.group.large", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
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
		t.Require(kit.AddMember, check.Through(t.Change(g, []kit.Person{active}, nil, []kit.Person{p, active})))
		awaitRole(t, "give a role", active, m)
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
