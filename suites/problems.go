package suites

import (
	"strings"

	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"github.com/oktascim/oktascim/suites/harness"
)

// haveNoProblems matches a harness.Result without problems and prints all of
// them otherwise.
func haveNoProblems() types.GomegaMatcher {
	return gcustom.MakeMatcher(func(r harness.Result) (bool, error) {
		return len(r.Problems) == 0, nil
	}).WithTemplate("{{.Actual.Title}}\n{{range .Actual.Problems}}  {{.}}\n{{end}}")
}

// quoteList joins words for a sentence.
func quoteList(words []string) string { return strings.Join(words, ", ") }
