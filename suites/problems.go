package suites

import (
	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"github.com/oktascim/oktascim/reports/result"
)

// haveNoProblems matches a result.Result without problems and prints all of
// them otherwise.
func haveNoProblems() types.GomegaMatcher {
	return gcustom.MakeMatcher(func(r result.Result) (bool, error) {
		return len(r.Problems) == 0, nil
	}).WithTemplate("{{.Actual.Title}}\n{{range .Actual.Problems}}  {{.}}\n{{end}}")
}
