package reports

import (
	"slices"
	"time"
)

// progress is how far a run has come.
type progress struct {
	planned  map[Key]string // the area of each planned check
	areas    map[string]*areaProgress
	outcomes map[Key]Outcome
	running  []running
	total    Summary

	plannedChecks int
}

type running struct {
	key   Key
	since time.Time
}

// areaProgress is how far one area has come.
type areaProgress struct {
	name     string
	planned  int
	ms       float64 // the sum over its checks
	requests int     // … of those that they sent
	summary  Summary
}

func newProgress() progress {
	return progress{planned: map[Key]string{}, areas: map[string]*areaProgress{}, outcomes: map[Key]Outcome{}}
}

func (p *progress) plan(checks []Check) {
	for i := range checks {
		c := &checks[i]
		if _, known := p.planned[c.Key()]; !known {
			p.planned[c.Key()] = c.Area
			p.area(c.Area).planned += c.Weight()
			p.plannedChecks += c.Weight()
		}
	}
}

func (p *progress) area(name string) *areaProgress {
	a := p.areas[name]
	if a == nil {
		a = &areaProgress{name: name}
		p.areas[name] = a
	}
	return a
}

func (p *progress) started(k Key, now time.Time) {
	p.ended(k)
	p.running = append(p.running, running{k, now})
}

func (p *progress) ended(k Key) {
	p.running = slices.DeleteFunc(p.running, func(r running) bool { return r.key == k })
}

// finished counts a check once and tells whether it completed its area.
func (p *progress) finished(c Check) (*areaProgress, bool) {
	p.ended(c.Key())
	if _, again := p.outcomes[c.Key()]; again {
		return nil, false
	}
	p.outcomes[c.Key()] = c.Outcome
	p.total.Add(c.Outcome, c.Weight())
	a := p.area(c.Area)
	a.summary.Add(c.Outcome, c.Weight())
	a.ms += c.DurationMS
	a.requests += c.Requests
	return a, a.planned > 0 && a.summary.Total == a.planned
}

// current is the check that runs longest, which is the one to know about when
// a run seems to hang, and how many others run.
func (p *progress) current() (Key, time.Time, int) {
	if len(p.running) == 0 {
		return Key{}, time.Time{}, 0
	}
	return p.running[0].key, p.running[0].since, len(p.running) - 1
}

// open are the areas that began and did not complete, in report order.
func (p *progress) open() []*areaProgress {
	var out []*areaProgress
	for _, a := range p.areas {
		if n := a.summary.Total; n > 0 && n < a.planned {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *areaProgress) int { return CompareAreas(a.name, b.name) })
	return out
}
