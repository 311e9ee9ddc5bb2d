package provider

import (
	"net/http"
	"slices"
	"strings"
)

func memberFaults() []Fault {
	return slices.Concat([]Fault{
		{
			ID: "member-remove-filter-ignored-200", Category: "group-membership", Level: Must,
			Story:  "Removing one member by a filter is answered with success and does nothing: Okta is content, and access stays.",
			Source: "https://github.com/goauthentik/authentik/issues/24173",
			Apply: func(b *Behaviours) {
				onOperation(b, KindGroup, removesSelected, func(PatchOperation, func(PatchOperation) error) error { return nil })
			},
		},
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
			ID: "member-multi-remove-wrong-index", Category: "group-membership", Level: Must,
			Story:  "Of several removals in one request, all but the first hit the wrong person: places are counted before the first.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/2834",
			Apply:  removeByStaleIndex,
		},
		{
			ID: "member-replace-empty-400", Category: "group-membership", Level: Must,
			Story:  "Replacing the members by [] is refused with 400, so that Push Now of an empty group fails.",
			Source: "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/757",
			Apply: func(b *Behaviours) {
				empties := func(op PatchOperation) bool {
					v, ok := op.sets("members")
					list, isList := v.([]any)
					return ok && isList && len(list) == 0 && op.Op == PatchReplace
				}
				onOperation(b, KindGroup, empties, func(PatchOperation, func(PatchOperation) error) error {
					return invalidValue("The value of a replace operation must not be empty.")
				})
			},
		},
		{
			ID: "member-replace-empty-noop", Category: "group-membership", Level: Must,
			Story:  "Replacing the members by [] is answered with success and leaves all of them in the group: leavers keep their access.",
			Source: "https://github.com/jelhub/scimgateway/issues/113",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(_ *Request, c MemberChange) bool { return c.Op == PatchReplace && len(c.Members) == 0 })
			},
		},
		{
			ID: "member-add-existing-409", Category: "group-membership", Level: Must,
			Story:  "Adding somebody who is in the group is a conflict, so that Okta's retries and repeated pushes fail.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/245",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					for _, m := range c.Members {
						if id := text(m, "value"); c.Op == PatchAdd && tx.HasMember(group.ID, id) {
							return false, Refuse(http.StatusConflict, "uniqueness", "%q is a member of the group already.", id)
						}
					}
					return next(rq, tx, group, c)
				}
			},
		},
		{
			ID: "member-duplicates-stored", Category: "group-membership", Level: Must,
			Story:  "Somebody who is added twice is in the list twice: counts are wrong, and one removal is not enough.",
			Source: "https://github.com/wso2/product-is/issues/5333",
			Apply:  storeDuplicates,
		},
		{
			ID: "member-put-ignored", Category: "group-membership", Level: Must,
			Story:  "PUT of a group looks at the name only: pushes of apps made with the wizard do nothing.",
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/111",
			Apply: func(b *Behaviours) {
				ignoreMembers(b, func(rq *Request, _ MemberChange) bool { return rq.Operation == OpReplace })
			},
		},
		{
			ID: "member-put-immutable-error", Category: "group-membership", Level: Must,
			Story:  "A PUT that changes the list of members is refused, because members[].value is immutable.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/844",
			Apply: func(b *Behaviours) {
				next := b.ChangeMembers
				b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
					changed, err := next(rq, tx, group, c)
					if err == nil && changed && rq.Operation == OpReplace {
						return false, mutability("members.value is immutable.")
					}
					return changed, err
				}
			},
		},
		{
			ID: "member-put-200-stores-zero", Category: "group-membership", Level: Must,
			Story:  "A PUT of a group is answered 200 with the members that were sent, and none of them is stored.",
			Source: "https://github.com/gravitational/teleport/issues/67372",
			Apply:  func(b *Behaviours) { echoMembers(b, OpReplace) },
		},
	}, memberSizeFaults(), memberViewFaults(), memberAddFaults(), memberRemoveFaults(), memberFormFaults())
}

// removesSelected wants the removal of members by a filter, as Okta sends it.
func removesSelected(op PatchOperation) bool {
	return op.Op == PatchRemove && strings.HasPrefix(op.Path, "members[")
}

// selectedMember gives the id in members[value eq "…"].
func selectedMember(rq *Request, op PatchOperation) (id string, ok bool) {
	if !removesSelected(op) {
		return "", false
	}
	t, err := parseTarget(rq, op.Path)
	if err != nil || len(t.equal) != 1 || t.equal[0].Attribute != "value" {
		return "", false
	}
	return t.equal[0].Value, true
}

// removeByStaleIndex finds the places of all members to remove first, and then removes one after the other by its place.
func removeByStaleIndex(b *Behaviours) {
	next := b.ApplyPatch
	b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
		before := slices.Collect(tx.Members(draft.After.ID))
		now := slices.Clone(before)
		ops = slices.Clone(ops)
		for i, op := range ops {
			id, ok := selectedMember(rq, op)
			at := slices.Index(before, id)
			if !ok || at < 0 {
				continue
			}
			at = min(at, len(now)-1)
			ops[i].Path = `members[value eq "` + now[at] + `"]`
			now = slices.Delete(now, at, at+1)
		}
		return next(rq, tx, draft, ops)
	}
}

// storeDuplicates counts how often each member was added.
func storeDuplicates(b *Behaviours) {
	var more recall[int] // by group and member: how often he is in the list beyond once
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		var left []Object
		for _, m := range c.Members {
			key := group.ID + " " + text(m, "value")
			there := tx.HasMember(group.ID, text(m, "value"))
			n, _ := more.get(rq, key)
			switch {
			case c.Op == PatchAdd && there:
				more.set(rq, key, n+1)
			case c.Op == PatchRemove && n > 0:
				more.set(rq, key, n-1)
				continue
			case c.Op == PatchReplace:
				more.forget(rq, key)
			}
			left = append(left, m)
		}
		c.Members = left
		return next(rq, tx, group, c)
	}
	members := b.Members
	b.Members = func(rq *Request, tx Tx, group *Resource) []any {
		var list []any
		for _, m := range members(rq, tx, group) {
			n, _ := more.get(rq, group.ID+" "+text(m.(Object), "value"))
			list = append(list, slices.Repeat([]any{m}, n+1)...)
		}
		if list == nil {
			list = []any{}
		}
		return list
	}
}
