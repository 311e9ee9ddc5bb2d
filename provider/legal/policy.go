package legal

import (
	"net/http"

	"github.com/oktascim/oktascim/provider"
)

// policyVariants differ in what the app does with accounts it knows already, and with DELETE of a user.
func policyVariants() []Variant {
	refuseDelete := func(status int, header http.Header) func(*Behaviors) {
		return func(b *Behaviors) {
			next := b.Delete
			b.Delete = func(rq *Request) (*Response, error) {
				if rq.IsUser() {
					e := provider.Refuse(status, "", "Users cannot be deleted; deactivate them.")
					e.Header = header
					return nil, e
				}
				return next(rq)
			}
		}
	}
	local := func(account *Resource) bool { return !account.Managed }
	inactive := func(account *Resource) bool { return account.Managed && !account.Active() }
	return []Variant{{
		ID: "adopts-local-accounts", Story: "POST of the userName of an account that SCIM never wrote takes that account over, with 201.",
		Source: "https://github.com/sourcegraph/sourcegraph/issues/49095",
		Apply:  takeOver(local, http.StatusCreated),
	}, {
		ID: "adopts-local-accounts-200", Story: "POST of the userName of an account that SCIM never wrote takes that account over, with 200.",
		Source: "https://github.com/onyx-dot-app/onyx/issues/8959",
		Apply:  takeOver(local, http.StatusOK),
	}, {
		ID: "local-accounts-hidden", Story: "The tenant has accounts that SCIM never wrote; they are not to be seen, until a POST of the userName takes one over.",
		Source: "https://github.com/onyx-dot-app/onyx/issues/8959",
		Apply: func(b *Behaviors) {
			keepBusy(0, nil)(b)
			hidden := func(r *Resource) bool { return r.Kind == provider.KindUser && !r.Managed && !r.LocalAdmin }
			find, choose := b.Load, b.Select
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				r, err := find(rq, tx, kind, id)
				if err == nil && hidden(r) {
					return nil, provider.Refuse(http.StatusNotFound, "", "There is no %s with the id %q.", kind, id)
				}
				return r, err
			}
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				return selectFrom(rq, tx, choose, func(all []*Resource) []*Resource {
					var seen []*Resource
					for _, r := range all {
						if !hidden(r) {
							seen = append(seen, r)
						}
					}
					return seen
				})
			}
			takeOver(hidden, http.StatusCreated)(b)
		},
	}, {
		ID: "post-restores-inactive-201", Story: "POST of the userName of an inactive user brings that user back, with 201 and the same id.",
		Source: "RFC 7644 §3.3: the server decides what conflicts; RFC 7643 §3.1: the id stays",
		Apply:  takeOver(inactive, http.StatusCreated),
	}, {
		ID: "post-restores-inactive-200", Story: "POST of the userName of an inactive user brings that user back, with 200 and the same id.",
		Source: "RFC 9110 §15.3.1: nothing was created; RFC 7643 §3.1: the id stays",
		Apply:  takeOver(inactive, http.StatusOK),
	}, {
		ID: "user-delete-501", Story: "DELETE of a user is answered 501: users are deactivated only.",
		Source: "RFC 7644 §3.6; Okta never deletes users",
		Apply:  refuseDelete(http.StatusNotImplemented, nil),
	}, {
		ID: "user-delete-405", Story: "DELETE of a user is answered 405: users are deactivated only.",
		Source: "RFC 9110 §15.5.6; Okta never deletes users",
		Apply:  refuseDelete(http.StatusMethodNotAllowed, http.Header{"Allow": {"GET, PUT, PATCH"}}),
	}, {
		ID: "user-delete-403", Story: "DELETE of a user is answered 403: users are deactivated only.",
		Source: "RFC 7644 §3.12, 403; Okta never deletes users",
		Apply:  refuseDelete(http.StatusForbidden, nil),
	}, {
		ID: "user-delete-keeps-name", Story: "A deleted user is answered 404, but is kept inside the app: the userName stays taken.",
		Source: "RFC 7644 §3.6: the server may keep it; Okta never deletes users",
		Apply:  keepNames,
	}}
}

// takeOver builds the new user on the account that has the name, if the account is one for it.
func takeOver(fits func(account *Resource) bool, status int) func(*Behaviors) {
	return func(b *Behaviors) {
		build, create := b.Build, b.Create
		b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
			r, err := build(rq, tx, body)
			if err != nil || r.Kind != provider.KindUser {
				return r, err
			}
			key, _ := provider.KeyFor("userName", r.Name())
			for _, account := range tx.Find(provider.KindUser, key) {
				if fits(account) {
					r.ID, r.Created, r.LocalAdmin = account.ID, account.Created, account.LocalAdmin
					rq.Note("taken over", true)
				}
			}
			return r, nil
		}
		b.Create = func(rq *Request) (*Response, error) {
			answer, err := create(rq)
			if err == nil && rq.Notes["taken over"] == true {
				answer.Status = status
			}
			return answer, err
		}
	}
}

// keepNames remembers the userNames of deleted users.
func keepNames(b *Behaviors) {
	var deleted perTenant[[]provider.Key]
	take, check := b.Remove, b.CheckUnique
	nameOf := func(r *Resource) provider.Key {
		key, _ := provider.KeyFor("userName", r.Name())
		return key
	}
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		err := take(rq, tx, r)
		if err == nil && r.Kind == provider.KindUser {
			deleted.with(rq.Tenant, func(names *[]provider.Key) { *names = append(*names, nameOf(r)) })
		}
		return err
	}
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		err := check(rq, tx, r)
		if err != nil || r.Kind != provider.KindUser {
			return err
		}
		deleted.with(rq.Tenant, func(names *[]provider.Key) {
			for _, name := range *names {
				if name == nameOf(r) {
					err = provider.Refuse(http.StatusConflict, "uniqueness", "A deleted user had the userName %q.", r.Name())
				}
			}
		})
		return err
	}
}
