package provider

import (
	"errors"
	"slices"
)

// memberSizeFaults are about many members, many operations and many requests at once.
func memberSizeFaults() []Fault {
	return []Fault{
		{
			ID: "member-large-group-500", Category: "group-membership", Level: Must,
			Story:  "Every write to a group of more than 500 members ends in 500, so that its push never ends.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/3307",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					changed, err := next(rq, tx, group, c)
					if err == nil && tx.MemberCount(group.ID) > 500 {
						return false, errors.New("too many parameters in one statement")
					}
					return changed, err
				}
			},
		},
		{
			ID: "member-race-lost-update", Category: "group-membership", Level: Must,
			Story:  "Of several membership changes of one group at the same time, some are lost: members are missing at random.",
			Source: "https://github.com/fleetdm/fleet/issues/50724",
			Apply:  memberLostUpdate,
		},
		{
			ID: "member-compound-ops-fail", Category: "group-membership", Level: Must,
			Story:  "Of a rename, a removal and an addition in one request, only the first is done.",
			Source: "https://github.com/jelhub/scimgateway/issues/16",
			Apply: func(b *Behaviours) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					if rq.IsGroup() {
						ops = ops[:1]
					}
					return next(rq, tx, draft, ops)
				}
			},
		},
		{
			ID: "group-write-not-atomic", Category: "group-membership", Level: Must,
			Story:  "A push with an unknown member is refused after the group or its new name was stored; the next push is a conflict.",
			Source: "https://github.com/croffasia/itsaplan/issues/264",
			Apply:  groupWriteNotAtomic,
		},
		{
			ID: "member-put-first-100", Category: "group-membership", Level: Must,
			Story:  "PUT of a group stores the first 100 members and forgets the others.",
			Source: "the grid: a group with many members × members after PUT",
			Apply:  func(b *Behaviours) { storeFirst(b, 100, func(rq *Request) bool { return rq.Operation == OpReplace }) },
		},
		{
			ID: "member-shown-first-100", Category: "group-membership", Level: Must,
			Story:  "A group shows its first 100 members only, so that an import takes the others for removed.",
			Source: "the grid: a group with many members × GET by id",
			Apply: func(b *Behaviours) {
				next := b.Members
				b.Members = func(rq *Request, tx Tx, group *Resource) []any {
					list := next(rq, tx, group)
					return list[:min(100, len(list))]
				}
			},
		},
		{
			ID: "member-ops-adds-first", Category: "group-membership", Level: Should,
			Story:  "All additions of a request are done before its removals, against RFC 7644 §3.5.2; Okta does not remove and add one person at once.",
			Source: "the grid: mixed membership operations × their order",
			Apply: func(b *Behaviours) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					ops = slices.Clone(ops)
					slices.SortStableFunc(ops, func(a, b PatchOperation) int { return late(a) - late(b) })
					return next(rq, tx, draft, ops)
				}
			},
		},
	}
}

func late(op PatchOperation) int {
	if removesSelected(op) {
		return 1
	}
	return 0
}

func storeFirst(b *Behaviours, n int, when func(*Request) bool) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		if c.Op != PatchRemove && when(rq) {
			c.Members = c.Members[:min(n, len(c.Members))]
		}
		return next(rq, tx, group, c)
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

// groupWriteNotAtomic commits what can be done, and then answers with what could not.
func groupWriteNotAtomic(b *Behaviours) {
	change := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		changed, err := change(rq, tx, group, c)
		if err != nil {
			rq.Note("failed", err)
		}
		return changed, nil
	}
	for _, operation := range []*func(*Request) (*Response, error){&b.Create, &b.Replace, &b.Patch} {
		next := *operation
		*operation = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if failed, ok := rq.Notes["failed"].(error); ok && err == nil {
				return nil, failed
			}
			return answer, err
		}
	}
}
