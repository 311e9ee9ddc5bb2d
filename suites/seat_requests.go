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
}

// refused tries to create one user more than there are seats, as a set-up: the
// check is blocked when the app does not refuse.
func (s *seating) refused(u okta.User) okta.Answer {
	a := s.Okta.CreateUser(s.T, u)
	s.BlockOn("refusing a user beyond the seats (seats.over.refused)", check.Refused(a))
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
	return p, nil
}

// mustTake is take as a set-up.
func (s *seating) mustTake(u okta.User) Person {
	p, problems := s.take(u)
	s.BlockOn("using a free seat (seats.last-free, seats.freed.deactivate)", problems)
	return p
}

// needFreeSeat blocks a check when no seat is free after all.
func (s *seating) needFreeSeat() {
	s.keeper.counted = false
	if n := len(s.activeUsers()); n >= s.limit {
		s.Block("no seat is free any more: %d users are active, and seats.limit is %d; somebody else changed the tenant, or a deactivation had no effect", n, s.limit)
	}
}

// reportTaken reports problems and how many seats were taken.
func (s *seating) reportTaken(groups ...[]check.Problem) {
	if problems := check.All(groups...); len(problems) > 0 {
		s.ReportAt(fmt.Sprintf("with %d of %d seats taken:", len(s.activeUsers()), s.limit), problems)
	}
}

// accepted reports a user who was accepted beyond the seats: more are active
// than the limit allows, or the user is not. It blocks the check when neither is
// so, because then somebody else has freed a seat meanwhile.
func (s *seating) accepted(op, id string) {
	var active bool
	var n int
	s.keeper.counted = false
	s.Env().Settler.Wait(s.T, "exceed the seats", func() bool {
		u, problems := s.ByID(id)
		active = u["active"] == true
		n = len(s.activeUsers())
		return len(problems) == 0 && (!active || n > s.limit)
	})
	want := fmt.Sprintf("a 4xx refusal: all %d seats are taken", s.limit)
	switch {
	case n > s.limit:
		s.Failf(op+" status", want, "success, and now %d users are active", n)
	case !active:
		s.Failf(op+" status", want, "success, but the user is not active: Okta shows the person as provisioned, and the person cannot sign in")
	default:
		s.Block("a seat was free again: %d users are active, and seats.limit is %d; somebody else changed the tenant", n, s.limit)
	}
}
