package check

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

// Agree compares two views of one resource at one time and has a problem for
// every attribute that both show with different values. An attribute that only
// one of them shows is no contradiction: lists may be leaner. Named attributes
// are left out, and so is everything that Unchanged leaves free, schemas, and
// what is the app's own: it may count and derive.
func Agree(one, other okta.Resource, except ...string) []Problem {
	except = slices.Concat(except, Own(one), Own(other))
	was, is := flatten(one), flatten(other)
	return differences(was, is, except, func(path string) bool { return len(was[path]) > 0 && len(is[path]) > 0 })
}

// Kept has a problem for every attribute that an answer shows and that a later
// read shows differently or not at all. What the read shows beyond it is free.
func Kept(answer, read okta.Resource, except ...string) []Problem {
	except = slices.Concat(except, Own(answer), Own(read))
	was, is := flatten(answer), flatten(read)
	return differences(was, is, except, func(path string) bool { return len(was[path]) > 0 })
}

func differences(was, is map[string][]string, except []string, judged func(path string) bool) []Problem {
	var out []Problem
	for _, path := range union(was, is) {
		if !judged(path) || excepted(path, append([]string{"schemas", "password"}, except...)) || cmp.Equal(was[path], is[path]) {
			continue
		}
		out = append(out, one(path, list(was[path])+", as seen before", "%s", list(is[path]))...)
	}
	return out
}
