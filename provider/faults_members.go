package provider

import "strings"

func memberFaults() []Fault {
	return []Fault{
		{
			ID: "member-remove-filter-clears-all", Category: "group-membership", Level: Must,
			Story:  "Removing one member by a filter empties the group: everybody else loses access.",
			Source: "https://github.com/msaad00/agent-bom/issues/3533",
			Apply: func(b *Behaviours) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					if op.Op == PatchRemove && strings.HasPrefix(op.Path, "members[") {
						op.Path = "members"
					}
					return next(rq, tx, draft, op)
				}
			},
		},
		{
			ID: "member-race-lost-update", Category: "group-membership", Level: Must,
			Story:  "Of several membership changes of one group at the same time, some are lost: members are missing at random.",
			Source: "https://github.com/fleetdm/fleet/issues/50724",
			Apply:  memberLostUpdate,
		},
	}
}

// memberLostUpdate reads the members first, and later writes them back with what the request changes.
func memberLostUpdate(b *Behaviours) {
	patch, applyPatch := b.Patch, b.ApplyPatch
	b.Patch = func(rq *Request) (*Response, error) {
		if !rq.IsGroup() {
			return patch(rq)
		}
		members := []Object{}
		err := rq.Do.Read(rq, func(tx Tx) error {
			for id := range tx.Members(rq.ID) {
				members = append(members, Object{"value": id})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		rq.Note("members", members)
		linger(rq)
		return patch(rq)
	}
	b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
		if members, ok := rq.Notes["members"].([]Object); ok {
			stale := MemberChange{Op: PatchReplace, Members: members}
			if _, err := rq.Do.ChangeMembers(rq, tx, draft.After, stale); err != nil {
				return err
			}
		}
		return applyPatch(rq, tx, draft, ops)
	}
}
