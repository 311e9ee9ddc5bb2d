package provider

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Pages: Okta asks for 100 resources at a time; a client that states no count gets as many.
const (
	DefaultCount = 100
	MaxCount     = 1000
)

// Query is what stands behind the "?" (RFC 7644 §3.4.2, §3.9).
type Query struct {
	Filter     *Filter // nil for none; lists only
	StartIndex int     // from 1
	Count      int     // from 0 to MaxCount
	Fields     Fields
}

// parseQuery reads the query part. "+" and "%20" are both a blank.
func parseQuery(rq *Request) error {
	values, err := url.ParseQuery(rq.HTTP.URL.RawQuery)
	if err != nil {
		return InvalidSyntax("The query part of the URL is not well encoded: %s.", rq.HTTP.URL.RawQuery)
	}
	q := &rq.Query
	if rq.Entitlement != nil { // Values reads it
		return nil
	}
	if rq.Type == nil {
		if values.Has("filter") {
			return Refuse(http.StatusForbidden, "", "%s cannot be filtered (RFC 7644 §4).", rq.Path)
		}
		return nil
	}
	q.Fields = newFields(rq.Type, values.Get("attributes"), values.Get("excludedAttributes"))
	if q.StartIndex, err = number(values, "startIndex", 1); err != nil {
		return err
	}
	if q.Count, err = number(values, "count", DefaultCount); err != nil {
		return err
	}
	q.StartIndex = max(q.StartIndex, 1)
	q.Count = min(max(q.Count, 0), MaxCount)
	if rq.Operation == OpList && values.Has("filter") {
		q.Filter, err = rq.Do.ParseFilter(rq, values.Get("filter"))
	}
	return err
}

// number reads an integer however large.
func number(values url.Values, name string, otherwise int) (int, error) {
	s := values.Get(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	switch {
	case err == nil:
		return n, nil
	case n == math.MaxInt || n == math.MinInt:
		return n, nil
	default:
		return 0, InvalidValue("%s must be an integer, not %q.", name, s)
	}
}

// Fields are the attributes a client wants to see (RFC 7644 §3.9). The zero Fields is all.
type Fields struct {
	only   []reference
	except []reference
	given  bool // the attributes parameter was there
}

func newFields(t *ResourceType, attributes, excluded string) Fields {
	return Fields{only: references(t, attributes), except: references(t, excluded),
		given: strings.TrimSpace(attributes) != ""}
}

// references reads a list of attributes; what no schema knows is passed over.
func references(t *ResourceType, list string) []reference {
	var refs []reference
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if ref, ok := t.resolveText(name); ok {
			refs = append(refs, ref)
		}
	}
	return refs
}

// Everything tells whether nothing was asked to be left out.
func (f Fields) Everything() bool {
	return !f.given && len(f.except) == 0
}

// Wants tells whether any of a top-level attribute is to be seen.
func (f Fields) Wants(name string) bool {
	if name == "id" || name == "schemas" {
		return true
	}
	for _, ref := range f.except {
		if ref.sub == nil && ref.top() == name && (ref.extension == "" || ref.attribute == nil) {
			return false
		}
	}
	if !f.given {
		return true
	}
	for _, ref := range f.only {
		if ref.top() == name {
			return true
		}
	}
	return false
}

// project leaves out of a resource what is not wanted. What Render left out already does not matter.
func (f Fields) project(resource Object) Object {
	if f.Everything() {
		return resource
	}
	out := make(Object, len(resource))
	for name, v := range resource {
		if f.Wants(name) {
			out[name] = v
		}
	}
	for name := range out {
		f.narrow(out, name)
	}
	for _, ref := range f.except {
		cut(out, ref)
	}
	return out
}

// narrow keeps of one attribute only the sub-attributes that were asked for.
func (f Fields) narrow(out Object, name string) {
	var parts []reference
	for _, ref := range f.only {
		if ref.top() != name {
			continue
		}
		if ref.attribute == nil || ref.extension == "" && ref.sub == nil {
			return
		}
		parts = append(parts, ref)
	}
	if len(parts) == 0 {
		return
	}
	keep := func(o Object) Object {
		kept := Object{}
		for _, ref := range parts {
			key := ref.attribute.Name
			if ref.extension == "" {
				key = ref.sub.Name
			}
			if v, ok := o[key]; ok {
				kept[key] = v
			}
		}
		return kept
	}
	out[name] = mapObjects(out[name], keep)
}

// cut takes one excluded sub-attribute, or attribute of an extension, out of a resource.
func cut(out Object, ref reference) {
	key := ""
	switch {
	case ref.extension != "" && ref.attribute != nil && ref.sub == nil:
		key = ref.attribute.Name
	case ref.extension == "" && ref.sub != nil:
		key = ref.sub.Name
	default:
		return
	}
	if v, ok := out[ref.top()]; ok {
		out[ref.top()] = mapObjects(v, func(o Object) Object {
			kept := make(Object, len(o))
			for k, v := range o {
				if k != key {
					kept[k] = v
				}
			}
			return kept
		})
	}
}

// mapObjects applies a function to a complex value, or to each one of a list.
func mapObjects(v any, change func(Object) Object) any {
	switch v := v.(type) {
	case Object:
		return change(v)
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = mapObjects(x, change)
		}
		return list
	default:
		return v
	}
}
