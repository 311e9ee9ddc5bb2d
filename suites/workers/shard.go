package workers

import (
	"cmp"
	"slices"

	"github.com/oktascim/oktascim/suites"
)

// Shard is one of count parts of a plan, from 1; every planned check is in
// exactly one of them, and all who ask with the same plan, count and costs get
// the same parts. What needs the tenant for itself, or names of which a tenant
// has only one, is in one part, and so is the crowd.
func Shard(plan []suites.Planned, index, count int, cost func(suites.Planned) float64) []suites.Planned {
	if cost == nil {
		cost = Estimate
	}
	var lots []lot
	groups := map[suites.Share]int{}
	for _, p := range plan {
		share := p.Exclusive
		if p.Serial {
			share = suites.MappedGroups
		}
		if at, known := groups[share]; known && share != "" {
			lots[at].add(p, cost(p))
			continue
		}
		groups[share] = len(lots)
		lots = append(lots, lot{plan: []suites.Planned{p}, cost: cost(p)})
	}
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(b.cost, a.cost) })
	parts := make([]lot, count)
	of := map[string]int{}
	for _, l := range lots {
		least := 0
		for i := range parts {
			if parts[i].cost < parts[least].cost {
				least = i
			}
		}
		for _, p := range l.plan {
			of[keyOf(p).String()] = least
		}
		parts[least].cost += l.cost
	}
	return slices.DeleteFunc(slices.Clone(plan), func(p suites.Planned) bool { return of[keyOf(p).String()] != index-1 })
}

// lot is what is dealt to one part as a whole.
type lot struct {
	plan []suites.Planned
	cost float64
}

func (l *lot) add(p suites.Planned, cost float64) {
	l.plan = append(l.plan, p)
	l.cost += cost
}

// Estimate is what a check costs by the catalogue.
func Estimate(p suites.Planned) float64 {
	c := suites.CostOf(p.ID)
	return float64(c.Requests + c.CleanUp)
}
