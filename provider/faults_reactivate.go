package provider

import "net/http"

func reactivateFaults() []Fault {
	return append([]Fault{
		{
			ID: "reactivate-post-doesnt-unsuspend", Category: "reactivate", Level: Must,
			Story:  "POST of the userName of an inactive user gives that user back with 201 and leaves him inactive: he cannot sign in.",
			Source: "https://github.com/coder/coder/issues/8916",
			Apply:  reactivatePostLeavesInactive,
		},
		{
			ID: "reactivate-404-after-deactivate", Category: "reactivate", Level: Must,
			Story:  "A deactivated user cannot be written any more: reactivation is answered 404, and reassigning the user in Okta fails.",
			Source: "https://github.com/PostHog/posthog/issues/44214",
			Apply: func(b *Behaviours) {
				next := b.Load
				b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
					r, err := next(rq, tx, kind, id)
					if err == nil && kind == KindUser && rq.IsWrite() && !r.Active() {
						return next(rq, tx, kind, "")
					}
					return r, err
				}
			},
		},
		{
			ID: "reactivate-patch-true-rejected", Category: "reactivate", Level: Must,
			Story:  "PATCH knows active false only; active true is refused with 400, and reassigning the user fails.",
			Source: "https://github.com/getsentry/sentry-docs/issues/16258",
			Apply: func(b *Behaviours) {
				activates := func(op PatchOperation) bool {
					v, ok := op.sets("active")
					return ok && v == true
				}
				onOperation(b, KindUser, activates, func(PatchOperation, func(PatchOperation) error) error {
					return invalidValue("The only value that active can be given is false.")
				})
			},
		},
		{
			ID: "reactivate-put-400", Category: "reactivate", Level: Must,
			Story:  `A PUT that makes a user active again is refused with "Invalid parameter provided in request: value".`,
			Source: "https://github.com/fleetdm/fleet/issues/53446",
			Apply: func(b *Behaviours) {
				refuseWhen(b, func(rq *Request, before, after *Resource) bool {
					return rq.Operation == OpReplace && reactivates(before, after)
				}, invalidValue("Invalid parameter provided in request: value"))
			},
		},
		{
			ID: "reactivate-stale-default-role", Category: "reactivate", Level: Must,
			Story:  "Reactivation gives the default role and does not look at the groups; it stays so until the next change of a membership.",
			Source: "https://github.com/Infisical/infisical/issues/3304",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				beforeReactivation(b, func(rq *Request, _ Tx, user *Resource) {
					if rq.Settings.Roles != nil {
						pinned.set(rq, user.ID, rq.Settings.Roles.Default)
					}
				})
			},
		},
		{
			ID: "reactivate-externalid-tombstone", Category: "reactivate", Level: Should,
			Story:  "A deleted user keeps his externalId, and a create with it is refused with 409; it takes a DELETE, which Okta never sends.",
			Source: "https://github.com/wireapp/wire-server/issues/1323",
			Apply:  reactivateTombstone,
		},
	}, append(reactivateGridFaults(), reactivateOthersFaults()...)...)
}

// reactivatePostLeavesInactive takes an inactive account for the one that the create is about.
func reactivatePostLeavesInactive(b *Behaviours) {
	next := b.Create
	b.Create = func(rq *Request) (*Response, error) {
		if !rq.IsUser() {
			return next(rq)
		}
		var answer *Response
		err := rq.Do.Read(rq, func(tx Tx) error {
			key, _ := KeyFor("userName", text(rq.Body, "userName"))
			for _, user := range tx.Find(KindUser, key) {
				if !user.Active() {
					answer = respond(http.StatusCreated, rq.Do.Show(rq, tx, user))
					answer.Header.Set("Location", rq.Do.Location(rq, KindUser, user.ID))
				}
			}
			return nil
		})
		if answer != nil || err != nil {
			return answer, err
		}
		return next(rq)
	}
}

// reactivateTombstone remembers the externalIds of deleted users.
func reactivateTombstone(b *Behaviours) {
	var taken recall[bool]
	remove, checkUnique := b.Remove, b.CheckUnique
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		if id := text(r.Attributes, "externalId"); id != "" && r.Kind == KindUser {
			taken.set(rq, id, true)
		}
		return remove(rq, tx, r)
	}
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		if id := text(r.Attributes, "externalId"); r.Kind == KindUser && rq.Operation == OpCreate && taken.has(rq, id) {
			return Refuse(http.StatusConflict, "uniqueness", "A user with the externalId %q exists already.", id)
		}
		return checkUnique(rq, tx, r)
	}
}
