package check

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// NotAltered has a problem for every attribute that is shown with another value
// than was sent. An attribute that is not shown at all is none: a server need
// not support it (see Missing). Language tags may be written en_US, phone
// numbers in any notation (RFC 7643 §4.1.1, §4.1.2).
func NotAltered(r, sent okta.Resource, attributes ...string) []Problem {
	var out []Problem
	for _, path := range attributes {
		want, _ := Lookup(sent, path)
		got, _ := Lookup(r, path)
		if empty(want) || empty(got) {
			continue
		}
		if list, plural := want.([]any); plural {
			out = append(out, elementsNotAltered(path, list, got)...)
			continue
		}
		if plain(path, text(want)) != plain(path, text(got)) || !sameKind(want, got) {
			out = append(out, differs(path, show(want)+", as sent", got)...)
		}
	}
	return out
}

// Missing has a problem for every attribute that was sent and is not shown.
func Missing(r, sent okta.Resource, attributes ...string) []Problem {
	var out []Problem
	for _, path := range attributes {
		want, _ := Lookup(sent, path)
		if got, _ := Lookup(r, path); !empty(want) && empty(got) {
			out = append(out, differs(path, show(want)+", as sent", got)...)
		}
	}
	return out
}

// elementsNotAltered finds a counterpart for each element that was sent: the
// shown one with its value or, failing that, the one of its type. What has no
// counterpart is missing, not altered.
func elementsNotAltered(path string, sent []any, got any) []Problem {
	shown, ok := got.([]any)
	if !ok {
		return differs(path, "an array", got)
	}
	var out []Problem
	for _, s := range sent {
		want, ok := s.(map[string]any)
		if !ok {
			continue
		}
		is := counterpart(path, want, sent, shown)
		for _, member := range []string{"value", "type", "primary", "streetAddress", "locality", "region", "postalCode", "country"} {
			if empty(want[member]) || empty(is[member]) || plain(path+"."+member, text(want[member])) == plain(path+"."+member, text(is[member])) {
				continue
			}
			at := fmt.Sprintf("%s[type eq %q].%s", path, text(want["type"]), member)
			out = append(out, differs(at, show(want[member])+", as sent", is[member])...)
		}
	}
	return out
}

// Whole has a problem for every part of an address that was sent and is not shown, where the address is.
func Whole(r, sent okta.Resource) []Problem {
	var out []Problem
	want, _ := sent["addresses"].([]any)
	shown, _ := r["addresses"].([]any)
	for _, s := range want {
		element, _ := s.(map[string]any)
		is := counterpart("addresses", element, want, shown)
		if is == nil && len(want) == 1 && len(shown) == 1 {
			is, _ = shown[0].(map[string]any)
		}
		for _, member := range []string{"streetAddress", "locality", "region", "postalCode", "country"} {
			if is != nil && !empty(element[member]) && empty(is[member]) {
				out = append(out, differs(fmt.Sprintf("addresses[type eq %q].%s", text(element["type"]), member), show(element[member])+", as sent", nil)...)
			}
		}
	}
	return out
}

func counterpart(path string, want map[string]any, sent, shown []any) map[string]any {
	same := func(a, b map[string]any, member string) bool {
		return plain(path+"."+member, text(a[member])) == plain(path+"."+member, text(b[member]))
	}
	var ofType map[string]any
	for _, s := range shown {
		element, ok := s.(map[string]any)
		if !ok {
			continue
		}
		if !empty(want["value"]) && same(want, element, "value") {
			return element
		}
		if !empty(element["type"]) && same(want, element, "type") && !sentElsewhere(path, element, sent) {
			ofType = element
		}
	}
	return ofType
}

func sentElsewhere(path string, element map[string]any, sent []any) bool {
	for _, s := range sent {
		if w, ok := s.(map[string]any); ok && !empty(w["value"]) && plain(path+".value", text(w["value"])) == plain(path+".value", text(element["value"])) {
			return true
		}
	}
	return false
}

// plain writes a value so that legal notations of one value are the same.
func plain(path, value string) string {
	switch {
	case path == "locale" || path == "preferredLanguage":
		return strings.ToLower(strings.ReplaceAll(value, "_", "-"))
	case path == "phoneNumbers.value":
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, value)
	case path == "emails.value" || strings.HasSuffix(path, ".type"):
		return strings.ToLower(value)
	}
	return value
}
