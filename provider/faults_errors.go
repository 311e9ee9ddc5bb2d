package provider

import (
	"errors"
	"net/http"
	"strconv"
)

func errorFaults() []Fault {
	return append([]Fault{
		{
			ID: "err-plain-text", Category: "errors", Level: Must,
			Story:  `Errors are plain text, and Okta shows "Unrecognized token 'User'" instead of the reason.`,
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/100",
			Apply: func(b *Behaviours) {
				onFail(b, everyError, func(answer *Response, body Object) {
					answer.Header.Set("Content-Type", "text/plain; charset=utf-8")
					answer.Body = []byte(text(body, "detail") + "\n")
				})
			},
		},
		{
			ID: "err-wrapped-envelope", Category: "errors", Level: Must,
			Story:  "Errors are wrapped into another object, where Okta does not find the detail.",
			Source: "https://github.com/wireapp/wire-server/pull/5434",
			Apply: func(b *Behaviours) {
				onFail(b, everyError, func(answer *Response, body Object) { answer.Body = Object{"error": body} })
			},
		},
		{
			ID: "err-status-not-string", Category: "errors", Level: Should,
			Story:  "status of an error is a number; RFC 7644 §3.12 wants a string, but Okta's own samples have numbers.",
			Source: "https://github.com/pingidentity/scim2/issues/87",
			Apply: func(b *Behaviours) {
				onFail(b, everyError, func(answer *Response, body Object) { body["status"] = answer.Status })
			},
		},
		{
			ID: "err-422-validation", Category: "errors", Level: Must,
			Story:  "A create with a wrong value is answered by the web framework: 422 and no SCIM Error, so Okta has no reason to show.",
			Source: "https://github.com/vouch-sh/vouch/issues/1412",
			Apply: func(b *Behaviours) {
				next := b.Create
				b.Create = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					var refused *Error
					if errors.As(err, &refused) && refused.Type == "invalidValue" {
						body := Object{"detail": []any{Object{"loc": []any{"body"}, "msg": refused.Detail, "type": "value_error"}}}
						return respond(http.StatusUnprocessableEntity, body), nil
					}
					return answer, err
				}
			},
		},
		{
			ID: "err-null-value-500", Category: "errors", Level: Must,
			Story:  "A PATCH that sets an attribute to null crashes the handler, and the task in Okta fails.",
			Source: "https://github.com/NorthlandPositronics/Cogtrix/issues/371",
			Apply: func(b *Behaviours) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					if op.Given && op.Value == nil && op.Op != PatchRemove {
						return errors.New("nil value")
					}
					return next(rq, tx, draft, op)
				}
			},
		},
	}, append(errorGridFaults(), errorHalfFaults()...)...)
}

func everyError(*Request, int) bool { return true }

// onFail changes the answers to some errors, by their status. The body is the SCIM Error and may be changed.
func onFail(b *Behaviours, which func(rq *Request, status int) bool, change func(answer *Response, body Object)) {
	next := b.Fail
	b.Fail = func(rq *Request, err error) *Response {
		answer := next(rq, err)
		if body := answer.Object(); body != nil && which(rq, answer.Status) {
			change(answer, body)
		}
		return answer
	}
}

// restate gives an error another status, in its body too.
func restate(answer *Response, body Object, status int) {
	answer.Status = status
	body["status"] = strconv.Itoa(status)
}
