package okta

import "context"

const (
	pageSize = 100  // of Okta's imports
	maxPages = 1000 // when no limit is given: 100 000 resources
)

// ImportUsers reads all users as an import does: pages of 100 that start at 1,
// 101, 201 … until totalResults of the latest page is reached. limit is the
// greatest number of pages; 0 means 1000. It ends early at an answer that is not
// a list, and at a page without resources.
func (c *Client) ImportUsers(ctx context.Context, limit int) []Answer {
	return importAll(ctx, limit, c.ListUsers)
}

// ImportGroups reads all groups; see [Client.ImportUsers].
func (c *Client) ImportGroups(ctx context.Context, limit int) []Answer {
	return importAll(ctx, limit, c.ListGroups)
}

func importAll(ctx context.Context, limit int, page func(context.Context, int, int) Answer) []Answer {
	if limit <= 0 {
		limit = maxPages
	}
	var out []Answer
	for start := 1; len(out) < limit; start += pageSize {
		a := page(ctx, start, pageSize)
		out = append(out, a)
		total, counted := a.Total()
		if list, _ := a.List(); !a.OK() || !counted || len(list) == 0 || start+pageSize > total {
			break
		}
	}
	return out
}
