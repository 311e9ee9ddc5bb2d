package provider

// memberFormFaults take a change of members in one form only.
func memberFormFaults() []Fault {
	return []Fault{
		{
			ID: "member-add-alone-ignored", Category: "group-membership", Level: Must,
			Story:  "A PATCH that adds members and does not carry the group's name, as Okta sent it for long, is answered 204 and adds nobody.",
			Source: "the grid: add a member without a name × members",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(rq *Request, c MemberChange) bool {
					if rq.Operation != OpPatch || c.Op != PatchAdd {
						return false
					}
					ops, _ := rq.Do.ParsePatch(rq, rq.Body)
					for _, op := range ops {
						if _, named := op.sets("displayName"); named {
							return false
						}
					}
					return true
				})
			},
		},
		{
			ID: "member-answer-stale", Category: "group-membership", Level: Must,
			Story:  "The answer to a change of a group's members shows those of before, and Okta takes the change for undone.",
			Source: "the grid: membership × answer",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					if rq.Operation != OpCreate {
						rq.Note("members before", rq.Do.Members(rq, tx, group))
					}
					return next(rq, tx, group, c)
				}
				onView(b, KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
					if before, ok := rq.Notes["members before"]; ok {
						view["members"] = before
					}
				})
			},
		},
		{
			ID: "member-put-details-refused", Category: "group-membership", Level: Must,
			Story:  "A PUT whose members carry $ref or type, as the server shows them, is refused for attributes that cannot be changed.",
			Source: "the grid: PUT of a group as it was read × status",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					for _, m := range objects(rq.Body["members"]) {
						if rq.IsGroup() && (m["$ref"] != nil || m["type"] != nil) {
							return mutability("A member's $ref and type cannot be changed.")
						}
					}
					return next(rq, tx, draft, body)
				}
			},
		},
	}
}
