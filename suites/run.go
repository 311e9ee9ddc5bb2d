package suites

import (
	"context"
	"fmt"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
)

// Observer is told of each check as it starts and as it ends; either may be nil.
type Observer struct {
	Started  func(result.Key)
	Finished func(result.Result)
}

// Summary is what a run has besides the outcomes of its checks.
type Summary struct {
	CleanUp harness.CleanUp
	Notes   []string
}

// Runner runs checks, in as many goes as wanted: what checks share lasts from one go to the next.
type Runner struct {
	world *world
	notes []string
}

// NewRunner prepares a run. It sends nothing.
func NewRunner(env *harness.Env) *Runner { return &Runner{world: newWorld(env)} }

// Run runs planned checks. ctx ends the run early: what has not run then is lost.
func (r *Runner) Run(ctx context.Context, plan []Planned, o engine.Options) error {
	if len(plan) == 0 {
		return fmt.Errorf("no check is selected")
	}
	var units []engine.Unit
	greediest := 0
	for _, p := range plan {
		u := r.world.unit(p)
		units = append(units, u)
		greediest = max(greediest, u.People)
	}
	if o.Seats == 0 && r.world.env.Profile.Seats != nil {
		o.Seats = greediest
	}
	r.notes = append(r.notes, engine.Run(ctx, r.world.env, units, o)...)
	return nil
}

// Close cleans up what the checks shared, and gives the sum of all that was cleaned up.
func (r *Runner) Close(ctx context.Context) Summary {
	env := r.world.env
	s := Summary{CleanUp: env.CloseAll(ctx), Notes: r.notes}
	if why := env.GaveUp(); why != "" {
		s.Notes = append(s.Notes, why)
	}
	s.Notes = append(s.Notes, env.Notes()...)
	return s
}

// Run runs checks one by one and cleans up.
func Run(ctx context.Context, env *harness.Env, checks []Check, observer Observer) (Summary, error) {
	if err := Validate(checks); err != nil {
		return Summary{}, err
	}
	runner := NewRunner(env)
	o := engine.Options{Started: observer.Started, Finished: observer.Finished}
	if err := runner.Run(ctx, Plan(checks, env.Dialects), o); err != nil {
		return Summary{}, err
	}
	return runner.Close(ctx), nil
}
