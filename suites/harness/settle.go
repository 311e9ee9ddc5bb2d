package harness

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Settler waits for a written state to show. Apps may apply a change late; how
// late is the profile's settle time. A broken app never shows it, so a run
// against one must not crawl: after a wait in vain for an operation, or
// patience waits in vain in all, later waits are cut to a small multiple of
// the longest wait that ever helped.
type Settler struct {
	limit time.Duration

	mu      sync.Mutex
	inVain  map[string]int
	vain    int
	cut     int
	slowest time.Duration
	slow    string
}

const (
	patience  = 3
	shortWait = 50 * time.Millisecond
)

// NewSettler waits at most limit for each state.
func NewSettler(limit time.Duration) *Settler {
	return &Settler{limit: limit, inVain: map[string]int{}}
}

// Wait calls holds until it returns true, the settle time is over or ctx ends,
// and says whether it held and how long that took. The first call is at once.
// operation names what was written.
func (s *Settler) Wait(ctx context.Context, operation string, holds func() bool) (bool, time.Duration) {
	start := time.Now()
	limit := s.limitFor(operation)
	pause := time.Millisecond
	for {
		if holds() {
			took := time.Since(start)
			s.helped(operation, took)
			return true, took
		}
		left := limit - time.Since(start)
		if left <= 0 || ctx.Err() != nil {
			s.failed(operation)
			return false, time.Since(start)
		}
		timer := time.NewTimer(min(pause, left))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
		pause = min(2*pause, 250*time.Millisecond)
	}
}

func (s *Settler) limitFor(operation string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inVain[operation] == 0 && s.vain < patience {
		return s.limit
	}
	s.cut++
	return min(s.limit, max(shortWait, 3*s.slowest))
}

func (s *Settler) helped(operation string, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if took > s.slowest {
		s.slowest, s.slow = took, operation
	}
}

func (s *Settler) failed(operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inVain[operation]++
	s.vain++
}

// Slowest is the longest time after which a state still showed, and what had
// been written.
func (s *Settler) Slowest() (operation string, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slow, s.slowest
}

// Note says how many waits were shortened; empty when none was.
func (s *Settler) Note() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cut == 0 {
		return ""
	}
	return fmt.Sprintf("after %d waits of %s in vain, %d later waits for a change to show were cut to %s",
		s.vain-min(s.vain, s.cut), s.limit, s.cut, min(s.limit, max(shortWait, 3*s.slowest)))
}
