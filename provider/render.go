package provider

import (
	"net/url"
	"time"
)

// timeFormat is that of meta.created: UTC, with milliseconds (RFC 7643 §2.3.5).
const timeFormat = "2006-01-02T15:04:05.000Z"

// show is what the client of this request gets to see of a resource.
func show(rq *Request, tx Tx, r *Resource) Object {
	fields := rq.Query.Fields
	return fields.project(rq.Do.Render(rq, tx, r, fields.Wants))
}

// render adds to what is stored what the server derives: schemas, id, meta, members or groups, and the role. Costly ones are
// left out when they are not wanted. The Object is new, the values in it are those of the store.
func render(rq *Request, tx Tx, r *Resource, wants func(string) bool) Object {
	view := make(Object, len(r.Attributes)+6)
	for name, v := range r.Attributes {
		view[name] = v
	}
	view["id"] = r.ID
	view["meta"] = Object{
		"resourceType": r.Kind,
		"created":      formatTime(r.Created),
		"lastModified": formatTime(r.Modified),
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
	return rq.Server.baseURL(rq.HTTP) + rq.Settings.Type(kind).Endpoint + "/" + url.PathEscape(id)
}

func formatTime(t time.Time) string { return t.UTC().Format(timeFormat) }
