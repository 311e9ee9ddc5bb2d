package check

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// nullTexts is what sloppy code makes of a missing value.
var nullTexts = map[string]bool{"null": true, "NULL": true, "None": true, "nil": true, "<nil>": true,
	"undefined": true, "[object Object]": true, "NaN": true, "[]": true, "{}": true}

// NoNullText has a problem for every one of these attributes that shows a
// missing value as text or as a word of its text, such as "None Doe".
func NoNullText(r okta.Resource, attributes ...string) []Problem {
	var out []Problem
	for _, a := range attributes {
		v, _ := Lookup(r, a)
		leaves(a, v, func(path, _ string, v any) {
			s, ok := v.(string)
			if ok && (nullTexts[s] || slices.ContainsFunc(strings.Fields(s), func(word string) bool { return nullTexts[word] })) {
				out = append(out, one(path, "no value", "the text %q", s)...)
			}
		})
	}
	return out
}
