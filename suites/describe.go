package suites

import (
	"fmt"
	"sync"

	"github.com/onsi/ginkgo/v2"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/kit"
)

// Describe makes a Ginkgo spec of every check, with the labels id:…, area:…, level:…, depth:…, dialect:… and subject:…, for
// `ginkgo --label-filter 'area:deactivate'`. It is called at the top of a suite, before RunSpecs. What does not pass is told as
// by Test.
//
// Checks that need the tenant for themselves are Serial, so the suite may run with `ginkgo -p`: each process then makes people
// of its own. What they made is cleaned up in an AfterSuite. A suite has one of these: use DeferCleanup for what else is to
// be done at the end.
func Describe(c Config) bool {
	s, err := c.suite()
	if err != nil {
		return ginkgo.Describe("oktascim", func() {
			ginkgo.It("is configured", func() { ginkgo.Fail(err.Error()) })
		})
	}
	used := false
	preflight := sync.OnceValue(func() error {
		used = true
		return Preflight(ginkgo.GinkgoT().Context(), s.env)
	})
	ginkgo.AfterSuite(func(ctx ginkgo.SpecContext) {
		if !used {
			return
		}
		for _, note := range s.left(ctx) {
			fmt.Fprintln(ginkgo.GinkgoWriter, note)
		}
	})
	return ginkgo.Describe("oktascim", func() {
		for _, p := range s.plan {
			args := []any{ginkgo.Label(labels(p)...), func(ctx ginkgo.SpecContext) {
				if err := preflight(); err != nil {
					ginkgo.Fail(err.Error())
				}
				report(s.run(ctx, p))
			}}
			if p.Serial || p.Late || p.Exclusive != "" {
				args = append(args, ginkgo.Serial)
			}
			ginkgo.It(p.Result().Key().String()+": "+p.Title, args...)
		}
	})
}

func labels(p kit.Planned) []string {
	labels := []string{"id:" + p.ID, "area:" + string(p.Area), "level:" + string(p.Level)}
	labels = append(labels, "depth:"+string(p.LeastDepth()))
	if p.Subject != "" {
		labels = append(labels, "subject:"+p.Subject)
	}
	if p.Dialect != "" {
		labels = append(labels, "dialect:"+string(p.Dialect))
	}
	return labels
}

// report tells Ginkgo of a result.
func report(r result.Result) {
	switch {
	case stops(r):
		ginkgo.Fail(r.Words())
	case r.Outcome == result.Warn:
		ginkgo.AddReportEntry("a warning", r.Words(), ginkgo.ReportEntryVisibilityFailureOrVerbose)
	case r.Outcome != result.Pass:
		ginkgo.Skip(fmt.Sprintf("%s: %s", r.Outcome, r.Reason))
	}
}
