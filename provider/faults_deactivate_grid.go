package provider

import "net/http"

// deactivateGridFaults are those that a walk over steps and places finds: what else a deactivation may spoil, and where.
func deactivateGridFaults() []Fault {
	return []Fault{
		{
			ID: "deactivate-clears-externalid", Category: "deactivate", Level: Must,
			Story:  "Deactivation takes the externalId away, and an import no longer knows whose account it is.",
			Source: "the grid: deactivate × externalId",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, _ Tx, user *Resource) { delete(user.Attributes, "externalId") })
			},
		},
		{
			ID: "deactivate-again-409", Category: "deactivate", Level: Must,
			Story:  "Deactivating an inactive user is a conflict, so that Okta's retry after a lost answer fails for ever.",
			Source: "the grid: the same request again × answer",
			Apply: func(b *Behaviours) {
				refuseWhen(b, func(rq *Request, before, after *Resource) bool {
					return before.Kind == KindUser && !before.Active() && equal(before.Attributes, after.Attributes) && asksFor(rq, false)
				}, Refuse(http.StatusConflict, "", "The user is deactivated already."))
			},
		},
		{
			ID: "deactivate-strips-group-mates", Category: "deactivate", Level: Must,
			Story:  "The groups of a deactivated user lose everybody, not only him.",
			Source: "the grid: deactivate × other members of the group",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, tx Tx, user *Resource) {
					for _, group := range tx.GroupsOf(user.ID) {
						clearMembers(tx, group)
					}
				})
			},
		},
		{
			ID: "deactivate-deletes-lone-groups", Category: "deactivate", Level: Must,
			Story:  "A group whose last active member is deactivated is deleted, and the next group push is answered 404.",
			Source: "the grid: deactivate × groups",
			Apply:  deactivateDeletesLoneGroups,
		},
		{
			ID: "deactivate-stale-answer", Category: "deactivate", Level: Must,
			Story:  "The answer to a deactivation still shows active true, and Okta takes that for the new state.",
			Source: "the grid: deactivate × answer",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(rq *Request, _ Tx, _ *Resource) { rq.Note("stale", true) })
				onView(b, KindUser, func(rq *Request, _ Tx, _ *Resource, view Object) {
					if rq.Notes["stale"] == true {
						view["active"] = true
					}
				})
			},
		},
		{
			ID: "deactivate-takes-the-group-along", Category: "deactivate", Level: Must,
			Story:  "Access is taken away by the group: with one member all of its members become inactive.",
			Source: "the grid: deactivate × the other members of a group",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, tx Tx, user *Resource) {
					for _, group := range tx.GroupsOf(user.ID) {
						for id := range tx.Members(group) {
							if mate := tx.Get(KindUser, id); id != user.ID && mate.Active() {
								mate = mate.Clone()
								mate.Attributes["active"] = false
								tx.Put(mate)
							}
						}
					}
				})
			},
		},
	}
}

func deactivateDeletesLoneGroups(b *Behaviours) {
	beforeDeactivation(b, func(_ *Request, tx Tx, user *Resource) {
		for _, group := range tx.GroupsOf(user.ID) {
			alone := true
			for id := range tx.Members(group) {
				alone = alone && (id == user.ID || !tx.Get(KindUser, id).Active())
			}
			if alone {
				clearMembers(tx, group)
				tx.Delete(KindGroup, group)
			}
		}
	})
}
