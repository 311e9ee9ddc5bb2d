package seats

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// overChecks: the last seat is usable, and one user more is refused.
func overChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "seats.last-free", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every free seat is usable, the last one too",
			Why:     "Only active users hold seats; an app that counts others, or one too many, refuses people for whom there is room.",
			Symptom: "Provisioning fails although a seat that is paid for is free.",
			Refs:    []string{refSeatLimit},
			Body: withSeats(func(s *seating) {
				s.reportFill(1)
				s.StopIfFailed()
				p, problems := s.take(s.Person())
				s.reportTaken(problems)
				s.StopIfFailed()
				s.Eventually("create the last user", func() []check.Problem { return s.Holds(p.ID, check.Active) })
			}),
		},
		{
			ID: "seats.over.refused", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "One active user more than there are seats is refused",
			Why:     "Success would mean over-use that is billed or stopped later, or a person without a seat who cannot sign in.",
			Symptom: "None: Okta shows the person as provisioned.",
			Refs: []string{refSeatLimit, refSeatSetup, "https://github.com/snapotter-hq/SnapOtter/issues/966",
				"https://github.com/wandb/docs/issues/1257"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				a := s.Okta.CreateUser(s.T, s.Person())
				if a.OK() {
					s.accepted(a.Op(), a.Resource.ID())
					return
				}
				s.reportTaken(check.Refused(a))
			}),
		},
		{
			ID: "seats.over.reason", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The refusal of one user too many is a SCIM Error whose detail names the limit",
			Why:     "It is all that the admin sees; «invalid value» leads nowhere.",
			Symptom: "A failed provisioning task whose message does not tell that the seats are used up.",
			Refs: []string{refSeatLimit, refOktaError, "RFC 7644 §3.12",
				"https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				a := s.refused(s.Person())
				s.Report(check.ErrorBody(a), check.SeatReason(a, s.limit))
			}),
		},
		{
			ID: "seats.over.retry", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user who was refused for lack of a seat is nowhere, and a retry succeeds once a seat is free",
			Why:     "Okta retries the whole push. A half-made user is linked and never gets its profile or seat, or the create is answered 409.",
			Symptom: "The provisioning task keeps failing after seats were freed, or the person exists twice, or cannot sign in.",
			Refs:    []string{refSeatLimit, refSeatSetup, "RFC 7644 §3.12: a request that fails has no effect"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				u := s.Person()
				s.refused(u)
				s.refused(s.Person()) // takes no seat from others either
				s.Eventually("refuse a user", func() []check.Problem { return check.Miss(s.Okta.LookupUser(s.T, u.UserName), u.UserName) })
				s.Eventually("refuse a user in the list", func() []check.Problem { return s.notListed(u) })
				s.free(s.first())
				p, problems := s.take(u)
				s.reportTaken(problems)
				s.StopIfFailed()
				s.Eventually("create a refused user again", func() []check.Problem { return s.Holds(p.ID, check.Active) })
			}),
		},
		{
			ID: "seats.over.race", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "Of several creates at once for the last seat exactly one succeeds",
			Why:     "Okta provisions people in parallel. An app that counts first and inserts then exceeds its limit.",
			Symptom: "Now and then there are more users than seats.",
			Refs:    []string{refSeatLimit, "https://github.com/snapotter-hq/SnapOtter/issues/987"},
			Body: withSeats(func(s *seating) {
				const rounds = 3
				s.fill(0)
				s.refused(s.Person())
				s.free(s.first())
				for range rounds {
					s.raceForLastSeat()
					s.StopIfFailed()
				}
			}),
		},
	}
}

// notListed has a problem when an import lists a refused user.
func (s *seating) notListed(u okta.User) []check.Problem {
	for _, listed := range s.allUsers() {
		if strings.EqualFold(listed.String("userName"), u.UserName) {
			return []check.Problem{{Operation: "GET /Users (import)", Expected: "nothing of the refused " + u.UserName, Actual: "it, under the id " + listed.ID()}}
		}
	}
	return nil
}

// raceForLastSeat sends creates at once; the winner gives the seat back.
func (s *seating) raceForLastSeat() {
	people := make([]okta.User, fewRefused)
	for i := range people {
		people[i] = s.Person()
	}
	answers := kit.Concurrently(len(people), func(i int) okta.Answer { return s.Okta.CreateUser(s.T, people[i]) })
	var winners []kit.Person
	for i, a := range answers {
		if a.OK() {
			winners = append(winners, kit.Person{ID: a.Resource.ID(), Sent: people[i]})
			continue
		}
		s.Report(check.Refused(a))
	}
	switch len(winners) {
	case 0:
		s.needFreeSeat()
		s.Failf("POST /Users", "", "one success for the last free seat", "%d refusals at once", len(answers))
	case 1:
		kit.AwaitUser(s.T, winners[0].ID)
		s.Deactivate(winners[0])
		s.AwaitInactive(winners[0])
	default:
		s.accepted("POST /Users at once", winners[len(winners)-1].ID)
	}
}

// first is one of the crowd who holds a seat.
func (s *seating) first() *kit.Seated {
	for _, p := range s.keeper.Crowd {
		if p.Active {
			return p
		}
	}
	s.Block("nobody of this run holds a seat")
	return nil
}

// free deactivates one of the crowd in the dialect's way.
func (s *seating) free(p *kit.Seated) {
	s.Deactivate(p.Person)
	p.Active = false
	s.AwaitInactive(p.Person)
}

// refused tries to create one user more than there are seats, as a set-up: the
// check is blocked when the app does not refuse.
func (s *seating) refused(u okta.User) okta.Answer {
	a := s.Okta.CreateUser(s.T, u)
	s.Require(kit.RefuseOverSeats, check.Refused(a))
	return a
}

// take creates a user for whom a seat is free. When it is refused, what is
// really active decides: a seat that somebody else took meanwhile is no defect
// of the app.
func (s *seating) take(u okta.User) (kit.Person, []check.Problem) {
	var a okta.Answer
	problems, _ := s.Wait("free a seat", func() []check.Problem {
		a = s.Okta.CreateUser(s.T, u)
		return check.All(check.Status(a, http.StatusCreated), check.WithResource(a))
	})
	if len(problems) > 0 {
		s.needFreeSeat()
		return kit.Person{}, problems
	}
	p := kit.Person{ID: a.Resource.ID(), Sent: u}
	s.Know(p.ID, u.UserName)
	kit.AwaitUser(s.T, p.ID)
	return p, nil
}

// mustTake is take as a set-up.
func (s *seating) mustTake(u okta.User) kit.Person {
	p, problems := s.take(u)
	s.Require(kit.UseFreeSeat, problems)
	return p
}

// needFreeSeat blocks a check when no seat is free after all, or when somebody
// else is using the tenant: who was refused may then have been refused rightly.
func (s *seating) needFreeSeat() {
	s.keeper.Counted = false
	users := s.activeUsers()
	if n := len(users); n >= s.room() {
		s.Block("no seat is free any more: %d users are active, and seats.limit is %d; somebody else changed the tenant, or a deactivation had no effect", n, s.limit)
	}
	if now := s.strangers(users); now != s.keeper.Strangers {
		s.Block("somebody else changed the tenant: %d active users are not of this run, and there were %d when the seats were counted", now, s.keeper.Strangers)
	}
}

// strangers are the active users that are not of this run.
func (s *seating) strangers(active []okta.Resource) int {
	n := 0
	for _, u := range active {
		if !s.Env().Names.Ours(u.String("userName")) {
			n++
		}
	}
	return n
}

// reportTaken reports problems and how many seats were taken.
func (s *seating) reportTaken(groups ...[]check.Problem) {
	if problems := check.All(groups...); len(problems) > 0 {
		s.ReportAt(fmt.Sprintf("with %d of %d seats taken:", len(s.activeUsers())+s.keeper.Unseen, s.limit), problems)
	}
}

// accepted reports a user who was accepted beyond the seats, by what is then
// active: more users than the limit allows, not that user, or somebody of this
// run no more. When none of it is so, somebody else may have freed the seat, and
// the check is blocked; but not when one more stranger is inactive after each of
// several creates.
func (s *seating) accepted(op, id string) {
	for strangers := s.keeper.Strangers; ; strangers-- {
		if s.overSeats(op, id) {
			return
		}
		users := s.activeUsers()
		if len(users) != s.room() || s.strangers(users) != strangers-1 {
			s.Block("a seat was free again: %d users are active, and seats.limit is %d; somebody else changed the tenant", len(users), s.limit)
		}
		if s.keeper.Strangers-strangers == 2 {
			s.Failf(op, "status", s.noSeat(), "success, and with each success another user who holds a seat becomes inactive")
			return
		}
		a := s.Okta.CreateUser(s.T, s.Person())
		if !a.OK() {
			s.Block("a seat was free for a while: somebody else changed the tenant")
		}
		op, id = a.Op(), a.Resource.ID()
	}
}

// overSeats reports what an acceptance beyond the seats has led to, and tells
// whether it was found.
func (s *seating) overSeats(op, id string) bool {
	var active bool
	var n int
	var evicted string
	s.keeper.Counted = false
	s.Env().Settler.Wait(s.T, "exceed the seats", func() bool {
		users := s.activeUsers()
		n, evicted, active = len(users), s.evicted(users), false
		for _, u := range users {
			active = active || u.ID() == id
		}
		return !active || n > s.room() || evicted != ""
	})
	switch {
	case n > s.room():
		s.Failf(op, "status", s.noSeat(), "success, and now %d users are active", n)
	case !active:
		s.Failf(op, "status", s.noSeat(), "success, but the user is not active: Okta shows the person as provisioned, and the person cannot sign in")
	case evicted != "":
		s.Failf(op, "status", s.noSeat(), "success, and %s is no longer active", evicted)
	default:
		return false
	}
	return true
}

// evicted is somebody of this run who held a seat and is not active any more.
func (s *seating) evicted(active []okta.Resource) string {
	now := map[string]bool{}
	for _, u := range active {
		now[u.ID()] = true
	}
	if b, made := s.World.Bystander.Peek(); made && b.ID == s.keeper.Bystander && !now[b.ID] {
		return b.Sent.UserName
	}
	for _, p := range s.keeper.Crowd {
		if p.Active && !now[p.ID] {
			return p.Sent.UserName
		}
	}
	return ""
}

func (s *seating) noSeat() string {
	return fmt.Sprintf("a 4xx refusal: all %d seats are taken", s.limit)
}
