package main

import (
	"context"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// runInOrder runs checks one after the other, shows them as they end, and
// enters them in the report.
func runInOrder(ctx context.Context, env *harness.Env, checks []suites.Check, report *reports.Report, console *reports.Console) error {
	planned := plannedChecks(suites.Plan(checks, env.Dialects))
	console.Plan(report, planned)
	_, err := suites.Run(ctx, env, checks, suites.Observer{
		Started: func(k reports.Key) {
			console.Started(reports.Check{ID: k.ID, Dialect: k.Dialect, Subject: k.Subject})
		},
		Finished: func(c reports.Check) {
			report.Checks = append(report.Checks, c)
			console.Finished(c)
		},
	})
	return err
}
