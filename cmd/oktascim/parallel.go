package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

// parallelFlags say how many checks run at the same time, and how fast.
type parallelFlags struct {
	parallel int
	rate     float64
}

const (
	defaultParallel = 4
	mostParallel    = 64
	slowest         = 0.1 // requests a second
	fastest         = 100_000.0
)

func (f *parallelFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.IntVar(&f.parallel, "parallel", defaultParallel, "run `N` checks at the same time; those that need the tenant for themselves run alone in any case")
	flags.IntVar(&f.parallel, "procs", defaultParallel, "")
	_ = flags.MarkDeprecated("procs", "it is called --parallel now")
	c.MarkFlagsMutuallyExclusive("parallel", "procs")
	flags.Float64Var(&f.rate, "rate", 0, "at most `N` requests a second; a 429 with Retry-After pauses a check in any case (default: no limit)")
}

// check refuses what cannot be.
func (f parallelFlags) check(c *cobra.Command) error {
	switch {
	case c.Flags().Changed("rate") && !(f.rate >= slowest && f.rate <= fastest):
		return usagef("--rate %v: want requests a second, from %v to %v", f.rate, slowest, fastest)
	case f.parallel < 1 || f.parallel > mostParallel:
		return usagef("--parallel %d: want a number from 1 to %d", f.parallel, mostParallel)
	}
	return nil
}

// seatsEach is how many free seats two checks need at the same time: there is a
// bystander, and most have one or two people.
const seatsEach = 5

// seatsFor is how many free seats so many checks need.
func seatsFor(parallel int) int { return (parallel*seatsEach + 1) / 2 }

// freeSeats is how many people the checks may make who are active at the same time; 0 where nothing bounds them, or one check
// at a time has them all. Shards share what is free.
func (f parallelFlags) freeSeats(ctx context.Context, env *harness.Env, shards int) (seats int, note string) {
	if f.parallel == 1 || env.Profile.Seats == nil {
		return 0, ""
	}
	free, known := kit.FreeSeats(ctx, env)
	if !known {
		return 0, "how many seats are free cannot be told, because the list of users cannot be read: the checks make no more people at a time than one of them needs"
	}
	free /= shards
	if need := seatsFor(f.parallel); free < need {
		note = fmt.Sprintf("checks wait for seats: %d are free, and --parallel %d would need %d", free, f.parallel, need)
	}
	return max(1, free-1), note // the bystander has one
}

// collectLess trades memory for time, unless GOGC says otherwise: a run makes
// much garbage and keeps little.
func collectLess(w world) {
	if w.env("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}
