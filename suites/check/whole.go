package check

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// OneOf has a problem unless a resource shows, at all of these paths, the texts
// of one and the same of the candidates: a write took place whole or not at
// all. Each candidate is what one writer wanted to be there.
func OneOf(r okta.Resource, paths []string, candidates ...okta.Resource) []Problem {
	seen := textsAt(r, paths)
	var wanted []string
	for _, c := range candidates {
		want := textsAt(c, paths)
		if want == seen {
			return nil
		}
		wanted = append(wanted, want)
	}
	return one(strings.Join(paths, ", "), strings.Join(wanted, " or "), "%s", seen)
}

func textsAt(r okta.Resource, paths []string) string {
	parts := make([]string, len(paths))
	for i, path := range paths {
		v, _ := Lookup(r, path)
		parts[i] = fmt.Sprintf("%s %s", path, show(v))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
