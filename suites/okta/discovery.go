package okta

import (
	"context"
	"strings"
)

// URNs by which Okta knows entitlements in /ResourceTypes.
const (
	RoleSchema        = "urn:okta:scim:schemas:core:1.0:Role"
	EntitlementSchema = "urn:okta:scim:schemas:core:1.0:Entitlement"
)

// ResourceTypes asks which endpoints there are, as Okta does for entitlements and for Import User Schema.
func (c *Client) ResourceTypes(ctx context.Context) Answer { return c.Send(ctx, "resource-types", nil) }

// Schemas asks which attributes there are.
func (c *Client) Schemas(ctx context.Context) Answer { return c.Send(ctx, "schemas", nil) }

// ListEntitlements asks an entitlement endpoint such as /Roles for a page of its values; start counts from 1.
func (c *Client) ListEntitlements(ctx context.Context, endpoint string, start, count int) Answer {
	return c.Send(ctx, "entitlements", Vars{"endpoint": strings.TrimPrefix(endpoint, "/"), "count": count, "startIndex": start})
}
