package okta

import "context"

// TestConnector is the button Test Connector Configuration: two users, then, when
// the app pushes or imports groups, the first page of groups.
func (c *Client) TestConnector(ctx context.Context, groups bool) Run {
	var run Run
	if run.add(c.Send(ctx, "connector-users", nil)) && groups {
		run.add(c.Send(ctx, "connector-groups", nil))
	}
	return run
}

// ResourceTypes and the two below are what Okta asks only with entitlements.
func (c *Client) ResourceTypes(ctx context.Context) Answer { return c.Send(ctx, "resource-types", nil) }

// Schemas asks for the schemas.
func (c *Client) Schemas(ctx context.Context) Answer { return c.Send(ctx, "schemas", nil) }

// Entitlements asks for a page of an entitlement endpoint, named without slash.
func (c *Client) Entitlements(ctx context.Context, endpoint string, start, count int) Answer {
	return c.Send(ctx, "entitlements", Vars{"endpoint": endpoint, "startIndex": start, "count": count})
}
