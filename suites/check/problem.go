// Package check holds pure functions that take an answer and give back all its
// problems at once: no network, no Ginkgo, no state.
package check

import (
	"fmt"
	"strings"
)

// Problem is one way in which what was seen differs from what is required.
type Problem struct {
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
	// At says where it was seen: the request, and within it the attribute or
	// header, for instance `GET /Users/{id} name.givenName`.
	At string `json:"at,omitempty"`
}

// String is one line for logs and test failures.
func (p Problem) String() string {
	return fmt.Sprintf("%s: expected %s, got %s", p.At, p.Expected, p.Actual)
}

// At puts a place before each problem's own place.
func At(place string, problems ...Problem) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		p.At = strings.TrimSpace(place + " " + p.At)
		out[i] = p
	}
	return out
}

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
