package provider

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider/internal/scim"
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
	OpValues   Operation = "values"   // GET /Roles and the like, as Options.Entitlements says
)

// Object is a resource or a complex value; see scim.Object. Those in the store are never changed: work on a clone.
type Object = scim.Object

// Request is one request on its way through the behaviors: each fills in what it is there for.
type Request struct {
	HTTP     *http.Request
	Server   *Server
	Do       *Behaviors // the behaviors that serve this request; call them through here, never directly
	Settings *Settings  // seats and roles as they were when the request came in
	Time     time.Time  // when it came in, UTC

	Tenant      string           // set by Authenticate
	Operation   Operation        // set by Route
	Type        *ResourceType    // set by Route; nil for discovery and entitlements
	Entitlement *EntitlementType // set by Route; whose values are asked for; nil for none
	ID          string           // set by Route; of the resource, the schema or the resource type; "" for none
	Path        string           // set by Route; below the base path, "/Users/2819"
	Query       Query            // set by ParseQuery
	Raw         []byte           // set by ReadBody
	Body        Object           // set by Decode; as the client wrote it

	walked int            // members that filters of a PATCH looked at
	Notes  map[string]any // what one wrapped behavior tells another; nil until set by Note
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

// Respond makes a Response; body nil for none.
func Respond(status int, body Object) *Response {
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

// route finds out what the path and the method ask for: 404 for a path that leads nowhere, 405 with Allow for a method
// it does not know.
func route(rq *Request) error {
	rest, ok := strings.CutPrefix(rq.HTTP.URL.EscapedPath(), rq.Server.options.BasePath)
	if !ok || rest != "" && rest[0] != '/' {
		return Refuse(http.StatusNotFound, "", "There is nothing at %s; the SCIM base URL ends in %s.", rq.HTTP.URL.Path,
			rq.Server.options.BasePath)
	}
	rq.Path = rest
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	endpoint := "/" + parts[0]
	if len(parts) == 2 {
		id, err := url.PathUnescape(parts[1])
		if err != nil {
			return Refuse(http.StatusNotFound, "", "There is nothing at %s.", rest)
		}
		rq.ID = id
	}
	methods := map[string]Operation{}
	switch endpoint {
	case "/Users", "/Groups":
		rq.Type = rq.Settings.User
		if endpoint == "/Groups" {
			rq.Type = rq.Settings.Group
		}
		if rq.ID == "" {
			methods = map[string]Operation{http.MethodGet: OpList, http.MethodPost: OpCreate}
		} else {
			methods = map[string]Operation{http.MethodGet: OpRead, http.MethodPut: OpReplace, http.MethodPatch: OpPatch,
				http.MethodDelete: OpDelete}
		}
	case "/ServiceProviderConfig":
		if len(parts) == 1 {
			methods[http.MethodGet] = OpDiscover
		}
	case "/ResourceTypes", "/Schemas":
		methods[http.MethodGet] = OpDiscover
	default:
		for i := range rq.Settings.Entitlements {
			if e := &rq.Settings.Entitlements[i]; e.Endpoint == endpoint {
				rq.Entitlement, methods[http.MethodGet] = e, OpValues
			}
		}
	}
	if len(parts) > 2 || len(methods) == 0 {
		return Refuse(http.StatusNotFound, "",
			"There is no endpoint %s; there are /Users, /Groups, /ServiceProviderConfig, /ResourceTypes and /Schemas.", rest)
	}
	method := rq.HTTP.Method
	if method == http.MethodHead { // net/http leaves out the body
		method = http.MethodGet
	}
	rq.Operation, ok = methods[method]
	if !ok {
		return NotAllowed(rq.HTTP.Method, endpoint, methods)
	}
	return nil
}

// NotAllowed makes a 405 with the Allow header (RFC 9110 §15.5.6).
func NotAllowed(method, endpoint string, methods map[string]Operation) *Error {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if _, ok := methods[m]; ok {
			allowed = append(allowed, m)
		}
	}
	e := Refuse(http.StatusMethodNotAllowed, "", "%s is not possible here: %s allows %s.", method, endpoint,
		strings.Join(allowed, ", "))
	e.Header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	return e
}
