package provider

import (
	"net/url"
	"time"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// timeFormat is that of meta.created: UTC, with milliseconds (RFC 7643 §2.3.5).
const timeFormat = "2006-01-02T15:04:05.000Z"

// show is what the client of this request gets to see of a resource.
func show(rq *Request, tx Tx, r *Resource) Object {
	fields := rq.Query.Fields
	return fields.project(rq.Do.Render(rq, tx, r, fields.Wants))
}

// render adds to what is stored what the server derives: schemas, id, meta, members or groups, and the role. Costly
// ones are left out when they are not wanted. The Object is new, the values in it are those of the store.
func render(rq *Request, tx Tx, r *Resource, wants func(string) bool) Object {
	view := make(Object, len(r.Attributes)+6)
	for name, v := range r.Attributes {
		view[name] = v
	}
	view["id"] = r.ID
	view["meta"] = Object{
		"resourceType": r.Kind,
		"created":      FormatTime(r.Created),
		"lastModified": FormatTime(r.Modified),
		"location":     rq.Do.Location(rq, r.Kind, r.ID),
	}
	if r.Kind == KindGroup {
		if wants("members") {
			view["members"] = rq.Do.Members(rq, tx, r)
		}
	} else {
		if wants("groups") {
			view["groups"] = showGroups(rq, tx, r)
		}
		showRole(rq, tx, r, view, wants)
	}
	view["schemas"] = schemasOf(rq.Settings.Type(r.Kind), view)
	return view
}

// schemasOf lists the core schema and the extensions that the resource has values of (RFC 7643 §3.1).
func schemasOf(t *ResourceType, view Object) []any {
	urns := []any{t.Core.ID}
	for _, s := range t.Extensions {
		if _, ok := view[s.ID]; ok {
			urns = append(urns, s.ID)
		}
	}
	return urns
}

func showGroups(rq *Request, tx Tx, user *Resource) []any {
	list := []any{}
	for _, m := range rq.Do.Groups(rq, tx, user) {
		kind := "direct"
		if !m.Direct {
			kind = "indirect"
		}
		list = append(list, Object{
			"value":   m.Group.ID,
			"display": m.Group.Name(),
			"type":    kind,
			"$ref":    rq.Do.Location(rq, KindGroup, m.Group.ID),
		})
	}
	return list
}

// location is the absolute URI of a resource, by the host the client used (RFC 7644 §3.1).
func location(rq *Request, kind, id string) string {
	return rq.Server.BaseURL(rq.HTTP) + rq.Settings.Type(kind).Endpoint + "/" + url.PathEscape(id)
}

// FormatTime writes a time as meta.created has it.
func FormatTime(t time.Time) string { return t.UTC().Format(timeFormat) }

// roleOf derives the role of a user: that of the highest entry of the role map whose group he is in, else the default.
// A local admin keeps the highest role until SCIM manages him. It is derived whenever it is shown, so every change of
// a membership, a group or the map counts at once.
func roleOf(rq *Request, tx Tx, user *Resource) string {
	roles := rq.Settings.Roles
	if user.LocalAdmin && !user.Managed {
		return roles.Highest()
	}
	if roles.Pushed {
		return roles.Default
	}
	memberships := rq.Do.Groups(rq, tx, user)
	for _, entry := range roles.Groups {
		for _, m := range memberships {
			if scim.Fold(m.Group.Name()) == scim.Fold(entry.Group) {
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
	urn, name := roles.Extension()
	top := name
	if urn != "" {
		top = urn
	}
	if !wants(top) {
		return
	}
	role := rq.Do.Role(rq, tx, user)
	if shown, _ := view[top].(Object); roles.Pushed && view[top] != nil && (urn == "" || shown[name] != nil) {
		return // as the client wrote it
	}
	switch {
	case role == "":
		return
	case urn != "":
		view[urn] = scim.WithEntry(view[urn], name, role)
	case name == "roles":
		view["roles"] = []any{Object{"value": role, "display": role, "primary": true}}
	default:
		view[name] = role
	}
}
