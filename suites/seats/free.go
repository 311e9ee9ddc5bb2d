package seats

import (
	"net/http"

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
			Title:   "Deactivating a user, once or again, frees one seat for the next one",
			Why:     "It is the only way in which Okta frees a seat, and Okta repeats it. An app that only counts up and down loses count.",
			Symptom: "Leavers use up the seats, or there are more users than seats.",
			Refs:    []string{refSeatLimit, kit.RefOktaDeactivate},
			Body: withSeats(func(s *seating) {
				if s.keeper.Freed {
					s.reportFill(0) // with seats that were freed before
					s.StopIfFailed()
				} else {
					s.fill(0)
				}
				p := s.first()
				s.free(p)
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
				s.StopIfFailed()
				s.Deactivate(p.Person)
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
			ID: "seats.inactive", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A user can be created inactive when no seat is free, and takes none",
			Symptom: "Staged people use up the seats, or cannot be prepared in the app.",
			Refs:    []string{refSeatLimit, "RFC 7643 §4.1.1 active"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				s.reportTaken(check.Status(s.Okta.CreateUser(s.T, s.Person(kit.Inactive)), http.StatusCreated))
				s.free(s.first())
				s.Okta.CreateUser(s.T, s.Person(kit.Inactive))
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
			}),
		},
	}
}

// fullChecks: a tenant without a free seat works on for those who have one.
func fullChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "seats.full.update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A profile update of an active user works when no seat is free, also after another user was refused",
			Why:     "Okta's PUT carries active true; a server must not take it for one user more.",
			Symptom: "Profiles are no longer updated as soon as all seats are taken, or when one person too many was pushed.",
			Refs:    []string{refSeatLimit, refSeatSetup, "OIN C9291"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				before := s.MustReadUser(p.ID)
				s.refused(s.Person())
				s.Eventually("refuse another user", func() []check.Problem {
					return s.Holds(p.ID, func(r okta.Resource) []check.Problem { return s.Unchanged(before, r) })
				})
				changed := s.Person().DisplayName
				s.reportTaken(check.Accepted(s.Okta.UpdateProfile(s.T, p.ID, func(r okta.Resource) { r["displayName"] = changed }).Last()))
				s.Eventually("update a profile", func() []check.Problem {
					return s.Holds(p.ID, func(r okta.Resource) []check.Problem {
						return check.All(check.Text(r, "displayName", changed), check.Active(r))
					})
				})
			}),
		},
		{
			ID: "seats.full.lifecycle", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "Activating who is active and deactivating work when no seat is free",
			Why:     "Okta activates again after a lost answer and for a forced sync; the user holds a seat already.",
			Symptom: "A forced sync fails, or leavers keep their access exactly when the tenant is full.",
			Refs:    []string{refSeatLimit, kit.RefOktaURL, kit.RefOktaDeactivate},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first()
				s.reportTaken(check.Accepted(s.Okta.Reactivate(s.T, p.ID, p.Sent).Last()))
				s.Eventually("activate an active user", func() []check.Problem { return s.Holds(p.ID, check.Active) })
				run := s.Okta.Deactivate(s.T, p.ID)
				s.reportTaken(check.Accepted(run.Last()))
				p.Active = !run.Last().OK()
				s.Eventually("deactivate by id", func() []check.Problem { return kit.InactiveByID(s.T, p.Person) })
			}),
		},
		{
			ID: "seats.full.members", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Groups and memberships can be pushed when no seat is free",
			Symptom: "Group push fails as soon as all seats are taken.",
			Refs:    []string{refSeatLimit, kit.RefGroupPush},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				p := s.first().Person
				a := s.Okta.CreateGroup(s.T, s.GroupName(), nil)
				s.reportTaken(check.Status(a, http.StatusCreated), check.WithResource(a))
				s.StopIfFailed()
				g := kit.Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
				kit.AwaitGroup(s.T, g.ID)
				s.reportTaken(check.Through(s.Change(g, []kit.Person{p}, nil, []kit.Person{p})))
				s.StopIfFailed()
				s.SeeMembers("put members into a group", g, []kit.Person{p})
			}),
		},
	}
}
