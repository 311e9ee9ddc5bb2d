package kit

import (
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/okta"
)

// steps sees to it that a refused step is a failure wherever it was sent: when a check is blocked by a set-up whose own
// check did not fail in this run, that check gets a result of its own for the case in which the step was refused.
type steps struct {
	catalogue map[string]Check
	failed    map[string]bool            // ids of checks
	blocked   map[string][]result.Result // by the check of the set-up that failed
	order     []string
}

func newSteps(catalogue []Check) *steps {
	s := &steps{catalogue: map[string]Check{}, failed: map[string]bool{}, blocked: map[string][]result.Result{}}
	for _, c := range catalogue {
		s.catalogue[c.ID] = c
	}
	return s
}

// watch makes the options tell of results to s first.
func (s *steps) watch(o engine.Options) engine.Options {
	finished := o.Finished
	o.Finished = func(r result.Result) {
		s.see(r)
		if finished != nil {
			finished(r)
		}
	}
	return o
}

func (s *steps) see(r result.Result) {
	switch {
	case r.Outcome == result.Fail || r.Outcome == result.Warn:
		s.failed[r.ID] = true
	case r.Outcome == result.Blocked && r.Cause != nil && r.Cause.Problem != nil:
		by := r.Cause.Check
		if len(s.blocked[by]) == 0 {
			s.order = append(s.order, by)
		}
		s.blocked[by] = append(s.blocked[by], r)
	}
}

// judge returns a result for each set-up that failed and whose check did not. The subject says where the step was sent.
func (s *steps) judge(w *world) []result.Result {
	var out []result.Result
	for _, by := range s.order {
		c, known := s.catalogue[by]
		first := s.blocked[by][0]
		if !known || s.failed[by] || w.Missing(c.Needs) != "" {
			continue
		}
		p := Planned{Check: c}
		if c.PerDialect {
			p.Dialect = w.dialectFor("")
			if first.Dialect != "" {
				p.Dialect = okta.Dialect(first.Dialect)
			}
		}
		r := p.Result()
		r.Subject = "as a step of " + first.ID
		r.Outcome, r.Problems = result.Fail, []result.Problem{*first.Cause.Problem}
		r.Exchanges, r.Started = first.Exchanges, first.Started
		out = append(out, r.Judged(false))
		s.failed[by] = true
	}
	s.order, s.blocked = nil, map[string][]result.Result{}
	return out
}
