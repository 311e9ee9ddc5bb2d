package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// schemaError is the URN of an error body (RFC 7644 §3.12).
const schemaError = "urn:ietf:params:scim:api:messages:2.0:Error"

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

func invalidSyntax(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidSyntax", format, args...)
}

func invalidValue(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidValue", format, args...)
}

func invalidPath(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidPath", format, args...)
}

func invalidFilter(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "invalidFilter", format, args...)
}

func noTarget(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "noTarget", format, args...)
}

func mutability(format string, args ...any) *Error {
	return Refuse(http.StatusBadRequest, "mutability", format, args...)
}

// fail turns any error into an answer. What is not an Error is a defect of ours: the client learns no more than that.
func fail(_ *Request, err error) *Response {
	var e *Error
	if !errors.As(err, &e) {
		e = Refuse(http.StatusInternalServerError, "", "The server failed to answer. Try again, and tell its operator if it fails again.")
	}
	body := Object{"schemas": []any{schemaError}, "status": strconv.Itoa(e.Status), "detail": e.Detail}
	if e.Type != "" {
		body["scimType"] = e.Type
	}
	header := e.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &Response{Status: e.Status, Header: header, Body: body}
}
