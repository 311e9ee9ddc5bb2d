package suites

import (
	"context"

	"github.com/oktascim/oktascim/suites/harness"
)

// sweeper cleans up after a check while the next one runs. One clean-up at a
// time does: whatever a check made is gone before the next check but one begins.
type sweeper struct {
	env *harness.Env
	// seats is how many people may be active at the same time, in the check that
	// runs and in the clean-up beside it; 0: any number.
	seats  int
	people int // whom the clean-up deactivates
	done   chan struct{}
}

// limit allows no more people than the greediest check of a plan needs anyway,
// where seats are limited.
func (s *sweeper) limit(plan []Planned) {
	s.seats = 0
	if s.env.Profile.Seats == nil {
		return
	}
	for _, p := range plan {
		s.seats = max(s.seats, CostOf(p.ID).People)
	}
}

// before waits for the clean-up that nothing of this check may overlap.
func (s *sweeper) before(c Check) {
	if c.Serial || s.seats > 0 && s.people+CostOf(c.ID).People > s.seats {
		s.wait()
	}
}

// close cleans up after a check, and gives the number of those requests that
// were waited for. Mapped groups must be gone before the next check makes them.
func (s *sweeper) close(ctx context.Context, c Check, session *harness.Session) int {
	s.wait()
	if !s.env.CleanUpBeside || c.Serial {
		return s.env.Close(ctx, session)
	}
	waitedFor := 0
	if c.Exclusive == MappedGroups {
		waitedFor = s.env.CloseGroups(ctx, session)
	}
	done := make(chan struct{})
	s.done, s.people = done, CostOf(c.ID).People
	go func() {
		defer close(done)
		s.env.Close(ctx, session)
	}()
	return waitedFor
}

// wait waits for the clean-up that runs.
func (s *sweeper) wait() {
	if s.done != nil {
		<-s.done
	}
	s.done, s.people = nil, 0
}
