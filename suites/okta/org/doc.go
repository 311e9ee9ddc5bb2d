// Package org is Okta's management side: what an org says of one app, its
// people, groups, pushes and System Log, and the few changes that a run makes.
// It is the only importer of okta-sdk-golang v2. At the border people, groups
// and app users are the SDK's types; inside they are the small ones of this
// package. What the SDK has no method for, group push mappings, goes through
// its request executor.
//
// The facts come from Okta's public API description
// (developer.okta.com/docs/api/openapi/okta-management) and the SDK's models.
package org
