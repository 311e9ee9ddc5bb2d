package main

import (
	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/kit"
)

// safetyFlags say how much a run may do to the tenant.
type safetyFlags struct{ dryRun, readOnly bool }

func (f *safetyFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVar(&f.dryRun, "dry-run", false, "print every request that the run would send and what it would create, and send nothing to the target; needs no token")
	flags.BoolVar(&f.readOnly, "read-only", false, "run only the checks that send nothing but GET")
	c.MarkFlagsMutuallyExclusive("dry-run", "report")
}

// limit leaves out the checks that may not run.
func (f safetyFlags) limit(checks []kit.Check) ([]kit.Check, error) {
	if !f.readOnly {
		return checks, nil
	}
	readers := kit.Readers(checks)
	if len(readers) == 0 {
		return nil, usagef("--read-only: each of the selected checks creates or changes something; `oktascim run --read-only --dry-run` lists those that only read")
	}
	return readers, nil
}
