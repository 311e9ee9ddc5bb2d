package workers

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// unit is one planned check that is dealt to a worker.
type unit struct {
	key    reports.Key
	share  suites.Share
	alone  bool
	cost   float64 // how long it takes, in any measure that all units share
	people int     // active users whom it makes at most: seats in the tenant
	deaths int     // workers that died of it
}

// dealer decides who runs what. First come the checks that run alone, then those
// that share something of which there is one: these stay with one worker. The
// rest goes to whoever is idle, the longest first, in batches that become smaller.
type dealer struct {
	workers int
	alone   []unit
	shares  map[suites.Share][]unit
	free    []unit
	owner   map[suites.Share]int
	host    int // the worker of the checks that run alone; 0: none yet
	out     map[reports.Key]dealt
	seats   int // active users whom all workers together may make; 0: any number
}

// dealt is a unit that a worker has.
type dealt struct {
	unit
	worker int
}

// Bounds of a batch, in the measure of costs: requests.
const (
	smallBatch = 15
	largeBatch = 150
)

func newDealer(units []unit, workers, seats int) *dealer {
	d := &dealer{workers: workers, seats: seats, shares: map[suites.Share][]unit{},
		owner: map[suites.Share]int{}, out: map[reports.Key]dealt{}}
	for _, u := range units {
		if seats > 0 && u.people > seats {
			u.alone = true
		}
		d.put(u)
	}
	slices.SortStableFunc(d.free, func(a, b unit) int { return cmp.Compare(b.cost, a.cost) })
	return d
}

func (d *dealer) put(u unit) {
	switch {
	case u.alone:
		d.alone = append(d.alone, u)
	case u.share != "":
		d.shares[u.share] = append(d.shares[u.share], u)
	default:
		d.free = append(d.free, u)
	}
}

// next is the batch for an idle worker. Without one, it is to wait when more is
// true, and done otherwise.
func (d *dealer) next(worker int) (batch []reports.Key, more bool) {
	if len(d.alone) > 0 || d.anyOut(func(u dealt) bool { return u.alone }) {
		return d.nextAlone(worker), true
	}
	for _, list := range d.lists(worker) {
		if batch := d.take(list, worker); len(batch) > 0 {
			return batch, true
		}
		more = more || len(*list.units) > 0
	}
	return nil, more
}

func (d *dealer) nextAlone(worker int) []reports.Key {
	if d.host == 0 {
		d.host = worker
	}
	if worker != d.host || d.anyOut(func(u dealt) bool { return !u.alone }) {
		return nil
	}
	all := list{&d.alone, func(units []unit) { d.alone = units }}
	// The crowd that these checks made stays where it is.
	if _, taken := d.owner[suites.Crowd]; !taken {
		d.owner[suites.Crowd] = worker
	}
	return d.take(all, worker)
}

// list is a place to take units from.
type list struct {
	units *[]unit
	set   func([]unit)
}

// lists are the places for a worker, the first one first: what it owns, then
// the longest share that nobody owns, then what is free.
func (d *dealer) lists(worker int) []list {
	var own, unowned []suites.Share
	for _, s := range slices.Sorted(maps.Keys(d.shares)) {
		switch {
		case len(d.shares[s]) == 0:
		case d.owner[s] == worker:
			own = append(own, s)
		case d.owner[s] == 0:
			unowned = append(unowned, s)
		}
	}
	if len(own) == 0 && len(unowned) > 0 {
		longest := slices.MaxFunc(unowned, func(a, b suites.Share) int { return cmp.Compare(total(d.shares[a]), total(d.shares[b])) })
		d.owner[longest] = worker
		own = []suites.Share{longest}
	}
	var out []list
	for _, s := range own {
		units := d.shares[s]
		out = append(out, list{&units, func(left []unit) { d.shares[s] = left }})
	}
	return append(out, list{&d.free, func(left []unit) { d.free = left }})
}

// take deals a batch from a list, within the seats that are left. What runs
// alone is one batch: nobody else could take a part of it.
func (d *dealer) take(from list, worker int) []reports.Key {
	room := d.room()
	most := min(max(total(*from.units)/float64(3*d.workers), smallBatch), largeBatch)
	if from.units == &d.alone {
		most = math.Inf(1)
	}
	var batch []reports.Key
	var left []unit
	sum, full := 0.0, false
	for _, u := range *from.units {
		fits := u.alone || d.seats == 0 || u.people <= room
		full = full || len(batch) > 0 && (sum+u.cost > most || u.deaths > 0)
		if !fits || full {
			left = append(left, u)
			continue
		}
		batch = append(batch, u.key)
		d.out[u.key] = dealt{u, worker}
		sum += u.cost
		full = u.deaths > 0 // alone in its batch: it may kill this worker too
	}
	from.set(left)
	return batch
}

// room is the number of seats that no running check may take.
func (d *dealer) room() int {
	most := map[int]int{}
	for _, u := range d.out {
		most[u.worker] = max(most[u.worker], u.people)
	}
	room := d.seats
	for _, n := range most {
		room -= n
	}
	return room
}

func (d *dealer) anyOut(is func(dealt) bool) bool {
	for _, u := range d.out {
		if is(u) {
			return true
		}
	}
	return false
}

// done takes a unit off a worker's hands.
func (d *dealer) done(k reports.Key) { delete(d.out, k) }

// back takes what a worker has not done and puts it into the pool again; what
// the worker owned is free to be owned by another one.
func (d *dealer) back(worker int, change func(unit) (unit, bool)) {
	keys := slices.SortedFunc(maps.Keys(d.out), func(a, b reports.Key) int { return cmp.Compare(a.String(), b.String()) })
	for _, k := range keys {
		if u := d.out[k]; u.worker == worker {
			delete(d.out, k)
			if again, ok := change(u.unit); ok {
				d.put(again)
			}
		}
	}
}

// disown makes a worker that is gone own nothing.
func (d *dealer) disown(worker int) {
	maps.DeleteFunc(d.owner, func(_ suites.Share, w int) bool { return w == worker })
	if d.host == worker {
		d.host = 0
	}
}

// left are the units that nobody has.
func (d *dealer) left() []unit {
	out := slices.Concat(d.alone, d.free)
	for _, units := range d.shares {
		out = append(out, units...)
	}
	return out
}

func total(units []unit) float64 {
	sum := 0.0
	for _, u := range units {
		sum += u.cost
	}
	return sum
}
