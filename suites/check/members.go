package check

import (
	"sort"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// Members has the problems of a group's member list: exactly these users, each
// once. names translates ids into names a reader knows; nil shows ids.
func Members(group okta.Resource, want []string, names map[string]string) []Problem {
	return exactly("members", Values(group, "members"), want, names)
}

// GroupsOf has the problems of a user's derived groups (RFC 7643 §4.1.2):
// present are all of these, absent are none of those. Other groups are the
// tenant's own business.
func GroupsOf(user okta.Resource, present, absent []string, names map[string]string) []Problem {
	have := Values(user, "groups")
	var out []Problem
	for _, id := range present {
		if n := count(have, id); n != 1 {
			out = append(out, one("groups", "once "+name(id, names), "%s", describe(have, names))...)
		}
	}
	for _, id := range absent {
		if count(have, id) > 0 {
			out = append(out, one("groups", "not "+name(id, names), "%s", describe(have, names))...)
		}
	}
	return out
}

// Values are the `value` members of a multi-valued complex attribute.
func Values(r okta.Resource, attribute string) []string {
	var out []string
	for _, e := range Elements(r, attribute) {
		if s, ok := e["value"].(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func exactly(at string, have, want []string, names map[string]string) []Problem {
	a, b := append([]string(nil), have...), append([]string(nil), want...)
	sort.Strings(a)
	sort.Strings(b)
	if strings.Join(a, "\n") == strings.Join(b, "\n") {
		return nil
	}
	return one(at, "exactly "+describe(b, names), "%s", describe(a, names)+difference(a, b, names))
}

// difference names what is missing, extra or repeated, so that a long list
// need not be read.
func difference(have, want []string, names map[string]string) string {
	var missing, extra, twice []string
	for _, id := range want {
		if count(have, id) == 0 {
			missing = append(missing, id)
		}
	}
	seen := map[string]bool{}
	for _, id := range have {
		switch {
		case count(want, id) == 0:
			extra = append(extra, id)
		case seen[id]:
			twice = append(twice, id)
		}
		seen[id] = true
	}
	var parts []string
	for _, p := range []struct {
		what string
		ids  []string
	}{{"missing", missing}, {"too many", extra}, {"repeated", twice}} {
		if len(p.ids) > 0 {
			parts = append(parts, p.what+": "+describe(p.ids, names))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

const namedMembers = 6

func describe(ids []string, names map[string]string) string {
	if len(ids) == 0 {
		return "none"
	}
	var shown []string
	for i, id := range ids {
		if i == namedMembers {
			shown = append(shown, "…")
			break
		}
		shown = append(shown, name(id, names))
	}
	text := strings.Join(shown, ", ")
	if len(ids) > 3 {
		text = plural(len(ids)) + ": " + text
	}
	return text
}
