package provider

import (
	"net/http"
	"slices"
)

// reactivateGridFaults are those that a walk over steps and places finds.
func reactivateGridFaults() []Fault {
	return []Fault{
		{
			ID: "reactivate-new-id", Category: "reactivate", Level: Must,
			Story:  "A reactivated user gets a new id, and everything Okta sends to the old one is answered 404.",
			Source: "the grid: reactivate × id",
			Apply: func(b *Behaviours) {
				beforeReactivation(b, func(rq *Request, tx Tx, user *Resource) {
					groups := slices.Clone(tx.GroupsOf(user.ID))
					for _, group := range groups {
						tx.RemoveMember(group, user.ID)
					}
					tx.Delete(KindUser, user.ID)
					user.ID = rq.Do.NewID(rq, tx)
					for _, group := range groups {
						tx.AddMember(group, user.ID)
					}
				})
			},
		},
		{
			ID: "reactivate-empties-profile", Category: "reactivate", Level: Must,
			Story:  "A reactivated user starts anew: only the names by which Okta knows him are left of the profile.",
			Source: "the grid: reactivate × other attributes",
			Apply: func(b *Behaviours) {
				beforeReactivation(b, func(_ *Request, _ Tx, user *Resource) {
					for name := range user.Attributes {
						if !slices.Contains([]string{"userName", "externalId", "active"}, name) {
							delete(user.Attributes, name)
						}
					}
				})
			},
		},
		{
			ID: "reactivate-noop-200", Category: "reactivate", Level: Must,
			Story:  "Reactivation is answered with success, and the user stays inactive: Okta shows him assigned, but he cannot sign in.",
			Source: "the grid: reactivate × active",
			Apply: func(b *Behaviours) {
				beforeReactivation(b, func(_ *Request, _ Tx, user *Resource) { user.Attributes["active"] = false })
			},
		},
		{
			ID: "reactivate-lookup-stale", Category: "reactivate", Level: Must,
			Story:  "The look-up still shows a reactivated user as inactive, and Okta tries to reactivate him again and again.",
			Source: "the grid: reactivate × look-up",
			Apply: func(b *Behaviours) {
				var stale recall[bool]
				beforeReactivation(b, func(rq *Request, _ Tx, user *Resource) { stale.set(rq, user.ID, true) })
				onView(b, KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
					if rq.Query.Filter != nil && stale.has(rq, r.ID) {
						view["active"] = false
					}
				})
			},
		},
		{
			ID: "reactivate-active-user-409", Category: "reactivate", Level: Must,
			Story:  "PATCH active true for a user who is active is a conflict, so that an Okta admin's forced sync fails.",
			Source: "the grid: the same request again × answer",
			Apply: func(b *Behaviours) {
				refuseWhen(b, func(rq *Request, before, after *Resource) bool {
					return rq.Operation == OpPatch && before.Active() && after.Active() && asksFor(rq, true)
				}, Refuse(http.StatusConflict, "", "The user is active already."))
			},
		},
		{
			ID: "reactivate-no-groups-any-more", Category: "reactivate", Level: Must,
			Story:  "Who was deactivated once cannot be put into a group again, and every push of the group fails.",
			Source: "the grid: reactivate, then a membership push × answer",
			Apply: func(b *Behaviours) {
				var gone recall[bool]
				beforeDeactivation(b, func(rq *Request, _ Tx, user *Resource) { gone.set(rq, user.ID, true) })
				next := b.CheckMember
				b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
					if gone.has(rq, id) && tx.Get(KindUser, id).Active() && !tx.HasMember(group.ID, id) {
						return invalidValue("There is no user with the id %q.", id)
					}
					return next(rq, tx, group, id)
				}
			},
		},
	}
}
