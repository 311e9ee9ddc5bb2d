// Package provider is a SCIM 2.0 service provider (RFC 7643, RFC 7644) as Okta's provisioning needs one, with roles derived
// from groups, a seat limit, several tenants and token rotation. It is correct by default and can be told to misbehave, so
// that a tester of such servers can be tested.
//
// # Where to look
//
// A request arrives in Server.ServeHTTP (server.go), becomes a Request (request.go), and passes through the functions of
// Behaviours (behaviours.go) in this order:
//
//	Serve                             the whole request
//	  Handle
//	    Authenticate                  auth.go
//	    Route                         route.go
//	    ParseQuery → ParseFilter      query.go, filter*.go, syntax.go
//	    ReadBody, Decode              body.go
//	    Create                        create.go   POST    Normalise, Build, Save, ChangeMembers
//	    Get                           read.go     GET     Load
//	    List                          list.go     GET     Select, Match, Envelope
//	    Replace                       replace.go  PUT     Normalise, Load, Merge, ChangeMembers, Save
//	    Patch                         patch*.go   PATCH   ParsePatch, Load, ApplyPatch, ApplyOperation, ChangeMembers, Save
//	    Delete                        delete.go   DELETE  Load, Remove
//	    Discover                      discovery.go
//	  Fail                            error.go    an error becomes an answer
//	  Send → Encode                   send.go, json.go
//
// Save is Validate, CheckUnique, TakeSeat, Store (save.go). What is shown is made by Show, which is Render without what the
// client does not want; Render asks Members, Groups, Role and Location (render.go, members.go, role.go).
//
// All data goes through Read and Write, one transaction a request, on a Storage (storage.go, memory.go) that knows no SCIM
// rules. Attributes are described once, in schema*.go; filters, PATCH, PUT and discovery all read these descriptions.
//
// # Misbehaving
//
// A Fault (faults.go) or Variant (variants.go) is a named value with a function that replaces or wraps some Behaviours. No
// other code knows of them. switches.go turns them on and off, for every request or for the next few. faults.go tells how to
// add one; each fault has a scenario that shows it in the test file of its family.
package provider
