package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

// Unchanged compares two views of one resource and has a problem for every
// attribute that differs, except the named ones ("active", "name.givenName").
// meta is free to change apart from resourceType, and null, "", [] and absent
// are one. Elements of multi-valued attributes have no order.
func Unchanged(before, after okta.Resource, except ...string) []Problem {
	was, is := flatten(before), flatten(after)
	var out []Problem
	for _, path := range union(was, is) {
		if excepted(path, except) {
			continue
		}
		if cmp.Equal(was[path], is[path]) {
			continue
		}
		out = append(out, one(path, "as before: "+list(was[path]), "%s", list(is[path]))...)
	}
	return out
}

// Role, membership and time stamps may follow a write by the app's own rules.
var free = []string{"meta.lastModified", "meta.version", "meta.created", "meta.location"}

func excepted(path string, except []string) bool {
	for _, e := range slices.Concat(free, except) {
		if strings.EqualFold(path, e) || len(path) > len(e) && strings.EqualFold(path[:len(e)], e) && strings.ContainsRune(".[:", rune(path[len(e)])) {
			return true
		}
	}
	return false
}

// flatten maps each path to its sorted values. An element of a multi-valued
// complex attribute is one value under the attribute's path: its own members
// in JSON, without display and $ref, which the server derives.
func flatten(r okta.Resource) map[string][]string {
	out := map[string][]string{}
	walk("", map[string]any(r), out)
	for _, values := range out {
		sort.Strings(values)
	}
	return out
}

func walk(path string, v any, out map[string][]string) {
	switch value := v.(type) {
	case map[string]any:
		for name, member := range value {
			next := name
			if path != "" {
				next = path + "." + name
			}
			walk(next, member, out)
		}
	case []any:
		for _, element := range value {
			out[path] = append(out[path], canonical(element))
		}
	default:
		if !empty(v) || v == false {
			out[path] = append(out[path], canonical(v))
		}
	}
}

func canonical(element any) string {
	if m, ok := element.(map[string]any); ok {
		kept := map[string]any{}
		for k, v := range m {
			if k != "display" && k != "$ref" && !empty(v) {
				kept[k] = v
			}
		}
		element = kept
	}
	b, err := json.Marshal(element)
	if err != nil {
		return fmt.Sprint(element)
	}
	return string(b)
}

func union(a, b map[string][]string) []string {
	var out []string
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			out = append(out, k)
		}
	}
	sort.Strings(out)
	return out
}

func list(values []string) string {
	if len(values) == 0 {
		return "absent"
	}
	return clip(strings.Join(values, ", "))
}
