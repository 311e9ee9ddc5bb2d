package provider

import (
	"fmt"
	"slices"
)

// roleVariants differ in how the role stands in the attribute roles. A role in another attribute is text anyway.
func roleVariants() []Variant {
	onRoles := func(change func(role string) any) func(*Behaviours) {
		return func(b *Behaviours) {
			onRender(b, func(rq *Request, _ Tx, _ *Resource, view Object) {
				if rq.Settings.Roles == nil || rq.Settings.Roles.Attribute != "roles" {
					return
				}
				if shown := objects(view["roles"]); len(shown) == 1 {
					view["roles"] = change(text(shown[0], "value"))
				}
			})
		}
	}
	return []Variant{
		{
			ID: "roles-add-up", Story: "roles holds the role of every group that gives one, the highest first; the default only when there is none.",
			Source: "RFC 7643 §4.1.2: a user has a list of roles",
			Apply:  addUpRoles,
		},
		{
			ID: "role-value-only", Story: "roles holds the value of the role and nothing else.",
			Source: "RFC 7643 §2.4, §4.1.2",
			Apply:  onRoles(func(role string) any { return []any{Object{"value": role}} }),
		},
		{
			ID: "role-with-id", Story: "The value of a role is the app's id for it; display is its name.",
			Source: "RFC 7643 §4.1.2: no vocabulary is specified for the value; §2.4, display",
			Apply: onRoles(func(role string) any {
				return []any{Object{"value": fmt.Sprintf("role-%x", role), "display": role, "type": "app", "primary": true}}
			}),
		},
		{
			ID: "role-list-of-text", Story: "roles is a list of strings.",
			Source: "an app says in its own schema what its roles look like (RFC 7643 §7)",
			Apply:  onRoles(func(role string) any { return []any{role} }),
		},
		{
			ID: "role-text", Story: "roles is a string.",
			Source: "an app says in its own schema what its roles look like (RFC 7643 §7)",
			Apply:  onRoles(func(role string) any { return role }),
		},
	}
}

// addUpRoles puts the lower roles behind the one that is shown.
func addUpRoles(b *Behaviours) {
	onRender(b, func(rq *Request, tx Tx, r *Resource, view Object) {
		roles := rq.Settings.Roles
		if roles == nil || roles.Attribute != "roles" || len(objects(view["roles"])) != 1 {
			return
		}
		list := clone(view["roles"].([]any))
		shown := map[string]bool{text(list[0].(Object), "value"): true}
		memberships := rq.Do.Groups(rq, tx, r)
		for _, entry := range roles.Groups {
			gives := func(m Membership) bool { return fold(m.Group.Name()) == fold(entry.Group) }
			if !shown[entry.Role] && slices.ContainsFunc(memberships, gives) {
				shown[entry.Role] = true
				list = append(list, Object{"value": entry.Role, "display": entry.Role})
			}
		}
		view["roles"] = list
	})
}
