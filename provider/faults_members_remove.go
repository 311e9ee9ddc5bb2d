package provider

import (
	"net/http"
	"slices"
)

// memberRemoveFaults are those of the grid about members who leave.
func memberRemoveFaults() []Fault {
	return []Fault{
		{
			ID: "member-remove-last-refused", Category: "group-membership", Level: Must,
			Story:  "A group must have a member: the last one cannot be removed, and the leaver keeps his access.",
			Source: "the grid: remove the only member × answer",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					changed, err := next(rq, tx, group, c)
					if err == nil && changed && c.Op == PatchRemove && tx.MemberCount(group.ID) == 0 {
						return false, invalidValue("The last member of a group cannot be removed.")
					}
					return changed, err
				}
			},
		},
		{
			ID: "member-remove-absent-404", Category: "group-membership", Level: Must,
			Story:  "Removing somebody who is not in the group is answered 404, so that a repeated push fails for ever.",
			Source: "the grid: remove an absent member × answer",
			Apply: func(b *Behaviours) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					if id, ok := selectedMember(rq, op); ok && rq.IsGroup() && !tx.HasMember(draft.After.ID, id) {
						return Refuse(http.StatusNotFound, "noTarget", "%q is no member of the group.", id)
					}
					return next(rq, tx, draft, op)
				}
			},
		},
		{
			ID: "member-remove-leaves-all-groups", Category: "group-membership", Level: Must,
			Story:  "Who is removed from one group is removed from all of them.",
			Source: "the grid: remove a member × his other groups",
			Apply: func(b *Behaviours) {
				onMembers(b, func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
					for _, id := range e.left {
						for _, group := range slices.Clone(tx.GroupsOf(id)) {
							tx.RemoveMember(group, id)
						}
					}
				})
			},
		},
		{
			ID: "member-remove-deactivates", Category: "group-membership", Level: Must,
			Story:  "Who is removed from a group is deactivated and loses the whole app.",
			Source: "the grid: remove a member × active of the user",
			Apply: func(b *Behaviours) {
				onMembers(b, func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
					for _, id := range e.left {
						if user := tx.Get(KindUser, id); user.Active() {
							setActive(tx, user, false)
						}
					}
				})
			},
		},
	}
}
