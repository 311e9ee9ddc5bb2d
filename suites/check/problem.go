// Package check holds pure functions that take an answer and give back all its
// problems at once: no network, no Ginkgo, no state.
package check

import (
	"fmt"

	"github.com/oktascim/oktascim/reports/result"
)

// Problem is one way in which what was seen differs from what is required.
type Problem = result.Problem

// At puts a place before each problem's own place.
func At(place string, problems ...Problem) []Problem { return result.At(place, problems...) }

// All joins the problems of several checks.
func All(groups ...[]Problem) []Problem {
	var out []Problem
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

// one is a single problem as a list.
func one(at, expected, actual string, args ...any) []Problem {
	return []Problem{{Expected: expected, Actual: fmt.Sprintf(actual, args...), At: at}}
}
