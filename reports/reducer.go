package reports

import "sync"

// Reducer turns the results of several workers into one list. It may be used
// by several goroutines.
type Reducer struct {
	mu      sync.Mutex
	planned []Check
	results map[Key]Check
}

// NewReducer starts from the plan. A planned check that never gives a result
// is lost.
func NewReducer(planned []Check) *Reducer {
	return &Reducer{planned: append([]Check(nil), planned...), results: map[Key]Check{}}
}

// Add takes one result. Of two results of the same check an answer beats a
// lost one, and of two answers the worse one stays.
func (r *Reducer) Add(c Check) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if have, known := r.results[c.Key()]; known && have.Outcome.Rank() >= c.Outcome.Rank() {
		return
	}
	r.results[c.Key()] = c
}

// Checks are all results, in report order.
func (r *Reducer) Checks() []Check {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Check, 0, len(r.results))
	for _, c := range r.results {
		out = append(out, c)
	}
	seen := map[Key]bool{}
	for _, c := range r.planned {
		if _, known := r.results[c.Key()]; !known && !seen[c.Key()] {
			seen[c.Key()] = true
			out = append(out, c.Lost("it never ran: the run ended before its turn"))
		}
	}
	sortChecks(out)
	return out
}
