package provider

import (
	"net/http"
	"slices"
)

// deleteGridFaults are those that a walk over steps and places finds: what the deletion of a group may spoil, and where.
func deleteGridFaults() []Fault {
	return []Fault{
		{
			ID: "group-delete-deletes-users", Category: "delete-semantics", Level: Must,
			Story:  "Deleting a group deletes the users in it.",
			Source: "the grid: delete a group × its members",
			Apply: func(b *Behaviours) {
				onGroupRemoval(b, func(rq *Request, tx Tx, _ *Resource, members []*Resource) {
					for _, user := range members {
						rq.Do.Remove(rq, tx, user)
					}
				})
			},
		},
		{
			ID: "group-delete-200", Category: "delete-semantics", Level: Should,
			Story:  "DELETE is answered 200 with an empty object; RFC 7644 §3.6 demands 204, but Okta takes any success.",
			Source: "the grid: delete a group × status",
			Apply: func(b *Behaviours) {
				next := b.Delete
				b.Delete = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.IsGroup() {
						answer = respond(http.StatusOK, Object{})
					}
					return answer, err
				}
			},
		},
		{
			ID: "group-delete-still-listed", Category: "delete-semantics", Level: Must,
			Story:  "A deleted group is still in the list, and every import brings it back into Okta.",
			Source: "the grid: delete a group × list",
			Apply:  func(b *Behaviours) { keepDeletedGroups(b, func(rq *Request) bool { return rq.Query.Filter == nil }) },
		},
		{
			ID: "group-delete-still-found", Category: "delete-semantics", Level: Must,
			Story:  "The look-up by name still finds a deleted group: Okta links it, and every push to it is answered 404.",
			Source: "the grid: delete a group × look-up",
			Apply:  func(b *Behaviours) { keepDeletedGroups(b, func(rq *Request) bool { return rq.Query.Filter != nil }) },
		},
		{
			ID: "group-recreate-inherits-members", Category: "delete-semantics", Level: Must,
			Story:  "A group that is made anew under the name of a deleted one has the old members.",
			Source: "the grid: delete and create under the same name × members",
			Apply: func(b *Behaviours) {
				var former recall[[]*Resource]
				onGroupRemoval(b, func(rq *Request, _ Tx, group *Resource, members []*Resource) {
					former.set(rq, fold(group.Name()), members)
				})
				beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
					if members, _ := former.get(rq, fold(after.Name())); before == nil && after.Kind == KindGroup {
						for _, user := range members {
							tx.AddMember(after.ID, user.ID)
						}
					}
				})
			},
		},
	}
}

// onGroupRemoval lets a fault act when a group is deleted, with the users who were in it.
func onGroupRemoval(b *Behaviours, do func(rq *Request, tx Tx, group *Resource, members []*Resource)) {
	next := b.Remove
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		var members []*Resource
		for id := range tx.Members(r.ID) {
			if user := tx.Get(KindUser, id); user != nil {
				members = append(members, user)
			}
		}
		if err := next(rq, tx, r); err != nil {
			return err
		}
		if r.Kind == KindGroup {
			do(rq, tx, r, members)
		}
		return nil
	}
}

// keepDeletedGroups shows deleted groups in some lists of groups, unless there is a new one of the same name.
func keepDeletedGroups(b *Behaviours, where func(*Request) bool) {
	var deleted recall[[]*Resource]
	onGroupRemoval(b, func(rq *Request, _ Tx, group *Resource, _ []*Resource) {
		deleted.update(rq, "", func(list []*Resource) []*Resource { return append(slices.Clone(list), group) })
	})
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		list, _ := deleted.get(rq, "")
		if !rq.IsGroup() || !where(rq) || len(list) == 0 {
			return next(rq, tx)
		}
		all, err := selectAll(rq, tx, next)
		for _, group := range list {
			key, _ := KeyFor("displayName", group.Name())
			if len(tx.Find(KindGroup, key)) > 0 || rq.Query.Filter != nil && !rq.Do.Match(rq, rq.Query.Filter, rq.Do.Render(rq, tx, group, rq.Query.Filter.needs)) {
				continue
			}
			all = append(all, group)
		}
		return pageOf(all, rq.Query), err
	}
}
