package provider

import (
	"net/http"
	"time"
)

// Behaviors is everything the server does with a request, one replaceable function each. A Server starts with the
// right ones (correct); a hook of the Options replaces or wraps some. They call each other through Request.Do, so that
// a replaced one is used wherever the right one would be.
type Behaviors struct {
	// From the first byte to the last: Serve calls Handle and sends its answer, or that of Fail.
	Serve  func(http.ResponseWriter, *Request)
	Handle func(*Request) (*Response, error)
	Fail   func(*Request, error) *Response

	// What Handle does first, in this order; each sets its fields of the Request.
	Authenticate func(*Request) error
	Route        func(*Request) error
	ParseQuery   func(*Request) error
	ReadBody     func(*Request) error // media type, compression, size; writes only
	Decode       func(*Request) error // JSON; writes only

	// What Handle ends with: one for each Operation.
	Create   func(*Request) (*Response, error)
	Get      func(*Request) (*Response, error)
	List     func(*Request) (*Response, error)
	Replace  func(*Request) (*Response, error)
	Patch    func(*Request) (*Response, error)
	Delete   func(*Request) (*Response, error)
	Discover func(*Request) (*Response, error)
	Values   func(*Request) (*Response, error) // of an entitlement

	// Transactions on the data of Request.Tenant. What fails within Write changes nothing.
	Read  func(*Request, func(Tx) error) error
	Write func(*Request, func(Tx) error) error

	// Finding.
	Load        func(rq *Request, tx Tx, kind, id string) (*Resource, error) // by id, 404 when there is none
	ParseFilter func(rq *Request, raw string) (*Filter, error)
	Select      func(*Request, Tx) (Page, error) // filter and paging of a list
	Match       func(*Request, *Filter, Object) bool

	// Showing. Show is Render without the attributes that the client does not want.
	Show     func(*Request, Tx, *Resource) Object
	Render   func(rq *Request, tx Tx, r *Resource, wants func(attribute string) bool) Object
	Members  func(*Request, Tx, *Resource) []any // of a group
	Groups   func(*Request, Tx, *Resource) []Membership
	Role     func(*Request, Tx, *Resource) string
	Location func(rq *Request, kind, id string) string
	Envelope func(*Request, Page, []any) Object // ListResponse

	// Changing.
	Normalize        func(*Request, Object) (Object, error) // a resource in a body, by the schema
	NewID            func(*Request, Tx) string
	Build            func(*Request, Tx, Object) (*Resource, error)              // POST: the new resource
	Merge            func(rq *Request, tx Tx, draft *Draft, body Object) error  // PUT: the body over what is stored
	ParsePatch       func(*Request, Object) ([]PatchOperation, error)           //
	ApplyPatch       func(*Request, Tx, *Draft, []PatchOperation) error         // all operations
	ApplyOperation   func(*Request, Tx, *Draft, PatchOperation) error           // one operation
	ChangeMembers    func(*Request, Tx, *Resource, MemberChange) (bool, error)  // of POST, PUT and PATCH
	CheckMember      func(rq *Request, tx Tx, group *Resource, id string) error // may id be a member?
	Save             func(*Request, Tx, *Draft) error                           // Validate, CheckUnique, TakeSeat, Store
	Validate         func(*Request, *Resource) error                            // required attributes
	CheckEntitlement func(rq *Request, e *EntitlementType, value string) error  // part of Validate
	CheckUnique      func(*Request, Tx, *Resource) error                        // userName, displayName
	TakeSeat         func(rq *Request, tx Tx, before, after *Resource) error    // before is nil for a create
	Store            func(rq *Request, tx Tx, before, after *Resource) error    // before is nil for a create
	Remove           func(rq *Request, tx Tx, r *Resource) error                // DELETE: with its memberships

	// Letting users into the app itself, with Options.Access. left is when the user was deactivated last.
	Admit  func(rq *Request, user *Resource, g Grant, left time.Time) bool
	Offers func(Way) bool                                              // does the app have this way in?
	Opens  func(rq *Request, tx Tx, user *Resource, group string) bool // what is for members of a group

	// Sending.
	Encode func(*Request, *Response) ([]byte, error)
	Send   func(http.ResponseWriter, *Request, *Response)
}

// correct is the server as it should be.
func correct() *Behaviors {
	return &Behaviors{
		Serve: serve, Handle: handle, Fail: fail,
		Authenticate: authenticate, Route: route, ParseQuery: parseQuery, ReadBody: readBody, Decode: decode,
		Create: create, Get: get, List: list, Replace: replace, Patch: patch, Delete: remove, Discover: discover, Values: values,
		Read: read, Write: write,
		Load: load, ParseFilter: parseFilter, Select: selectPage, Match: match,
		Show: show, Render: render, Members: membersOf, Groups: groupsOf, Role: roleOf, Location: location,
		Envelope:  envelope,
		Normalize: normalize, NewID: newID, Build: build, Merge: merge,
		ParsePatch: parsePatch, ApplyPatch: applyPatch, ApplyOperation: applyOperation,
		ChangeMembers: changeMembers, CheckMember: checkMember,
		Save: save, Validate: validate, CheckEntitlement: checkEntitlement, CheckUnique: checkUnique, TakeSeat: takeSeat, Store: store, Remove: removeResource,
		Admit: admit, Offers: offers, Opens: opens,
		Encode: encode, Send: send,
	}
}

// serve answers one request.
func serve(w http.ResponseWriter, rq *Request) {
	answer, err := rq.Do.Handle(rq)
	if err != nil {
		answer = rq.Do.Fail(rq, err)
	}
	rq.Do.Send(w, rq, answer)
}

// handle finds out who asks for what, and lets the operation answer.
func handle(rq *Request) (*Response, error) {
	for _, step := range []func(*Request) error{rq.Do.Authenticate, rq.Do.Route, rq.Do.ParseQuery} {
		if err := step(rq); err != nil {
			return nil, err
		}
	}
	if rq.IsWrite() && rq.Operation != OpDelete {
		if err := rq.Do.ReadBody(rq); err != nil {
			return nil, err
		}
		if err := rq.Do.Decode(rq); err != nil {
			return nil, err
		}
	}
	switch rq.Operation {
	case OpCreate:
		return rq.Do.Create(rq)
	case OpRead:
		return rq.Do.Get(rq)
	case OpList:
		return rq.Do.List(rq)
	case OpReplace:
		return rq.Do.Replace(rq)
	case OpPatch:
		return rq.Do.Patch(rq)
	case OpDelete:
		return rq.Do.Delete(rq)
	case OpValues:
		return rq.Do.Values(rq)
	default:
		return rq.Do.Discover(rq)
	}
}

func read(rq *Request, do func(Tx) error) error {
	return rq.Server.storage.Read(rq.Tenant, do)
}

func write(rq *Request, do func(Tx) error) error {
	return rq.Server.storage.Write(rq.Tenant, do)
}
