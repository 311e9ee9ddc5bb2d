package provider

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"

	parser "github.com/scim2/filter-parser/v2"
)

const (
	maxFilter  = 16 << 10 // bytes of a filter or path
	maxNesting = 50       // brackets within brackets
	maxShapes  = 512      // shapes remembered
)

// syntax reads filters and PATCH paths with scim2/filter-parser. That parser leaves escapes in strings, knows few
// forms of value filters, and is slow. So strings and value filters are taken out first, and what is left is a shape
// such as `userName eq "0"` or `emails[v eq 0].value`, which is parsed once however many requests have it.
type syntax struct {
	mu      sync.Mutex
	filters map[string]parser.Expression
	paths   map[string]parser.Path
}

func newSyntax() *syntax {
	return &syntax{filters: map[string]parser.Expression{}, paths: map[string]parser.Path{}}
}

// filter parses a whole filter.
func (s *syntax) filter(raw string) (parser.Expression, error) {
	p := parts{refuse: InvalidFilter, kind: "filter"}
	shape, err := p.takeOut(raw)
	if err != nil {
		return nil, err
	}
	return s.expression(shape, &p)
}

// expression parses a shape and puts back what was taken out.
func (s *syntax) expression(shape string, p *parts) (parser.Expression, error) {
	expr, err := remember(s, s.filters, shape,
		func() (parser.Expression, error) { return parser.ParseFilter([]byte(shape)) })
	if err != nil {
		return nil, p.refuse("The %s %q is not one that RFC 7644 §3.4.2.2 knows; an example is: userName eq \"jane@example.com\".", p.kind, p.raw)
	}
	return s.putBack(expr, p)
}

// path parses the path of a PATCH operation.
func (s *syntax) path(raw string) (parser.Path, error) {
	p := parts{refuse: InvalidPath, kind: "path"}
	shape, err := p.takeOut(raw)
	if err != nil {
		return parser.Path{}, err
	}
	path, err := remember(s, s.paths, shape, func() (parser.Path, error) { return parser.ParsePath([]byte(shape)) })
	if err != nil {
		return parser.Path{}, InvalidPath("The path %q is not one that RFC 7644 §3.5.2 knows; examples are: name.givenName, members[value eq \"2819\"].", raw)
	}
	if path.ValueExpression != nil {
		path.ValueExpression, err = s.valueFilter(path.ValueExpression, &p)
	}
	return path, err
}

// remember looks a shape up or parses it.
func remember[T any](s *syntax, known map[string]T, shape string, parse func() (T, error)) (T, error) {
	s.mu.Lock()
	v, ok := known[shape]
	s.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := parse()
	if err != nil {
		return v, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(known) >= maxShapes {
		clear(known)
	}
	known[shape] = v
	return v, nil
}

// putBack copies an expression with the strings and value filters of the request in it.
func (s *syntax) putBack(e parser.Expression, p *parts) (parser.Expression, error) {
	switch e := e.(type) {
	case *parser.AttributeExpression:
		c := *e
		if text, ok := e.CompareValue.(string); ok {
			i, _ := strconv.Atoi(text)
			c.CompareValue = p.strings[i]
		}
		return &c, nil
	case *parser.NotExpression:
		inner, err := s.putBack(e.Expression, p)
		return &parser.NotExpression{Expression: inner}, err
	case *parser.LogicalExpression:
		left, err := s.putBack(e.Left, p)
		if err != nil {
			return nil, err
		}
		right, err := s.putBack(e.Right, p)
		return &parser.LogicalExpression{Left: left, Right: right, Operator: e.Operator}, err
	case *parser.ValuePath:
		inner, err := s.valueFilter(e.ValueFilter, p)
		return &parser.ValuePath{AttributePath: e.AttributePath, ValueFilter: inner}, err
	default:
		return nil, p.refuse("The %s %q has a part that cannot be understood.", p.kind, p.raw)
	}
}

// valueFilter parses the filter for which "v eq <number>" stands.
func (s *syntax) valueFilter(e parser.Expression, p *parts) (parser.Expression, error) {
	i, _ := e.(*parser.AttributeExpression).CompareValue.(int)
	inner := &parts{raw: p.raw, refuse: p.refuse, kind: p.kind, strings: p.strings}
	return s.expression(p.filters[i], inner)
}

// parts is what was taken out of a filter or path.
type parts struct {
	raw     string
	kind    string // "filter" or "path", for errors
	refuse  func(format string, args ...any) *Error
	strings []string // decoded
	filters []string // shapes of what was within [ ]
}

// takeOut gives the shape of raw.
func (p *parts) takeOut(raw string) (shape string, err error) {
	p.raw = raw
	if len(raw) > maxFilter {
		p.raw = raw[:60] + "…"
		return "", p.refuse("The %s is %d bytes long; %d are allowed.", p.kind, len(raw), maxFilter)
	}
	var b strings.Builder
	opened, nesting := -1, 0
	outer := ""
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; c {
		case '"':
			end := endOfString(raw, i)
			var s string
			if end < 0 || json.Unmarshal([]byte(raw[i:end]), &s) != nil {
				return "", p.refuse("The %s %q has a string that does not end or is not a JSON string.", p.kind, raw)
			}
			b.WriteString(strconv.Quote(strconv.Itoa(len(p.strings))))
			if p.strings = append(p.strings, s); len(p.strings) > maxTerms {
				return "", p.refuse("The %s compares with more than %d texts.", p.kind, maxTerms)
			}
			i = end - 1
		case '[':
			if opened >= 0 {
				return "", p.refuse("The %s %q has [ within [ ].", p.kind, raw)
			}
			opened = i
			outer = b.String()
			b.Reset()
		case ']':
			if opened < 0 {
				return "", p.refuse("The %s %q has ] without [.", p.kind, raw)
			}
			inner := strings.TrimSpace(b.String())
			b.Reset()
			b.WriteString(outer + "[v eq " + strconv.Itoa(len(p.filters)) + "]")
			p.filters = append(p.filters, inner)
			opened = -1
		case '(':
			if nesting++; nesting > maxNesting {
				return "", p.refuse("The %s nests more than %d brackets.", p.kind, maxNesting)
			}
			b.WriteByte(c)
		case ')':
			nesting--
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	if opened >= 0 {
		return "", p.refuse("The %s %q has [ without ].", p.kind, raw)
	}
	return strings.TrimSpace(b.String()), nil
}

// endOfString gives the place behind the closing quote of the JSON string that starts at i, -1 when there is none.
func endOfString(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}
