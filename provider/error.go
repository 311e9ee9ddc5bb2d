package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// SchemaError is the URN of an error body (RFC 7644 §3.12).
const SchemaError = "urn:ietf:params:scim:api:messages:2.0:Error"

// Error is a refusal that the client sees as a SCIM Error (RFC 7644 §3.12). Okta copies Detail into its System Log
// ("Automatic provisioning of user X to app Y failed: … <detail>"), so it is written for the admin who reads it there.
type Error struct {
	Status int         // HTTP status
	Type   string      // scimType of RFC 7644 table 9, "" for none
	Detail string      // one or two sentences
	Header http.Header // more headers of the answer, such as Allow
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d %s %s", e.Status, e.Type, e.Detail)
}

// Refuse makes an Error; kind is its scimType or "".
func Refuse(status int, kind, format string, args ...any) *Error {
	return &Error{Status: status, Type: kind, Detail: fmt.Sprintf(format, args...)}
}

// InvalidSyntax makes a 400 for a body that cannot be read.
func InvalidSyntax(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidSyntax", format, args...)
}

// InvalidValue makes a 400 for a value that is missing or of the wrong kind.
func InvalidValue(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidValue", format, args...)
}

// InvalidPath makes a 400 for the path of a PATCH operation.
func InvalidPath(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidPath", format, args...)
}

// InvalidFilter makes a 400 for a filter that cannot be read.
func InvalidFilter(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidFilter", format, args...)
}

func noTarget(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "noTarget", format, args...)
}

// Mutability makes a 400 for a change of what cannot be changed.
func Mutability(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "mutability", format, args...)
}

// fail turns any error into an answer. What is not an Error is a defect of ours: the client learns no more than that.
func fail(_ *Request, err error) *Response {
	var e *Error
	if !errors.As(err, &e) {
		e = Refuse(http.StatusInternalServerError, "",
			"The server failed to answer. Try again, and tell its operator if it fails again.")
	}
	body := Object{"schemas": []any{SchemaError}, "status": strconv.Itoa(e.Status), "detail": e.Detail}
	if e.Type != "" {
		body["scimType"] = e.Type
	}
	header := e.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &Response{Status: e.Status, Header: header, Body: body}
}

// What one request may ask for, so that none keeps the others waiting: all that a client sends is read in time linear
// to its length. Okta stays far below each of these. The size of a body is Options.MaxBody, that of a page MaxCount,
// that of a filter or a path maxFilter.
const (
	maxDepth      = 64      // objects and lists within each other in a body
	maxOperations = 1000    // of one PATCH
	maxValues     = 100     // of one multi-valued attribute, such as emails; members are bounded by the body only
	maxTerms      = 200     // comparisons in one filter
	maxWalked     = 200_000 // members that the filters of one PATCH look at
)

// tooMuch refuses a request that is well formed and too large (RFC 7644 §3.12: tooMany is for lists, 413 for bodies).
func tooMuch(format string, args ...any) *Error {
	return Refuse(http.StatusRequestEntityTooLarge, "", format, args...)
}

// checkDepth refuses JSON that nests too deep, before it is decoded.
func checkDepth(raw []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return InvalidSyntax("The body nests objects and lists more than %d deep, at byte %d.", maxDepth, i+1)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// walk counts the members that a request looks at one by one.
func (rq *Request) walk(members int) error {
	if rq.walked += members; rq.walked > maxWalked {
		return tooMuch("The PATCH selects by filters that look at more than %d members in all; select by value eq \"<id>\".",
			maxWalked)
	}
	return nil
}
