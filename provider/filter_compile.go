package provider

import (
	"slices"
	"strings"
	"time"

	parser "github.com/scim2/filter-parser/v2"
)

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
		return nil, invalidFilter("The filter has a part that cannot be understood.")
	}
}

func (c *compiler) reference(p parser.AttributePath) (reference, error) {
	ref, ok := c.scope.find(p)
	if !ok {
		return ref, invalidFilter("%s has no attribute %q that could be filtered by.", c.scope, p)
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
		return nil, invalidFilter("%s has no sub-attributes that [ ] could select by.", ref)
	}
	inner := compiler{scope: valueScope{ref.attribute}, terms: c.terms}
	cond, err := inner.compile(e.ValueFilter)
	c.terms = inner.terms
	return &valuePath{ref: ref, inner: cond}, err
}

func (c *compiler) comparison(e *parser.AttributeExpression) (condition, error) {
	if c.terms++; c.terms > maxTerms {
		return nil, invalidFilter("The filter has more than %d comparisons.", maxTerms)
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
		return nil, invalidFilter("%s is complex: compare one of its sub-attributes.", ref)
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
			return invalidFilter("null can be compared by eq and ne only.")
		}
		return nil
	}
	ordered := c.operator != parser.EQ && c.operator != parser.NE
	switch leaf.Type {
	case "boolean":
		if _, ok := c.value.(bool); !ok || ordered {
			return invalidFilter("%s is true or false: compare it by eq or ne with true or false, without quotes.", c.ref)
		}
		return nil
	case "binary":
		if ordered {
			return invalidFilter("%s is binary: compare it by eq or ne.", c.ref)
		}
	}
	s, ok := c.value.(string)
	if !ok {
		return invalidFilter("%s is a string: compare it with a value in double quotes.", c.ref)
	}
	if leaf.Type == "dateTime" {
		when, err := time.Parse(time.RFC3339Nano, s)
		if err == nil {
			c.time = when
		} else if !slices.Contains([]parser.CompareOperator{parser.CO, parser.SW, parser.EW}, c.operator) {
			return invalidFilter("%s is a time: compare it with one such as \"2026-01-31T09:30:00Z\".", c.ref)
		}
	}
	c.text = c.key(s)
	return nil
}
