package suites

import (
	"context"
	"fmt"
	"io"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/oktascim/oktascim/suites/harness"
)

// Observer is told about each spec as it starts and as it ends. The spec's
// report carries its check's labels and, at its end, its result.Result.
type Observer struct {
	Started, Finished func(types.SpecReport)
}

// Runner runs checks as Ginkgo specs in this process, one after the other, in
// as many goes as wanted: what checks share lasts from one go to the next.
//
// Ginkgo keeps its tree in global state, so two goes in one process must not
// overlap.
type Runner struct{ world *world }

// NewRunner prepares a run. It sends nothing.
func NewRunner(env *harness.Env) *Runner { return &Runner{newWorld(env)} }

// Run runs planned checks. ctx ends the run early: what has not run then is lost.
func (r *Runner) Run(ctx context.Context, plan []Planned, observer Observer) error {
	if len(plan) == 0 {
		return fmt.Errorf("no check is selected")
	}
	globals.Reset()
	gomega.RegisterFailHandler(ginkgo.Fail)
	formatter.ColorableStdOut = io.Discard // the console is ours
	r.world.sweeper.limit(plan)
	r.world.register(ctx, plan)
	ginkgo.ReportBeforeEach(observer.Started)
	ginkgo.ReportAfterEach(observer.Finished)
	ginkgo.RunSpecs(&discard{}, "oktascim", suiteConfig(), reporterConfig())
	r.world.sweeper.wait()
	// The next go may be another worker's: it needs the seats.
	r.world.env.Around(ctx, func(ctx context.Context) { r.world.seats.standUp(ctx, 0) })
	return nil
}

// Close cleans up what the checks shared, and gives the sum of all that was
// cleaned up.
func (r *Runner) Close(ctx context.Context) (sum harness.CleanUp) {
	env := r.world.env
	env.Around(ctx, func(ctx context.Context) { sum = env.CloseAll(ctx) })
	return sum
}

// Run runs the checks in one go and cleans up.
func Run(ctx context.Context, env *harness.Env, checks []Check, observer Observer) (harness.CleanUp, error) {
	if err := Validate(checks); err != nil {
		return harness.CleanUp{}, err
	}
	runner := NewRunner(env)
	if err := runner.Run(ctx, Plan(checks, env.Dialects), observer); err != nil {
		return harness.CleanUp{}, err
	}
	return runner.Close(ctx), nil
}

// discard is the testing.T that RunSpecs wants; the verdict is made elsewhere.
type discard struct{}

func (*discard) Fail() {}

func suiteConfig() types.SuiteConfig {
	c := types.NewDefaultSuiteConfig()
	c.Timeout = 0 // requests and waits have limits of their own
	return c
}

func reporterConfig() types.ReporterConfig {
	c := types.NewDefaultReporterConfig()
	c.NoColor, c.Succinct = true, true
	return c
}
