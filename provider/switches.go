package provider

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// switches say which behaviours serve the next request.
type switches struct {
	mu       sync.Mutex
	faults   []string // on for every request
	variants []string
	counted  []counted // on for some requests only, the one that lasts longest first
	base     *Behaviours
	now      atomic.Pointer[Behaviours] // nil while counted faults are on
}

// counted is a set of faults that is on for the next few requests.
type counted struct {
	names      []string
	left       int
	behaviours *Behaviours // with these faults and those of the entries before
}

// next gives the behaviours for one request, and counts it.
func (s *switches) next() *Behaviours {
	if b := s.now.Load(); b != nil {
		return b
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.counted) == 0 {
		return s.base
	}
	b := s.counted[len(s.counted)-1].behaviours
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
		s.now.Store(s.base)
	} else {
		s.now.Store(nil)
	}
}

// reset puts sets of faults and variants in the place of all there were.
func (s *switches) reset(faults, variants []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.assemble(faults, variants)
}

// assemble builds the behaviours that serve every request: variants first, so that a fault can spoil them too.
func (s *switches) assemble(faults, variants []string) error {
	b := *correct()
	for _, id := range variants {
		v, err := findVariant(id)
		if err != nil {
			return err
		}
		v.Apply(&b)
	}
	if err := applyFaults(&b, faults); err != nil {
		return err
	}
	s.faults, s.variants, s.counted, s.base = slices.Clone(faults), slices.Clone(variants), nil, &b
	s.publish()
	return nil
}

// count turns faults on for the next n requests, on top of what is on.
func (s *switches) count(n int, names []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 1 {
		return fmt.Errorf("provider: faults for the next %d requests, want 1 or more", n)
	}
	all := append(slices.Clone(s.counted), counted{names: slices.Clone(names), left: n})
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(b.left, a.left) })
	below := s.base
	for i := range all {
		b := *below
		if err := applyFaults(&b, all[i].names); err != nil {
			return err
		}
		all[i].behaviours, below = &b, &b
	}
	s.counted = all
	s.publish()
	return nil
}

func applyFaults(b *Behaviours, names []string) error {
	for _, id := range names {
		f, err := findFault(id)
		if err != nil {
			return err
		}
		if f.Apply == nil {
			return fmt.Errorf("provider: fault %q cannot be shown: %s", id, f.NotOnWire)
		}
		f.Apply(b)
	}
	return nil
}

// SetFaults turns these faults on for every request, and all others off.
func (s *Server) SetFaults(ids ...string) error {
	s.switches.mu.Lock()
	defer s.switches.mu.Unlock()
	return s.switches.assemble(ids, s.switches.variants)
}

// SetFaultsFor turns these faults on for the next n requests; what else is on stays on.
func (s *Server) SetFaultsFor(n int, ids ...string) error {
	return s.switches.count(n, ids)
}

// SetVariants turns these variants on, and all others off.
func (s *Server) SetVariants(ids ...string) error {
	s.switches.mu.Lock()
	defer s.switches.mu.Unlock()
	return s.switches.assemble(s.switches.faults, ids)
}

// state tells what is on.
func (s *switches) state() (faults, variants []string, counted map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counted = map[string]int{}
	for _, c := range s.counted {
		for _, id := range c.names {
			counted[id] = max(counted[id], c.left)
		}
	}
	return append([]string{}, s.faults...), append([]string{}, s.variants...), counted
}

// unknown makes the error for an id that is not in a list, with those that look like it.
func unknown(kind, id string, known []string) error {
	type near struct {
		id       string
		distance int
	}
	var list []near
	for _, k := range known {
		if d := distance(id, k); d <= max(2, len(k)/3) || strings.Contains(k, id) && id != "" {
			list = append(list, near{k, d})
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	if len(list) == 0 {
		return fmt.Errorf("provider: unknown %s %q", kind, id)
	}
	names := make([]string, 0, 3)
	for _, n := range list[:min(3, len(list))] {
		names = append(names, n.id)
	}
	return fmt.Errorf("provider: unknown %s %q; did you mean %s?", kind, id, strings.Join(names, ", "))
}

// distance is the number of letters to insert, delete or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, change)
		}
	}
	return row[len(b)]
}
