package engine

import (
	"cmp"
	"slices"

	"github.com/oktascim/oktascim/reports/result"
)

// Shard returns one of count parts of a plan, from 1; every planned check is in exactly one of them, and all who ask with the
// same plan, count and costs get the same parts. What needs the tenant for itself and what uses the share once, of which a
// tenant has only one, are in one part together; so are the checks of each other share.
func Shard[P any](plan []P, index, count int, once string, facts func(P) Facts) []P {
	var lots []lot
	groups := map[string]int{}
	for _, p := range plan {
		f := facts(p)
		share := f.Share
		if f.Alone {
			share = once
		}
		if at, known := groups[share]; known && share != "" {
			lots[at].add(f)
			continue
		}
		groups[share] = len(lots)
		lots = append(lots, lot{})
		lots[len(lots)-1].add(f)
	}
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(b.cost, a.cost) })
	costs := make([]float64, count)
	of := map[result.Key]int{}
	for _, l := range lots {
		least := slices.Index(costs, slices.Min(costs))
		for _, k := range l.keys {
			of[k] = least
		}
		costs[least] += l.cost
	}
	return slices.DeleteFunc(slices.Clone(plan), func(p P) bool { return of[facts(p).Check.Key()] != index-1 })
}

// lot is what is dealt to one part as a whole.
type lot struct {
	keys []result.Key
	cost float64
}

func (l *lot) add(f Facts) {
	l.keys = append(l.keys, f.Check.Key())
	l.cost += f.Cost
}
