package suites

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/okta"
)

// accepted reports a user who was accepted beyond the seats, by what is then
// active: more users than the limit allows, not that user, or somebody of this
// run no more. When none of it is so, somebody else may have freed the seat, and
// the check is blocked; but not when one more stranger is inactive after each of
// several creates.
func (s *seating) accepted(op, id string) {
	for strangers := s.keeper.strangers; ; strangers-- {
		if s.overSeats(op, id) {
			return
		}
		users := s.activeUsers()
		if len(users) != s.room() || s.strangers(users) != strangers-1 {
			s.Block("a seat was free again: %d users are active, and seats.limit is %d; somebody else changed the tenant", len(users), s.limit)
		}
		if s.keeper.strangers-strangers == 2 {
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
	if b, made := s.world.bystander.peek(); made && b.ID == s.keeper.bystander && !now[b.ID] {
		return b.Sent.UserName
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
