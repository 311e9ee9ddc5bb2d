package legal

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// roleVariants differ in how the role stands in the attribute roles. A role in another attribute is text anyway.
func roleVariants() []Variant {
	onRoles := func(change func(role string) any) func(*Behaviors) {
		return func(b *Behaviors) {
			onRender(func(rq *Request, _ Tx, _ *Resource, view Object) {
				if rq.Settings.Roles == nil || rq.Settings.Roles.Attribute != "roles" {
					return
				}
				if shown := scim.Objects(view["roles"]); len(shown) == 1 {
					view["roles"] = change(scim.Text(shown[0], "value"))
				}
			})(b)
		}
	}
	return []Variant{{
		ID: "roles-add-up", Story: "roles holds the role of every group that gives one, the highest first; the default only when there is none.",
		Source: "RFC 7643 §4.1.2: a user has a list of roles",
		Apply:  addUpRoles,
	}, {
		ID: "role-value-only", Story: "roles holds the value of the role and nothing else.",
		Source: "RFC 7643 §2.4, §4.1.2",
		Apply:  onRoles(func(role string) any { return []any{Object{"value": role}} }),
	}, {
		ID: "role-with-id", Story: "The value of a role is the app's id for it; display is its name.",
		Source: "RFC 7643 §4.1.2: no vocabulary is specified for the value; §2.4, display",
		Apply: onRoles(func(role string) any {
			return []any{Object{"value": fmt.Sprintf("role-%x", role), "display": role, "type": "app", "primary": true}}
		}),
	}, {
		ID: "role-list-of-text", Story: "roles is a list of strings.",
		Source: "an app says in its own schema what its roles look like (RFC 7643 §7)",
		Apply:  onRoles(func(role string) any { return []any{role} }),
	}, {
		ID: "role-text", Story: "roles is a string.",
		Source: "an app says in its own schema what its roles look like (RFC 7643 §7)",
		Apply:  onRoles(func(role string) any { return role }),
	}}
}

// addUpRoles puts the lower roles behind the one that is shown.
func addUpRoles(b *Behaviors) {
	onRender(func(rq *Request, tx Tx, r *Resource, view Object) {
		roles := rq.Settings.Roles
		if roles == nil || roles.Attribute != "roles" || len(scim.Objects(view["roles"])) != 1 {
			return
		}
		list := scim.Clone(view["roles"].([]any))
		shown := map[string]bool{scim.Text(list[0].(Object), "value"): true}
		memberships := rq.Do.Groups(rq, tx, r)
		for _, entry := range roles.Groups {
			gives := func(m provider.Membership) bool { return scim.Fold(m.Group.Name()) == scim.Fold(entry.Group) }
			if !shown[entry.Role] && slices.ContainsFunc(memberships, gives) {
				shown[entry.Role] = true
				list = append(list, Object{"value": entry.Role, "display": entry.Role})
			}
		}
		view["roles"] = list
	})(b)
}

// seatVariants differ in how a user beyond the seat limit is refused, and who is.
func seatVariants() []Variant {
	refuseAs := func(status int, kind string) func(*Behaviors) {
		return func(b *Behaviors) {
			next := b.TakeSeat
			b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
				err := next(rq, tx, before, after)
				if e := refusal(err); e != nil {
					return provider.Refuse(status, kind, "%s", e.Detail)
				}
				return err
			}
		}
	}
	const source = "RFC 7644 §3.12: every 4xx may come with an Error; "
	return []Variant{{
		ID: "seat-refusal-400", Story: "A user beyond the seat limit is refused with 400 and a detail that tells why.",
		Source: source + "detail says what is wrong",
		Apply:  refuseAs(http.StatusBadRequest, ""),
	}, {
		ID: "seat-refusal-402", Story: "A user beyond the seat limit is refused with 402.",
		Source: source + "https://github.com/bagofwords1/bagofwords/issues/540",
		Apply:  refuseAs(http.StatusPaymentRequired, ""),
	}, {
		ID: "seat-refusal-409", Story: "A user beyond the seat limit is refused with 409 and no scimType.",
		Source: source + "RFC 9110 §15.5.10: a conflict with the state of the resource",
		Apply:  refuseAs(http.StatusConflict, ""),
	}, {
		ID: "seat-refusal-own-type", Story: "A user beyond the seat limit is refused with 403 and a scimType of the product's own, userLimitReached.",
		Source: source + "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799",
		Apply:  refuseAs(http.StatusForbidden, "userLimitReached"),
	}, {
		ID: "seats-for-creates-only", Story: "Only a create is refused at the seat limit; a user who was there may always become active again.",
		Source: "https://github.com/Flagsmith/flagsmith/issues/8370",
		Apply: func(b *Behaviors) {
			next := b.TakeSeat
			b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
				if before != nil {
					return nil
				}
				return next(rq, tx, before, after)
			}
		},
	}}
}
