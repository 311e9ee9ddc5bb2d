package roles

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// givenChecks: the default role for everybody, and a mapped group's role for its members.
func givenChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.default.new-user", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user in no mapped group has the default role",
			Why:     "Okta assigns people before it pushes their groups; until then they must not have more than the default.",
			Symptom: "New people start with no role and cannot work, or with more rights than they should have.",
			Refs:    []string{kit.RefRoleMap},
			Body: func(t *kit.T) {
				needDefaultRole(t)
				seeRole(t, "create user with the default role", t.NewUser())
			},
		},
		{
			ID: "roles.group.gives", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "Each mapped group gives its role to a user who joins it, right after the create and on return",
			Why:     "Without it everybody, present admins included, is left with the default role. The group push comes within a second of the create.",
			Symptom: "Okta shows the group as pushed; in the app its members still have the default role.",
			Refs: []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9332, C9333",
				"https://github.com/lightdash/lightdash/issues/17895"},
			Body: staged(func(s *stage) {
				sent := s.Person()
				p := kit.MadeUsers(s.T, s.Okta.CreateUser(s.T, sent), sent)
				groups := roles(s.T).Groups
				for _, m := range append(slices.Clone(groups), groups[0]) {
					s.join(p, m)
					s.see("give the role of "+m.Group, p, m)
					s.StopIfFailed()
					s.at(p)
				}
			}),
		},
		{
			ID: "roles.highest", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user in two mapped groups has the higher role, in whichever order they are pushed",
			Why:     "Okta pushes groups in no fixed order, and each again when another member joins. When the last push wins, a role depends on chance.",
			Symptom: "An admin loses the admin role when another of the person's groups is pushed, or never gets it.",
			Refs: []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/windmill-labs/windmill/issues/8633",
				"https://github.com/lightdash/lightdash/issues/17883"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 2)
				s.at(s.mover, m[1])
				s.join(s.mover, m[0])
				s.see("push a higher group after a lower one", s.mover, m...)
				s.join(s.nobody, m[1])
				awaitRole(s.T, "give a role", s.nobody, m[1])
				s.see("push a lower group again", s.mover, m...)
				s.at(s.nobody)
				s.at(s.mover, m[0])
				s.join(s.mover, m[1])
				kit.AwaitMember(s.T, s.group(m[1]), s.mover)
				s.see("push a lower group after a higher one", s.mover, m...)
			}),
		},
		{
			ID: "roles.default.unmapped-group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group that is not mapped gives no role, whatever its name begins with",
			Why:     "A mapping that compares parts of names makes an admin of everybody in «admins-emea».",
			Symptom: "Pushing any group changes what people may do in the app.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: staged(func(s *stage) {
				names := []string{s.GroupName(), mapped(s.T, 1)[0].Group + " " + s.GroupName()}
				kit.Each(s.T, names, func(name string) string { return "the group " + name }, func(t *kit.T, name string) {
					g := t.NewGroupNamed(name, s.nobody)
					seeRole(t, "push a group that is not mapped", s.nobody)
					t.Require(kit.DeleteGroup, check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
				})
			}),
		},
		{
			ID: "roles.seen", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The lookup and the list show the role that a read by id shows",
			Why:     "Okta reads users by filter too, and imports them from the list.",
			Symptom: "Two places show different roles for one person, or an import brings wrong roles into Okta.",
			Refs:    []string{kit.RefRoleMap, "RFC 7644 §3.4.2", "OIN C9303"},
			Body: staged(func(s *stage) {
				for _, p := range []kit.Person{s.admin, s.nobody} {
					byID := s.MustReadUser(p.ID)
					s.See("give a role", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup, kit.ViewList}, func(r okta.Resource) []check.Problem {
						if len(check.Role(r, roles(s.T).Attribute)) == 0 {
							return nil // a list may leave attributes out that a read shows
						}
						return sameRole(s.T, byID, r)
					})
				}
			}),
		},
	}
}
