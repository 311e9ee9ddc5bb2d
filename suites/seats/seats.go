// Package seats has the checks of a seat limit: a refusal says so and stores nothing, and a seat that is freed is free.
package seats

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refSeatLimit = "App profile, seats.limit: how many active users the tenant allows"
	refSeatSetup = "Setup guide of the app: provisioning fails when a user would exceed the seat limit"
	refOktaError = "Okta shows the error's detail: «Error while creating user …: <detail>»"
)

// Checks: an active user holds a seat, and there are only so many. The
// checks fill the tenant, so they run alone and only where the profile says that
// it is a test tenant. They create no more people than there are seats, and a few
// who must be refused.
func Checks() []kit.Check {
	return kit.RunAlone(kit.InArea(kit.Seats, []kit.Need{kit.NeedSeats, kit.NeedPushUsers}, slices.Concat(
		overChecks(),
		freeChecks(),
		fullChecks(),
		reactivateChecks(),
	)))
}

// seating is a tenant whose free seats are a check's own while it runs.
type seating struct {
	*kit.T
	keeper *kit.SeatKeeper
	limit  int
	own    int // active people of the check outside the crowd
}

// fewRefused is how many people a check may try to create beyond the seats.
const fewRefused = 4

// leftFree are the seats that the crowd leaves between checks of seats: for
// a user whom a check makes before it fills the tenant.
const leftFree = 1

// withSeats gives a check's body a tenant whose seats it may fill, and frees a
// few of them afterwards.
func withSeats(body func(*seating)) func(*kit.T) {
	return func(t *kit.T) {
		s := openSeats(t)
		passed := false
		defer func() { s.release(passed) }()
		body(s)
		passed = !t.Failed()
	}
}

// openSeats counts the free seats. The check is unsupported unless the tenant is
// one for tests, and blocked when too few seats are free or more than the run
// may fill.
func openSeats(t *kit.T) *seating {
	p := t.Env().Profile
	if !p.Seats.TestTenant {
		t.Unsupported("the app profile says seats.test_tenant: false: this tenant's seats are not filled")
	}
	s := &seating{T: t, keeper: t.World.Seats, limit: p.Seats.Limit}
	if kit.HasFeature(t, kit.NeedGroups) {
		t.MembersVisible() // makes the bystanders, who take a seat
	}
	s.count()
	s.enoughSeats()
	return s
}

// enoughSeats blocks the check when too few seats are free, or more than the run
// may fill.
func (s *seating) enoughSeats() {
	free, most := s.room()-s.keeper.Others, s.Env().Profile.TestData.MaxUsers
	if free < 2 {
		s.Block("%d of the %d seats (seats.limit) are taken; checks need 2 free ones: deactivate users who are not needed", s.limit-free, s.limit)
	}
	if free+fewRefused > most {
		s.Block("filling the %d free seats takes more users than test_data.max_users allows (%d): raise it, or test with a tenant of fewer seats", free, most)
	}
}

// fill takes seats until so many are left free, as a set-up.
func (s *seating) fill(free int) {
	s.Require(kit.FillSeats, s.tryFill(free))
}

// reportFill is fill that reports why somebody got a seat neither at first nor
// again, although one is free.
func (s *seating) reportFill(free int) {
	if len(s.tryFill(free)) > 0 {
		s.needFreeSeat()
		s.reportTaken(s.tryFill(free))
	}
}

// tryFill is fill that gives back why somebody got no seat.
func (s *seating) tryFill(free int) []check.Problem {
	k := s.keeper
	if k.Hidden {
		s.findUnseen()
	}
	need := max(s.room()-k.Others-s.own-free, 0)
	standing := slices.DeleteFunc(slices.Clone(k.Crowd), func(p *kit.Seated) bool { return p.Active })
	had := len(k.Crowd)
	answers := s.sitDown(need)
	k.StandUp(s.T, need)
	crowd := k.Crowd[:need]
	for i, p := range crowd {
		if !p.Active {
			k.Counted = false
			return check.All(check.Status(answers[i], http.StatusCreated), check.WithResource(answers[i]))
		}
		s.Know(p.ID, p.Sent.UserName)
	}
	fresh := slices.DeleteFunc(slices.Concat(standing, k.Crowd[had:]), func(p *kit.Seated) bool { return !p.Active })
	for _, p := range fresh[max(0, len(fresh)-kit.SeatPushers):] {
		s.Await(kit.FillSeats, "fill the seats", func() []check.Problem { return s.Holds(p.ID, check.Active) })
	}
	return nil
}

// findUnseen learns how many seats accounts hold that SCIM does not show: the
// crowd sits down until somebody is refused.
func (s *seating) findUnseen() {
	k := s.keeper
	s.sitDown(s.limit - k.Others - s.own)
	k.Unseen, k.Hidden = s.limit-k.Others-s.own-k.Seated(), false
	k.Crowd = slices.DeleteFunc(k.Crowd, func(p *kit.Seated) bool { return p.ID == "" })
	s.enoughSeats()
}

// sitDown gives the first n of the crowd a seat.
func (s *seating) sitDown(n int) []okta.Answer {
	k := s.keeper
	for len(k.Crowd) < n {
		k.Crowd = append(k.Crowd, &kit.Seated{})
	}
	answers := make([]okta.Answer, n)
	harness.InParallel(kit.SeatPushers, n, func(i int) { answers[i] = s.sit(k.Crowd[i]) })
	return answers
}

// sit gives one of the crowd a seat: by activating who is there already, or
// else by creating somebody. A late app may not have freed the seat yet.
func (s *seating) sit(p *kit.Seated) (last okta.Answer) {
	if p.Active {
		return last
	}
	if p.ID != "" && s.keeper.SetActive(s.T, p, true) {
		return last
	}
	p.Person = kit.Person{Sent: s.Person()}
	s.Env().Settler.Wait(s.T, "free a seat", func() bool {
		last = s.World.Shared.Client.CreateUser(s.T, p.Sent)
		return !(last.Status >= 400 && last.Status < 500)
	})
	if p.ID = last.Resource.ID(); last.OK() && p.ID != "" {
		p.Active = true
	}
	return last
}

// release frees a few seats, or all when it is not sure how many are taken.
func (s *seating) release(sure bool) {
	k := s.keeper
	keep := 0
	if sure && k.Counted {
		keep = max(s.room()-k.Others-leftFree, 0)
	}
	k.StandUp(s.T, keep)
	k.Crowd = slices.DeleteFunc(k.Crowd, func(p *kit.Seated) bool { return p.ID == "" })
}

// room is how many active users SCIM shows when no seat is free.
func (s *seating) room() int { return s.limit - s.keeper.Unseen }

// count learns how many seats others take, once a run, and again when something
// did not go as the count said.
func (s *seating) count() {
	k := s.keeper
	made, _ := s.World.Bystander.Peek()
	bystander := made.ID
	if k.Counted && k.Bystander == bystander {
		return
	}
	active := 0
	read := func() []check.Problem {
		var late []check.Problem
		active = 0
		users := s.activeUsers()
		k.Strangers = s.strangers(users)
		if bystander != "" && !slices.ContainsFunc(users, func(u okta.Resource) bool { return u.ID() == bystander }) {
			active++ // the list is late
		}
		for _, u := range users {
			if k.Holds(u.ID()) {
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
	s.Wait("deactivate the people of earlier checks", read)
	k.Counted, k.Others, k.Bystander = true, active, bystander
	k.Hidden, k.Unseen = s.hidesAccounts(), 0
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
	for _, page := range s.Okta.ImportUsers(s.T, kit.WalkLimit/kit.ImportPage) {
		s.Require(kit.ListUsers, check.List(page))
		list, _ := page.List()
		out = append(out, list...)
	}
	return out
}
