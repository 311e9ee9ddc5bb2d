// Package orgsim is a simulated Okta org, for tests and demos: the part of
// Okta's Management API that deals with one provisioned app, served over plain
// HTTP, and behind it the provisioning to that app's SCIM base URL, by the same
// sequences that a run replays (package okta).
//
// What it answers follows Okta's public API description
// (github.com/okta/okta-management-openapi-spec, management 2026.06.3): paths,
// JSON names, status codes, error objects, Link headers, rate limit headers.
// Where that is silent, the simulator does the strict thing, and a comment says
// so. It was never compared with a real org.
//
// Provisioning is asynchronous, as in Okta, and deterministic: each change puts
// jobs into one queue, which is worked off in order. [Org.WaitIdle] waits until
// it is empty. Planted [Problems] make the org the kind that an audit must find
// fault with.
package orgsim
