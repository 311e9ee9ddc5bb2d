package workers

import (
	"slices"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// Check is a planned check as reports know it, without an outcome.
func Check(p suites.Planned) reports.Check {
	return reports.Check{ID: p.ID, Area: string(p.Area), Level: reports.Level(p.Level), Dialect: string(p.Dialect), Subject: p.Subject,
		Title: p.Title, Why: p.Why, Symptom: p.Symptom, Refs: p.Refs}
}

// unit is a planned check as the dealer knows it.
func (p *pool) unit(planned suites.Planned) unit {
	u := unit{key: keyOf(planned), share: planned.Exclusive, alone: planned.Serial, cost: Estimate(planned), people: suites.CostOf(planned.ID).People}
	if p.Cost != nil {
		u.cost = p.Cost(planned)
	}
	if planned.Late {
		u.cost = 0 // the dealer gives the dearest first
	}
	return u
}

// inOrder puts checks that make many users after those that make few: lists are
// shorter while there are few.
func inOrder(units []unit, plan []suites.Planned) []unit {
	creates := map[reports.Key]int{}
	for _, p := range plan {
		creates[keyOf(p)] = p.Creates
	}
	slices.SortStableFunc(units, func(a, b unit) int { return creates[a.key] - creates[b.key] })
	return units
}

// Order is the plan in the order in which one process runs it: first what runs
// alone in the tenant, which has the shorter lists then, and last what looks back.
func Order(plan []suites.Planned) []suites.Planned {
	out := slices.Clone(plan)
	rank := func(p suites.Planned) int {
		switch {
		case p.Serial:
			return p.Creates
		case p.Late:
			return 1<<30 + 1
		}
		return 1 << 30
	}
	slices.SortStableFunc(out, func(a, b suites.Planned) int { return rank(a) - rank(b) })
	return out
}
