package check

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// Sent compares what a resource shows with what Okta sent for the named
// attributes; a name is a path such as "name.givenName" or
// "urn:…:User:department". No names means the attributes that Okta's default
// mapping always pushes: Core.
//
// Text must come back as it was sent, letter by letter. E-mail addresses may
// change case (RFC 7643 §4.1.2 lets a server canonicalize them), and a server
// may keep more elements of a multi-valued attribute than were sent.
func Sent(r okta.Resource, sent okta.Resource, attributes ...string) []Problem {
	if len(attributes) == 0 {
		attributes = Core
	}
	var out []Problem
	for _, path := range attributes {
		want, ok := Lookup(sent, path)
		if !ok {
			continue
		}
		got, _ := Lookup(r, path)
		out = append(out, same(path, want, got)...)
	}
	return out
}

// Core are the attributes Okta pushes for every user with its default mapping.
var Core = []string{"userName", "name.givenName", "name.familyName", "displayName", "emails", "active", "externalId"}

// Lookup finds an attribute by path. A schema URN at the front names an
// extension: "urn:…:2.0:User:department".
func Lookup(r okta.Resource, path string) (any, bool) {
	object := map[string]any(r)
	if strings.HasPrefix(path, "urn:") {
		end := strings.LastIndex(path, ":")
		extension, ok := object[path[:end]].(map[string]any)
		if !ok {
			return nil, false
		}
		object, path = extension, path[end+1:]
	}
	var v any = object
	for _, step := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = m[step]; !ok {
			return nil, false
		}
	}
	return v, true
}

func same(path string, want, got any) []Problem {
	if list, ok := want.([]any); ok {
		return sameElements(path, list, got)
	}
	if empty(want) && empty(got) {
		return nil
	}
	if text(want) == text(got) && sameKind(want, got) {
		return nil
	}
	return differs(path, show(want)+", as sent", got)
}

// sameElements finds every sent element among those shown; an element is known
// by its value.
func sameElements(path string, want []any, got any) []Problem {
	var out []Problem
	shown, _ := got.([]any)
	for _, w := range want {
		element, ok := w.(map[string]any)
		if !ok {
			if !containsText(shown, w) {
				out = append(out, differs(path, show(w)+" among the elements", got)...)
			}
			continue
		}
		out = append(out, sameElement(path, element, shown, got)...)
	}
	return out
}

func sameElement(path string, want map[string]any, shown []any, got any) []Problem {
	for _, s := range shown {
		element, ok := s.(map[string]any)
		if !ok || !strings.EqualFold(text(element["value"]), text(want["value"])) {
			continue
		}
		var out []Problem
		for _, member := range []string{"primary", "type"} {
			w, sent := want[member]
			if !sent || w == false && empty(element[member]) || strings.EqualFold(text(w), text(element[member])) && sameKind(w, element[member]) {
				continue
			}
			out = append(out, differs(fmt.Sprintf("%s[value eq %q].%s", path, text(want["value"]), member), show(w)+", as sent", element[member])...)
		}
		return out
	}
	return differs(path, show(want)+" among the elements", got)
}

func containsText(list []any, v any) bool {
	for _, e := range list {
		if text(e) == text(v) {
			return true
		}
	}
	return false
}

// empty is a value that says nothing: null, absent, "", [], {} and false
// within a multi-valued element.
func empty(v any) bool {
	switch e := v.(type) {
	case nil:
		return true
	case string:
		return e == ""
	case []any:
		return len(e) == 0
	case map[string]any:
		return len(e) == 0
	case bool:
		return !e
	}
	return false
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// sameKind keeps true apart from "true" and 1 from "1".
func sameKind(a, b any) bool {
	_, aText := a.(string)
	_, bText := b.(string)
	_, aBool := a.(bool)
	_, bBool := b.(bool)
	return aText == bText && aBool == bBool
}
