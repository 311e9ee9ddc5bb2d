package provider

// memberAddFaults are about members who come.
func memberAddFaults() []Fault {
	return []Fault{
		{
			ID: "member-add-ignored-200", Category: "group-membership", Level: Must,
			Story:  "Adding somebody to an existing group is answered with success, and he is not in it.",
			Source: "https://docs.fortinet.com/document/fortiidentity-cloud/26.2.0/admin-guide/401705",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(_ *Request, c MemberChange) bool { return c.Op == PatchAdd })
			},
		},
		{
			ID: "member-add-replaces-all", Category: "group-membership", Level: Must,
			Story:  "add is done as replace: the one who comes is alone in the group.",
			Source: "the grid: add members × other members",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					if c.Op == PatchAdd {
						c.Op = PatchReplace
					}
					return next(rq, tx, group, c)
				}
			},
		},
		{
			ID: "member-add-first-only", Category: "group-membership", Level: Must,
			Story:  "Of several members in one add operation the first is added, and the others are not.",
			Source: "the grid: add several members × members",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					if c.Op == PatchAdd {
						c.Members = c.Members[:min(1, len(c.Members))]
					}
					return next(rq, tx, group, c)
				}
			},
		},
		{
			ID: "member-replace-only-adds", Category: "group-membership", Level: Must,
			Story:  "PATCH replace of the members adds those in the list and removes nobody: after Push Now leavers are still there.",
			Source: "the grid: replace by fewer members × members",
			Apply:  func(b *Behaviours) { addInsteadOfReplace(b, OpPatch) },
		},
		{
			ID: "member-put-appends", Category: "group-membership", Level: Must,
			Story:  "PUT of a group adds those in the list and removes nobody: in apps made with the wizard leavers keep their groups.",
			Source: "the grid: PUT with fewer members × members",
			Apply:  func(b *Behaviours) { addInsteadOfReplace(b, OpReplace) },
		},
		{
			ID: "member-add-clears-profile", Category: "group-membership", Level: Must,
			Story:  "Who is put into a group is stored anew from what the push says about him, and loses displayName and title.",
			Source: "the grid: add members × other attributes of the user",
			Apply: func(b *Behaviours) {
				onMembers(b, func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						if user := tx.Get(KindUser, id); user != nil {
							user = user.Clone()
							delete(user.Attributes, "displayName")
							delete(user.Attributes, "title")
							tx.Put(user)
						}
					}
				})
			},
		},
	}
}

// addInsteadOfReplace never removes anybody by a list that is to replace another, unless the list is empty.
func addInsteadOfReplace(b *Behaviours, operation Operation) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		if rq.Operation == operation && c.Op == PatchReplace && len(c.Members) > 0 {
			c.Op = PatchAdd
		}
		return next(rq, tx, group, c)
	}
}
