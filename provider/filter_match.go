package provider

import (
	"strings"
	"time"

	parser "github.com/scim2/filter-parser/v2"
)

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

// holds is true when one of the values fulfils it. An attribute without a value equals null and differs from anything else.
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
	return fold(s)
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
