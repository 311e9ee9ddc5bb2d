package suites

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// room is how many active users SCIM shows when no seat is free.
func (s *seating) room() int { return s.limit - s.keeper.unseen }

// count learns how many seats others take, once a run, and again when something
// did not go as the count said.
func (s *seating) count() {
	k := s.keeper
	made, _ := s.world.bystander.peek()
	bystander := made.ID
	if k.counted && k.bystander == bystander {
		return
	}
	active := 0
	read := func() []check.Problem {
		var late []check.Problem
		active = 0
		users := s.activeUsers()
		k.strangers = s.strangers(users)
		for _, u := range users {
			if k.holds(u.ID()) {
				continue
			}
			active++
			if s.Env().Names.Ours(u.String("userName")) && u.ID() != bystander && u.String("name", "familyName") != "Bystander" {
				late = append(late, check.Problem{Operation: "GET /Users (import)", Expected: "inactive " + u.String("userName"), Actual: "active"})
			}
		}
		return late
	}
	// People of earlier checks may show as active for a while. What shows when
	// the settle time is over is the truth.
	s.wait("deactivate the people of earlier checks", read)
	k.counted, k.others, k.bystander = true, active, bystander
	k.hidden, k.unseen = s.hidesAccounts(), 0
}

// hidesAccounts tells whether the app has accounts that hold seats and that SCIM
// does not show: then the local admin of the profile is one of them.
func (s *seating) hidesAccounts() bool {
	r := s.Env().Profile.Roles
	if r == nil || r.ExistingAdmin == "" {
		return false
	}
	return len(check.Miss(s.Okta.LookupUser(s.T, r.ExistingAdmin), r.ExistingAdmin)) == 0
}

// activeUsers walks over the whole tenant and gives everybody who holds a seat.
func (s *seating) activeUsers() []okta.Resource {
	var out []okta.Resource
	for _, u := range s.allUsers() {
		if u["active"] != false && !strings.EqualFold(u.String("active"), "false") {
			out = append(out, u)
		}
	}
	return out
}

// allUsers walks over the whole tenant as an import does.
func (s *seating) allUsers() []okta.Resource {
	var out []okta.Resource
	for _, page := range s.Okta.ImportUsers(s.T, walkLimit/importPage) {
		s.Require(ListUsers, check.List(page))
		list, _ := page.List()
		out = append(out, list...)
	}
	return out
}

// holds tells whether an id is that of one of the crowd who holds a seat.
func (k *seatKeeper) holds(id string) bool {
	return slices.ContainsFunc(k.crowd, func(p *seated) bool { return p.active && p.ID == id })
}

// seated is how many of the crowd hold a seat.
func (k *seatKeeper) seated() int {
	n := 0
	for _, p := range k.crowd {
		if p.active {
			n++
		}
	}
	return n
}
