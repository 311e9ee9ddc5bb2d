package reports

import (
	"maps"
	"slices"
)

// reducer joins results, of which several may be of one check.
type reducer map[Key]Check

// add takes one result. Of two results of the same check an answer beats a
// lost one, and of two answers the worse one stays.
func (r reducer) add(c Check) {
	if have, known := r[c.Key()]; !known || have.Outcome.Rank() < c.Outcome.Rank() {
		r[c.Key()] = c
	}
}

// checks are all results, in report order.
func (r reducer) checks() []Check {
	out := slices.Collect(maps.Values(r))
	sortChecks(out)
	return out
}
