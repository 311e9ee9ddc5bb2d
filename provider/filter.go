package provider

import (
	"slices"
	"strings"
	"time"

	parser "github.com/scim2/filter-parser/v2"

	"github.com/oktascim/oktascim/provider/internal/scim"
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

// Needs tells whether the filter looks at a top-level attribute.
func (f *Filter) Needs(name string) bool {
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

// compiler turns a parsed expression into a condition whose attributes are resolved, or tells what is wrong with it.
type compiler struct {
	scope      scope
	attributes []string
	terms      int // comparisons so far
}

func (c *compiler) compile(e parser.Expression) (condition, error) {
	switch e := e.(type) {
	case *parser.AttributeExpression:
		return c.comparison(e)
	case *parser.NotExpression:
		inner, err := c.compile(e.Expression)
		return &negation{inner}, err
	case *parser.LogicalExpression:
		left, err := c.compile(e.Left)
		if err != nil {
			return nil, err
		}
		right, err := c.compile(e.Right)
		return &logical{and: e.Operator == parser.AND, left: left, right: right}, err
	case *parser.ValuePath:
		return c.valuePath(e)
	default:
		return nil, InvalidFilter("The filter has a part that cannot be understood.")
	}
}

func (c *compiler) reference(p parser.AttributePath) (reference, error) {
	ref, ok := c.scope.find(p)
	if !ok {
		return ref, InvalidFilter("%s has no attribute %q that could be filtered by.", c.scope, p)
	}
	if top := ref.top(); !slices.Contains(c.attributes, top) {
		c.attributes = append(c.attributes, top)
	}
	return ref, nil
}

func (c *compiler) valuePath(e *parser.ValuePath) (condition, error) {
	ref, err := c.reference(e.AttributePath)
	if err != nil {
		return nil, err
	}
	if ref.attribute == nil || ref.sub != nil || ref.attribute.Type != "complex" {
		return nil, InvalidFilter("%s has no sub-attributes that [ ] could select by.", ref)
	}
	inner := compiler{scope: valueScope{ref.attribute}, terms: c.terms}
	cond, err := inner.compile(e.ValueFilter)
	c.terms = inner.terms
	return &valuePath{ref: ref, inner: cond}, err
}

func (c *compiler) comparison(e *parser.AttributeExpression) (condition, error) {
	if c.terms++; c.terms > maxTerms {
		return nil, InvalidFilter("The filter has more than %d comparisons.", maxTerms)
	}
	ref, err := c.reference(e.AttributePath)
	if err != nil {
		return nil, err
	}
	operator := parser.CompareOperator(strings.ToLower(string(e.Operator)))
	if operator == parser.PR {
		return &comparison{ref: ref, operator: operator}, nil
	}
	leaf := ref.leaf()
	if leaf == nil {
		return nil, InvalidFilter("%s is complex: compare one of its sub-attributes.", ref)
	}
	if leaf != ref.attribute && ref.sub == nil {
		ref.sub = leaf
	}
	cmp := &comparison{ref: ref, operator: operator, value: e.CompareValue, exact: leaf.CaseExact}
	return cmp, cmp.check(leaf)
}

// leaf is the simple attribute that is compared: a complex one stands for its value (RFC 7644 §3.4.2.2: emails co "x").
func (r reference) leaf() *Attribute {
	a := r.attribute
	if r.sub != nil {
		a = r.sub
	}
	if a != nil && a.Type == "complex" {
		a = a.sub("value")
	}
	return a
}

// check refuses a comparison that the type of the attribute does not allow, and prepares its value.
func (c *comparison) check(leaf *Attribute) error {
	if c.value == nil {
		if c.operator != parser.EQ && c.operator != parser.NE {
			return InvalidFilter("null can be compared by eq and ne only.")
		}
		return nil
	}
	ordered := c.operator != parser.EQ && c.operator != parser.NE
	switch leaf.Type {
	case "boolean":
		if _, ok := c.value.(bool); !ok || ordered {
			return InvalidFilter("%s is true or false: compare it by eq or ne with true or false, without quotes.", c.ref)
		}
		return nil
	case "binary":
		if ordered {
			return InvalidFilter("%s is binary: compare it by eq or ne.", c.ref)
		}
	}
	s, ok := c.value.(string)
	if !ok {
		return InvalidFilter("%s is a string: compare it with a value in double quotes.", c.ref)
	}
	if leaf.Type == "dateTime" {
		when, err := time.Parse(time.RFC3339Nano, s)
		if err == nil {
			c.time = when
		} else if !slices.Contains([]parser.CompareOperator{parser.CO, parser.SW, parser.EW}, c.operator) {
			return InvalidFilter("%s is a time: compare it with one such as \"2026-01-31T09:30:00Z\".", c.ref)
		}
	}
	c.text = c.key(s)
	return nil
}

// condition is a part of a filter that holds for a resource or does not.
type condition interface {
	holds(Object) bool
}

type negation struct{ inner condition }

func (n *negation) holds(o Object) bool { return !n.inner.holds(o) }

type logical struct {
	and         bool
	left, right condition
}

func (l *logical) holds(o Object) bool {
	if l.and {
		return l.left.holds(o) && l.right.holds(o)
	}
	return l.left.holds(o) || l.right.holds(o)
}

// valuePath is emails[type eq "work"]: one value must fulfil all of it.
type valuePath struct {
	ref   reference
	inner condition
}

func (p *valuePath) holds(o Object) bool {
	for _, v := range p.ref.values(o) {
		if value, ok := v.(Object); ok && p.inner.holds(value) {
			return true
		}
	}
	return false
}

// comparison is one attribute, one operator, one value.
type comparison struct {
	ref      reference
	operator parser.CompareOperator
	value    any       // string, bool, or nil for null
	exact    bool      // case counts
	text     string    // a string value, folded unless exact
	time     time.Time // a dateTime value
}

// holds is true when one of the values fulfils it. An attribute without a value equals null and differs from anything
// else.
func (c *comparison) holds(o Object) bool {
	values := c.ref.values(o)
	switch {
	case c.operator == parser.PR:
		return present(values)
	case c.value == nil:
		return present(values) == (c.operator == parser.NE)
	case len(values) == 0:
		return c.operator == parser.NE
	}
	for _, v := range values {
		if c.holdsFor(v) {
			return true
		}
	}
	return false
}

func (c *comparison) holdsFor(v any) bool {
	s, ok := v.(string)
	if !ok {
		return (v == c.value) == (c.operator == parser.EQ)
	}
	if !c.time.IsZero() {
		if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
			return ordered(c.operator, t.Compare(c.time))
		}
	}
	switch s = c.key(s); c.operator {
	case parser.CO:
		return strings.Contains(s, c.text)
	case parser.SW:
		return strings.HasPrefix(s, c.text)
	case parser.EW:
		return strings.HasSuffix(s, c.text)
	default:
		return ordered(c.operator, strings.Compare(s, c.text))
	}
}

func (c *comparison) key(s string) string {
	if c.exact {
		return s
	}
	return scim.Fold(s)
}

// ordered reads the result of a three-way comparison.
func ordered(operator parser.CompareOperator, sign int) bool {
	switch operator {
	case parser.EQ:
		return sign == 0
	case parser.NE:
		return sign != 0
	case parser.GT:
		return sign > 0
	case parser.GE:
		return sign >= 0
	case parser.LT:
		return sign < 0
	default:
		return sign <= 0
	}
}

// present is "pr" of RFC 7644 §3.4.2.2: a non-empty value, or for a complex attribute a value with something in it.
func present(values []any) bool {
	for _, v := range values {
		switch v := v.(type) {
		case nil:
		case string:
			if v != "" {
				return true
			}
		case Object:
			if len(v) > 0 {
				return true
			}
		default:
			return true
		}
	}
	return false
}
