package faulty

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func membersFaults() []Fault {
	return inCategory("group-membership", []Fault{{
		ID: "member-returned-stays-out", Source: grid("a member who was deactivated and reactivated × the next push of the group"),
		Story: "A user who was reactivated stays locked out of groups: pushes that list them are answered with success, without them.",
		Apply: func(b *Behaviors) {
			var away hook.Recall[bool]
			beforeDeactivation(func(rq *Request, _ Tx, user *Resource) { away.Set(rq, user.ID, true) })(b)
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				if c.Op != provider.PatchRemove {
					c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m Object) bool {
						id := scim.Text(m, "value")
						return away.Has(rq, id) && tx.Get(provider.KindUser, id).Active()
					})
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-inactive-refused", Source: report("https://github.com/pulumi/docs/pull/13236"),
		Story: "A push that adds somebody who is inactive is refused with 400: one leaver keeps the others out of the group.",
		Apply: func(b *Behaviors) {
			next := b.CheckMember
			b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
				if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() && !tx.HasMember(group.ID, id) {
					return provider.InvalidValue("The user %q is not active.", id)
				}
				return next(rq, tx, group, id)
			}
		},
	}, {
		ID: "member-unknown-creates-user", Source: grid("a push that names an unknown id × list of users"),
		Story: "A member whom the app does not have is made: somebody whom Okta never assigned has an account and a seat.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				for _, m := range c.Members {
					if id := scim.Text(m, "value"); id != "" && c.Op != provider.PatchRemove && tx.Get(provider.KindUser, id) == nil {
						tx.Put(&Resource{Kind: provider.KindUser, ID: id, Managed: true, Created: rq.Time, Modified: rq.Time,
							Attributes: Object{"userName": scim.Text(m, "display"), "active": true}})
					}
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-display-changed-400", Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/292"),
		Story: "A PUT that lists a member under another display than before is refused: after a change of a login no push of the group works.",
		Apply: func(b *Behaviors) {
			var shown hook.Recall[string]
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				for _, m := range c.Members {
					key, display := group.ID+" "+scim.Text(m, "value"), scim.Text(m, "display")
					if old, known := shown.Get(rq, key); known && old != display && rq.Operation == provider.OpReplace {
						return false, provider.Mutability("members.display is immutable.")
					}
					shown.Set(rq, key, display)
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-removed-once", Source: grid("remove, add, remove × members"),
		Story: "Removed members are marked, and the mark of the first time hides the second one: who left a group twice is in it.",
		Apply: func(b *Behaviors) {
			var marked hook.Recall[bool]
			onMembers(func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
				for _, id := range e.left {
					if key := group.ID + " " + id; marked.Has(rq, key) {
						tx.AddMember(group.ID, id)
					} else {
						marked.Set(rq, key, true)
					}
				}
			})(b)
		},
	}, {
		ID:     "member-remove-filter-ignored-200",
		Source: report("https://github.com/goauthentik/authentik/issues/24173"),
		Story:  "Removing one member by a filter is answered with success and does nothing: Okta is content, and access stays.",
		Apply: onOperation(provider.KindGroup, removesSelected,
			func(PatchOperation, func(PatchOperation) error) error { return nil }),
	}, {
		ID: "member-remove-filter-clears-all", Source: report("https://github.com/msaad00/agent-bom/issues/3533"),
		Story: "Removing one member by a filter empties the group: everybody else loses access.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				if op.Op == provider.PatchRemove && strings.HasPrefix(op.Path, "members[") {
					op.Path = "members"
				}
				return next(rq, tx, draft, op)
			}
		},
	}, {
		ID:     "member-multi-remove-wrong-index",
		Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/2834"),
		Story:  "Of several removals in one request, all but the first hit the wrong person: places are counted before the first.",
		Apply: func(b *Behaviors) {
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
		},
	}, {
		ID: "member-replace-empty-400", Source: report("https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/757"),
		Story: "Replacing the members by [] is refused with 400, so that Push Now of an empty group fails.",
		Apply: func(b *Behaviors) {
			empties := func(op PatchOperation) bool {
				v, ok := op.Sets("members")
				list, isList := v.([]any)
				return ok && isList && len(list) == 0 && op.Op == provider.PatchReplace
			}
			onOperation(provider.KindGroup, empties, func(PatchOperation, func(PatchOperation) error) error {
				return provider.InvalidValue("The value of a replace operation must not be empty.")
			})(b)
		},
	}, {
		ID: "member-replace-empty-noop", Source: report("https://github.com/jelhub/scimgateway/issues/113"),
		Story: "Replacing the members by [] is answered with success and leaves all of them in the group: leavers keep their access.",
		Apply: ignoreMembers(func(_ *Request, c MemberChange) bool {
			return c.Op == provider.PatchReplace && len(c.Members) == 0
		}),
	}, {
		ID:     "member-add-existing-409",
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/245"),
		Story:  "Adding somebody who is in the group is a conflict, so that Okta's retries and repeated pushes fail.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				for _, m := range c.Members {
					if id := scim.Text(m, "value"); c.Op == provider.PatchAdd && tx.HasMember(group.ID, id) {
						return false, provider.Refuse(http.StatusConflict, "uniqueness", "%q is a member of the group already.", id)
					}
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-duplicates-stored", Source: report("https://github.com/wso2/product-is/issues/5333"),
		Story: "Somebody who is added twice is in the list twice: counts are wrong, and one removal is not enough.",
		Apply: storeDuplicates,
	}, {
		ID: "member-put-ignored", Source: report("https://github.com/Metatavu/keycloak-scim-server/issues/111"),
		Story: "PUT of a group looks at the name only: pushes of apps made with the wizard do nothing.",
		Apply: ignoreMembers(func(rq *Request, _ MemberChange) bool { return rq.Operation == provider.OpReplace }),
	}, {
		ID:     "member-put-immutable-error",
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/844"),
		Story:  "A PUT that changes the list of members is refused, because members[].value is immutable.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				changed, err := next(rq, tx, group, c)
				if err == nil && changed && rq.Operation == provider.OpReplace {
					return false, provider.Mutability("members.value is immutable.")
				}
				return changed, err
			}
		},
	}, {
		ID: "member-put-200-stores-zero", Source: report("https://github.com/gravitational/teleport/issues/67372"),
		Story: "A PUT of a group is answered 200 with the members that were sent, and none of them is stored.",
		Apply: echoMembers(provider.OpReplace),
	}, {
		ID:     "member-add-ignored-200",
		Source: report("https://docs.fortinet.com/document/fortiidentity-cloud/26.2.0/admin-guide/401705"),
		Story:  "Adding somebody to an existing group is answered with success, and he is not in it.",
		Apply:  ignoreMembers(func(_ *Request, c MemberChange) bool { return c.Op == provider.PatchAdd }),
	}, {
		ID: "member-add-replaces-all", Source: grid("add members × other members"),
		Story: "add is done as replace: the one who comes is alone in the group.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				if c.Op == provider.PatchAdd {
					c.Op = provider.PatchReplace
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-add-first-only", Source: grid("add several members × members"),
		Story: "Of several members in one add operation the first is added, and the others are not.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				if c.Op == provider.PatchAdd {
					c.Members = c.Members[:min(1, len(c.Members))]
				}
				return next(rq, tx, group, c)
			}
		},
	}, {
		ID: "member-replace-only-adds", Source: grid("replace by fewer members × members"),
		Story: "PATCH replace of the members adds those in the list and removes nobody: after Push Now leavers are still there.",
		Apply: addInsteadOfReplace(provider.OpPatch),
	}, {
		ID: "member-put-appends", Source: grid("PUT with fewer members × members"),
		Story: "PUT of a group adds those in the list and removes nobody: in apps made with the wizard leavers keep their groups.",
		Apply: addInsteadOfReplace(provider.OpReplace),
	}, {
		ID: "member-add-clears-profile", Source: grid("add members × other attributes of the user"),
		Story: "Who is put into a group is stored anew from what the push says about him, and loses displayName and title.",
		Apply: onMembers(func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
			for _, id := range e.came {
				if user := tx.Get(provider.KindUser, id); user != nil {
					user = user.Clone()
					delete(user.Attributes, "displayName")
					delete(user.Attributes, "title")
					tx.Put(user)
				}
			}
		}),
	}, {
		ID: "member-add-alone-ignored", Source: grid("add a member without a name × members"),
		Story: "A PATCH that adds members and does not carry the group's name, as Okta sent it for long, is answered 204 and adds nobody.",
		Apply: ignoreMembers(func(rq *Request, c MemberChange) bool {
			if rq.Operation != provider.OpPatch || c.Op != provider.PatchAdd {
				return false
			}
			ops, _ := rq.Do.ParsePatch(rq, rq.Body)
			for _, op := range ops {
				if _, named := op.Sets("displayName"); named {
					return false
				}
			}
			return true
		}),
	}, {
		ID: "member-answer-stale", Source: grid("membership × answer"),
		Story: "The answer to a change of a group's members shows those of before, and Okta takes the change for undone.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				if rq.Operation != provider.OpCreate {
					rq.Note("members before", rq.Do.Members(rq, tx, group))
				}
				return next(rq, tx, group, c)
			}
			onView(provider.KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
				if before, ok := rq.Notes["members before"]; ok {
					view["members"] = before
				}
			})(b)
		},
	}, {
		ID: "member-put-details-refused", Level: Should, Source: grid("PUT of a group as it was read × status"),
		Story: "A PUT whose members carry $ref or type, as the server shows them, is refused for attributes that cannot be changed.",
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				for _, m := range scim.Objects(rq.Body["members"]) {
					if rq.IsGroup() && (m["$ref"] != nil || m["type"] != nil) {
						return provider.Mutability("A member's $ref and type cannot be changed.")
					}
				}
				return next(rq, tx, draft, body)
			}
		},
	}, {
		ID: "member-remove-last-refused", Source: grid("remove the only member × answer"),
		Story: "A group must have a member: the last one cannot be removed, and the leaver keeps his access.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				changed, err := next(rq, tx, group, c)
				if err == nil && changed && c.Op == provider.PatchRemove && tx.MemberCount(group.ID) == 0 {
					return false, provider.InvalidValue("The last member of a group cannot be removed.")
				}
				return changed, err
			}
		},
	}, {
		ID: "member-remove-absent-404", Source: grid("remove an absent member × answer"),
		Story: "Removing somebody who is not in the group is answered 404, so that a repeated push fails for ever.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				if id, ok := selectedMember(rq, op); ok && rq.IsGroup() && !tx.HasMember(draft.After.ID, id) {
					return provider.Refuse(http.StatusNotFound, "noTarget", "%q is no member of the group.", id)
				}
				return next(rq, tx, draft, op)
			}
		},
	}, {
		ID: "member-remove-leaves-all-groups", Source: grid("remove a member × his other groups"),
		Story: "Who is removed from one group is removed from all of them.",
		Apply: onMembers(func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
			for _, id := range e.left {
				for _, group := range slices.Clone(tx.GroupsOf(id)) {
					tx.RemoveMember(group, id)
				}
			}
		}),
	}, {
		ID: "member-remove-deactivates", Source: grid("remove a member × active of the user"),
		Story: "Who is removed from a group is deactivated and loses the whole app.",
		Apply: onMembers(func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
			for _, id := range e.left {
				if user := tx.Get(provider.KindUser, id); user.Active() {
					setActive(tx, user, false)
				}
			}
		}),
	}, {
		ID: "member-large-group-500", Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/3307"),
		Story: "Every write to a group of more than 500 members ends in 500, so that its push never ends.",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
				changed, err := next(rq, tx, group, c)
				if err == nil && tx.MemberCount(group.ID) > 500 {
					return false, errors.New("too many parameters in one statement")
				}
				return changed, err
			}
		},
	}, {
		ID: "member-race-lost-update", Source: report("https://github.com/fleetdm/fleet/issues/50724"),
		Story: "Of several membership changes of one group at the same time, some are lost: members are missing at random.",
		Apply: memberLostUpdate,
	}, {
		ID: "member-compound-ops-fail", Source: report("https://github.com/jelhub/scimgateway/issues/16"),
		Story: "Of a rename, a removal and an addition in one request, only the first is done.",
		Apply: func(b *Behaviors) {
			next := b.ApplyPatch
			b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
				if rq.IsGroup() {
					ops = ops[:1]
				}
				return next(rq, tx, draft, ops)
			}
		},
	}, {
		ID: "group-write-not-atomic", Source: report("https://github.com/croffasia/itsaplan/issues/264"),
		Story: "A push with an unknown member is refused after the group or its new name was stored; the next push is a conflict.",
		Apply: func(b *Behaviors) {
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
		},
	}, {
		ID: "member-put-first-100", Source: grid("a group with many members × members after PUT"),
		Story: "PUT of a group stores the first 100 members and forgets the others.",
		Apply: func(b *Behaviors) {
			storeFirst(b, 100, func(rq *Request) bool { return rq.Operation == provider.OpReplace })
		},
	}, {
		ID: "member-shown-first-100", Source: grid("a group with many members × GET by id"),
		Story: "A group shows its first 100 members only, so that an import takes the others for removed.",
		Apply: func(b *Behaviors) {
			next := b.Members
			b.Members = func(rq *Request, tx Tx, group *Resource) []any {
				list := next(rq, tx, group)
				return list[:min(100, len(list))]
			}
		},
	}, {
		ID: "member-ops-adds-first", Level: Should, Source: grid("mixed membership operations × their order"),
		Story: "All additions of a request are done before its removals, against RFC 7644 §3.5.2; Okta does not remove and add one person at once.",
		Apply: func(b *Behaviors) {
			next := b.ApplyPatch
			b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
				ops = slices.Clone(ops)
				slices.SortStableFunc(ops, func(a, b PatchOperation) int { return late(a) - late(b) })
				return next(rq, tx, draft, ops)
			}
		},
	}, {
		ID: "membership-two-stores-drift", Source: report("https://github.com/BerriAI/litellm/issues/14057"),
		Story: "A removal reaches the group and not the user, who goes on showing it: rights and groups differ.",
		Apply: membershipDrift,
	}, {
		ID: "user-groups-attr-stale", Source: report("https://github.com/gravitational/teleport/issues/66215"),
		Story: "groups of a user is filled in when the user is written; later pushes of groups do not show there.",
		Apply: func(b *Behaviors) {
			var cached hook.Recall[map[string]bool]
			hook.BeforeStore(func(rq *Request, tx Tx, _, after *Resource) {
				groups := map[string]bool{}
				for _, m := range rq.Do.Groups(rq, tx, after) {
					groups[m.Group.ID] = true
				}
				cached.Set(rq, after.ID, groups)
			})(b)
			onView(provider.KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
				known, ok := cached.Get(rq, r.ID)
				if _, shown := view["groups"]; !ok || !shown {
					return
				}
				kept := []any{}
				for _, group := range scim.Objects(view["groups"]) {
					if known[scim.Text(group, "value")] {
						kept = append(kept, group)
					}
				}
				view["groups"] = kept
			})(b)
		},
	}, {
		ID: "member-list-shows-none", Source: grid("a membership × list of groups"),
		Story: "The list of groups shows members [] for groups that have some, and an import empties them in Okta.",
		Apply: onView(provider.KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
			if _, shown := view["members"]; shown && rq.Operation == provider.OpList {
				view["members"] = []any{}
			}
		}),
	}, {
		ID: "member-user-side-first-group", Source: grid("a user in two groups × groups of the user"),
		Story: "A user shows the first of his groups only.",
		Apply: onView(provider.KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
			if groups, ok := view["groups"].([]any); ok && len(groups) > 1 {
				view["groups"] = groups[:1]
			}
		}),
	}, {
		ID: "member-last-add-only", Level: Should, Source: report("https://github.com/wso2/product-is/issues/16097"),
		Story: "Of several additions in one request the last one counts.",
		Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
			last := -1
			for i, op := range ops {
				if op.Op == provider.PatchAdd {
					last = i
				}
			}
			var kept []PatchOperation
			for i, op := range ops {
				if op.Op != provider.PatchAdd || i == last {
					kept = append(kept, op)
				}
			}
			return kept
		}),
	}, {
		ID: "member-removals-first", Level: Should, Source: grid("RFC 7644 §3.5.2"),
		Story: "The removals of a request are done before its additions: who was added and taken out again stays in.",
		Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
			ops = slices.Clone(ops)
			slices.SortStableFunc(ops, func(a, b PatchOperation) int { return late(b) - late(a) })
			return ops
		}),
	}})
}

// removesSelected wants the removal of members by a filter, as Okta sends it.
func removesSelected(op PatchOperation) bool {
	return op.Op == provider.PatchRemove && strings.HasPrefix(op.Path, "members[")
}

// selectedMember gives the id in members[value eq "…"].
func selectedMember(rq *Request, op PatchOperation) (id string, ok bool) {
	if !removesSelected(op) {
		return "", false
	}
	return op.Member(rq)
}

// storeDuplicates counts how often each member was added.
func storeDuplicates(b *Behaviors) {
	var more hook.Recall[int] // by group and member: how often he is in the list beyond once
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		var left []Object
		for _, m := range c.Members {
			key := group.ID + " " + scim.Text(m, "value")
			there := tx.HasMember(group.ID, scim.Text(m, "value"))
			n, _ := more.Get(rq, key)
			switch {
			case c.Op == provider.PatchAdd && there:
				more.Set(rq, key, n+1)
			case c.Op == provider.PatchRemove && n > 0:
				more.Set(rq, key, n-1)
				continue
			case c.Op == provider.PatchReplace:
				more.Forget(rq, key)
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
			n, _ := more.Get(rq, group.ID+" "+scim.Text(m.(Object), "value"))
			list = append(list, slices.Repeat([]any{m}, n+1)...)
		}
		if list == nil {
			list = []any{}
		}
		return list
	}
}

// addInsteadOfReplace never removes anybody by a list that is to replace another, unless the list is empty.
func addInsteadOfReplace(operation provider.Operation) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ChangeMembers
		b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
			if rq.Operation == operation && c.Op == provider.PatchReplace && len(c.Members) > 0 {
				c.Op = provider.PatchAdd
			}
			return next(rq, tx, group, c)
		}
	}
}

func late(op PatchOperation) int {
	if removesSelected(op) {
		return 1
	}
	return 0
}

func storeFirst(b *Behaviors, n int, when func(*Request) bool) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		if c.Op != provider.PatchRemove && when(rq) {
			c.Members = c.Members[:min(n, len(c.Members))]
		}
		return next(rq, tx, group, c)
	}
}

// memberLostUpdate reads the members first, and later writes them back with what the request changes.
func memberLostUpdate(b *Behaviors) {
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
			stale := MemberChange{Op: provider.PatchReplace, Members: members}
			if _, err := rq.Do.ChangeMembers(rq, tx, draft.After, stale); err != nil {
				return err
			}
		}
		return applyPatch(rq, tx, draft, ops)
	}
}

// membershipDrift remembers for each user the groups that he was taken out of.
func membershipDrift(b *Behaviors) {
	var kept hook.Recall[[]string]
	onMembers(func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
		for _, id := range e.left {
			kept.Update(rq, id, func(groups []string) []string { return append(withoutText(groups, group.ID), group.ID) })
		}
		for _, id := range e.came {
			kept.Update(rq, id, func(groups []string) []string { return withoutText(groups, group.ID) })
		}
	})(b)
	next := b.Groups
	b.Groups = func(rq *Request, tx Tx, member *Resource) []provider.Membership {
		list := next(rq, tx, member)
		stale, _ := kept.Get(rq, member.ID)
		for _, id := range stale {
			if group := tx.Get(provider.KindGroup, id); group != nil {
				list = append(list, provider.Membership{Group: group, Direct: true})
			}
		}
		return list
	}
}

// patchReordered changes the list of operations of a PATCH of a group.
func patchReordered(reorder func([]PatchOperation) []PatchOperation) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ApplyPatch
		b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
			if rq.IsGroup() {
				ops = reorder(ops)
			}
			return next(rq, tx, draft, ops)
		}
	}
}
