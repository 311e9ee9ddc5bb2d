package kit

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// SeatKeeper knows which seats of the tenant are taken, and has a crowd of
// people who take the others when a check needs a full tenant. Between checks
// of seats the crowd leaves a few seats free; otherwise it is inactive, so that
// a run makes no more people than there are seats. Checks of seats run alone.
type SeatKeeper struct {
	world   *world
	rising  sync.Mutex // held while the crowd gives back its seats
	Counted bool
	Others  int // active users outside the crowd
	// Accounts that SCIM does not show may hold seats too. How many do is known
	// when a seat is refused that looks free.
	Hidden    bool
	Unseen    int
	Strangers int    // active users that are not of this run
	Bystander string // id of the bystander when the others were counted
	Crowd     []*Seated
	Freed     bool // somebody of the crowd was deactivated
}

// Seated is one of the crowd.
type Seated struct {
	Person
	Active bool
}

// SeatPushers send at the same time, as Okta does.
const SeatPushers = 4

// SetActive activates or deactivates one of the crowd in a dialect that works.
func (k *SeatKeeper) SetActive(ctx context.Context, p *Seated, active bool) bool {
	for _, d := range []okta.Dialect{okta.OIN, okta.AIW} {
		client := k.world.Shared.Client.With(func(c *okta.Config) { c.Dialect = d })
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
			p.Active = active
			return true
		}
	}
	return false
}

// StandUp deactivates all of the crowd but the first keep. Whoever cannot be
// deactivated keeps the seat until the clean-up of the run.
func (k *SeatKeeper) StandUp(ctx context.Context, keep int) {
	k.rising.Lock()
	defer k.rising.Unlock()
	people := k.Crowd[min(keep, len(k.Crowd)):]
	k.Freed = k.Freed || len(people) > 0
	harness.InParallel(SeatPushers, len(people), func(i int) {
		if people[i].Active {
			k.SetActive(ctx, people[i], false)
		}
	})
}

// Holds tells whether an id is that of one of the crowd who holds a seat.
func (k *SeatKeeper) Holds(id string) bool {
	return slices.ContainsFunc(k.Crowd, func(p *Seated) bool { return p.Active && p.ID == id })
}

// Seated is how many of the crowd hold a seat.
func (k *SeatKeeper) Seated() int {
	n := 0
	for _, p := range k.Crowd {
		if p.Active {
			n++
		}
	}
	return n
}

// FreeSeats is how many more users may be active in a tenant whose profile states
// a number of seats; ok is false when it states none, or when that cannot be
// told. Okta's import pages are read.
func FreeSeats(ctx context.Context, env *harness.Env) (free int, ok bool) {
	p := env.Profile
	if p.Seats == nil {
		return 0, false
	}
	free = p.Seats.Limit
	// A local admin whom SCIM does not show may hold a seat too.
	hidden := p.Roles != nil && p.Roles.ExistingAdmin != ""
	for _, page := range env.NewSession(okta.OIN).Client.ImportUsers(ctx, WalkLimit/ImportPage) {
		users, whole := page.List()
		if !page.OK() || !whole {
			return 0, false
		}
		for _, u := range users {
			if u["active"] != false {
				free--
			}
			if hidden && strings.EqualFold(u.String("userName"), p.Roles.ExistingAdmin) {
				hidden = false
			}
		}
	}
	if hidden {
		free--
	}
	return max(free, 0), true
}
