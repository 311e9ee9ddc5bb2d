package main

import (
	"context"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// runInOrder runs checks one after the other, shows them as they end, and
// enters them in the report.
func runInOrder(ctx context.Context, env *harness.Env, checks []suites.Check, report *reports.Report, console *console.Console) error {
	planned := plannedChecks(suites.Plan(checks, env.Dialects))
	console.Plan(report, planned)
	reducer := reports.NewReducer(planned)
	_, err := suites.Run(ctx, env, checks, suites.Observer{
		Started: func(s types.SpecReport) {
			if c, ok := reports.Planned(s); ok {
				console.Started(c)
			}
		},
		Finished: func(s types.SpecReport) {
			if c, ok := reports.FromSpec(s); ok {
				reducer.Add(c)
				console.Finished(c)
			}
		},
	})
	report.Checks = reducer.Checks()
	return err
}
