package provider

import (
	"strings"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// reference is an attribute as a filter, a PATCH path or the attributes parameter names it (RFC 7644 §3.10).
type reference struct {
	extension string     // URN of the extension it is in, "" for the core schema
	schema    *Schema    // the extension; nil for the core schema
	attribute *Attribute // nil: the extension as a whole
	sub       *Attribute // nil: the attribute as a whole
}

// resolve finds what urn:name.sub names; urn and sub may be empty, case does not count.
func (t *ResourceType) resolve(urn, name, sub string) (reference, bool) {
	var ref reference
	if urn == "" || strings.EqualFold(urn, t.Core.ID) {
		ref.attribute = t.Attribute(name)
	} else if s := t.extension(urn); s != nil {
		ref.extension, ref.schema, ref.attribute = s.ID, s, findAttribute(s.Attributes, name)
	} else if s := t.extension(urn + ":" + name); s != nil && sub == "" {
		return reference{extension: s.ID, schema: s}, true
	}
	if ref.attribute == nil {
		return reference{}, false
	}
	if sub != "" {
		ref.sub = ref.attribute.sub(sub)
	}
	return ref, sub == "" || ref.sub != nil
}

// resolveText resolves "name.givenName" or "urn:…:User:department", as in the attributes parameter and in flat PATCH
// values.
func (t *ResourceType) resolveText(path string) (reference, bool) {
	if s := t.extension(path); s != nil {
		return reference{extension: s.ID, schema: s}, true
	}
	urn, rest, ok := cutLast(path, ":")
	if !ok {
		urn, rest = "", path
	}
	name, sub, _ := strings.Cut(rest, ".")
	return t.resolve(urn, name, sub)
}

// Knows reports whether a path such as "name.givenName" names an attribute or an extension of the type.
func (t *ResourceType) Knows(path string) bool {
	_, ok := t.resolveText(path)
	return ok
}

// String writes the reference as RFC 7644 §3.10 does.
func (r reference) String() string {
	s := r.extension
	if r.attribute != nil {
		if s != "" {
			s += ":"
		}
		s += r.attribute.Name
	}
	if r.sub != nil {
		s += "." + r.sub.Name
	}
	return s
}

// top is the key under which the top level of a resource holds it.
func (r reference) top() string {
	if r.extension != "" {
		return r.extension
	}
	return r.attribute.Name
}

// parent is the Object that holds the attribute, nil when there is none.
func (r reference) parent(resource Object) Object {
	if r.extension == "" {
		return resource
	}
	o, _ := resource[r.extension].(Object)
	return o
}

// values lists what the reference leads to in a resource, without null.
func (r reference) values(resource Object) []any {
	if r.attribute == nil {
		return scim.ListOf(resource[r.extension])
	}
	found := scim.ListOf(r.parent(resource)[r.attribute.Name])
	if r.sub == nil {
		return found
	}
	var subs []any
	for _, v := range found {
		if o, ok := v.(Object); ok && o[r.sub.Name] != nil {
			subs = append(subs, o[r.sub.Name])
		}
	}
	return subs
}

// within names an attribute of the extension that r is.
func (r reference) within(name string) (reference, bool) {
	a := findAttribute(r.schema.Attributes, name)
	return reference{extension: r.extension, schema: r.schema, attribute: a}, a != nil
}

// open gives the Object that holds the attribute and makes it if it is missing.
func (r reference) open(resource Object) Object {
	if r.extension == "" {
		return resource
	}
	o, ok := resource[r.extension].(Object)
	if !ok {
		o = Object{}
		resource[r.extension] = o
	}
	return o
}
