package provider

// groupGridFaults are those of the grid about whole groups.
func groupGridFaults() []Fault {
	return []Fault{
		{
			ID: "group-create-duplicate-overwrites", Category: "group-push", Level: Must,
			Story:  "A second create of a group, as after a lost answer, is answered 201 and empties the group that there is.",
			Source: "the grid: the same create again × members",
			Apply: func(b *Behaviours) {
				next := b.Build
				b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
					r, err := next(rq, tx, body)
					if err != nil || r.Kind != KindGroup {
						return r, err
					}
					key, _ := KeyFor("displayName", r.Name())
					for _, group := range tx.Find(KindGroup, key) {
						r.ID, r.Created = group.ID, group.Created
						clearMembers(tx, r.ID)
					}
					return r, nil
				}
			},
		},
		{
			ID: "group-empty-not-listed", Category: "group-push", Level: Must,
			Story:  "Lists and look-ups join groups with their members, and a group without any is not found: Okta creates it again.",
			Source: "the grid: an empty group × look-up and list",
			Apply: func(b *Behaviours) {
				listOnly(b, func(_ *Request, tx Tx, r *Resource) bool { return r.Kind != KindGroup || tx.MemberCount(r.ID) > 0 })
			},
		},
		{
			ID: "group-put-rename-skips-members", Category: "group-push", Level: Must,
			Story:  "A PUT that carries another name and another list of members changes the name and leaves the members as they were.",
			Source: "the grid: rename together with a membership change × members",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(rq *Request, c MemberChange) bool { return rq.Notes["renamed"] == true })
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					rq.Note("renamed", rq.IsGroup() && text(body, "displayName") != draft.Before.Name())
					return next(rq, tx, draft, body)
				}
			},
		},
		{
			ID: "group-create-drops-first-member", Category: "group-push", Level: Must,
			Story:  "A group that is created with members lacks the first of them.",
			Source: "the grid: create a group with several members × members",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					if rq.Operation == OpCreate && len(c.Members) > 0 {
						c.Members = c.Members[1:]
					}
					return next(rq, tx, group, c)
				}
			},
		},
	}
}
