package roles

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// removalChecks: who leaves a mapped group loses what only it gave, and nobody else does.
func removalChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.removal.last", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "A user who is taken out of the last mapped group falls back to the default role",
			Why:     "Taking somebody out of the group in Okta is how the role is withdrawn.",
			Symptom: "No error in Okta: it shows the group as pushed, and a former admin stays an admin.",
			Refs: []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9333",
				"https://github.com/BerriAI/litellm/issues/30895", "https://github.com/gravitational/teleport/issues/47837"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover, m)
				s.leave(s.mover, m)
				s.see("take a role", s.mover)
			}),
		},
		{
			ID: "roles.removal.next", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who leaves one of two mapped groups has the role of the other one",
			Symptom: "A former admin stays an admin or loses the remaining role, or an admin loses the role by leaving another team.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9333"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 2)
				s.at(s.mover, m...)
				s.leave(s.mover, m[1])
				awaitNoMember(s.T, s.group(m[1]), s.mover)
				s.see("take the lower role", s.mover, m[0])
				s.StopIfFailed()
				s.at(s.mover, m...)
				s.leave(s.mover, m[0])
				s.see("take the higher role", s.mover, m[1])
			}),
		},
		{
			ID: "roles.removal.unmapped", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user who joins and leaves a group without a role keeps the role of the mapped one",
			Why:     "An app that sets the role by the latest push, or resets it with every removal, does not look at the other groups.",
			Symptom: "An admin loses the admin role by joining or leaving a mailing list.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9332", "https://github.com/tuist/tuist/pull/13209"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover, m)
				plain, _ := kit.MustCreateGroup(s.T)
				p := []kit.Person{s.mover}
				s.Require(kit.AddMember, check.Through(s.Change(plain, p, nil, p)))
				kit.AwaitMember(s.T, plain, s.mover)
				s.see("put a user into a group without a role", s.mover, m)
				s.Require(kit.RemoveMember, check.Through(s.Change(plain, nil, p, nil)))
				awaitNoMember(s.T, plain, s.mover)
				s.see("take a user out of a group without a role", s.mover, m)
			}),
		},
		{
			ID: "roles.removal.swap", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "When one push takes a member out and puts another in, each has the role that follows",
			Why:     "Okta sends removals and additions together in one request.",
			Symptom: "A successor does not get the role, or the predecessor keeps it.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover, m)
				s.at(s.nobody)
				s.enter(s.mover, m, false)
				s.enter(s.nobody, m, true)
				s.Require(kit.ChangeMembers, check.Through(s.Change(s.group(m), []kit.Person{s.nobody}, []kit.Person{s.mover}, s.in[m.Group])))
				s.see("give and take a role together", s.nobody, m)
				s.see("give and take a role together", s.mover)
				s.StopIfFailed()
				s.at(s.nobody)
			}),
		},
		{
			ID: "roles.push-now", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "Push Now gives the role to everybody on the list and takes it from everybody else",
			Symptom: "After Push Now the people in the app have other roles than their groups in Okta say.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "OIN C9316"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover, m)
				s.at(s.nobody)
				g := s.group(m)
				s.in[m.Group] = []kit.Person{s.admin, s.nobody}
				s.Require(kit.PushNow, check.Through(s.Okta.PushNow(s.T, g.ID, g.Name, kit.AsMembers(s.in[m.Group]...))))
				s.see("push a list now", s.nobody, m)
				s.see("push a list now", s.mover)
				s.see("push a list now", s.admin, m)
				s.StopIfFailed()
				run := s.Okta.PushNow(s.T, g.ID, g.Name, nil)
				if kit.RefusedNote(run.Last()) { // an app may keep its last admin
					s.Report(check.RefusedWell(run.Last()))
					s.seeOthers("refuse an empty list")
					return
				}
				s.in[m.Group] = nil
				s.Require(kit.PushNowEmpty, check.Through(run))
				s.see("push an empty list now", s.admin)
				s.see("push an empty list now", s.nobody)
			}),
		},
		{
			ID: "roles.others", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A push of a mapped group changes only the roles of those who join or leave",
			Why:     "Okta pushes one member at a time, and the group's name with every change.",
			Symptom: "When one person joins or leaves a team, the roles of others change.",
			Refs:    []string{kit.RefRoleMap, kit.RefGroupPush, "https://github.com/tuist/tuist/issues/13209"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover)
				s.join(s.mover, m)
				awaitRole(s.T, "give a role", s.mover, m)
				s.seeOthers("give somebody else a role", s.mover)
				g := s.group(m)
				s.Require(kit.RenameGroup, check.Through(s.Okta.RenameGroup(s.T, g.ID, g.Name, kit.AsMembers(s.in[m.Group]...))))
				s.seeOthers("name a group as it is named")
				s.leave(s.mover, m)
				awaitRole(s.T, "take a role", s.mover)
				s.seeOthers("take somebody else's role", s.mover)
			}),
		},
	}
}
