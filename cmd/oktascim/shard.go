package main

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

// shardFlags make a run one part of a larger one that several machines share.
type shardFlags struct {
	shard, runID string

	part reports.Shard // Count is 0 for a whole run
}

func (f *shardFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.shard, "shard", "", "`I/N`: only the Ith of N parts of the run, dealt by what checks cost, or "+
		"by the durations in --baseline; `oktascim report merge` joins the JSON reports")
	flags.StringVar(&f.runID, "run-id", "",
		"the run's `ID`, 3 to 12 lower-case letters and digits, the same for all shards (OKTASCIM_RUN_ID; default: a new "+
			"one)")
}

// runIDs are short, because they are part of every name that a run makes up.
var runIDs = regexp.MustCompile(`^[a-z0-9]{3,12}$`)

// attemptLetters tell attempts at the same run, or shard, apart.
const attemptLetters = 3

// mostShards is more than any run is worth.
const mostShards = 99

// apply checks the flags and names the run, so that no two shards make up the
// same names.
func (f *shardFlags) apply(w world, s *harness.Settings) error {
	s.RunID = first(f.runID, w.env("OKTASCIM_RUN_ID"))
	if s.RunID != "" && !runIDs.MatchString(s.RunID) {
		return usagef("the run id %q (--run-id or OKTASCIM_RUN_ID): want 3 to 12 lower-case letters and digits, such as "+
			"8371a", s.RunID)
	}
	if s.RunID != "" {
		// A CI job that is tried again has the same run id, and must not make up
		// the names that it left in the tenant the first time.
		s.Part = "x" + harness.NewRunID()[:attemptLetters]
	}
	if f.shard == "" {
		return nil
	}
	var i, n int
	if count, err := fmt.Sscanf(f.shard, "%d/%d", &i, &n); err != nil || count != 2 ||
		fmt.Sprintf("%d/%d", i, n) != f.shard || i < 1 || n > mostShards || i > n {
		return usagef("--shard %q: want I/N, such as 2/4 for the second of four parts, and at most %d parts", f.shard,
			mostShards)
	}
	if s.RunID == "" {
		return usagef("--shard %s: all shards of a run need the same id; set --run-id or OKTASCIM_RUN_ID, for instance to "+
			"the number of the CI pipeline", f.shard)
	}
	f.part = reports.Shard{Index: i, Count: n}
	s.Part = fmt.Sprintf("s%d%s", i, s.Part)
	return nil
}

// pick is the shard's part of the plan.
func (f *shardFlags) pick(plan []kit.Planned, base *reports.Report) ([]kit.Planned, error) {
	if f.part.Count == 0 {
		return plan, nil
	}
	part := engine.Shard(plan, f.part.Index, f.part.Count, string(kit.MappedGroups), durations(base, plan))
	if len(part) == 0 {
		return nil, usagef("--shard %s: there are only %d checks, too few for so many shards", f.shard, len(plan))
	}
	return part, nil
}

// describe enters the shard in the report.
func (f *shardFlags) describe(r *reports.Report, env *harness.Env, plan []kit.Planned) {
	if f.part.Count == 0 {
		return
	}
	part := f.part
	r.Shard = &part
	fills := func(p kit.Planned) bool { return p.Area == kit.Seats }
	if part.Count > 1 && !r.Target.Embedded && env.Profile.Seats != nil && slices.ContainsFunc(plan, fills) {
		r.Notes = append(r.Notes, "this shard fills the tenant's seats: where shards share one tenant at the same time, "+
			"the others would be refused; "+
			"give each shard a tenant of its own, or run --area seats in a job after the others")
	}
}

// durations give planned checks the costs of an earlier run, scaled to requests. A
// check that it does not have costs what the catalogue says.
func durations(base *reports.Report, plan []kit.Planned) func(kit.Planned) engine.Facts {
	if base == nil {
		return kit.Planned.Facts
	}
	took := map[reports.Key]float64{}
	for _, c := range base.Checks {
		if c.Outcome.Ran() {
			took[c.Key()] = c.DurationMS
		}
	}
	ms, requests := 0.0, 0.0
	for _, p := range plan {
		f := p.Facts()
		if t, known := took[f.Check.Key()]; known {
			ms += t
			requests += f.Cost
		}
	}
	return func(p kit.Planned) engine.Facts {
		f := p.Facts()
		if t, known := took[f.Check.Key()]; known && ms > 0 {
			f.Cost = t * requests / ms
		}
		return f
	}
}
