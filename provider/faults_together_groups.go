package provider

import (
	"errors"
	"slices"
)

// togetherGroupFaults are those of groups, their members and roles.
func togetherGroupFaults() []Fault {
	return []Fault{
		{
			ID: "group-lookup-miss-remembered", Category: "group-push", Level: Must,
			Story:  "A look-up that found no group is kept: after a rename to that name Okta does not find the group and makes another.",
			Source: "the grid: a look-up, then a rename × the look-up again",
			Apply:  missRememberedOf(KindGroup),
		},
		{
			ID: "group-renamed-name-not-taken", Category: "group-push", Level: Must,
			Story:  "The names of creates are kept to find duplicates, so that a second group can be made with the name of a renamed one.",
			Source: "https://github.com/ory/polis/issues/3559",
			Apply:  renamedNotTaken,
		},
		{
			ID: "group-create-race-two-groups", Category: "group-push", Level: Must,
			Story:  "A second group of one name is refused, but not while the first is being made: a repeated push makes two.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/980",
			Apply:  createRaceOf(KindGroup, nil),
		},
		{
			ID: "group-create-race-500", Category: "group-push", Level: Must,
			Story:  "Of two creates of one group at once the second ends in 500 instead of 409, and Okta tries again and again.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/980",
			Apply:  createRaceOf(KindGroup, errors.New("unique constraint violated")),
		},
		{
			ID: "group-delete-inactive-member-500", Category: "delete-semantics", Level: Must,
			Story:  "A group with a deactivated member cannot be deleted: the member is looked for among the active users.",
			Source: "https://github.com/wso2/product-is/issues/11233",
			Apply: func(b *Behaviours) {
				onGroupDelete(b, func(_ *Request, tx Tx, group *Resource) error {
					for id := range tx.Members(group.ID) {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() {
							return errors.New("no such user")
						}
					}
					return nil
				})
			},
		},
		{
			ID: "member-last-add-only", Category: "group-membership", Level: Should,
			Story:  "Of several additions in one request the last one counts.",
			Source: "https://github.com/wso2/product-is/issues/16097",
			Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
				last := -1
				for i, op := range ops {
					if op.Op == PatchAdd {
						last = i
					}
				}
				var kept []PatchOperation
				for i, op := range ops {
					if op.Op != PatchAdd || i == last {
						kept = append(kept, op)
					}
				}
				return kept
			}),
		},
		{
			ID: "member-removals-first", Category: "group-membership", Level: Should,
			Story:  "The removals of a request are done before its additions: who was added and taken out again stays in.",
			Source: "RFC 7644 §3.5.2",
			Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
				ops = slices.Clone(ops)
				slices.SortStableFunc(ops, func(a, b PatchOperation) int { return late(b) - late(a) })
				return ops
			}),
		},
		{
			ID: "role-lost-with-other-group", Category: "roles", Level: Must,
			Story:  "Whoever leaves any group gets the default role, and an admin loses the role by leaving a mailing list.",
			Source: "https://github.com/tuist/tuist/pull/13209",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.left {
						if !givesRole(rq, group) {
							lose(rq, id)
						}
					}
				})
			},
		},
		{
			ID: "role-not-given-to-inactive", Category: "roles", Level: Must,
			Story:  "Whoever is inactive when the group is pushed does not get its role, not even when active again.",
			Source: "the grid: push a mapped group, then reactivate × role",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() && givesRole(rq, group) {
							lose(rq, id)
						}
					}
				})
			},
		},
	}
}

// patchReordered changes the list of operations of a PATCH of a group.
func patchReordered(reorder func([]PatchOperation) []PatchOperation) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.ApplyPatch
		b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
			if rq.IsGroup() {
				ops = reorder(ops)
			}
			return next(rq, tx, draft, ops)
		}
	}
}

// renamedNotTaken knows groups by the names with which they were created.
func renamedNotTaken(b *Behaviours) {
	names := firstNames(b)
	next := b.CheckUnique
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		err := next(rq, tx, r)
		if r.Kind != KindGroup || conflictOf(err) == nil {
			return err
		}
		key, _ := KeyFor("displayName", r.Name())
		for _, other := range tx.Find(KindGroup, key) {
			if first, ok := names.get(rq, other.ID); other.ID != r.ID && (!ok || fold(first) == fold(r.Name())) {
				return err
			}
		}
		return nil
	}
}

// givesRole tells whether a group is mapped to a role.
func givesRole(rq *Request, group *Resource) bool {
	if rq.Settings.Roles == nil {
		return false
	}
	for _, entry := range rq.Settings.Roles.Groups {
		if fold(entry.Group) == fold(group.Name()) {
			return true
		}
	}
	return false
}
