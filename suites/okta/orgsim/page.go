package orgsim

import (
	"fmt"
	"strconv"
)

// page cuts a page out of a list, by the query parameters after and limit, and
// puts the Link headers self and next. id gives the cursor of an item. A limit
// beyond what the operation allows is refused.
func page[T any](c *call, all []T, id func(T) string, limit, most int) ([]T, *apiError) {
	query := c.r.URL.Query()
	limit, err := limitOf(c, limit, most)
	if err != nil {
		return nil, err
	}
	start := 0
	if after := query.Get("after"); after != "" && !c.plant.endless {
		start = -1
		for i, e := range all {
			if id(e) == after {
				start = i + 1
			}
		}
		if start < 0 {
			return nil, invalid("after", "after: The cursor is unknown.")
		}
	}
	end := min(start+limit, len(all))
	out := all[start:end]
	c.link("self", query.Get("after"))
	if len(out) > 0 && (end < len(all) || c.plant.endless) {
		c.link("next", id(out[len(out)-1]))
	}
	return out, nil
}

func limitOf(c *call, otherwise, most int) (int, *apiError) {
	text := c.r.URL.Query().Get("limit")
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, invalid("limit", fmt.Sprintf("limit: The value must be a number from 1 to %d.", most))
	}
	return n, nil
}

// link adds a Link header to this list, at a cursor.
func (c *call) link(rel, after string) {
	query := c.r.URL.Query()
	query.Del("after")
	if after != "" {
		query.Set("after", after)
	}
	target := c.base + c.r.URL.EscapedPath()
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	c.header.Add("Link", "<"+target+`>; rel="`+rel+`"`)
}

// each shows every item of a list.
func each[T any](all []T, show func(T) object) []object {
	out := []object{}
	for _, e := range all {
		out = append(out, show(e))
	}
	return out
}
