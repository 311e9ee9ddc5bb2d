package provider

import (
	"net/http"
	"time"
)

// Operation is what a request asks for.
type Operation string

// The operations of RFC 7644 §3 and §4 that the server offers.
const (
	OpCreate   Operation = "create"   // POST /Users
	OpRead     Operation = "read"     // GET /Users/{id}
	OpList     Operation = "list"     // GET /Users
	OpReplace  Operation = "replace"  // PUT /Users/{id}
	OpPatch    Operation = "patch"    // PATCH /Users/{id}
	OpDelete   Operation = "delete"   // DELETE /Users/{id}
	OpDiscover Operation = "discover" // GET /ServiceProviderConfig, /ResourceTypes, /Schemas
)

// Request is one request on its way through the behaviours: each fills in what it is there for.
type Request struct {
	HTTP     *http.Request
	Server   *Server
	Do       *Behaviours // the behaviours that serve this request; call them through here, never directly
	Settings *Settings   // seats and roles as they were when the request came in
	Time     time.Time   // when it came in, UTC

	Tenant    string        // set by Authenticate
	Operation Operation     // set by Route
	Type      *ResourceType // set by Route; nil for discovery
	ID        string        // set by Route; of the resource, the schema or the resource type; "" for none
	Path      string        // set by Route; below the base path, "/Users/2819"
	Query     Query         // set by ParseQuery
	Raw       []byte        // set by ReadBody
	Body      Object        // set by Decode; as the client wrote it

	walked int            // members that filters of a PATCH looked at
	Notes  map[string]any // what one wrapped behaviour of a Fault or Variant tells another; nil until set by Note
}

// Note sets a note.
func (rq *Request) Note(key string, value any) {
	if rq.Notes == nil {
		rq.Notes = map[string]any{}
	}
	rq.Notes[key] = value
}

// IsUser tells whether the request is about users.
func (rq *Request) IsUser() bool { return rq.Type != nil && rq.Type.Name == KindUser }

// IsGroup tells whether the request is about groups.
func (rq *Request) IsGroup() bool { return rq.Type != nil && rq.Type.Name == KindGroup }

// IsWrite tells whether the request can change something.
func (rq *Request) IsWrite() bool {
	switch rq.Operation {
	case OpCreate, OpReplace, OpPatch, OpDelete:
		return true
	default:
		return false
	}
}

// Response is an answer before it is encoded.
type Response struct {
	Status int
	Header http.Header // never nil
	Body   any         // an Object; []byte is sent as it is; nil for no body
}

// respond makes a Response; body nil for none.
func respond(status int, body Object) *Response {
	r := &Response{Status: status, Header: http.Header{}}
	if body != nil {
		r.Body = body
	}
	return r
}

// Object gives the body of an answer to change it, nil when it has none.
func (r *Response) Object() Object {
	o, _ := r.Body.(Object)
	return o
}
