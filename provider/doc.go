// Package provider is a SCIM 2.0 service provider (RFC 7643, RFC 7644) as Okta's provisioning needs one, with roles
// derived from groups, a seat limit, several tenants and token rotation. It is correct; packages beside it make it
// misbehave, so that a tester of such servers can be tested.
//
// # Where to look
//
// A request arrives in Server.ServeHTTP (server.go), becomes a Request (request.go), and passes through the functions
// of Behaviors (behaviors.go) in this order:
//
//	Serve                             the whole request
//	  Handle
//	    Authenticate                  auth.go
//	    Route                         request.go
//	    ParseQuery → ParseFilter      query.go, filter.go, syntax.go
//	    ReadBody, Decode              body.go
//	    Create                        write.go    POST    Normalize, Build, Save, ChangeMembers
//	    Get                           read.go     GET     Load
//	    List                          read.go     GET     Select, Match, Envelope
//	    Replace                       write.go    PUT     Normalize, Load, Merge, ChangeMembers, Save
//	    Patch                         patch*.go   PATCH   ParsePatch, Load, ApplyPatch, ApplyOperation, ChangeMembers, Save
//	    Delete                        write.go    DELETE  Load, Remove
//	    Discover                      discovery.go
//	  Fail                            error.go    an error becomes an answer
//	  Send → Encode                   send.go
//
// Save is Validate, CheckUnique, TakeSeat, Store (write.go). What is shown is made by Show, which is Render without
// what the client does not want; Render asks Members, Groups, Role and Location (render.go, members.go).
//
// All data goes through Read and Write, one transaction a request, on a Storage (storage.go, memory.go) that knows no
// SCIM rules. Attributes are described once, in schema.go; filters, PATCH, PUT and discovery all read these
// descriptions.
//
// # Behaving in other ways
//
// A hook (Options.Hooks) replaces or wraps some Behaviors. Package faulty has hooks that misbehave, package legal
// those that are legal but unusual, and package control turns them on and off while the server runs, for every request
// or for the next few. Nothing here knows of them.
package provider
