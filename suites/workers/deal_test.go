package workers

import (
	"fmt"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// TestDeal plays whole runs without processes and holds what must never happen.
func TestDeal(t *testing.T) {
	t.Parallel()
	for _, procs := range []int{1, 2, 3, 8} {
		for _, seats := range []int{0, 3, 8} {
			t.Run(fmt.Sprintf("%d workers, %d seats", procs, seats), func(t *testing.T) {
				t.Parallel()
				play(t, procs, seats)
			})
		}
	}
}

func someUnits() []unit {
	var units []unit
	for i := range 120 {
		u := unit{key: reports.Key{ID: fmt.Sprintf("c%d", i)}, cost: float64(1 + i%17), people: i % 5}
		switch i % 10 {
		case 0:
			u.alone = true
		case 1, 2:
			u.share = suites.MappedGroups
		case 3:
			u.share = suites.Crowd
		}
		units = append(units, u)
	}
	return units
}

// play lets workers ask, run one check after the other, and one of them die.
func play(t *testing.T, procs, seats int) {
	units := someUnits()
	byKey := map[reports.Key]unit{}
	d := newDealer(units, procs, seats)
	for _, u := range units {
		u.alone = u.alone || seats > 0 && u.people > seats
		byKey[u.key] = u
	}
	batches := make([][]reports.Key, procs+1)
	ran := map[reports.Key]int{}
	died := false
	for step := 0; len(ran) < len(units); step++ {
		if step > 10_000 {
			t.Fatalf("the run does not end: %d of %d ran", len(ran), len(units))
		}
		worker := step%procs + 1
		if len(batches[worker]) == 0 {
			batches[worker], _ = d.next(worker)
			holdRules(t, d, batches, byKey, seats)
			continue
		}
		if worker == procs && procs > 1 && step > 100 && !died {
			died = true
			d.back(worker, func(u unit) (unit, bool) { return u, true })
			d.disown(worker)
			batches[worker] = nil
			continue
		}
		k := batches[worker][0]
		batches[worker] = batches[worker][1:]
		d.done(k)
		if ran[k]++; ran[k] > 1 {
			t.Fatalf("%s ran twice", k)
		}
	}
	if len(d.left()) > 0 || len(d.out) > 0 {
		t.Errorf("left: %v, out: %v", d.left(), d.out)
	}
}

// holdRules looks at what all workers have in hand.
func holdRules(t *testing.T, d *dealer, batches [][]reports.Key, byKey map[reports.Key]unit, seats int) {
	t.Helper()
	busy, alone, people := 0, false, 0
	owners := map[suites.Share]map[int]bool{}
	for worker, batch := range batches {
		most := 0
		for _, k := range batch {
			u := byKey[k]
			alone = alone || u.alone
			most = max(most, u.people)
			if u.share != "" && !u.alone {
				if owners[u.share] == nil {
					owners[u.share] = map[int]bool{}
				}
				owners[u.share][worker] = true
			}
		}
		people += most
		if len(batch) > 0 {
			busy++
		}
	}
	if alone && busy > 1 {
		t.Fatalf("%d workers are busy while one must be alone", busy)
	}
	for share, who := range owners {
		if len(who) > 1 {
			t.Fatalf("%d workers use the %s", len(who), share)
		}
	}
	if seats > 0 && !alone && people > seats {
		t.Fatalf("%d people want %d seats", people, seats)
	}
}
