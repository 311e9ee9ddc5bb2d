package reports

import "sync"

// tallied is how many checks of one id and outcome a Tally keeps one by one.
const tallied = 1000

// Tally collects the results of checks about many subjects. What one id and
// outcome has more than a thousand times is counted: all checks that passed
// become one entry, and of the others the first thousand stay in full. So a
// report about a hundred thousand people remains one that can be read.
type Tally struct {
	mu    sync.Mutex
	piles map[pileKey]*pile
	order []pileKey
}

type pileKey struct {
	id      string
	outcome Outcome
}

type pile struct {
	kept []Check
	rest Check // stands for Subjects checks
}

// NewTally returns an empty one.
func NewTally() *Tally { return &Tally{piles: map[pileKey]*pile{}} }

// Add takes one result.
func (t *Tally) Add(c Check) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := pileKey{c.ID, c.Outcome}
	p := t.piles[key]
	if p == nil {
		p = &pile{}
		t.piles[key] = p
		t.order = append(t.order, key)
	}
	switch {
	case c.Subjects == 0 && p.rest.Subjects == 0 && len(p.kept) < tallied:
		p.kept = append(p.kept, c)
	default:
		if c.Outcome == Pass {
			for _, kept := range p.kept {
				countInto(&p.rest, kept)
			}
			p.kept = nil
		}
		countInto(&p.rest, c)
	}
}

func countInto(c *Check, one Check) {
	if c.Subjects == 0 {
		c.ID, c.Area, c.Level, c.Dialect, c.Outcome, c.Title, c.Symptom, c.Refs = one.ID, one.Area, one.Level, one.Dialect, one.Outcome, one.Title, one.Symptom, one.Refs
		c.Reason, c.Cause = one.Reason, one.Cause
		if c.Outcome == Fail || c.Outcome == Warn {
			c.Problems = []Problem{{Expected: "as above", Actual: "more of the same, who are counted and not listed one by one", Context: "the rest"}}
		}
	}
	c.Subjects += one.Weight()
	c.DurationMS += one.DurationMS
	c.Requests += one.Requests
	c.SettleMS = max(c.SettleMS, one.SettleMS)
	c.Timings = append(c.Timings, one.Timings...)
}

// Checks returns all results, in the order of reports.
func (t *Tally) Checks() []Check {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []Check
	for _, key := range t.order {
		p := t.piles[key]
		out = append(out, p.kept...)
		if p.rest.Subjects > 0 {
			out = append(out, p.rest)
		}
	}
	sortChecks(out)
	return out
}
