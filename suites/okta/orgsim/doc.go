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
//
// Assumed, because no public source says it:
//   - the first half of a failure's reason ("Automatic provisioning of … failed: Error while …") for other actions than creating a user;
//     the second half ("Bad Request. Errors reported by remote server: …") is seen in public logs
//   - an assignment that comes from a group cannot be ended by DELETE of the app user: 403
//   - PATCH of a group push mapping to ACTIVE pushes the whole membership, as Push Now does
//   - who is unassigned stays in the app's groups until the next change of their members, and is pushed to them again on coming back
//   - when a pushed group is deleted in Okta, the group in the app stays
//   - a limit beyond what an operation allows is refused, and all operations share one rate limit
//
// Known to differ: Okta tries a failed job again by itself, and after the POST of
// a new group a public log of an aiw app has a GET of it before the PUT.
package orgsim
