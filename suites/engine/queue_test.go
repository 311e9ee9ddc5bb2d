package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/oktascim/oktascim/reports/result"
)

// TestQueue plays whole runs without goroutines, whose checks end and are cleaned up in any order, and holds what must never
// happen.
func TestQueue(t *testing.T) {
	t.Parallel()
	for _, parallel := range []int{1, 2, 3, 8} {
		for _, seats := range []int{0, 3, 8} {
			for seed := range uint64(5) {
				t.Run(fmt.Sprintf("%d at once, %d seats, %d", parallel, seats, seed), func(t *testing.T) {
					t.Parallel()
					p := play{T: t, random: rand.New(rand.NewPCG(seed, 0)), queue: newQueue(somePlan(), parallel, seats), ran: map[result.Key]int{}}
					p.run()
				})
			}
		}
	}
}

func somePlan() []Unit {
	var plan []Unit
	for i := range 120 {
		f := Facts{Check: result.Result{ID: fmt.Sprintf("c%d", i)}, Cost: float64(1 + i%17), People: i % 5}
		switch i % 10 {
		case 0:
			f.Alone, f.Creates = true, 120-i
		case 1, 2:
			f.Share = "mapped groups"
		case 3:
			f.Share = "crowd"
		case 4:
			f.Late = i > 100
		}
		plan = append(plan, Unit{Facts: f})
	}
	return plan
}

// play is one run.
type play struct {
	*testing.T
	random   *rand.Rand
	queue    *queue
	running  []*unit
	cleaning []*unit
	ran      map[result.Key]int
	creates  int
	late     bool
}

func (p *play) run() {
	for {
		for u := p.queue.next(); u != nil; u = p.queue.next() {
			p.started(u)
		}
		switch {
		case p.queue.idle():
			if rest := p.queue.rest(); len(rest) > 0 || len(p.ran) != len(somePlan()) {
				p.Fatalf("%d of %d ran, %d are left", len(p.ran), len(somePlan()), len(rest))
			}
			return
		case len(p.running) > 0 && (len(p.cleaning) == 0 || p.random.IntN(3) > 0):
			u := p.pick(&p.running)
			p.queue.ended(u, !u.again && p.random.IntN(20) == 0)
			p.cleaning = append(p.cleaning, u)
		default:
			kept := 0
			if p.random.IntN(30) == 0 {
				kept = p.cleaning[0].People
			}
			p.queue.cleaned(p.pick(&p.cleaning), Cleaned{Kept: kept})
		}
	}
}

func (p *play) pick(from *[]*unit) *unit {
	i := p.random.IntN(len(*from))
	u := (*from)[i]
	*from = append((*from)[:i:i], (*from)[i+1:]...)
	return u
}

// started holds the rules.
func (p *play) started(u *unit) {
	p.ran[u.Check.Key()]++
	if n := p.ran[u.Check.Key()]; n > 2 || n == 2 && !u.again {
		p.Fatalf("%s runs for the %d. time", u.Check.ID, n)
	}
	others := append(append([]*unit{}, p.running...), p.cleaning...)
	crowded := p.queue.seats > 0 && u.People > p.queue.seats
	if (u.Alone || u.Late || u.again || crowded) && len(others) > 0 {
		p.Fatalf("%+v runs beside %d others", u.Facts, len(others))
	}
	people := u.People
	for _, o := range others {
		people += o.People
		if o.Alone || o.again {
			p.Fatalf("%s runs beside %s, which is to be alone", u.Check.ID, o.Check.ID)
		}
	}
	for _, o := range p.running {
		if u.Share != "" && o.Share == u.Share {
			p.Fatalf("%s and %s run at once and share the %s", u.Check.ID, o.Check.ID, u.Share)
		}
	}
	if p.queue.seats > 0 && people > p.queue.seats && !crowded && len(others) > 0 {
		p.Fatalf("%d people want %d seats", people, p.queue.seats)
	}
	if p.running = append(p.running, u); len(p.running) > p.queue.parallel {
		p.Fatalf("%d checks run at once", len(p.running))
	}
	if u.Alone && !u.again {
		if u.Creates < p.creates {
			p.Fatal("lists are longer than they need be")
		}
		p.creates = u.Creates
	}
	if p.late && !u.Late {
		p.Fatalf("%s runs after one that looks back", u.Check.ID)
	}
	p.late = p.late || u.Late && !u.again
}
