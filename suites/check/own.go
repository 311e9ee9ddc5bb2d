package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// standard are the top-level members of RFC 7643 §3.1, §4.1, §4.2 and §4.3.
var standard = []string{
	"schemas", "id", "externalId", "meta",
	"userName", "name", "displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone",
	"active", "password", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles",
	"x509Certificates", "members", EnterpriseSchema,
}

// Own are the top-level members of a resource that no schema of RFC 7643 has:
// attributes and extensions of the app's own.
func Own(r okta.Resource) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if !slices.ContainsFunc(standard, func(s string) bool { return strings.EqualFold(s, name) }) {
			out = append(out, name)
		}
	}
	return out
}

// OwnKept has a problem for each value of the app's own that a resource showed
// before and shows no longer. The values may change: the app counts and derives.
func OwnKept(before, after okta.Resource) []Problem {
	was, is := flatten(before), flatten(after)
	var out []Problem
	for _, path := range union(was, nil) {
		if excepted(path, Own(before)) && !excepted(path, nil) && len(is[path]) == 0 {
			out = append(out, one(path, "a value, as before: "+list(was[path]), "absent")...)
		}
	}
	return out
}
