package provider

import "slices"

// roleRequestFaults are about roles that a client sends. In this app roles come from groups, and a role in a request is to be
// passed over like everything that is read-only.
func roleRequestFaults() []Fault {
	return []Fault{
		{
			ID: "role-patch-add-appends", Category: "roles", Level: Should,
			Story: "Roles pile up: who moves from one role group to another is shown with the old role beside the new; " +
				"only a client other than Okta was seen to make it so.",
			Source: "https://github.com/lightdash/lightdash/issues/24404",
			Apply:  rolesPileUp,
		},
		{
			ID: "role-scim-can-promote-admin", Category: "roles", Level: Must,
			Story:  "A role in the body of a POST, PUT or PATCH is taken, whatever it is: anybody with the token makes owners.",
			Source: "https://github.com/activepieces/activepieces/issues/14753",
			Apply: func(b *Behaviours) {
				pinned := pinRolesForGood(b)
				onAskedRole(b, func(rq *Request, tx Tx, user *Resource, role string) {
					if role != rq.Do.Role(rq, tx, user) {
						pinned.set(rq, user.ID, role)
					}
				})
			},
		},
		{
			ID: "role-response-claims-unassigned", Category: "roles", Level: Must,
			Story:  "The answer to a write shows the role that was sent, although the user has another one.",
			Source: "https://github.com/wso2/product-is/issues/10369",
			Apply: func(b *Behaviours) {
				onAskedRole(b, func(rq *Request, _ Tx, _ *Resource, role string) { rq.Note("role", role) })
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					if role, ok := rq.Notes["role"].(string); ok && rq.IsUser() {
						return role
					}
					return next(rq, tx, user)
				}
			},
		},
	}
}

// onAskedRole acts when the body of a write of a user, or of a PATCH without a path, states a role. What a PATCH states with
// the path of the role is not refused any more.
func onAskedRole(b *Behaviours, do func(rq *Request, tx Tx, user *Resource, role string)) {
	apply := b.ApplyOperation
	b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
		if rq.Settings.Roles == nil || !rq.IsUser() {
			return apply(rq, tx, draft, op)
		}
		v, ok := op.sets(rq.Settings.Roles.Attribute)
		if ok && op.Path != "" {
			v = Object{rq.Settings.Roles.Attribute: v}
		} else {
			v = op.Value
		}
		if o, isObject := v.(Object); isObject {
			rq.Note("asked", askedRole(rq, o))
		}
		if ok && op.Path != "" {
			return nil
		}
		return apply(rq, tx, draft, op)
	}
	save := b.Save
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		err := save(rq, tx, draft)
		if err != nil || rq.Settings.Roles == nil || !rq.IsUser() {
			return err
		}
		role, _ := rq.Notes["asked"].(string)
		if rq.Operation != OpPatch {
			role = askedRole(rq, rq.Body)
		}
		if role != "" {
			do(rq, tx, draft.After, role)
		}
		return nil
	}
}

// askedRole finds a role where the role map says, "" when there is none.
func askedRole(rq *Request, body Object) string {
	attribute := rq.Settings.Roles.Attribute
	if urn := roleExtension(attribute); urn != "" {
		extension, _ := body[urn].(Object)
		_, name, _ := cutLast(attribute, ":")
		return text(extension, name)
	}
	for _, v := range listOf(body[attribute]) {
		switch v := v.(type) {
		case string:
			return v
		case Object:
			return text(v, "value")
		}
	}
	return ""
}

// rolesPileUp remembers the roles that memberships gave to each user, and shows them after the right one.
func rolesPileUp(b *Behaviours) {
	var had recall[[]string]
	onMembers(b, func(rq *Request, _ Tx, _ *Resource, _ MemberChange, e effect) {
		for _, id := range slices.Concat(e.came, e.left) {
			if role := e.was[id]; role != "" {
				had.update(rq, id, func(roles []string) []string { return append(withoutText(roles, role), role) })
			}
		}
	})
	onView(b, KindUser, func(rq *Request, tx Tx, user *Resource, view Object) {
		list, ok := view["roles"].([]any)
		if !ok || rq.Settings.Roles == nil || rq.Settings.Roles.Attribute != "roles" {
			return
		}
		old, _ := had.get(rq, user.ID)
		for _, role := range withoutText(old, rq.Do.Role(rq, tx, user)) {
			list = append(slices.Clone(list), Object{"value": role, "display": role})
		}
		view["roles"] = list
	})
}
