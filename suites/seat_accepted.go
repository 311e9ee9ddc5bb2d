package suites

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/okta"
)

// accepted reports a user who was accepted beyond the seats, by what is then
// active: more users than the limit allows, not that user, or somebody of this
// run no more. When none of it is so, the seat may have been freed by somebody
// else; the check is blocked unless one more is accepted too.
func (s *seating) accepted(op, id string) {
	if s.overSeats(op, id) {
		return
	}
	if len(s.activeUsers()) == s.room() {
		if a := s.Okta.CreateUser(s.T, s.Person()); a.OK() && !s.overSeats(a.Op(), a.Resource.ID()) && len(s.activeUsers()) == s.room() {
			s.Failf(op+" status", s.noSeat(), "success, twice, and %d users are active as before: somebody else loses the seat", s.room())
			return
		}
	}
	s.StopIfFailed()
	s.Block("a seat was free again: %d users are active, and seats.limit is %d; somebody else changed the tenant", len(s.activeUsers()), s.limit)
}

// overSeats reports what an acceptance beyond the seats has led to, and tells
// whether it was found.
func (s *seating) overSeats(op, id string) bool {
	var active bool
	var n int
	var evicted string
	s.keeper.counted = false
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
		s.Failf(op+" status", s.noSeat(), "success, and now %d users are active", n)
	case !active:
		s.Failf(op+" status", s.noSeat(), "success, but the user is not active: Okta shows the person as provisioned, and the person cannot sign in")
	case evicted != "":
		s.Failf(op+" status", s.noSeat(), "success, and %s is no longer active", evicted)
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
	for _, p := range s.keeper.crowd {
		if p.active && !now[p.ID] {
			return p.Sent.UserName
		}
	}
	return ""
}

func (s *seating) noSeat() string {
	return fmt.Sprintf("a 4xx refusal: all %d seats are taken", s.limit)
}
