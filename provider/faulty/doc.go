// Package faulty holds the ways in which the server of package provider can be told to misbehave, so that a tester of
// such servers can be tested. A Fault comes from a public report about a product, or was made up from the grid of what
// Okta does and where its effect can be seen; Fault.Source tells which.
//
// # How to add a fault
//
// Put it into the file of its category, as one more entry of the slice there: an entry with a short Apply, or the name
// of a function "func lookupCaseSensitive(b *Behaviors)" in the same file. The matrix of suites/selftest proves that
// a check of its area catches it. A fault that the matrix cannot prove has a scenario in shown_test.go.
//
//   - Take the smallest behavior that shows the defect: keep the old one (next := b.Match), put a function in its place, and
//     call next for everything that should stay right. Other behaviors are called through rq.Do, so that faults add up.
//   - State that lasts from request to request is a variable of Apply, guarded by a mutex: requests run at the same time. Key
//     it by rq.Tenant, as hook.Recall does. Whatever is in the storage may be gone at the next request.
//   - What one wrapped behavior has to tell another about the same request goes into Request.Note.
//   - Objects from the storage are shared: change a copy (Resource.Clone, scim.Clone). What Show, Envelope and the operations
//     return may be changed at the top level; values further down are shared too.
//   - Stay deterministic: no random numbers, no clock. A defect that needs a race gets one by a gap between two transactions,
//     held open by linger. Never wait within a transaction or with a mutex held: nobody else could get on.
//   - A failure of the software, not a refusal, is any error that is no *Error: it is answered 500.
//   - A defect that no client can see has NotOnWire, the reason, and no Apply.
//
// Which behavior shows what:
//
//	a request that is refused or lost, slow answers      Serve, Handle
//	credentials, tenants                                 Authenticate; Route to change the tenant by the id asked for
//	paths and methods that do not exist                  Route
//	paging parameters                                    ParseQuery (rq.Query), Select, Envelope
//	text of a filter                                     ParseFilter
//	what a filter finds                                  Match; Select
//	media type, charset, size of a body                  ReadBody (rq.Raw), Decode (rq.Body)
//	an attribute that is refused, dropped or altered     Normalize; Build for POST, Merge for PUT, ApplyOperation for PATCH
//	a value that is shown wrong and stored right         Render; Members, Groups, Role, Location for theirs
//	a whole answer: status, body, headers                Create, Get, List, Replace, Patch, Delete; Send for all
//	errors                                               Fail
//	missing or hidden resources                          Load, Select
//	PATCH                                                ParsePatch, ApplyPatch (all operations), ApplyOperation (one)
//	membership                                           ChangeMembers, CheckMember
//	uniqueness, seats, required attributes               CheckUnique, TakeSeat, Validate
//	what a change does besides                           Store (before and after), Remove
//	half-done writes, lost updates                       Write
package faulty
