package control

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/oktascim/oktascim/provider"
)

// switches say which behaviors serve the next request.
type switches struct {
	faults, variants func(ids []string) ([]Hook, error)

	mu       sync.Mutex
	right    *provider.Behaviors // without any of them; nil until the server is made
	on       named               // for every request
	counted  []counted           // on for some requests only, the one that lasts longest first
	base     *provider.Behaviors
	everyone atomic.Pointer[provider.Behaviors] // nil while counted faults are on
}

// named are the ids of what is on.
type named struct{ faults, variants []string }

// counted is a set of faults that is on for the next few requests.
type counted struct {
	names     []string
	left      int
	behaviors *provider.Behaviors // with these faults and those of the entries before
}

// hook lets each request be served by what is on when it comes in.
func (s *switches) hook(b *provider.Behaviors) {
	s.mu.Lock()
	defer s.mu.Unlock()
	right := *b
	s.right = &right
	// What is on was found when it was switched on.
	_ = s.assemble(s.on)
	b.Serve = func(w http.ResponseWriter, rq *provider.Request) {
		rq.Do = s.next()
		rq.Do.Serve(w, rq)
	}
}

// next gives the behaviors for one request, and counts it.
func (s *switches) next() *provider.Behaviors {
	if b := s.everyone.Load(); b != nil {
		return b
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.counted) == 0 {
		return s.base
	}
	b := s.counted[len(s.counted)-1].behaviors
	for i := range s.counted {
		s.counted[i].left--
	}
	s.counted = slices.DeleteFunc(s.counted, func(c counted) bool { return c.left <= 0 })
	s.publish()
	return b
}

// publish lets requests pass without the lock when there is nothing to count.
func (s *switches) publish() {
	if len(s.counted) == 0 {
		s.everyone.Store(s.base)
	} else {
		s.everyone.Store(nil)
	}
}

func (s *switches) set(faults, variants []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.assemble(named{faults, variants})
}

func (s *switches) setFaults(ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.assemble(named{ids, s.on.variants})
}

func (s *switches) setVariants(ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.assemble(named{s.on.faults, ids})
}

// assemble builds the behaviors that serve every request.
func (s *switches) assemble(on named) error {
	variants, err := s.variants(on.variants)
	if err != nil {
		return err
	}
	faults, err := s.faults(on.faults)
	if err != nil {
		return err
	}
	s.on, s.counted = named{slices.Clone(on.faults), slices.Clone(on.variants)}, nil
	if s.right == nil {
		return nil
	}
	s.base = hooked(hooked(s.right, variants), faults)
	s.publish()
	return nil
}

func hooked(b *provider.Behaviors, hooks []Hook) *provider.Behaviors {
	c := *b
	for _, hook := range hooks {
		hook(&c)
	}
	return &c
}

// count turns faults on for the next n requests, on top of what is on.
func (s *switches) count(n int, names []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 1 {
		return fmt.Errorf("control: faults for the next %d requests: must be 1 or more", n)
	}
	all := append(slices.Clone(s.counted), counted{names: slices.Clone(names), left: n})
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(b.left, a.left) })
	below := s.base
	for i := range all {
		hooks, err := s.faults(all[i].names)
		if err != nil {
			return err
		}
		below = hooked(below, hooks)
		all[i].behaviors = below
	}
	s.counted = all
	s.publish()
	return nil
}

// state returns what is on, and for how many requests.
func (s *switches) state() (on named, counted map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counted = map[string]int{}
	for _, c := range s.counted {
		for _, id := range c.names {
			counted[id] = max(counted[id], c.left)
		}
	}
	return named{append([]string{}, s.on.faults...), append([]string{}, s.on.variants...)}, counted
}
