package pilot

import (
	"context"
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

// batchSize is how many checks are planned at a time: a plan of a hundred thousand would take gigabytes.
const batchSize = 1000

// Run runs checks in batches, so that it takes the same memory for ten people and for a hundred thousand. What has not run when ctx ends is handed to lost.
func Run(ctx context.Context, env *harness.Env, checks []kit.Check, observer kit.Observer,
	lost func(kit.Check)) error {
	for batch := range slices.Chunk(checks, batchSize) {
		if ctx.Err() != nil {
			for _, check := range batch {
				lost(check)
			}
			continue
		}
		if _, err := kit.Run(ctx, env, batch, observer); err != nil {
			return err
		}
	}
	return nil
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
func judged[P any](people []P, topics []topic[P], one func(topic[P], P) kit.Check,
	many func(topic[P], []P) kit.Check) []kit.Check {
	var out []kit.Check
	if len(people) <= blockSize {
		for _, p := range people {
			for _, t := range topics {
				if t.applies == nil || t.applies(p) {
					out = append(out, one(t, p))
				}
			}
		}
		return out
	}
	for _, t := range topics {
		var right, wrong []P
		alone := 0
		for _, p := range people {
			if t.applies != nil && !t.applies(p) {
				continue
			}
			bad := len(t.judge(p)) > 0
			switch {
			case alone < mostAlone && (bad || t.alone != nil && t.alone(p)):
				alone++
				out = append(out, one(t, p))
			case bad:
				wrong = append(wrong, p)
			default:
				right = append(right, p)
			}
		}
		for block := range slices.Chunk(right, blockSize) {
			out = append(out, many(t, block))
		}
		for block := range slices.Chunk(wrong, blockSize) {
			out = append(out, many(t, block))
		}
	}
	return out
}

// blockCheck judges a block of people.
func blockCheck[P interface{ name() string }](c catalogue, t topic[P], block []P) kit.Check {
	out := c.check(t.id, fmt.Sprintf("%s … %s", block[0].name(), block[len(block)-1].name()), func(x *kit.T) {
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
			x.Failf("", "the same", "as above", "%s more", people(told-most))
		}
	})
	out.Subjects = len(block)
	return out
}

// problem is a single one.
func problem(at, expected, actual string, args ...any) []check.Problem {
	return []check.Problem{{Place: at, Expected: expected, Actual: fmt.Sprintf(actual, args...)}}
}

func (one *planned) name() string { return one.UserName }
