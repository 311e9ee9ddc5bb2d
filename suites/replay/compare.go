package replay

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/okta"
)

// compare returns what each check says of an answer.
func compare(x exchange, is okta.Answer) map[string][]result.Problem {
	was := x.answer
	out := map[string][]result.Problem{sameStatus: nil}
	problem := func(place, expected, actual string) result.Problem {
		return result.Problem{Operation: is.Op(), Part: fmt.Sprintf("of entry %d", x.number), Place: place,
			Expected: expected + ", as recorded", Actual: actual}
	}
	if is.Err != nil {
		out[sameStatus] = []result.Problem{problem("", status(was.Status), is.Err.Error())}
		return out
	}
	if was.Status != is.Status {
		actual := status(is.Status)
		if detail := is.Resource.String("detail"); detail != "" {
			actual += ": " + detail
		}
		if was.OK() && is.OK() {
			out[sameSuccess] = []result.Problem{problem("status", status(was.Status), actual)}
		} else {
			out[sameStatus] = []result.Problem{problem("status", status(was.Status), actual)}
		}
		return out
	}
	out[sameSuccess] = nil
	if was.Resource == nil || !was.OK() {
		return out
	}
	c := comparer{list: x.list}
	if is.Resource == nil {
		c.lost = []difference{{"body", "a JSON object", "none"}}
	} else {
		c.object("", was.Resource, is.Resource)
	}
	out[sameShape], out[noMore] = nil, nil
	for id, differences := range map[string][]difference{sameShape: c.lost, noMore: c.more} {
		for _, d := range differences {
			out[id] = append(out[id], problem(d.at, d.was, d.is))
		}
	}
	return out
}

func status(code int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
}

type difference struct{ at, was, is string }

// comparer compares shapes: names and types of members, numbers of elements and truth values; no ids, times and texts.
type comparer struct {
	list       bool // how many resources a list without a filter holds is the tenant's own
	lost, more []difference
}

// free are members whose content an app may choose anew, or that follow from others.
var free = map[string]bool{"meta": true, "display": true, "$ref": true, "detail": true, "totalResults": true,
	"itemsPerPage": true,
	"version":      true, "groups": true}

func (c *comparer) object(at string, was, is map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(was)) {
		place := strings.TrimPrefix(at+"."+name, ".")
		other, shown := is[name]
		switch {
		case empty(was[name]):
		case !shown || other == nil:
			c.lost = append(c.lost, difference{place, kindOf(was[name]), "absent"})
		case kindOf(was[name]) != kindOf(other):
			c.lost = append(c.lost, difference{place, kindOf(was[name]), kindOf(other)})
		case !free[name]:
			c.value(place, was[name], other)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[name]; !there && !empty(is[name]) {
			c.more = append(c.more, difference{strings.TrimPrefix(at+"."+name, "."), "absent", kindOf(is[name])})
		}
	}
}

func (c *comparer) value(at string, was, is any) {
	switch w := was.(type) {
	case map[string]any:
		c.object(at, w, is.(map[string]any))
	case []any:
		i := is.([]any)
		switch {
		case at == "schemas":
			for _, s := range w {
				if !slices.Contains(i, s) {
					c.lost = append(c.lost, difference{at, fmt.Sprint(s), "absent"})
				}
			}
			return
		case c.list && at == "Resources": // of whom there may be anybody
			return
		case len(w) != len(i):
			c.lost = append(c.lost, difference{at, fmt.Sprintf("%d elements", len(w)), fmt.Sprint(len(i))})
			return
		}
		if len(w) == 1 {
			if a, ok := w[0].(map[string]any); ok {
				if b, ok := i[0].(map[string]any); ok {
					c.object(at, a, b)
				}
			}
		}
	case bool:
		if was != is {
			c.lost = append(c.lost, difference{at, fmt.Sprint(was), fmt.Sprint(is)})
		}
	}
}

func empty(v any) bool {
	list, isList := v.([]any)
	object, isObject := v.(map[string]any)
	return v == nil || v == "" || isList && len(list) == 0 || isObject && len(object) == 0
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}
