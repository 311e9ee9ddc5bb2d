package workers

import (
	"context"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// InProcess runs the plan in this process, one check after the other.
func InProcess(ctx context.Context, env *harness.Env, plan []suites.Planned, started func(reports.Key), ended func(reports.Check)) (Result, error) {
	runner := suites.NewRunner(env)
	err := runner.Run(ctx, Order(plan), suites.Observer{
		Started: func(s types.SpecReport) {
			if c, ok := reports.Planned(s); ok {
				started(c.Key())
			}
		},
		Finished: func(s types.SpecReport) {
			if c, ok := reports.FromSpec(s); ok {
				ended(c)
			}
		},
	})
	if err != nil {
		return Result{}, err
	}
	result := Result{CleanUp: runner.Close(ctx)}
	if why := env.GaveUp(); why != "" {
		result.Notes = append(result.Notes, why)
	}
	result.Notes = append(result.Notes, env.Waits().Notes()...)
	return result, nil
}
