package org

import (
	"context"
	"fmt"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// pages reads a list to its end, by the Link headers of its pages
// (rel="next"). A list that leads back to a page it had, or that has more than
// the allowed number of pages, is an error.
func pages[T any](ctx context.Context, c *Client, what string, page []*T, resp *sdk.Response, err error) ([]*T, error) {
	if err != nil {
		return nil, explain(what, resp, err)
	}
	all := page
	seen := map[string]bool{}
	for n := 1; resp.HasNextPage(); n++ {
		if seen[resp.NextPage] || n >= c.config.MaxPages {
			return nil, &Error{Cause: fmt.Sprintf("%s: the list does not end: after %d pages and %d entries there is still a next one", what, n, len(all)),
				Remedy: "This is a fault of the org or of a proxy before it, or the list is too long for this command."}
		}
		seen[resp.NextPage] = true
		var more []*T
		next, err := resp.Next(ctx, &more)
		if err != nil {
			return nil, explain(what, next, err)
		}
		all, resp = append(all, more...), next
	}
	return all, nil
}

// each converts a list, and leaves out the nulls that JSON could hold.
func each[T, O any](list []*T, convert func(*T) O) []O {
	out := make([]O, 0, len(list))
	for _, e := range list {
		if e != nil {
			out = append(out, convert(e))
		}
	}
	return out
}
