package suites

import (
	"net/http"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// seatKeeper knows which seats of the tenant are taken, and has a crowd of
// people who take the others when a check needs a full tenant. Between checks
// the crowd is inactive, so that a run makes no more people than there are
// seats. Checks of seats run alone, so it needs no lock.
type seatKeeper struct {
	counted   bool
	others    int    // active users outside the crowd
	bystander string // id of the bystander when the others were counted
	crowd     []*seated
}

// seated is one of the crowd.
type seated struct {
	Person
	active bool
}

// seating is a tenant whose free seats are a check's own while it runs.
type seating struct {
	*T
	keeper *seatKeeper
	limit  int
	own    int // active people of the check outside the crowd
}

// seatPushers send at the same time, as Okta does.
const seatPushers = 4

// fewRefused is how many people a check may try to create beyond the seats.
const fewRefused = 4

// withSeats gives a check's body a tenant whose seats it may fill, and empties them
// afterwards.
func withSeats(body func(*seating)) func(*T) {
	return func(t *T) {
		s := t.openSeats()
		defer s.release()
		body(s)
	}
}

// openSeats counts the free seats. The check is unsupported unless the tenant is
// one for tests, and blocked when too few seats are free or more than the run
// may fill.
func (t *T) openSeats() *seating {
	p := t.Env().Profile
	if !p.Seats.TestTenant {
		t.Unsupported("the app profile says seats.test_tenant: false: this tenant's seats are not filled")
	}
	s := &seating{T: t, keeper: t.world.seats, limit: p.Seats.Limit}
	s.count()
	free := s.limit - s.keeper.others
	if free < 2 {
		t.Block("%d of the %d seats (seats.limit) are taken; checks need 2 free ones: deactivate users who are not needed", s.keeper.others, s.limit)
	}
	if free+fewRefused > p.TestData.MaxUsers {
		t.Block("filling the %d free seats takes more users than test_data.max_users allows (%d): raise it, or test with a tenant of fewer seats", free, p.TestData.MaxUsers)
	}
	return s
}

// count learns how many seats others take, once a run, and again when something
// did not go as the count said.
func (s *seating) count() {
	k, bystander := s.keeper, s.world.bystanders.user.ID
	if k.counted && k.bystander == bystander {
		return
	}
	active := 0
	read := func() []check.Problem {
		var late []check.Problem
		users := s.activeUsers()
		active = len(users)
		for _, u := range users {
			if s.Env().Names.Ours(u.String("userName")) && u.ID() != bystander && u.String("name", "familyName") != "Bystander" {
				late = append(late, check.Problem{At: "GET /Users (import)", Expected: "inactive " + u.String("userName"), Actual: "active"})
			}
		}
		return late
	}
	// People of earlier checks may show as active for a while. What shows when
	// the settle time is over is the truth.
	s.wait("deactivate the people of earlier checks", read)
	k.counted, k.others, k.bystander = true, active, bystander
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
		s.BlockOn("listing users (import.*)", check.List(page))
		list, _ := page.List()
		out = append(out, list...)
	}
	return out
}

// fill takes seats until so many are left free.
func (s *seating) fill(free int) {
	k := s.keeper
	need := s.limit - k.others - s.own - free
	for len(k.crowd) < need {
		k.crowd = append(k.crowd, &seated{})
	}
	crowd := k.crowd[:max(need, 0)]
	refused := make([]okta.Answer, len(crowd))
	inParallel(len(crowd), func(i int) { refused[i] = s.sit(crowd[i]) })
	for i, a := range refused {
		if !crowd[i].active {
			k.counted = false
			s.BlockOn("filling the seats (seats.last-free)", check.Status(a, http.StatusCreated), check.WithResource(a))
		}
		s.Know(crowd[i].ID, crowd[i].Sent.UserName)
	}
	for _, p := range crowd[max(0, len(crowd)-seatPushers):] {
		s.Await("fill the seats", func() []check.Problem { return s.holds(p.ID, check.Active) })
	}
}

// sit gives one of the crowd a seat: by activating who is there already, or
// else by creating somebody. A late app may not have freed the seat yet.
func (s *seating) sit(p *seated) (last okta.Answer) {
	if p.active {
		return last
	}
	if p.ID != "" && s.setActive(p, true) {
		return last
	}
	p.Person = Person{Sent: s.Person()}
	s.Env().Settler.Wait(s.T, "free a seat", func() bool {
		last = s.world.shared.Client.CreateUser(s.T, p.Sent)
		return !(last.Status >= 400 && last.Status < 500)
	})
	if p.ID = last.Resource.ID(); last.OK() && p.ID != "" {
		p.active = true
	}
	return last
}

// setActive activates or deactivates one of the crowd in a dialect that works.
func (s *seating) setActive(p *seated, active bool) bool {
	for _, d := range []okta.Dialect{okta.OIN, okta.AIW} {
		client := s.world.shared.Client.With(func(c *okta.Config) { c.Dialect = d })
		var last okta.Answer
		switch {
		case !active:
			last = client.Deactivate(s.T, p.ID).Last()
		case d == okta.OIN:
			last = client.PatchUser(s.T, p.ID, map[string]any{"active": true})
		default:
			last = client.UpdateProfile(s.T, p.ID, func(r okta.Resource) { r["active"] = true }).Last()
		}
		if last.OK() && last.Method != http.MethodGet {
			p.active = active
			return true
		}
	}
	return false
}

// release empties the crowd's seats. Whoever cannot be deactivated is left to
// the clean-up of the run, and the seats are counted anew.
func (s *seating) release() {
	k := s.keeper
	inParallel(len(k.crowd), func(i int) {
		if k.crowd[i].active {
			s.setActive(k.crowd[i], false)
		}
	})
	kept := k.crowd[:0]
	for _, p := range k.crowd {
		if p.active || p.ID == "" {
			k.counted = false
			continue
		}
		kept = append(kept, p)
	}
	k.crowd = kept
}

// inParallel calls do for 0 to n-1, a few at the same time.
func inParallel(n int, do func(i int)) {
	var all sync.WaitGroup
	for worker := range min(seatPushers, n) {
		all.Go(func() {
			for i := worker; i < n; i += seatPushers {
				do(i)
			}
		})
	}
	all.Wait()
}
