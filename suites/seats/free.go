package seats

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// freeChecks: who is inactive holds no seat.
func freeChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "seats.freed.deactivate", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Deactivating a user frees a seat for the next one",
			Why:     "It is the only way in which Okta frees a seat: it never deletes users.",
			Symptom: "Leavers use up the seats: new people cannot be added although others left.",
			Refs:    []string{refSeatLimit, kit.RefOktaDeactivate},
			Body: withSeats(func(s *seating) {
				if s.keeper.Freed {
					s.reportFill(0) // with seats that were freed before
					s.StopIfFailed()
				} else {
					s.fill(0)
				}
				s.free(s.first())
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
			}),
		},
		{
			ID: "seats.freed.once", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Deactivating a user twice frees one seat, not two",
			Why:     "Okta repeats deactivations. An app that only counts up and down loses count.",
			Symptom: "There are more users than seats, or the number of free seats grows with every retry.",
			Refs:    []string{refSeatLimit, kit.RefOktaDeactivate},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				s.refused(s.Person())
				p := s.first()
				s.free(p)
				s.Deactivate(p.Person)
				s.mustTake(s.Person())
				if a := s.Okta.CreateUser(s.T, s.Person()); a.OK() {
					s.accepted(a.Op(), a.Resource.ID())
				}
			}),
		},
		{
			ID: "seats.duplicate.none", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Creates of a taken userName take no seat",
			Why:     "Okta repeats creates. An app that counts before it looks for a duplicate loses a seat with each.",
			Symptom: "The seats are used up although fewer people are active.",
			Refs:    []string{refSeatLimit, kit.RefConflict},
			Body: withSeats(func(s *seating) {
				s.fill(1)
				owner := s.mustTake(s.Person())
				s.free(s.first())
				for range 2 {
					s.Okta.CreateUser(s.T, owner.Sent)
				}
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
			}),
		},
		{
			ID: "seats.inactive.none", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "People who are created inactive take no seat",
			Symptom: "Staged people use up the seats.",
			Refs:    []string{refSeatLimit, "RFC 7643 §4.1.1 active"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				s.free(s.first())
				for range 2 { // they may be refused, but must not take the last seat
					s.Okta.CreateUser(s.T, s.Person(kit.Inactive))
				}
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
			}),
		},
		{
			ID: "seats.inactive.at-limit", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user can be created inactive when no seat is free",
			Symptom: "People who are staged in Okta cannot be prepared in the app.",
			Refs:    []string{refSeatLimit, "RFC 7643 §4.1.1 active"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				a := s.Okta.CreateUser(s.T, s.Person(kit.Inactive))
				s.reportTaken(check.Status(a, 201))
			}),
		},
	}
}

// fullChecks: a tenant without a free seat works on for those who have one.
func fullChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "seats.full.update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A profile update of an active user works when no seat is free",
			Why:     "Okta's PUT carries active true; a server must not take it for one user more.",
			Symptom: "Profiles are no longer updated as soon as all seats are taken.",
			Refs:    []string{refSeatLimit, "OIN C9291"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				changed := s.Person().DisplayName
				last := s.updateName(p.Person, changed)
				s.reportTaken(check.Accepted(last))
				s.Eventually("update a profile", func() []check.Problem { return s.named(p.Person, changed) })
			}),
		},
		{
			ID: "seats.full.after-refusal", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A refused user leaves every other user as they were, and updates of them work",
			Symptom: "One person too many stops the provisioning of everybody.",
			Refs:    []string{refSeatLimit, refSeatSetup},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				before := s.MustReadUser(p.ID)
				s.refused(s.Person())
				s.Eventually("refuse another user", func() []check.Problem {
					return s.Holds(p.ID, func(r okta.Resource) []check.Problem { return s.Unchanged(before, r) })
				})
				s.reportTaken(check.Accepted(s.updateName(p.Person, s.Person().DisplayName)))
			}),
		},
		{
			ID: "seats.full.active-again", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Activating a user who is active already works when no seat is free",
			Why:     "Okta sends it again after a lost answer and for a forced sync; the user holds a seat already.",
			Symptom: "A forced sync fails for people who are in the app and active.",
			Refs:    []string{refSeatLimit, kit.RefOktaURL},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				run := s.Okta.Reactivate(s.T, p.ID, p.Sent)
				s.reportTaken(check.Accepted(run.Last()))
				s.Eventually("activate an active user", func() []check.Problem { return s.Holds(p.ID, check.Active) })
			}),
		},
		{
			ID: "seats.full.deactivate", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Deactivating a user works when no seat is free",
			Symptom: "Leavers keep their access exactly when the tenant is full.",
			Refs:    []string{refSeatLimit, kit.RefOktaDeactivate},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				run := s.Okta.Deactivate(s.T, p.ID)
				s.reportTaken(check.Accepted(run.Last()))
				p.Active = !run.Last().OK()
				s.Eventually("deactivate by id", func() []check.Problem { return kit.InactiveByID(s.T, p.Person) })
			}),
		},
		{
			ID: "seats.full.members", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Groups and memberships can be pushed when no seat is free",
			Symptom: "Group push fails as soon as all seats are taken.",
			Refs:    []string{refSeatLimit, kit.RefGroupPush},
			Body: func(t *kit.T) {
				t.MembersVisible() // makes the bystanders, who take a seat, before the seats are counted
				withSeats(func(s *seating) {
					s.fill(0)
					p := s.first().Person
					a := s.Okta.CreateGroup(s.T, s.GroupName(), nil)
					s.reportTaken(check.Status(a, 201), check.WithResource(a))
					s.StopIfFailed()
					g := kit.Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
					kit.AwaitGroup(s.T, g.ID)
					run := s.Change(g, []kit.Person{p}, nil, []kit.Person{p})
					if problems := check.Through(run); len(problems) > 0 {
						s.reportTaken(problems)
						return
					}
					s.SeeMembers("put members into a group", g, []kit.Person{p})
				})(t)
			},
		},
	}
}
