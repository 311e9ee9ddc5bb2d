package pilot

import (
	"context"
	"fmt"
	"iter"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// batchSize is how many checks make one Ginkgo tree. A tree takes some 13 kB a
// spec as long as it lives: a hundred thousand people in one tree would take
// gigabytes, and in batches the same work takes no longer.
const batchSize = 1000

// Run runs checks as Ginkgo specs in batches, each in a tree of its own, so that
// it takes the same memory for ten people and for a hundred thousand. What has
// not run when ctx ends is handed to lost.
func Run(ctx context.Context, env *harness.Env, checks iter.Seq[suites.Check], observer suites.Observer, lost func(suites.Check)) error {
	batch := make([]suites.Check, 0, batchSize)
	var failed error
	flush := func() bool {
		if len(batch) > 0 {
			_, failed = suites.Run(ctx, env, batch, observer)
			batch = batch[:0]
		}
		return failed == nil
	}
	for check := range checks {
		if ctx.Err() != nil {
			lost(check)
			continue
		}
		batch = append(batch, check)
		if len(batch) == batchSize && !flush() {
			return failed
		}
	}
	flush()
	return failed
}

// topic is one thing that is judged about each person.
type topic[P any] struct {
	id string
	// applies tells whether there is something to judge; nil: always.
	applies func(P) bool
	// judge has the problems of what was read before the checks ran.
	judge func(P) []check.Problem
	// alone tells whether the person needs requests of his own; nil: nobody does.
	alone func(P) bool
	// note keeps what a check over many found about one; nil: it is not kept.
	note func(P)
}

// blockSize is how many people one check judges when there are more than that.
// Ginkgo takes some 130 µs and 13 kB a spec: half a million of them, five topics
// for 100,000 people, took more than a minute of processor time.
const blockSize = 1000

// mostAlone is how many people of a large roster get a check of their own about
// one topic. Each may send requests and wait; when a whole company is wrong in
// the same way, the first two hundred show it.
const mostAlone = 200

// judged gives the checks about people: one a person and topic. Of more than a
// thousand people, the first two hundred who have a problem, or need requests,
// still get a check each; the others are judged by the lists alone, a thousand
// at a time, by a check that counts as a thousand.
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
		var right, wrong []P
		alone := 0
		flush := func(block *[]P, atLeast int) bool {
			if len(*block) < atLeast {
				return true
			}
			full := *block
			*block = nil
			return yield(many(t, full))
		}
		for _, p := range all {
			if t.applies != nil && !t.applies(p) {
				continue
			}
			bad := len(t.judge(p)) > 0
			switch {
			case alone < mostAlone && (bad || t.alone != nil && t.alone(p)):
				alone++
				if !yield(one(t, p)) {
					return
				}
			case bad:
				wrong = append(wrong, p)
			default:
				right = append(right, p)
			}
			if !flush(&right, blockSize) || !flush(&wrong, blockSize) {
				return
			}
		}
		if !flush(&right, 1) || !flush(&wrong, 1) {
			return
		}
	}
}

// blockCheck judges a block of people.
func blockCheck[P interface{ name() string }](c catalogue, t topic[P], block []P) suites.Check {
	out := c.check(t.id, fmt.Sprintf("%s … %s", block[0].name(), block[len(block)-1].name()), func(x *suites.T) {
		const most = 20
		told := 0
		for _, p := range block {
			problems := t.judge(p)
			if len(problems) == 0 {
				continue
			}
			if t.note != nil {
				t.note(p)
			}
			if told++; told <= most {
				x.ReportAt(p.name(), problems)
			}
		}
		if told > most {
			x.Failf("the same", "as above", "%s more", people(told-most))
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
