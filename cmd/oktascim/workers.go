package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/workers"
)

// workerFlags say how many checks run at the same time.
type workerFlags struct {
	procs int
	rate  float64
}

// Workers by default, and at most. The embedded provider computes on the same
// processors, and its answers are not waited for: there a process for two
// processors is fastest.
const (
	defaultProcs = 4
	mostProcs    = 64
	slowest      = 0.1 // requests a second
	fastest      = 100_000.0
)

func (f *workerFlags) register(c *cobra.Command) {
	c.Flags().IntVar(&f.procs, "procs", 0, "`N` worker processes that run checks at the same time (default 4, or 1 with --rate; without --base-url one for two processors, at most 4); 1 runs all in this process")
	c.Flags().Float64Var(&f.rate, "rate", 0, "at most `N` requests a second, each worker its part; a 429 with Retry-After pauses the worker in any case (default: no limit)")
}

// count is the number of workers that were asked for.
func (f workerFlags) count(c *cobra.Command, embedded bool) (int, error) {
	switch {
	case c.Flags().Changed("rate") && !(f.rate >= slowest && f.rate <= fastest):
		return 0, usagef("--rate %v: want requests a second, from %v to %v", f.rate, slowest, fastest)
	case f.rate > 0 && !c.Flags().Changed("procs"):
		return 1, nil
	case !c.Flags().Changed("procs"):
		switch {
		case !workers.Possible:
			return 1, nil
		case embedded:
			return max(1, min(defaultProcs, runtime.NumCPU()/2)), nil
		}
		return defaultProcs, nil
	case f.procs < 1 || f.procs > mostProcs:
		return 0, usagef("--procs %d: want a number from 1 to %d", f.procs, mostProcs)
	case f.procs > 1 && !workers.Possible:
		return 0, usagef("--procs %d: this system runs one process only; use --procs 1", f.procs)
	}
	return f.procs, nil
}

// fewChecks is how many checks are worth a worker of their own.
const fewChecks = 10

// seatsEach is how many free seats two workers need: everybody has a bystander
// and one or two people at a time.
const seatsEach = 5

// crew is who runs the checks.
type crew struct {
	procs int
	seats int // active users whom all checks together may make; 0: any number
	note  string
}

// crewFor makes no more workers than there is work for, and seats, of which each
// shard has its part.
func crewFor(ctx context.Context, env *harness.Env, plan []suites.Planned, procs, shards int) crew {
	parallel := 0
	for _, p := range plan {
		if !p.Serial {
			parallel++
		}
	}
	procs = max(1, min(procs, (parallel+fewChecks-1)/fewChecks))
	switch {
	case procs == 1:
		return crew{procs: 1}
	case env.Limits != harness.Limits{}:
		return crew{procs: 1, note: "one process: the profile bounds what the run may send (safety)"}
	case env.Profile.Seats == nil:
		return crew{procs: procs}
	}
	free, known := suites.FreeSeats(ctx, env)
	if !known {
		return crew{procs: 1, note: "one process: how many seats are free cannot be told, because the list of users cannot be read"}
	}
	free /= shards
	most := max(1, 2*free/seatsEach)
	if most >= procs {
		return crew{procs: procs, seats: free - procs}
	}
	return crew{procs: most, seats: max(1, free-most),
		note: fmt.Sprintf("%d free seats are enough for --procs %d; %d would need %d", free, most, procs, seatsFor(procs))}
}

// seatsFor is how many free seats so many workers need.
func seatsFor(procs int) int { return (procs*seatsEach + 1) / 2 }

// run runs the plan.
func (c crew) run(ctx context.Context, env *harness.Env, plan []suites.Planned, started func(reports.Key), finished func(reports.Check)) (workers.Result, error) {
	if c.procs == 1 {
		return workers.InProcess(ctx, env, plan, started, finished)
	}
	return workers.Run(ctx, workers.Options{
		Settings: env.Settings, Plan: plan, Procs: c.procs, Seats: c.seats,
		Command: workerCommand, Started: started, Finished: finished,
	})
}

// workerCommand is this program again, as a worker. What it is to do, secrets
// included, goes over its standard input.
func workerCommand() (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return exec.Command(self, "worker"), nil
}

// newWorker is not for people: run starts it.
func newWorker(w world) *cobra.Command {
	return &cobra.Command{
		Use:    "worker",
		Short:  "Run checks that another oktascim deals out",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			const descriptor = 3
			events := os.NewFile(descriptor, "events")
			if _, err := events.Stat(); err != nil {
				return usagef("only `oktascim run` starts workers: file descriptor %d is not open", descriptor)
			}
			collectLess(w)
			outlivePipes() // a parent that is gone reads no complaint; there is still something to clean up
			worker := workers.Worker{Catalogue: suites.Catalogue(), Transport: transport}
			if err := worker.Serve(w.stdin, events); err != nil {
				return exitError{exitUsage, err}
			}
			return nil
		},
	}
}

// collectLess trades memory for time, unless GOGC says otherwise: a run makes
// much garbage and keeps little.
func collectLess(w world) {
	if w.env("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}
