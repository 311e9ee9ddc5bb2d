package engine

import (
	"cmp"
	"maps"
	"slices"
)

// queue is whose turn it is. First come the checks that run alone, those that make many users last: lists are shorter while
// there are few. Then the others run beside each other: those that share something first, because they follow one another,
// then whatever is longest. What looks back comes late and alone, and what may ruin something last.
type queue struct {
	parallel int
	seats    int // active users whom all checks together may make; 0: any number

	alone   []*unit
	shares  map[string][]*unit
	free    []*unit
	crowded []*unit // that need more seats than there are: they run alone
	again   []*unit // that are run a second time: alone
	late    []*unit

	running  int
	cleaning int
	taken    int             // seats
	used     map[string]bool // shares
	held     map[string]int  // seats that a share keeps from one check to the next
	lonely   bool            // what runs is to be alone
}

// unit is a check in the queue.
type unit struct {
	Unit
	again    bool   // this is its second run
	shares   string // whose seats it goes on with
	reserved int    // seats
}

func newQueue(plan []Unit, parallel, seats int) *queue {
	q := &queue{parallel: parallel, seats: seats, shares: map[string][]*unit{}, used: map[string]bool{}, held: map[string]int{}}
	for _, p := range plan {
		u := &unit{Unit: p, shares: p.Share}
		if parallel == 1 {
			u.Share = "" // nothing runs beside it
		}
		switch {
		case u.Late, u.Last:
			q.late = append(q.late, u)
		case u.Alone:
			q.alone = append(q.alone, u)
		case u.Share != "":
			q.shares[u.Share] = append(q.shares[u.Share], u)
		default:
			q.free = append(q.free, u)
		}
	}
	slices.SortStableFunc(q.late, func(a, b *unit) int { return bit(a.Last) - bit(b.Last) })
	slices.SortStableFunc(q.alone, func(a, b *unit) int { return cmp.Compare(a.Creates, b.Creates) })
	if parallel > 1 {
		slices.SortStableFunc(q.free, func(a, b *unit) int { return cmp.Compare(b.Cost, a.Cost) })
	}
	return q
}

// next is a check that may start now; nil for none.
func (q *queue) next() *unit {
	quiet := q.running+q.cleaning == 0
	switch {
	case q.lonely:
		return nil
	case len(q.alone) > 0:
		return q.takeAlone(&q.alone, quiet)
	case q.running >= q.parallel || q.running+q.cleaning >= 2*q.parallel:
		return nil
	}
	if u := q.takeBeside(); u != nil {
		return u
	}
	for _, list := range []*[]*unit{&q.crowded, &q.again, &q.late} {
		if len(*list) > 0 && len(q.free)+len(q.shares) == 0 {
			return q.takeAlone(list, quiet)
		}
	}
	return nil
}

func (q *queue) takeAlone(list *[]*unit, quiet bool) *unit {
	if !quiet {
		return nil
	}
	u := (*list)[0]
	*list = (*list)[1:]
	q.lonely = true
	q.start(u)
	return u
}

// takeBeside is a check that may run beside the others: of the longest share that nobody uses, or else a free one.
func (q *queue) takeBeside() *unit {
	unused := slices.DeleteFunc(slices.Sorted(maps.Keys(q.shares)), func(s string) bool { return q.used[s] })
	slices.SortStableFunc(unused, func(a, b string) int { return cmp.Compare(total(q.shares[b]), total(q.shares[a])) })
	for _, s := range unused {
		list := q.shares[s]
		u := q.takeFitting(&list)
		if q.shares[s] = list; len(list) == 0 {
			delete(q.shares, s)
		}
		if u != nil {
			q.used[s] = true
			return u
		}
	}
	return q.takeFitting(&q.free)
}

// takeFitting is the first of a list for which there are seats.
func (q *queue) takeFitting(list *[]*unit) *unit {
	for i := 0; i < len(*list); {
		u := (*list)[i]
		switch {
		case q.seats > 0 && q.needs(u) > q.seats:
			q.crowded = append(q.crowded, u)
			*list = slices.Delete(*list, i, i+1)
		case q.seats > 0 && q.needs(u) > q.seats-q.taken:
			i++
		default:
			*list = slices.Delete(*list, i, i+1)
			q.start(u)
			return u
		}
	}
	return nil
}

// needs is how many seats the check needs besides those that its share keeps.
func (q *queue) needs(u *unit) int { return max(0, u.People-q.held[u.shares]) }

func (q *queue) start(u *unit) {
	q.running++
	u.reserved = q.needs(u)
	q.taken += u.reserved
}

// ended enters that a check has ended; its clean-up goes on.
func (q *queue) ended(u *unit, again bool) {
	q.running--
	q.cleaning++
	delete(q.used, u.Share)
	if again {
		q.again = append(q.again, &unit{Unit: u.Unit, again: true, shares: u.shares})
	}
}

// cleaned enters that a check is cleaned up. Seats that were not given back are gone for the run.
func (q *queue) cleaned(u *unit, c Cleaned) {
	q.cleaning--
	q.taken -= u.reserved
	q.lonely = false
	if u.shares != "" {
		q.held[u.shares] += c.Held
	}
	if q.seats > 0 {
		q.seats = max(1, q.seats-c.Kept-c.Held)
	}
}

// idle tells whether nothing runs any more.
func (q *queue) idle() bool { return q.running+q.cleaning == 0 }

// rest empties the queue.
func (q *queue) rest() []*unit {
	out := q.alone
	for _, s := range slices.Sorted(maps.Keys(q.shares)) {
		out = append(out, q.shares[s]...)
	}
	out = slices.Concat(out, q.free, q.crowded, q.again, q.late)
	q.alone, q.shares, q.free, q.crowded, q.again, q.late = nil, map[string][]*unit{}, nil, nil, nil, nil
	return out
}

func total(units []*unit) (sum float64) {
	for _, u := range units {
		sum += u.Cost
	}
	return sum
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
