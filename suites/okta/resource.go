package okta

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Resource is a decoded SCIM resource (RFC 7643 §3). Numbers are json.Number,
// objects map[string]any, arrays []any.
type Resource map[string]any

// ID is the resource's id; the digits when a server gives a number, and "" when
// there is none.
func (r Resource) ID() string { return idOf(r["id"]) }

func idOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

// Get follows path through objects by name and through arrays by index, as in
// Get("emails", "0", "value"). It tells whether something, null included, is there.
func (r Resource) Get(path ...string) (any, bool) {
	var at any = map[string]any(r)
	for _, p := range path {
		switch v := at.(type) {
		case map[string]any:
			e, ok := v[p]
			if !ok {
				return nil, false
			}
			at = e
		case []any:
			i, err := strconv.Atoi(p)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			at = v[i]
		default:
			return nil, false
		}
	}
	return at, true
}

// String is the string at path, and "" when there is none.
func (r Resource) String(path ...string) string {
	v, _ := r.Get(path...)
	s, _ := v.(string)
	return s
}

// Set puts value at path. Objects that are missing on the way are made; an
// array is changed only where it already has an element.
func (r Resource) Set(value any, path ...string) {
	if r == nil || len(path) == 0 {
		return
	}
	set(map[string]any(r), value, path)
}

func set(at any, value any, path []string) {
	last := len(path) == 1
	switch at := at.(type) {
	case map[string]any:
		if last {
			at[path[0]] = value
			return
		}
		switch at[path[0]].(type) {
		case map[string]any, []any:
		default:
			at[path[0]] = map[string]any{}
		}
		set(at[path[0]], value, path[1:])
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(at) {
			return
		}
		if last {
			at[i] = value
			return
		}
		set(at[i], value, path[1:])
	}
}

// Clone is a deep copy.
func (r Resource) Clone() Resource {
	if r == nil {
		return nil
	}
	return Resource(clone(map[string]any(r)).(map[string]any))
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for k, e := range out {
			out[k] = clone(e)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			out[i] = clone(e)
		}
		return out
	default:
		return v
	}
}
