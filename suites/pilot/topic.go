package pilot

import (
	"fmt"
	"iter"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
)

// topic is one thing that is judged about each person.
type topic[P any] struct {
	id string
	// applies tells whether there is something to judge; nil: always.
	applies func(P) bool
	// judge has the problems of what was read before the checks ran.
	judge func(P) []check.Problem
	// alone tells whether the person needs requests of his own; nil: nobody does.
	alone func(P) bool
}

// blockSize is how many people one check judges when there are more than that.
// Ginkgo takes some 130 µs and 13 kB a spec: half a million of them, five topics
// for 100,000 people, took more than a minute of processor time.
const blockSize = 1000

// judged gives the checks about people: one a person and topic. Of more than a
// thousand people, those who have a problem, or need requests, still get a check
// each; the others are judged a thousand at a time, by a check that counts as a
// thousand.
func judged[P any](people iter.Seq[P], topics []topic[P], one func(topic[P], P) suites.Check, many func(topic[P], []P) suites.Check, yield func(suites.Check) bool) {
	var all []P
	for p := range people {
		all = append(all, p)
	}
	if len(all) <= blockSize {
		for _, p := range all {
			for _, t := range topics {
				if (t.applies == nil || t.applies(p)) && !yield(one(t, p)) {
					return
				}
			}
		}
		return
	}
	for _, t := range topics {
		var block []P
		for _, p := range all {
			switch {
			case t.applies != nil && !t.applies(p):
			case t.alone != nil && t.alone(p), len(t.judge(p)) > 0:
				if !yield(one(t, p)) {
					return
				}
			default:
				block = append(block, p)
			}
			if len(block) == blockSize {
				if !yield(many(t, block)) {
					return
				}
				block = nil
			}
		}
		if len(block) > 0 && !yield(many(t, block)) {
			return
		}
	}
}

// blockCheck judges a block of people.
func blockCheck[P interface{ name() string }](c catalogue, t topic[P], block []P) suites.Check {
	out := c.check(t.id, fmt.Sprintf("%s … %s", block[0].name(), block[len(block)-1].name()), func(x *suites.T) {
		for _, p := range block {
			x.ReportAt(p.name(), t.judge(p))
		}
	})
	out.Subjects = len(block)
	return out
}

// problem is a single one.
func problem(at, expected, actual string, args ...any) []check.Problem {
	return []check.Problem{{At: at, Expected: expected, Actual: fmt.Sprintf(actual, args...)}}
}

func (one *planned) name() string { return one.UserName }
