package check

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// Has tells whether a resource shows a value at path: not null, not "", not [].
func Has(r okta.Resource, path string) bool {
	v, _ := Lookup(r, path)
	return v == false || !empty(v)
}

// Gone has a problem when the attribute at path still shows the old text, or
// shows a missing value as a word such as "None".
func Gone(r okta.Resource, path, old string) []Problem {
	v, _ := Lookup(r, path)
	if s, ok := v.(string); ok && s == old && old != "" {
		return one(path, "no value: it was cleared", "%s, the old one", show(s))
	}
	return NoNullText(r, path)
}

// NoValue has a problem when an element of a multi-valued attribute still shows
// this value, in whatever case.
func NoValue(r okta.Resource, attribute, old string) []Problem {
	for _, v := range Values(r, attribute) {
		if strings.EqualFold(v, old) {
			return differs(attribute, "no longer "+old, r[attribute])
		}
	}
	return nil
}
