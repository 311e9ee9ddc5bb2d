// Package engine carries out the checks of a run as goroutines over one environment: as many at the same time as are
// wanted, and never two that would disturb each other. It knows no check, only what it takes to run one.
package engine

import (
	"context"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/harness"
)

// Facts are what has to be known about a check to find its turn.
type Facts struct {
	Check   result.Result // as reports know it, without an outcome
	Alone   bool          // it runs while nothing else does
	Late    bool          // it looks back on what the others did
	Last    bool          // it may ruin what the others rest on: it comes after all of them
	Share   string        // checks with the same share never run at the same time; empty for most
	Cost    float64       // how long it takes, in any measure that all checks share
	People  int           // active users whom it makes at most: seats in the tenant
	Creates int           // users whom it makes at most, when these are many
}

// Unit is a check to run.
type Unit struct {
	Facts
	// Begin prepares a run of the check, the second one of this check when again is true.
	Begin func(again bool) Job
}

// Job is one run of one check.
type Job interface {
	// Run carries the check out. One that sends no request with ctx for long, and does not end, is taken to hang.
	Run(ctx context.Context) Done
	// CleanUp cleans up after Run, also while a Run that hangs goes on, and when ctx has ended.
	CleanUp(ctx context.Context) Cleaned
}

// Done is what came of a run of a check.
type Done struct {
	Result result.Result
	// Again says that what it found may come from a failure that passes: the check is worth another run.
	Again bool
}

// Cleaned is what came of a clean-up.
type Cleaned struct {
	Requests int // that it took
	Kept     int // people who could not be deactivated: they keep their seats
	Held     int // by how many more people there are whom the checks of the share go on with; fewer, when negative
}

// Options say how a plan is carried out.
type Options struct {
	// Parallel is how many checks run at the same time; 0 is 1. One by one, they run in the order of the plan.
	Parallel int
	// Seats is how many active users there may be because of the checks; 0: any number.
	Seats int
	// Beside cleans up after a check while others run.
	Beside bool
	// Started and Finished, if not nil, are told of each check in turn. Both are called by the goroutine that called Run.
	Started  func(result.Key)
	Finished func(result.Result)
}

// Run carries out a plan and returns notes about what went wrong beside the checks. When ctx ends, or the target is given up,
// what has not begun is lost.
func Run(ctx context.Context, env *harness.Env, plan []Unit, o Options) []string {
	r := &run{Options: o, env: env, ctx: ctx, events: make(chan event), queue: newQueue(plan, max(1, o.Parallel), o.Seats)}
	for {
		r.startAll()
		if r.queue.idle() {
			return r.notes
		}
		r.handle(<-r.events)
	}
}

// run is a plan that is carried out. All of it belongs to the goroutine that called Run.
type run struct {
	Options
	env    *harness.Env
	ctx    context.Context
	queue  *queue
	events chan event
	notes  []string
}

// event is what the goroutine of a check has to say.
type event struct {
	unit    *unit
	done    *Done    // the check has ended
	cleaned *Cleaned // … and is cleaned up
	note    string
}

// startAll starts whatever may start now.
func (r *run) startAll() {
	for {
		why := r.env.GaveUp()
		if r.ctx.Err() != nil {
			why = "the run was interrupted before its turn"
		}
		if why != "" {
			for _, u := range r.queue.rest() {
				r.finish(u.Check.Lost(why))
			}
			return
		}
		u := r.queue.next()
		if u == nil {
			return
		}
		if r.Started != nil {
			r.Started(u.Check.Key())
		}
		go r.carryOut(u)
	}
}

func (r *run) handle(e event) {
	if e.note != "" {
		r.notes = append(r.notes, e.note)
	}
	if e.done != nil {
		again := e.done.Again && !e.unit.again && r.ctx.Err() == nil
		r.queue.ended(e.unit, again)
		if !again {
			r.finish(e.done.Result)
		}
	}
	if e.cleaned != nil {
		r.queue.cleaned(e.unit, *e.cleaned)
	}
}

func (r *run) finish(c result.Result) {
	if r.Finished != nil {
		r.Finished(c)
	}
}
