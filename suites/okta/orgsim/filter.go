package orgsim

import (
	"fmt"
	"strings"
	"time"

	parser "github.com/scim2/filter-parser/v2"
)

// filter is a filter or search expression of the API, which has SCIM's grammar
// (developer.okta.com/docs/reference/core-okta-api/#filter).
type filter struct{ expression parser.Expression }

// parseFilter reads an expression. Okta names attributes more deeply nested than
// SCIM does, such as debugContext.debugData.x: those are not understood.
func parseFilter(name, text string) (filter, *apiError) {
	expression, err := parser.ParseFilter([]byte(text))
	if err != nil {
		return filter{}, &apiError{status: 400, code: "E0000031", summary: fmt.Sprintf("Invalid search criteria. %s: %q cannot be read.", name, text)}
	}
	return filter{expression}, nil
}

// keep gives the items whose JSON object fulfils the query parameter of that
// name; all, when there is none.
func keep[T any](c *call, name string, all []T, show func(T) object) ([]T, *apiError) {
	text := c.r.URL.Query().Get(name)
	if text == "" {
		return all, nil
	}
	f, problem := parseFilter(name, text)
	if problem != nil {
		return nil, problem
	}
	var out []T
	for _, e := range all {
		if holds(f.expression, show(e)) {
			out = append(out, e)
		}
	}
	return out, nil
}

func holds(e parser.Expression, o object) bool {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		if e.Operator == parser.AND {
			return holds(e.Left, o) && holds(e.Right, o)
		}
		return holds(e.Left, o) || holds(e.Right, o)
	case *parser.NotExpression:
		return !holds(e.Expression, o)
	case *parser.AttributeExpression:
		path := []string{e.AttributePath.AttributeName}
		if e.AttributePath.SubAttribute != nil {
			path = append(path, *e.AttributePath.SubAttribute)
		}
		for _, v := range values(o, path) {
			if compare(strings.ToLower(string(e.Operator)), v, e.CompareValue) {
				return true
			}
		}
	}
	return false
}

// values gives what stands at a path; through an array, of each element.
func values(at any, path []string) []any {
	if list, ok := at.([]object); ok {
		var out []any
		for _, e := range list {
			out = append(out, values(e, path)...)
		}
		return out
	}
	if len(path) == 0 || at == nil {
		if list, ok := at.([]string); ok {
			var out []any
			for _, e := range list {
				out = append(out, e)
			}
			return out
		}
		return []any{at}
	}
	o, _ := at.(object)
	return values(o[path[0]], path[1:])
}

func compare(operator string, have, want any) bool {
	if operator == "pr" {
		return have != nil && have != ""
	}
	if operator == "eq" && have == want {
		return true
	}
	a, aText := have.(string)
	b, bText := want.(string)
	if !aText || !bText {
		return false
	}
	switch operator {
	case "eq":
		return strings.EqualFold(a, b)
	case "ne":
		return !strings.EqualFold(a, b)
	case "co":
		return strings.Contains(strings.ToLower(a), strings.ToLower(b))
	case "sw":
		return strings.HasPrefix(strings.ToLower(a), strings.ToLower(b))
	case "ew":
		return strings.HasSuffix(strings.ToLower(a), strings.ToLower(b))
	}
	order := strings.Compare(a, b)
	if s, err := time.Parse(time.RFC3339, a); err == nil {
		if t, err := time.Parse(time.RFC3339, b); err == nil {
			order = s.Compare(t)
		}
	}
	switch operator {
	case "gt":
		return order > 0
	case "ge":
		return order >= 0
	case "lt":
		return order < 0
	case "le":
		return order <= 0
	}
	return false
}
