package harness

import (
	"context"
	"sync"
	"time"
)

// Settler waits for a written state to show. Apps may apply a change late; how
// late is the profile's settle time. A broken app never shows it, so a run
// against one must not crawl:
//
//   - after a wait in vain for an operation, or patience waits in vain in all,
//     later ones last three times as long as the longest wait that helped, and
//     shortWait at least;
//   - after patience waits in vain for an operation, shortWait counts no more for
//     it: an app that was never late at all is read once.
type Settler struct {
	limit time.Duration

	mu      sync.Mutex
	inVain  map[string]int // waits in vain by operation
	full    int            // waits in vain of full length
	longest time.Duration  // the longest wait that helped
	spent   map[string]time.Duration
}

const (
	patience  = 3
	shortWait = 50 * time.Millisecond
)

// NewSettler waits at most limit for each state.
func NewSettler(limit time.Duration) *Settler {
	return &Settler{limit: limit, inVain: map[string]int{}, spent: map[string]time.Duration{}}
}

// Wait calls holds until it returns true, the settle time is over or ctx ends,
// and says whether it held and how late the app was: 0 when the first call,
// which is at once, returned true. The time that a call takes does not count: a
// slow answer is no late change, and only a call that began when the settle time
// was over tells that the state does not show. operation names what was written.
func (s *Settler) Wait(ctx context.Context, operation string, holds func() bool) (bool, time.Duration) {
	return s.wait(ctx, operation, time.Millisecond, 250*time.Millisecond, holds)
}

// WaitRarely is Wait for calls that are dear: in a settle time of 2 s it makes
// five of them at most.
func (s *Settler) WaitRarely(ctx context.Context, operation string, holds func() bool) (bool, time.Duration) {
	return s.wait(ctx, operation, 250*time.Millisecond, time.Second, holds)
}

// wait pauses between calls for first, then twice as long each time, up to most.
func (s *Settler) wait(ctx context.Context, operation string, first, most time.Duration, holds func() bool) (bool, time.Duration) {
	start := time.Now()
	defer func() { s.spend(operation, time.Since(start)) }()
	limit := s.limitFor(operation)
	pause := first
	for late := time.Duration(0); ; late = time.Since(start) {
		if holds() {
			s.helped(late)
			return true, late
		}
		if late >= limit || ctx.Err() != nil {
			s.failed(operation)
			return false, time.Since(start)
		}
		timer := time.NewTimer(max(0, min(pause, limit-time.Since(start))))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
		pause = min(2*pause, most)
	}
}

func (s *Settler) limitFor(operation string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch times := s.inVain[operation]; {
	case times == 0 && s.full < patience:
		return s.limit
	case times < patience:
		return s.short()
	}
	return min(s.limit, 3*s.longest)
}

// short is how long waits may take that were cut; the caller holds the lock.
func (s *Settler) short() time.Duration {
	return min(s.limit, max(shortWait, 3*s.longest))
}

func (s *Settler) helped(took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.longest = max(s.longest, took)
}

func (s *Settler) failed(operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inVain[operation] == 0 && s.full < patience {
		s.full++
	}
	s.inVain[operation]++
}

func (s *Settler) spend(operation string, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spent[operation] += took
}

// add sums what was waited for.
func (s *Settler) add(w *Waits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for operation, took := range s.spent {
		w.Spent[operation] += took
	}
	if s.full == 0 || s.short() == s.limit {
		return
	}
	for operation, times := range s.inVain {
		w.InVain[operation] += times
	}
	w.Settle, w.Short = s.limit, max(w.Short, s.short())
}
