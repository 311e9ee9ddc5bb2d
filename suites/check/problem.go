// Package check holds pure functions that take an answer and give back all its
// problems at once: no network, no Ginkgo, no state.
package check

import (
	"fmt"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/okta"
)

// Problem is one way in which what was seen differs from what is required.
type Problem = result.Problem

// At puts words before the place of each problem, In says in the answer to which
// request they were seen, and Of in which part of it; see result.Problem.
func At(context string, problems ...Problem) []Problem   { return result.At(context, problems...) }
func In(operation string, problems ...Problem) []Problem { return result.In(operation, problems...) }
func Of(part string, problems ...Problem) []Problem      { return result.Of(part, problems...) }

// InAnswer has the problems of what an answer shows.
func InAnswer(a okta.Answer, groups ...[]Problem) []Problem {
	return In(a.Op(), Of("answer", All(groups...)...)...)
}

// InUser has the problems of a user, named, who was read by id.
func InUser(name string, problems ...Problem) []Problem {
	return In("GET /Users/{id}", Of("of "+name, problems...)...)
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
func one(place, expected, actual string, args ...any) []Problem {
	return []Problem{{Place: place, Expected: expected, Actual: fmt.Sprintf(actual, args...)}}
}

// differs is the problem that an attribute is not as expected.
func differs(attribute, expected string, got any) []Problem {
	out := one(attribute, expected, "%s", show(got))
	if got == nil {
		out[0].Kind = result.Absent
	}
	return out
}

// seen is a problem of an answer, inError one of the body of an error.
func seen(a okta.Answer, place, expected, actual string, args ...any) []Problem {
	return In(a.Op(), one(place, expected, actual, args...)...)
}

func inError(a okta.Answer, place, expected, actual string, args ...any) []Problem {
	return Of("error body", seen(a, place, expected, actual, args...)...)
}
