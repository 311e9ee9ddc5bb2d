package provider

import "net/http"

// policyVariants differ in what the app allows and does.
func policyVariants() []Variant {
	return []Variant{
		{
			ID: "adopts-local-accounts", Story: "POST of the userName of an account that SCIM never wrote takes that account over, with 201.",
			Source: "https://github.com/sourcegraph/sourcegraph/pull/49095",
			Apply:  adoptLocalAccounts,
		},
		{
			ID: "user-delete-501", Story: "DELETE of a user is answered 501: users are deactivated only.",
			Source: "RFC 7644 §3.6; Okta never deletes users",
			Apply: func(b *Behaviours) {
				next := b.Delete
				b.Delete = func(rq *Request) (*Response, error) {
					if rq.IsUser() {
						return nil, Refuse(http.StatusNotImplemented, "", "Users cannot be deleted; deactivate them.")
					}
					return next(rq)
				}
			},
		},
	}
}

// adoptLocalAccounts builds the new user on the account that has the name.
func adoptLocalAccounts(b *Behaviours) {
	next := b.Build
	b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
		r, err := next(rq, tx, body)
		if err != nil || r.Kind != KindUser {
			return r, err
		}
		key, _ := KeyFor("userName", r.Name())
		for _, account := range tx.Find(KindUser, key) {
			if !account.Managed {
				r.ID, r.Created, r.LocalAdmin = account.ID, account.Created, account.LocalAdmin
			}
		}
		return r, nil
	}
}
