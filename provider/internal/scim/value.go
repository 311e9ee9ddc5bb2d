// Package scim holds what the server, its faults and its variants do with values of JSON.
package scim

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Object is a resource or a complex value: canonical attribute name → string, bool, number, Object, or []any of those.
// Objects in the store are shared between requests and never changed: work on a clone.
type Object = map[string]any

// Clone copies a value with everything below it.
func Clone[T any](v T) T {
	return deepCopy(v).(T)
}

func deepCopy(v any) any {
	switch v := v.(type) {
	case Object:
		c := make(Object, len(v))
		for k, x := range v {
			c[k] = deepCopy(x)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, x := range v {
			c[i] = deepCopy(x)
		}
		return c
	default:
		return v
	}
}

// Equal compares two values and everything below them; the order of a list counts.
func Equal(a, b any) bool {
	switch a := a.(type) {
	case Object:
		b, ok := b.(Object)
		return ok && maps.EqualFunc(a, b, Equal)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Equal)
	case nil, string, bool, float64, int, int64:
		switch b.(type) {
		case Object, []any:
			return false
		}
		return a == b
	default:
		return false
	}
}

// Text gives the string at key, "" when there is none.
func Text(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

// Objects gives the complex values of a list and skips whatever else is in it.
func Objects(v any) []Object {
	list, _ := v.([]any)
	out := make([]Object, 0, len(list))
	for _, x := range list {
		if o, ok := x.(Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// Fold makes strings that differ only by case equal, for every script that strings.EqualFold knows.
func Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 {
			return strings.Map(foldRune, s)
		}
	}
	return strings.ToLower(s)
}

// foldRune gives the smallest rune that equals r but for its case, and the small letter within ASCII.
func foldRune(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		least += 'a' - 'A'
	}
	return least
}

// ListOf makes a list of a list, of one value or of nothing.
func ListOf(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// WithEntry copies an Object that may be missing and adds to it.
func WithEntry(v any, name string, value any) Object {
	o := Object{name: value}
	if old, ok := v.(Object); ok {
		for k, x := range old {
			if k != name {
				o[k] = x
			}
		}
	}
	return o
}

// Mentions tells whether a body has an attribute, be it null.
func Mentions(body Object, name string) bool {
	for key := range body {
		if Fold(key) == Fold(name) {
			return true
		}
	}
	return false
}

// IsPrimary reports whether a complex value is marked primary.
func IsPrimary(v any) bool {
	o, ok := v.(Object)
	return ok && o["primary"] == true
}

// MainEmail is the address marked primary, else the first, "" for none.
func MainEmail(attrs Object) string {
	first := ""
	for _, email := range Objects(attrs["emails"]) {
		switch {
		case IsPrimary(email):
			return Text(email, "value")
		case first == "":
			first = Text(email, "value")
		}
	}
	return first
}
