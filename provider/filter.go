package provider

import (
	"strings"

	parser "github.com/scim2/filter-parser/v2"
)

// Filter is a filter of RFC 7644 §3.4.2.2 with its attributes resolved for one resource type.
type Filter struct {
	Raw        string     // as the client wrote it, decoded from the URL
	Equalities []Equality // what every match must fulfil, besides the rest of the filter
	Attributes []string   // top-level attributes it looks at: "emails", "urn:…:enterprise:2.0:User"

	condition condition
}

// Equality is "attribute eq value" with a string.
type Equality struct {
	Attribute string // as in the schema: "userName", "emails.value", "members.value"
	Value     string
}

// FilterFunc makes a Filter that matches as a function does, which looks at these top-level attributes.
func FilterFunc(raw string, attributes []string, match func(resource Object) bool) *Filter {
	return &Filter{Raw: raw, Attributes: attributes, condition: matchFunc(match)}
}

// matchFunc is a condition that is no expression.
type matchFunc func(Object) bool

func (f matchFunc) holds(o Object) bool { return f(o) }

// Match tells whether a resource, as it is shown, fulfils the filter.
func (f *Filter) Match(resource Object) bool {
	return f.condition.holds(resource)
}

// Equals tells whether the filter is "attribute eq value" and nothing else, and gives the value.
func (f *Filter) Equals(attribute string) (value string, ok bool) {
	c, ok := f.condition.(*comparison)
	if !ok || c.operator != parser.EQ || !strings.EqualFold(c.ref.String(), attribute) {
		return "", false
	}
	value, ok = c.value.(string)
	return value, ok
}

// needs tells whether the filter looks at a top-level attribute.
func (f *Filter) needs(name string) bool {
	for _, a := range f.Attributes {
		if a == name {
			return true
		}
	}
	return false
}

// parseFilter reads the filter of a list request.
func parseFilter(rq *Request, raw string) (*Filter, error) {
	expr, err := rq.Server.syntax.filter(raw)
	if err != nil {
		return nil, err
	}
	c := compiler{scope: resourceScope{rq.Type}}
	cond, err := c.compile(expr)
	if err != nil {
		return nil, err
	}
	return &Filter{Raw: raw, condition: cond, Equalities: equalities(nil, cond), Attributes: c.attributes}, nil
}

// equalities collects the string comparisons that are joined by "and" from the top down.
func equalities(list []Equality, c condition) []Equality {
	switch c := c.(type) {
	case *comparison:
		if s, ok := c.value.(string); ok && c.operator == parser.EQ {
			list = append(list, Equality{c.ref.String(), s})
		}
	case *logical:
		if c.and {
			list = equalities(equalities(list, c.left), c.right)
		}
	case *valuePath:
		for _, e := range equalities(nil, c.inner) {
			list = append(list, Equality{c.ref.String() + "." + e.Attribute, e.Value})
		}
	}
	return list
}

// scope is where the attributes of an expression are looked up: in a resource, or in the values of one attribute.
type scope interface {
	find(path parser.AttributePath) (reference, bool)
	String() string
}

type resourceScope struct{ *ResourceType }

// find also knows "email", which some apps configured by e-mail address are asked for.
func (s resourceScope) find(p parser.AttributePath) (reference, bool) {
	if s.Name == KindUser && p.URIPrefix == nil && p.SubAttribute == nil && strings.EqualFold(p.AttributeName, "email") {
		return s.resolve("", "emails", "value")
	}
	return s.resolve(p.URI(), p.AttributeName, p.SubAttributeName())
}

func (s resourceScope) String() string { return "a " + s.Name }

type valueScope struct{ *Attribute }

func (s valueScope) find(p parser.AttributePath) (reference, bool) {
	a := s.sub(p.AttributeName)
	return reference{attribute: a}, a != nil && p.URIPrefix == nil && p.SubAttribute == nil
}

func (s valueScope) String() string { return s.Name }
