package workers

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// Options say what is run by whom.
type Options struct {
	Settings harness.Settings
	Plan     []suites.Planned
	// Procs is the number of workers.
	Procs int
	// Seats is how many active users the run may have in the tenant; 0: any number.
	Seats int
	// Cost is how long a check takes, in requests or in what comes to the same in
	// sum; nil: the catalogue's estimate.
	Cost func(suites.Planned) float64
	// Command makes the command that is a worker; it must not be started.
	Command func() (*exec.Cmd, error)
	// Silence is how long a worker may do nothing at all; 0: what its settings allow.
	Silence time.Duration

	Started  func(reports.Key)
	Finished func(reports.Check)
}

// Result is what a run has besides the outcomes of its checks.
type Result struct {
	CleanUp harness.CleanUp
	Notes   []string
}

// Run runs the plan in worker processes. When ctx ends, the workers are told
// once, clean up and end. A check that gave no answer is reported as lost.
func Run(ctx context.Context, o Options) (Result, error) {
	p := &pool{Options: o, messages: make(chan message), living: map[int]*process{}}
	var units []unit
	for _, planned := range o.Plan {
		units = append(units, p.unit(planned))
	}
	p.dealer = newDealer(inOrder(units, o.Plan), o.Procs, o.Seats)
	return p.run(ctx)
}

// pool is the parent's side. Everything happens in one goroutine.
type pool struct {
	Options
	dealer   *dealer
	messages chan message
	living   map[int]*process
	started  int  // processes so far
	failures int  // of processes that never asked for work
	worked   bool // some process did
	orphans  []harness.Created
	stopping bool
	gaveUp   string
	waits    harness.Waits
	lessons  []harness.Lesson // so far
	result   Result
}

func (p *pool) run(ctx context.Context) (Result, error) {
	for range p.Procs {
		if err := p.spawn(); err != nil {
			p.failures++
			if len(p.living) == 0 {
				return p.result, fmt.Errorf("the workers cannot be started: %w\n--procs 1 needs none", err)
			}
		}
	}
	tick := time.NewTicker(p.silence() / 10)
	defer tick.Stop()
	interrupted := ctx.Done()
	for len(p.living) > 0 {
		select {
		case m := <-p.messages:
			if err := p.handle(m); err != nil {
				p.stop()
				p.note("%v", err)
			}
		case <-tick.C:
			p.lookForHung()
		case <-interrupted:
			interrupted = nil
			p.stop()
		}
	}
	return p.finish(ctx)
}

// finish reports what nobody ran.
func (p *pool) finish(ctx context.Context) (Result, error) {
	why := "no worker was left to run it"
	switch {
	case p.gaveUp != "":
		why = p.gaveUp
	case ctx.Err() != nil:
		why = "the run was interrupted before its turn"
	}
	for _, u := range p.dealer.left() {
		p.lose(u.key, why)
	}
	for _, c := range p.orphans {
		p.result.CleanUp.Left = append(p.result.CleanUp.Left, harness.Left{Type: string(c.Kind), ID: c.ID, Name: c.Name, Why: "the worker that made it died"})
	}
	p.result.Notes = append(p.result.Notes, p.waits.Notes()...)
	if !p.worked && ctx.Err() == nil {
		return p.result, fmt.Errorf("no worker could start: %s\n--procs 1 needs none", strings.Join(p.result.Notes, "; "))
	}
	return p.result, nil
}

// spawn starts one more worker.
func (p *pool) spawn() error {
	command, err := p.Command()
	if err != nil {
		return err
	}
	p.started++
	w, err := start(command, p.started, p.messages)
	if err != nil {
		return err
	}
	p.living[w.number] = w
	settings := p.Settings
	settings.Worker += letters(w.number)
	settings.Rate /= float64(p.Procs) // each has its part
	// A worker that is gone already is told of by its end.
	_ = w.orders.send(order{Settings: &settings, Journal: p.Settings.Journal.Path(), Adopt: p.adopt(w), Lessons: p.lessons})
	return nil
}

// adopt hands the orphans to a worker: when it dies, they are orphans again.
func (p *pool) adopt(w *process) []harness.Created {
	orphans := p.orphans
	w.shared = append(w.shared, orphans...)
	p.orphans = nil
	return orphans
}

// letters is the name of the nth worker, from 1: a … z, aa …
func letters(n int) string {
	text := ""
	for ; n > 0; n = (n - 1) / 26 {
		text = string(rune('a'+(n-1)%26)) + text
	}
	return text
}

func (p *pool) handle(m message) error {
	w := m.from
	w.heard = time.Now()
	e := m.event
	switch {
	case m.end:
		return p.ended(w, m.err)
	case m.garbage:
		w.garbage++
	case e.Idle:
		w.ready, p.worked, w.before = true, true, nil
		p.giveBack(w, noResult)
		w.waiting = true
		p.feed()
	case e.Started != nil:
		w.running = e.Started
		p.Started(*e.Started)
	case e.Finished != nil:
		c := e.Finished.Check
		c.Timings = e.Finished.Timings
		w.running, w.before, w.made = nil, w.made, nil
		p.dealer.done(c.Key())
		p.Finished(c)
		p.feed()
	case e.Made != nil && e.Made.Shared:
		w.shared = append(w.shared, *e.Made)
	case e.Made != nil:
		w.made = append(w.made, *e.Made)
	case e.Lesson != nil:
		p.teach(w, *e.Lesson)
	case e.GaveUp != "":
		p.gaveUp = e.GaveUp
		p.noteOnce(p.gaveUp)
		p.stop()
	case e.Closed != nil:
		w.closed = true
		w.before, w.made, w.shared = nil, nil, nil
		p.result.CleanUp.Add(e.Closed.CleanUp)
		p.waits.Add(e.Closed.Waits)
	}
	return nil
}

// teach tells all other workers what one has learned.
func (p *pool) teach(learner *process, l harness.Lesson) {
	p.lessons = append(p.lessons, l)
	for _, w := range p.inOrder() {
		if w != learner && !w.closing {
			_ = w.orders.send(order{Lessons: []harness.Lesson{l}})
		}
	}
}

// feed gives work to those who wait for it.
func (p *pool) feed() {
	for _, w := range p.inOrder() {
		if !w.waiting || w.closing {
			continue
		}
		batch, more := p.dealer.next(w.number)
		switch {
		case len(batch) > 0:
			w.waiting = false
			_ = w.orders.send(order{Run: batch, Adopt: p.adopt(w)})
		case !more:
			p.close(w, order{Finish: true})
		}
	}
}

// close tells a worker to clean up and end.
func (p *pool) close(w *process, o order) {
	if !w.closing {
		w.closing, w.waiting = true, false
		w.heard = time.Now()
		o.Adopt = p.adopt(w)
		_ = w.orders.send(o)
	}
}

// stop tells all workers, once, to clean up and end.
func (p *pool) stop() {
	p.stopping = true
	for _, w := range p.inOrder() {
		p.close(w, order{Stop: true})
	}
}

func (p *pool) inOrder() []*process {
	var out []*process
	for _, w := range p.living {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b *process) int { return a.number - b.number })
	return out
}

// ended deals with the end of a process, expected or not.
func (p *pool) ended(w *process, err error) error {
	delete(p.living, w.number)
	_ = w.input.Close()
	if w.garbage > 0 {
		p.note("%s wrote %d lines that are no events; they were left out", w.name(), w.garbage)
	}
	if w.closed {
		p.giveBack(w, "the worker ended before its turn")
		p.dealer.disown(w.number)
		p.feed()
		return nil
	}
	if !w.ready {
		p.failures++
	}
	p.died(w, w.end(err))
	return p.replace()
}

// died names what a dead worker ran, and takes back the rest of its share.
func (p *pool) died(w *process, how string) {
	first, _, _ := strings.Cut(how, "\n")
	if w.running != nil {
		p.note("%s died while it ran %s: %s", w.name(), w.running, first)
	} else {
		p.note("%s died: %s", w.name(), first)
	}
	p.orphans = append(p.orphans, slices.Concat(w.shared, w.before, w.made)...)
	p.giveBack(w, how)
	p.dealer.disown(w.number)
}

// noResult is why a check is dealt again although its worker lives.
const noResult = "its result did not arrive"

// giveBack takes back what a worker was given and has not done. The check that
// killed a worker gets one more chance.
func (p *pool) giveBack(w *process, how string) {
	p.dealer.back(w.number, func(u unit) (unit, bool) {
		if how == noResult || w.running != nil && *w.running == u.key {
			u.deaths++
		}
		switch {
		case p.stopping:
			p.lose(u.key, "the run was stopped before it ended")
		case u.deaths > 1:
			p.lose(u.key, "it was tried twice: "+how)
		default:
			return u, true
		}
		return u, false
	})
}

// replace starts another worker when there is work for it.
func (p *pool) replace() error {
	if p.stopping {
		return nil
	}
	if len(p.dealer.left()) > 0 || len(p.orphans) > 0 {
		if p.failures >= p.Procs && !p.worked || p.started >= 4*p.Procs+8 {
			return errors.New("workers die again and again: the rest of the run is given up")
		}
		if len(p.living) < p.Procs {
			if err := p.spawn(); err != nil && len(p.living) == 0 {
				return fmt.Errorf("no further worker can be started: %w", err)
			}
		}
	}
	p.feed()
	return nil
}

// lose reports a check that gave no answer.
func (p *pool) lose(k reports.Key, why string) {
	for _, planned := range p.Plan {
		if keyOf(planned) == k {
			p.Finished(Check(planned).Lost(why))
			return
		}
	}
}

func (p *pool) note(format string, args ...any) {
	p.result.Notes = append(p.result.Notes, fmt.Sprintf(format, args...))
}

func (p *pool) noteOnce(text string) {
	if text != "" && !slices.Contains(p.result.Notes, text) {
		p.result.Notes = append(p.result.Notes, text)
	}
}
