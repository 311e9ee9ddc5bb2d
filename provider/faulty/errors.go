package faulty

import (
	"errors"
	"maps"
	"net/http"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func errorsFaults() []Fault {
	return inCategory("errors", []Fault{{
		ID: "err-plain-text", Source: report("https://github.com/Metatavu/keycloak-scim-server/issues/100"),
		Story: `Errors are plain text, and Okta shows "Unrecognized token 'User'" instead of the reason.`,
		Apply: onFail(everyError, func(answer *Response, body Object) {
			answer.Header.Set("Content-Type", "text/plain; charset=utf-8")
			answer.Body = []byte(scim.Text(body, "detail") + "\n")
		}),
	}, {
		ID: "err-wrapped-envelope", Source: report("https://github.com/wireapp/wire-server/pull/5434"),
		Story: "Errors are wrapped into another object, where Okta does not find the detail.",
		Apply: onFail(everyError, func(answer *Response, body Object) { answer.Body = Object{"error": body} }),
	}, {
		ID: "err-status-not-string", Level: Should, Source: report("https://github.com/pingidentity/scim2/issues/87"),
		Story: "status of an error is a number; RFC 7644 §3.12 wants a string, but Okta's own samples have numbers.",
		Apply: onFail(everyError, func(answer *Response, body Object) { body["status"] = answer.Status }),
	}, {
		ID: "err-422-validation", Level: Should, Source: report("https://github.com/vouch-sh/vouch/issues/1412"),
		Story: "A create with a wrong value is answered by the web framework: 422 and no SCIM Error, so Okta has no reason to show.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				var refused *Error
				if errors.As(err, &refused) && refused.Type == "invalidValue" {
					body := Object{"detail": []any{Object{"loc": []any{"body"}, "msg": refused.Detail, "type": "value_error"}}}
					return provider.Respond(http.StatusUnprocessableEntity, body), nil
				}
				return answer, err
			}
		},
	}, {
		ID: "err-null-value-500", Level: Should, Source: report("https://github.com/NorthlandPositronics/Cogtrix/issues/371"),
		Story: "A PATCH that sets an attribute to null crashes the handler, and the task in Okta fails.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				if op.Given && op.Value == nil && op.Op != provider.PatchRemove {
					return errors.New("nil value")
				}
				return next(rq, tx, draft, op)
			}
		},
	}, {
		ID: "err-404-as-200-empty", Source: grid("an unknown id × body"),
		Story: "An unknown id is answered 200 with an empty object, which Okta takes for a user without any data.",
		Apply: onFail(func(rq *Request, status int) bool { return unknownID(rq, status) && rq.Operation == provider.OpRead },
			func(answer *Response, _ Object) { answer.Status, answer.Body = http.StatusOK, Object{} }),
	}, {
		ID: "err-malformed-json-500", Level: Should, Source: grid("a malformed body × status"),
		Story: "A body that is no JSON is answered 500 with a stack trace, which Okta takes for a failure to retry.",
		Apply: func(b *Behaviors) {
			next := b.Decode
			b.Decode = func(rq *Request) error {
				if err := next(rq); err != nil {
					return provider.Refuse(http.StatusInternalServerError, "",
						"panic: unexpected end of JSON input\n\tat decode (scim.js:17:5)\n\tat handle (scim.js:4:2)")
				}
				return nil
			}
		},
	}, {
		ID: "err-without-schemas", Source: grid("any error × schemas"),
		Story: "Errors do not name the Error schema, and Okta's SPEC test is red.",
		Apply: onFail(everyError, func(_ *Response, body Object) { delete(body, "schemas") }),
	}, {
		ID: "err-write-200", Source: grid("a refused write × status"),
		Story: "A refused write is answered 200 with the error in its body: Okta takes it for done.",
		Apply: onFail(func(rq *Request, status int) bool { return rq.IsWrite() && status >= 400 && status < 500 },
			func(answer *Response, _ Object) { answer.Status = http.StatusOK }),
	}, {
		ID: "err-unknown-group-500", Source: grid("an unknown group × status"),
		Story: "An unknown group id ends in 500: Okta tries a push to a deleted group again and again.",
		Apply: onFail(func(rq *Request, status int) bool { return unknownID(rq, status) && rq.IsGroup() },
			func(answer *Response, body Object) { restate(answer, body, http.StatusInternalServerError) }),
	}, {
		ID: "err-group-conflict-500", Source: grid("a duplicate group × status"),
		Story: "A group name that is taken ends in 500, so that Okta never learns about the conflict.",
		Apply: onFail(func(rq *Request, status int) bool { return status == http.StatusConflict && rq.IsGroup() },
			func(answer *Response, body Object) {
				delete(body, "scimType")
				restate(answer, body, http.StatusInternalServerError)
			}),
	}, {
		ID: "err-invalid-filter-ignored", Level: Should, Source: grid("a wrong filter × status"),
		Story: "A filter that cannot be read is dropped, and the answer has everybody: a client links whoever is first.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				if f, err := next(rq, raw); err == nil {
					return f, nil
				}
				return nil, nil
			}
		},
	}, {
		ID: "err-invalid-filter-500", Level: Should, Source: grid("a wrong filter × status"),
		Story: "A filter that cannot be read ends in 500 instead of 400 invalidFilter; Okta's own filters can be read.",
		Apply: onFail(func(rq *Request, status int) bool {
			return rq.HTTP.URL.Query().Has("filter") && status == http.StatusBadRequest
		},
			func(answer *Response, body Object) {
				delete(body, "scimType")
				restate(answer, body, http.StatusInternalServerError)
			}),
	}, {
		ID: "err-refused-half-stored", Source: grid("a refused write × GET by id"),
		Story: "A PUT that is refused for its emails or members, and a PATCH that is refused for its second operation, has stored the rest.",
		Apply: errRefusedHalfStored,
	}, {
		ID: "err-put-empties-user-name", Level: Should, Source: grid("PUT without a userName × GET by id"),
		Story: `A PUT with "" or null for userName is taken, and no look-up finds the account again.`,
		Apply: func(b *Behaviors) {
			next := b.Validate
			b.Validate = func(rq *Request, r *Resource) error {
				if rq.Operation == provider.OpReplace && r.Kind == provider.KindUser && r.Name() == "" {
					return nil
				}
				return next(rq, r)
			}
		},
	}})
}

func everyError(*Request, int) bool { return true }

// unknownID wants the 404 for a user or group that there is not.
func unknownID(rq *Request, status int) bool {
	return status == http.StatusNotFound && rq.Type != nil && rq.ID != ""
}

// errRefusedHalfStored sends a refused change again without what was wrong with it, and answers the refusal.
func errRefusedHalfStored(b *Behaviors) {
	again := func(next func(*Request) (*Response, error), rest func(Object) Object) func(*Request) (*Response, error) {
		return func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			var refusal *Error
			if errors.As(err, &refusal) && refusal.Status == http.StatusBadRequest {
				rq.Body = rest(rq.Body)
				next(rq)
			}
			return answer, err
		}
	}
	b.Replace = again(b.Replace, func(body Object) Object {
		body = maps.Clone(body)
		delete(body, "emails")
		delete(body, "members")
		return body
	})
	b.Patch = again(b.Patch, func(body Object) Object {
		body = maps.Clone(body)
		if ops, _ := body["Operations"].([]any); len(ops) > 1 {
			body["Operations"] = ops[:1]
		}
		return body
	})
}
