package provider

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Object is a resource or a complex value: canonical attribute name → string, bool, number, Object, or []any of those.
// Objects in the store are shared between requests and never changed: work on a clone.
type Object = map[string]any

// clone copies a value with everything below it.
func clone[T any](v T) T {
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

// equal compares two values and everything below them; the order of a list counts.
func equal(a, b any) bool {
	switch a := a.(type) {
	case Object:
		b, ok := b.(Object)
		return ok && maps.EqualFunc(a, b, equal)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equal)
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

// text gives the string at key, "" when there is none.
func text(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

// objects gives the complex values of a list and skips whatever else is in it.
func objects(v any) []Object {
	list, _ := v.([]any)
	out := make([]Object, 0, len(list))
	for _, x := range list {
		if o, ok := x.(Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// fold makes strings that differ only by case equal, for every script that strings.EqualFold knows.
func fold(s string) string {
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
