package console

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// The live line is rewritten with a carriage return and spaces only: no escape
// sequence is needed, so it works without color and in every terminal.

// drawEvery is the shortest time between two drawings of the live line.
const drawEvery = 80 * time.Millisecond

// animate redraws the live line while nothing happens, so that a long wait
// does not look like a hang.
func (c *Console) animate() {
	c.mu.Lock()
	stop := c.stop
	c.mu.Unlock()
	if stop == nil {
		return
	}
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			c.mu.Lock()
			c.redraw(true)
			c.mu.Unlock()
		}
	}
}

func (c *Console) redraw(now bool) {
	if !c.options.Live || c.doing == "" && len(c.progress.planned) == 0 || !now && time.Since(c.drawn) < drawEvery {
		return
	}
	c.drawn = time.Now()
	var line string
	if c.doing != "" {
		line = doingLine(c.style, c.doing, c.drawn, c.width()-1)
	} else {
		line = live(c.style, &c.progress, c.drawn, c.width()-1)
	}
	cells := prose.Width(line)
	io.WriteString(c.out, "\r"+line+strings.Repeat(" ", max(c.shown-cells, 0)))
	c.shown = cells
}

func (c *Console) write(text string) {
	c.erase()
	io.WriteString(c.out, text)
	c.drawn = time.Time{}
}

func (c *Console) erase() {
	if c.shown > 0 {
		io.WriteString(c.out, "\r"+strings.Repeat(" ", c.shown)+"\r")
		c.shown = 0
	}
}

func live(s prose.Style, p *progress, now time.Time, cells int) string {
	spinner := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	turn := spinner[int(now.UnixMilli()/drawEvery.Milliseconds())%len(spinner)]
	done, total := p.total.Total, max(p.plannedChecks, p.total.Total)
	share := float64(done) / float64(total)

	left := fmt.Sprintf("%s %3.0f%% ", s.Note(string(turn)), 100*share)
	if cells >= 70 {
		left += bar(s, share, cells/6) + " "
	}
	left += fmt.Sprintf("%d/%d", done, total)
	for _, o := range []reports.Outcome{reports.Fail, reports.Warn, reports.Blocked, reports.Lost} {
		if n := p.total.Of(o); n > 0 {
			text := fmt.Sprintf("%d %s", n, prose.WordOf(o, n))
			if o == reports.Fail {
				left += "  " + s.Bad(text)
			} else if cells >= 100 {
				left += "  " + s.Warn(text)
			}
		}
	}
	key, since, others := p.current()
	if key == (reports.Key{}) {
		return prose.Shorten(left, cells)
	}
	right := ""
	if others > 0 {
		right += fmt.Sprintf(" +%d", others)
	}
	if waited := now.Sub(since); waited >= time.Second {
		right += fmt.Sprintf("  %.0f s", waited.Seconds())
	}
	room := cells - prose.Width(left) - prose.Width(right) - 2
	if room < 8 {
		return prose.Shorten(left, cells)
	}
	return left + "  " + s.Dim(prose.Shorten(prose.Clean(key.String()), room)+right)
}

func bar(s prose.Style, share float64, cells int) string {
	full := int(share * float64(cells))
	return s.Good(strings.Repeat("━", full)) + s.Dim(strings.Repeat("─", cells-full))
}

// Doing shows on the live line what a long piece of work is at, until the next
// call; "" takes it away. Without a terminal nothing is shown.
func (c *Console) Doing(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doing = text
	if text == "" {
		c.erase()
		return
	}
	c.animated()
	c.redraw(false)
}

// animated starts the live line where there can be one; the caller holds the
// lock.
func (c *Console) animated() {
	if c.options.Live && c.stop == nil {
		c.stop = make(chan struct{})
		c.stopped.Go(c.animate)
	}
}

func doingLine(s prose.Style, text string, now time.Time, cells int) string {
	spinner := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	turn := spinner[int(now.UnixMilli()/drawEvery.Milliseconds())%len(spinner)]
	return prose.Shorten(s.Note(string(turn))+" "+prose.Clean(text), cells)
}

type progress struct {
	planned  map[reports.Key]string // the area of each planned check
	areas    map[string]*areaProgress
	outcomes map[reports.Key]reports.Outcome
	running  []running
	total    reports.Summary

	plannedChecks int
}

type running struct {
	key   reports.Key
	since time.Time
}

type areaProgress struct {
	name     string
	planned  int
	ms       float64 // the sum over its checks
	requests int     // … of those that they sent
	summary  reports.Summary
}

func newProgress() progress {
	return progress{planned: map[reports.Key]string{}, areas: map[string]*areaProgress{}, outcomes: map[reports.Key]reports.Outcome{}}
}

func (p *progress) plan(checks []reports.Check) {
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

func (p *progress) started(k reports.Key, now time.Time) {
	p.ended(k)
	p.running = append(p.running, running{k, now})
}

func (p *progress) ended(k reports.Key) {
	p.running = slices.DeleteFunc(p.running, func(r running) bool { return r.key == k })
}

// finished counts a check once and tells whether it completed its area.
func (p *progress) finished(c reports.Check) (*areaProgress, bool) {
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
func (p *progress) current() (reports.Key, time.Time, int) {
	if len(p.running) == 0 {
		return reports.Key{}, time.Time{}, 0
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
	slices.SortFunc(out, func(a, b *areaProgress) int { return reports.CompareAreas(a.name, b.name) })
	return out
}
