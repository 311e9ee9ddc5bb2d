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
// report carries its check's labels and, at its end, its harness.Result.
type Observer struct {
	Started, Finished func(types.SpecReport)
}

// Run runs the checks as Ginkgo specs in this process, one after the other,
// and cleans up. ctx ends the run early: what has not run then has no result.
//
// Ginkgo keeps its tree in global state, so two runs in one process must not
// overlap; one after the other is fine.
func Run(ctx context.Context, env *harness.Env, checks []Check, observer Observer) (harness.CleanUp, error) {
	if err := Validate(checks); err != nil {
		return harness.CleanUp{}, err
	}
	if len(checks) == 0 {
		return harness.CleanUp{}, fmt.Errorf("no check is selected")
	}
	globals.Reset()
	gomega.RegisterFailHandler(ginkgo.Fail)
	formatter.ColorableStdOut = io.Discard // the console is ours
	Register(ctx, env, checks)
	ginkgo.ReportBeforeEach(observer.Started)
	ginkgo.ReportAfterEach(observer.Finished)
	ginkgo.RunSpecs(&result{}, "oktascim", suiteConfig(), reporterConfig())
	var cleanUp harness.CleanUp
	env.Around(ctx, func(ctx context.Context) { cleanUp = env.CloseAll(ctx) })
	return cleanUp, nil
}

// result is the testing.T that RunSpecs wants; the verdict is made elsewhere.
type result struct{}

func (*result) Fail() {}

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
