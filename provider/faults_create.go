package provider

import (
	"errors"
	"net/http"
)

func createFaults() []Fault {
	return []Fault{
		{
			ID: "create-empty-body", Category: "user-create", Level: Must,
			Story:  `A new user is answered 201 without a body, and Okta reports "Create new user returned empty user".`,
			Source: "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20",
			Apply: func(b *Behaviours) {
				next := b.Create
				b.Create = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.IsUser() {
						answer.Body = nil
					}
					return answer, err
				}
			},
		},
		{
			ID: "create-race-500", Category: "user-create", Level: Must,
			Story:  "Of two creates of one userName at once, the second is answered 500 instead of 409, and Okta tries again and again.",
			Source: "https://github.com/gravitee-io/gravitee-access-management/issues/8290",
			Apply:  createRace,
		},
	}
}

// createRace looks for a duplicate in a transaction of its own. What comes in between breaks a constraint of the database,
// which nobody thought of.
func createRace(b *Behaviours) {
	normalise, checkUnique := b.Normalise, b.CheckUnique
	b.Normalise = func(rq *Request, in Object) (Object, error) {
		out, err := normalise(rq, in)
		if err != nil || rq.Operation != OpCreate || !rq.IsUser() {
			return out, err
		}
		err = rq.Do.Read(rq, func(tx Tx) error {
			return checkUnique(rq, tx, &Resource{Kind: KindUser, Attributes: out})
		})
		rq.Note("checked", true)
		linger(rq)
		return out, err
	}
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		err := checkUnique(rq, tx, r)
		var refused *Error
		if rq.Notes["checked"] == true && errors.As(err, &refused) && refused.Status == http.StatusConflict {
			return errors.New("unique constraint violated")
		}
		return err
	}
}
