package suites

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// first is one of the crowd who holds a seat.
func (s *seating) first() *seated {
	for _, p := range s.keeper.crowd {
		if p.active {
			return p
		}
	}
	s.Block("nobody of this run holds a seat")
	return nil
}

// free deactivates one of the crowd in the dialect's way.
func (s *seating) free(p *seated) {
	s.deactivate(p.Person)
	p.active = false
	s.awaitInactive(p.Person)
}

// refused tries to create one user more than there are seats, as a set-up: the
// check is blocked when the app does not refuse.
func (s *seating) refused(u okta.User) okta.Answer {
	a := s.Okta.CreateUser(s.T, u)
	s.Require(RefuseOverSeats, check.Refused(a))
	return a
}

// take creates a user for whom a seat is free. When it is refused, what is
// really active decides: a seat that somebody else took meanwhile is no defect
// of the app.
func (s *seating) take(u okta.User) (Person, []check.Problem) {
	var a okta.Answer
	problems, _ := s.wait("free a seat", func() []check.Problem {
		a = s.Okta.CreateUser(s.T, u)
		return check.All(check.Status(a, http.StatusCreated), check.WithResource(a))
	})
	if len(problems) > 0 {
		s.needFreeSeat()
		return Person{}, problems
	}
	p := Person{ID: a.Resource.ID(), Sent: u}
	s.Know(p.ID, u.UserName)
	s.awaitUser(p.ID)
	return p, nil
}

// mustTake is take as a set-up.
func (s *seating) mustTake(u okta.User) Person {
	p, problems := s.take(u)
	s.Require(UseFreeSeat, problems)
	return p
}

// needFreeSeat blocks a check when no seat is free after all, or when somebody
// else is using the tenant: who was refused may then have been refused rightly.
func (s *seating) needFreeSeat() {
	s.keeper.counted = false
	users := s.activeUsers()
	if n := len(users); n >= s.room() {
		s.Block("no seat is free any more: %d users are active, and seats.limit is %d; somebody else changed the tenant, or a deactivation had no effect", n, s.limit)
	}
	if now := s.strangers(users); now != s.keeper.strangers {
		s.Block("somebody else changed the tenant: %d active users are not of this run, and there were %d when the seats were counted", now, s.keeper.strangers)
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
		s.ReportAt(fmt.Sprintf("with %d of %d seats taken:", len(s.activeUsers())+s.keeper.unseen, s.limit), problems)
	}
}
