package suites

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// seatKeeper knows which seats of the tenant are taken, and has a crowd of
// people who take the others when a check needs a full tenant. Between checks
// of seats the crowd leaves a few seats free; otherwise it is inactive, so that
// a run makes no more people than there are seats. Checks of seats run alone.
type seatKeeper struct {
	world   *world
	rising  sync.Mutex // held while the crowd gives back its seats
	counted bool
	others  int // active users outside the crowd
	// Accounts that SCIM does not show may hold seats too. How many do is known
	// when a seat is refused that looks free.
	hidden    bool
	unseen    int
	strangers int    // active users that are not of this run
	bystander string // id of the bystander when the others were counted
	crowd     []*seated
	freed     bool // somebody of the crowd was deactivated
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

// leftFree are the seats that the crowd leaves between checks of seats: for
// users whom a check makes before it fills the tenant, and for bystanders.
const leftFree = 3

// withSeats gives a check's body a tenant whose seats it may fill, and frees a
// few of them afterwards.
func withSeats(body func(*seating)) func(*T) {
	return func(t *T) {
		s := t.openSeats()
		passed := false
		defer func() { s.release(passed) }()
		body(s)
		passed = !t.Failed()
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
	s.enoughSeats()
	return s
}

// enoughSeats blocks the check when too few seats are free, or more than the run
// may fill.
func (s *seating) enoughSeats() {
	free, most := s.room()-s.keeper.others, s.Env().Profile.TestData.MaxUsers
	if free < 2 {
		s.Block("%d of the %d seats (seats.limit) are taken; checks need 2 free ones: deactivate users who are not needed", s.limit-free, s.limit)
	}
	if free+fewRefused > most {
		s.Block("filling the %d free seats takes more users than test_data.max_users allows (%d): raise it, or test with a tenant of fewer seats", free, most)
	}
}

// fill takes seats until so many are left free, as a set-up.
func (s *seating) fill(free int) {
	s.Require(FillSeats, s.tryFill(free))
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
	if k.hidden {
		s.findUnseen()
	}
	need := max(s.room()-k.others-s.own-free, 0)
	answers := s.sitDown(need)
	k.standUp(s.T, need)
	crowd := k.crowd[:need]
	for i, p := range crowd {
		if !p.active {
			k.counted = false
			return check.All(check.Status(answers[i], http.StatusCreated), check.WithResource(answers[i]))
		}
		s.Know(p.ID, p.Sent.UserName)
	}
	for _, p := range crowd[max(0, need-seatPushers):] {
		s.Await(FillSeats, "fill the seats", func() []check.Problem { return s.holds(p.ID, check.Active) })
	}
	return nil
}

// findUnseen learns how many seats accounts hold that SCIM does not show: the
// crowd sits down until somebody is refused.
func (s *seating) findUnseen() {
	k := s.keeper
	s.sitDown(s.limit - k.others - s.own)
	k.unseen, k.hidden = s.limit-k.others-s.own-k.seated(), false
	k.crowd = slices.DeleteFunc(k.crowd, func(p *seated) bool { return p.ID == "" })
	s.enoughSeats()
}

// sitDown gives the first n of the crowd a seat.
func (s *seating) sitDown(n int) []okta.Answer {
	k := s.keeper
	for len(k.crowd) < n {
		k.crowd = append(k.crowd, &seated{})
	}
	answers := make([]okta.Answer, n)
	harness.InParallel(seatPushers, n, func(i int) { answers[i] = s.sit(k.crowd[i]) })
	return answers
}

// sit gives one of the crowd a seat: by activating who is there already, or
// else by creating somebody. A late app may not have freed the seat yet.
func (s *seating) sit(p *seated) (last okta.Answer) {
	if p.active {
		return last
	}
	if p.ID != "" && s.keeper.setActive(s.T, p, true) {
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
func (k *seatKeeper) setActive(ctx context.Context, p *seated, active bool) bool {
	for _, d := range []okta.Dialect{okta.OIN, okta.AIW} {
		client := k.world.shared.Client.With(func(c *okta.Config) { c.Dialect = d })
		var last okta.Answer
		switch {
		case !active:
			last = client.Deactivate(ctx, p.ID).Last()
		case d == okta.OIN:
			last = client.PatchUser(ctx, p.ID, map[string]any{"active": true})
		default:
			last = client.UpdateProfile(ctx, p.ID, func(r okta.Resource) { r["active"] = true }).Last()
		}
		if last.OK() && last.Method != http.MethodGet {
			p.active = active
			return true
		}
	}
	return false
}

// release frees a few seats, or all when it is not sure how many are taken.
func (s *seating) release(sure bool) {
	k := s.keeper
	keep := 0
	if sure && k.counted {
		keep = max(s.room()-k.others-leftFree, 0)
	}
	k.standUp(s.T, keep)
	k.crowd = slices.DeleteFunc(k.crowd, func(p *seated) bool { return p.ID == "" })
}

// standUp deactivates all of the crowd but the first keep. Whoever cannot be
// deactivated keeps the seat until the clean-up of the run.
func (k *seatKeeper) standUp(ctx context.Context, keep int) {
	k.rising.Lock()
	defer k.rising.Unlock()
	people := k.crowd[min(keep, len(k.crowd)):]
	k.freed = k.freed || len(people) > 0
	harness.InParallel(seatPushers, len(people), func(i int) {
		if people[i].active {
			k.setActive(ctx, people[i], false)
		}
	})
}
