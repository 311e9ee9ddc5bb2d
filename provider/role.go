package provider

// roleOf derives the role of a user: that of the highest entry of the role map whose group he is in, else the default. A local
// admin keeps the highest role until SCIM manages him. It is derived whenever it is shown, so every change of a
// membership, a group or the map counts at once.
func roleOf(rq *Request, tx Tx, user *Resource) string {
	roles := rq.Settings.Roles
	if user.LocalAdmin && !user.Managed {
		return roles.Highest()
	}
	memberships := rq.Do.Groups(rq, tx, user)
	for _, entry := range roles.Groups {
		for _, m := range memberships {
			if fold(m.Group.Name()) == fold(entry.Group) {
				return entry.Role
			}
		}
	}
	return roles.Default
}

// showRole puts the role where the role map says.
func showRole(rq *Request, tx Tx, user *Resource, view Object, wants func(string) bool) {
	roles := rq.Settings.Roles
	if roles == nil {
		return
	}
	urn := roleExtension(roles.Attribute)
	top := roles.Attribute
	if urn != "" {
		top = urn
	}
	if !wants(top) {
		return
	}
	role := rq.Do.Role(rq, tx, user)
	switch {
	case role == "":
		return
	case urn != "":
		_, name, _ := cutLast(roles.Attribute, ":")
		view[urn] = withEntry(view[urn], name, role)
	case roles.Attribute == "roles":
		view["roles"] = []any{Object{"value": role, "display": role, "primary": true}}
	default:
		view[roles.Attribute] = role
	}
}

// withEntry copies an Object that may be missing and adds to it.
func withEntry(v any, name string, value any) Object {
	o := Object{name: value}
	if old, ok := v.(Object); ok {
		for k, x := range old {
			if k != name {
				o[k] = x
			}
		}
	}
	return o
}
