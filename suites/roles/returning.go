package roles

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// returnChecks: a user who is deactivated and assigned again has the role
// that Okta's groups give. An app may take groups and roles away meanwhile, and
// it may refuse to deactivate its last admin, so the admin stays in the group.
func returnChecks() []kit.Check {
	const symptom = "A returning admin is a viewer, although Okta shows the group as pushed."
	return []kit.Check{
		{
			ID: "roles.deactivate.highest", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "One of two users with the highest role is deactivated, and the other stays active in that role",
			Why:     "An admin leaves like anybody else. An app may protect its last admin; this user is not the last.",
			Symptom: "A former admin cannot be unassigned and the account stays open, or the other admins lose their role.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate, "https://github.com/keycloak/keycloak/issues/49892"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.at(s.mover, m)
				s.Report(check.Through(s.Okta.Deactivate(s.T, s.mover.ID)))
				if !s.Failed() {
					s.Eventually("deactivate by id", func() []check.Problem { return s.Holds(s.mover.ID, check.Inactive) })
					s.away[s.mover.ID] = true
				}
				s.Report(s.Holds(s.admin.ID, check.Active))
				s.see("deactivate another member", s.admin, m)
			}),
		},
		{
			ID: "roles.reactivate.next-push", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title: "A user who is assigned again has the role while shown as a member, and after the next push of the group",
			Why: "The role follows Okta's pushes: what the app took away at the deactivation comes back with them. " +
				"Okta pushes no membership that has not changed, so a member who is still shown must have the role at once.",
			Symptom: symptom,
			Refs: []string{kit.RefRoleMap, kit.RefOktaDeactivate, "OIN C9293", "https://github.com/open-webui/open-webui/issues/25948",
				"https://github.com/Infisical/infisical/issues/3304", "https://github.com/theopenco/llmgateway/issues/2933", "https://github.com/pond/scimitar/issues/6"},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.sendAway(s.mover, m)
				s.reactivate(s.mover)
				s.seeUnlessTakenOut("assign a member of a mapped group again", s.mover, m.Group)
				s.StopIfFailed()
				s.join(s.mover, m)
				s.see("push the group of a user who came back", s.mover, m)
			}),
		},
		{
			ID: "roles.reactivate.left-meanwhile", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who was taken out of the mapped group while inactive returns with the default role",
			Why:     "An app that restores the last role gives a returning person rights that Okta has withdrawn.",
			Symptom: "No error in Okta: a former admin who returns as a normal user is an admin again, or has no role at all.",
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: staged(func(s *stage) {
				m := mapped(s.T, 1)[0]
				s.sendAway(s.mover, m)
				s.leave(s.mover, m)
				awaitNoMember(s.T, s.group(m), s.mover)
				s.back(s.mover)
				s.see("assign a user again who left the group", s.mover)
			}),
		},
		{
			ID: "roles.reactivate.pushed-while-inactive", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A user who is put into a mapped group while inactive, and is shown there, has its role when active",
			Why:     "Okta activates users and pushes groups by separate tasks, and the push of the group may be the first to arrive.",
			Symptom: symptom,
			Refs:    []string{kit.RefRoleMap, kit.RefOktaDeactivate},
			Body: staged(func(s *stage) {
				s.NeedVisibleMembers()
				m := mapped(s.T, 1)[0]
				s.sendAway(s.mover)
				s.enter(s.mover, m, true)
				run := s.Change(s.group(m), []kit.Person{s.mover}, nil, s.in[m.Group])
				if kit.RefusedNote(run.Last()) {
					s.Unsupported("the app refuses inactive users as members (%d)", run.Last().Status)
				}
				s.Require(kit.AddInactive, check.Through(run))
				s.reactivate(s.mover)
				if !s.seeUnlessTakenOut("reactivate a user whose group was pushed before", s.mover, m.Group) {
					s.Unsupported("the app takes no inactive users into groups")
				}
			}),
		},
		{
			ID: "roles.holder", Level: kit.Must, Evidence: kit.Recorded, For: holders,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedDeactivate, kit.NeedUpdates},
			Title:   "An update, a deactivation and a removal of a user with a high role are each done, or refused without effect",
			Why:     "An app may protect its last admin. It must say so: Okta takes success for done, and a refusal for nothing done.",
			Symptom: "Okta shows an error for what was done all the same, or shows as done what was not.",
			Refs: []string{kit.RefRoleMap, kit.RefOktaDeactivate, "RFC 7644 §3.12",
				"https://github.com/keycloak/keycloak/issues/49892"},
			Body: staged(func(s *stage) { s.life() }),
		},
	}
}

const lastHolder = "the last with the highest role"

// holders are people whom an app may protect.
var holders = []kit.Subject{{Name: lastHolder}, {Name: "a member of two mapped groups"}}

// life is what Okta does with somebody who holds a high role, from a profile update to the removal from the group.
func (s *stage) life() {
	p, m := s.mover, mapped(s.T, 1)
	last := s.Subject() == lastHolder
	if !last {
		m = mapped(s.T, 2)
	}
	if s.at(p, m...); last {
		s.at(s.admin)
	}
	before := s.MustReadUser(p.ID)
	named := s.Person().DisplayName
	s.doneOrRefused("update", p, before, s.Okta.UpdateProfile(s.T, p.ID, func(r okta.Resource) { r["displayName"] = named }), kit.HasDisplayName(named))
	before = s.MustReadUser(p.ID)
	if s.doneOrRefused("deactivate", p, before, s.Okta.Deactivate(s.T, p.ID), check.Inactive) {
		s.away[p.ID] = true
		before = s.MustReadUser(p.ID)
		if s.doneOrRefused("reactivate", p, before, s.Okta.Reactivate(s.T, p.ID, p.Sent), check.Active) {
			delete(s.away, p.ID)
			s.takeStock(p)
		}
	}
	if !s.away[p.ID] && s.isIn(p, m[0]) {
		s.enter(p, m[0], false)
		run := s.Change(s.group(m[0]), nil, []kit.Person{p}, s.in[m[0].Group])
		if refused := !run.Last().OK(); refused {
			s.enter(p, m[0], true)
			s.Report(check.RefusedWell(run.Last()))
		}
		s.see("take a high role", p, s.groupsOf(p)...)
	}
}

// doneOrRefused reports a write that was refused and changed something, or was accepted and does not show.
func (s *stage) doneOrRefused(operation string, p kit.Person, before okta.Resource, run okta.Run, done func(okta.Resource) []check.Problem) bool {
	if a := run.Last(); !a.OK() {
		s.ReportAt(operation, check.RefusedWell(a))
		s.See(operation+" without success", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
		return false
	}
	s.See(operation, p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, done)
	return !s.Failed()
}

// seeUnlessTakenOut reports a person who is shown as a member of a mapped group and has not its role. It returns whether the
// person is shown so.
func (s *stage) seeUnlessTakenOut(operation string, p kit.Person, group string) bool {
	role, shown := roleOf(s.T, p, s.groupsOf(p)), true
	s.Eventually(operation, func() []check.Problem {
		problems := role()
		if shown = len(problems) == 0 || shownMember(s.T, s.groups[group], p); !shown {
			return nil
		}
		return problems
	})
	return shown
}

// takeStock notes from which groups the app has taken a person who was inactive.
func (s *stage) takeStock(p kit.Person) {
	for _, m := range s.groupsOf(p) {
		if !shownMember(s.T, s.groups[m.Group], p) {
			s.enter(p, m, false)
		}
	}
}

// shownMember tells whether one of the two sides shows a membership.
func shownMember(t *kit.T, g kit.Group, p kit.Person) bool {
	group, _ := t.GroupByID(g.ID)
	if slices.Contains(check.Values(group, "members"), p.ID) {
		return true
	}
	user, _ := t.ByID(p.ID)
	return slices.Contains(check.Values(user, "groups"), g.ID)
}
