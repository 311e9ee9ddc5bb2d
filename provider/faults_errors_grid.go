package provider

import (
	"net/http"
	"strings"
)

// errorGridFaults are those that a walk over error paths and their answers finds.
func errorGridFaults() []Fault {
	status := func(want int) func(*Request, int) bool {
		return func(_ *Request, status int) bool { return status == want }
	}
	return []Fault{
		{
			ID: "err-401-as-403", Category: "auth", Level: Must,
			Story:  "Wrong credentials are answered 403, and Okta does not tell the admin that the token is to be renewed.",
			Source: "the grid: wrong credentials × status",
			Apply: func(b *Behaviours) {
				onFail(b, status(http.StatusUnauthorized), func(answer *Response, body Object) { restate(answer, body, http.StatusForbidden) })
			},
		},
		{
			ID: "err-404-as-200-empty", Category: "errors", Level: Must,
			Story:  "An unknown id is answered 200 with an empty object, which Okta takes for a user without any data.",
			Source: "the grid: an unknown id × body",
			Apply: func(b *Behaviours) {
				onFail(b, func(rq *Request, status int) bool { return unknownID(rq, status) && rq.Operation == OpRead },
					func(answer *Response, _ Object) { answer.Status, answer.Body = http.StatusOK, Object{} })
			},
		},
		{
			ID: "err-malformed-json-500", Category: "errors", Level: Must,
			Story:  "A body that is no JSON is answered 500 with a stack trace, which Okta takes for a failure to retry.",
			Source: "the grid: a malformed body × status",
			Apply: func(b *Behaviours) {
				next := b.Decode
				b.Decode = func(rq *Request) error {
					if err := next(rq); err != nil {
						return Refuse(http.StatusInternalServerError, "", "panic: unexpected end of JSON input\n\tat decode (scim.js:17:5)\n\tat handle (scim.js:4:2)")
					}
					return nil
				}
			},
		},
		{
			ID: "err-without-schemas", Category: "errors", Level: Must,
			Story:  "Errors do not name the Error schema, and Okta's SPEC test is red.",
			Source: "the grid: any error × schemas",
			Apply: func(b *Behaviours) {
				onFail(b, everyError, func(_ *Response, body Object) { delete(body, "schemas") })
			},
		},
		{
			ID: "err-write-200", Category: "errors", Level: Must,
			Story:  "A refused write is answered 200 with the error in its body: Okta takes it for done.",
			Source: "the grid: a refused write × status",
			Apply: func(b *Behaviours) {
				onFail(b, func(rq *Request, status int) bool { return rq.IsWrite() && status >= 400 && status < 500 },
					func(answer *Response, _ Object) { answer.Status = http.StatusOK })
			},
		},
		{
			ID: "err-unknown-group-500", Category: "errors", Level: Must,
			Story:  "An unknown group id ends in 500: Okta tries a push to a deleted group again and again.",
			Source: "the grid: an unknown group × status",
			Apply: func(b *Behaviours) {
				onFail(b, func(rq *Request, status int) bool { return unknownID(rq, status) && rq.IsGroup() },
					func(answer *Response, body Object) { restate(answer, body, http.StatusInternalServerError) })
			},
		},
		{
			ID: "err-group-conflict-500", Category: "errors", Level: Must,
			Story:  "A group name that is taken ends in 500, so that Okta never learns about the conflict.",
			Source: "the grid: a duplicate group × status",
			Apply: func(b *Behaviours) {
				onFail(b, func(rq *Request, status int) bool { return status == http.StatusConflict && rq.IsGroup() },
					func(answer *Response, body Object) {
						delete(body, "scimType")
						restate(answer, body, http.StatusInternalServerError)
					})
			},
		},
		{
			ID: "err-invalid-filter-ignored", Category: "errors", Level: Must,
			Story:  "A filter that cannot be read is dropped, and the answer has everybody: a client links whoever is first.",
			Source: "the grid: a wrong filter × status",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					if f, err := next(rq, raw); err == nil {
						return f, nil
					}
					return nil, nil
				}
			},
		},
		{
			ID: "err-invalid-filter-500", Category: "errors", Level: Should,
			Story:  "A filter that cannot be read ends in 500 instead of 400 invalidFilter; Okta's own filters can be read.",
			Source: "the grid: a wrong filter × status",
			Apply: func(b *Behaviours) {
				onFail(b, func(rq *Request, status int) bool {
					return rq.HTTP.URL.Query().Has("filter") && status == http.StatusBadRequest
				},
					func(answer *Response, body Object) {
						delete(body, "scimType")
						restate(answer, body, http.StatusInternalServerError)
					})
			},
		},
		{
			ID: "err-echoes-token", Category: "auth", Level: Should,
			Story:  "The error for wrong credentials repeats the token, which ends up in logs that many can read; Okta works all the same.",
			Source: "the grid: wrong credentials × detail",
			Apply: func(b *Behaviours) {
				next := b.Fail
				b.Fail = func(rq *Request, err error) *Response {
					answer := next(rq, err)
					token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
					if body := answer.Object(); answer.Status == http.StatusUnauthorized && body != nil && token != "" {
						body["detail"] = strings.TrimSuffix(text(body, "detail"), ".") + ": " + token
					}
					return answer
				}
			},
		},
	}
}

// unknownID wants the 404 for a user or group that there is not.
func unknownID(rq *Request, status int) bool {
	return status == http.StatusNotFound && rq.Type != nil && rq.ID != ""
}
