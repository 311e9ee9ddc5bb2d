package provider

import "net/http"

// deactivateGridFaults are those that a walk over steps and places finds: what else a deactivation may spoil, and where.
func deactivateGridFaults() []Fault {
	return []Fault{
		{
			ID: "deactivate-renames-user", Category: "deactivate", Level: Must,
			Story:  "A deactivated user gets another userName to free the old one: Okta's next look-up misses, and reassigning makes a second account.",
			Source: "the grid: deactivate × userName",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, _ Tx, user *Resource) {
					user.Attributes["userName"] = "deactivated-" + user.Name()
				})
			},
		},
		{
			ID: "deactivate-clears-email", Category: "deactivate", Level: Must,
			Story:  "Deactivation erases the e-mail addresses, and the account that comes back has none.",
			Source: "the grid: deactivate × other attributes",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, _ Tx, user *Resource) { delete(user.Attributes, "emails") })
			},
		},
		{
			ID: "deactivate-clears-externalid", Category: "deactivate", Level: Must,
			Story:  "Deactivation takes the externalId away, and an import no longer knows whose account it is.",
			Source: "the grid: deactivate × externalId",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, _ Tx, user *Resource) { delete(user.Attributes, "externalId") })
			},
		},
		{
			ID: "deactivate-lookup-misses", Category: "deactivate", Level: Must,
			Story:  "The look-up finds active users only: when the person comes back, Okta creates a new account or meets a conflict.",
			Source: "the grid: deactivate × look-up",
			Apply: func(b *Behaviours) {
				listOnly(b, func(rq *Request, _ Tx, r *Resource) bool {
					return rq.Query.Filter == nil || r.Kind != KindUser || r.Active()
				})
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
			ID: "deactivate-undone-by-group-push", Category: "deactivate", Level: Must,
			Story:  "A push of a group makes its inactive members active again: leavers get their access back in silence.",
			Source: "the grid: deactivate, then a membership push × active",
			Apply: func(b *Behaviours) {
				onMembers(b, func(rq *Request, tx Tx, _ *Resource, c MemberChange, _ effect) {
					ids, _ := c.ids()
					for _, id := range ids {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() && c.Op != PatchRemove {
							setActive(tx, user, true)
						}
					}
				})
			},
		},
		{
			ID: "deactivate-put-drops-changes", Category: "deactivate", Level: Must,
			Story:  "A PUT that deactivates stores nothing but active, and the change made just before the unassignment is lost.",
			Source: "the grid: deactivate together with another change × other attributes",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					err := next(rq, tx, draft, body)
					if draft.Before.Active() && !draft.After.Active() {
						draft.After.Attributes = clone(draft.Before.Attributes)
						draft.After.Attributes["active"] = false
					}
					return err
				}
			},
		},
		{
			ID: "deactivate-frees-username", Category: "deactivate", Level: Must,
			Story:  "The userName of an inactive user can be taken again: the person who comes back gets a second, empty account.",
			Source: "the grid: deactivate, then a create of the same userName × list",
			Apply: func(b *Behaviours) {
				next := b.CheckUnique
				b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
					err := next(rq, tx, r)
					if err == nil || r.Kind != KindUser {
						return err
					}
					key, _ := KeyFor("userName", r.Name())
					for _, other := range tx.Find(KindUser, key) {
						if other.ID != r.ID && other.Active() {
							return err
						}
					}
					return nil
				}
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
