package provider

import (
	"errors"
	"net/http"
)

func deactivateFaults() []Fault {
	return append([]Fault{
		{
			ID: "deactivate-patch-unsupported", Category: "deactivate", Level: Must,
			Story:  "PATCH of a user is answered 501: Okta puts a deprovision task on its dashboard and does not fall back to PUT.",
			Source: "https://github.com/oktadeveloper/okta-blog-archive/issues/1956",
			Apply: func(b *Behaviours) {
				next := b.Patch
				b.Patch = func(rq *Request) (*Response, error) {
					if rq.IsUser() {
						return nil, Refuse(http.StatusNotImplemented, "", "PATCH is not supported.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "deactivate-pathless-500", Category: "deactivate", Level: Must,
			Story:  "An operation without a path crashes the handler: every deprovisioning by PATCH ends in 500, and access stays.",
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/95",
			Apply: func(b *Behaviours) {
				onOperation(b, KindUser, func(op PatchOperation) bool { return op.Path == "" }, func(PatchOperation, func(PatchOperation) error) error {
					return errors.New("nil path")
				})
			},
		},
		{
			ID: "deactivate-pathless-as-full-replace", Category: "deactivate", Level: Must,
			Story:  "The value of an operation without a path is taken for the whole user, so that a deactivation empties the profile.",
			Source: "https://github.com/ssoready/ssoready/pull/206",
			Apply:  deactivateAsFullReplace,
		},
		{
			ID: "deactivate-patch-noop-200", Category: "deactivate", Level: Must,
			Story:  "PATCH active false is answered 200, but the user stays active: Okta shows him deprovisioned while he keeps his access.",
			Source: "https://github.com/OneUptime/oneuptime/issues/3852",
			Apply: func(b *Behaviours) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					err := next(rq, tx, draft, ops)
					if rq.IsUser() && draft.After.Attributes["active"] == false {
						draft.After.Attributes["active"] = draft.Before.Attributes["active"]
					}
					return err
				}
			},
		},
		{
			ID: "deactivate-put-ignored", Category: "deactivate", Level: Must,
			Story:  "PUT does not look at active: apps made with the wizard never deactivate anybody.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/1871",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					err := next(rq, tx, draft, body)
					if rq.IsUser() {
						draft.After.Attributes["active"] = draft.Before.Attributes["active"]
					}
					return err
				}
			},
		},
		{
			ID: "deactivate-patch-then-404", Category: "deactivate", Level: Must,
			Story:  "GET by id finds active users only: Okta takes a deactivated one for deleted, and reactivation is impossible.",
			Source: "https://github.com/langfuse/langfuse/issues/13245",
			Apply: func(b *Behaviours) {
				next := b.Load
				b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
					r, err := next(rq, tx, kind, id)
					if err == nil && kind == KindUser && rq.Operation == OpRead && !r.Active() {
						return next(rq, tx, kind, "")
					}
					return r, err
				}
			},
		},
		{
			ID: "deactivate-active-missing-from-get", Category: "deactivate", Level: Must,
			Story:  "active is left out when it is false, so that an import cannot tell who is deactivated.",
			Source: "https://github.com/grokability/snipe-it/issues/13855",
			Apply: func(b *Behaviours) {
				onView(b, KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
					if view["active"] == false {
						delete(view, "active")
					}
				})
			},
		},
		{
			ID: "deactivate-active-as-1-0", Category: "deactivate", Level: Must,
			Story:  "active is the number 1 or 0 instead of true or false, and the import fails.",
			Source: "https://github.com/grokability/snipe-it/issues/13948",
			Apply: func(b *Behaviours) {
				onView(b, KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
					switch view["active"] {
					case true:
						view["active"] = 1
					case false:
						view["active"] = 0
					}
				})
			},
		},
		{
			ID: "deactivate-active-stale-true", Category: "deactivate", Level: Must,
			Story:  "Reads come from a cache that a deactivation does not reach: Okta links the user again as active.",
			Source: "https://github.com/ssoready/ssoready/issues/155",
			Apply: func(b *Behaviours) {
				var cached recall[bool]
				beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
					if before.Active() && !after.Active() {
						cached.set(rq, after.ID, true)
					} else {
						cached.forget(rq, after.ID)
					}
				})
				onView(b, KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
					if active, ok := cached.get(rq, r.ID); ok && !rq.IsWrite() {
						view["active"] = active
					}
				})
			},
		},
		{
			ID: "deactivate-foreign-users", Category: "deactivate", Level: Should,
			Story:  "Local accounts that SCIM never wrote can be deactivated, the admin's own among them.",
			Source: "https://github.com/activepieces/activepieces/issues/14753",
			NotOnWire: "No answer tells a local account from a managed one, and the only way to find out would lock somebody out. " +
				"The reference provider lets Okta link local accounts, as apps document, and so write them.",
		},
		{
			ID: "deactivate-non-atomic", Category: "deactivate", Level: Must,
			Story:  "The flag is stored, then the clean-up fails: Okta sees 500 and tries again, and nobody knows what holds.",
			Source: "https://github.com/langwatch/tasks/issues/618",
			Apply:  deactivateNonAtomic,
		},
	}, deactivateGridFaults()...)
}

// deactivateAsFullReplace keeps only what cannot be missing: the userName.
func deactivateAsFullReplace(b *Behaviours) {
	next := b.ApplyOperation
	b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
		if rq.IsUser() && op.Op == PatchReplace && op.Path == "" {
			old := draft.After.Attributes
			draft.After.Attributes = Object{"userName": old["userName"], "active": old["active"]}
		}
		return next(rq, tx, draft, op)
	}
}

// deactivateNonAtomic fails after the transaction in which somebody was deactivated.
func deactivateNonAtomic(b *Behaviours) {
	beforeDeactivation(b, func(rq *Request, _ Tx, _ *Resource) { rq.Note("deactivated", true) })
	for _, operation := range []*func(*Request) (*Response, error){&b.Patch, &b.Replace} {
		next := *operation
		*operation = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err == nil && rq.Notes["deactivated"] == true {
				return nil, errors.New("cannot end the sessions of the user")
			}
			return answer, err
		}
	}
}
