package provider

import (
	"errors"
	"maps"
	"net/http"
)

// errorHalfFaults store what they refuse, or should refuse.
func errorHalfFaults() []Fault {
	return []Fault{
		{
			ID: "err-refused-half-stored", Category: "errors", Level: Must,
			Story:  "A PUT that is refused for its emails or members, and a PATCH that is refused for its second operation, has stored the rest.",
			Source: "the grid: a refused write × GET by id",
			Apply:  errRefusedHalfStored,
		},
		{
			ID: "err-put-empties-user-name", Category: "errors", Level: Must,
			Story:  `A PUT with "" or null for userName is taken, and no look-up finds the account again.`,
			Source: "the grid: PUT without a userName × GET by id",
			Apply: func(b *Behaviours) {
				next := b.Validate
				b.Validate = func(rq *Request, r *Resource) error {
					if rq.Operation == OpReplace && r.Kind == KindUser && r.Name() == "" {
						return nil
					}
					return next(rq, r)
				}
			},
		},
	}
}

// errRefusedHalfStored sends a refused change again without what was wrong with it, and answers the refusal.
func errRefusedHalfStored(b *Behaviours) {
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
