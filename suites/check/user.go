package check

import (
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Schemas of the resources Okta provisions (RFC 7643 §8).
const (
	UserSchema       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupSchema      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// UserShape has all problems of a User resource's form, whatever its values:
// Okta reads id, userName and active, and reads booleans as booleans.
func UserShape(r okta.Resource) []Problem {
	var out []Problem
	out = append(out, commonShape(r, UserSchema)...)
	if s, ok := r["userName"].(string); !ok || s == "" {
		out = append(out, differs("userName", "a non-empty string", r["userName"])...)
	}
	if _, ok := r["active"].(bool); !ok {
		out = append(out, differs("active", "a JSON boolean", r["active"])...)
	}
	for _, plural := range []string{"emails", "phoneNumbers", "addresses", "groups"} {
		out = append(out, objects(r, plural)...)
	}
	if v := r["name"]; v != nil {
		if _, ok := v.(map[string]any); !ok {
			out = append(out, differs("name", "an object", v)...)
		}
	}
	return append(out, NoPassword(r)...)
}

// NoPassword has a problem when a resource shows a password
// (RFC 7643 §4.1.1: returned "never").
func NoPassword(r okta.Resource) []Problem {
	if v, shown := r["password"]; shown && v != nil {
		return one("password", "never returned", "a value (hidden here)")
	}
	return nil
}

// GroupShape has all problems of a Group resource's form.
func GroupShape(r okta.Resource) []Problem {
	out := commonShape(r, GroupSchema)
	if s, ok := r["displayName"].(string); !ok || s == "" {
		out = append(out, differs("displayName", "a non-empty string", r["displayName"])...)
	}
	out = append(out, objects(r, "members")...)
	for _, m := range Elements(r, "members") {
		if s, ok := m["value"].(string); !ok || s == "" {
			out = append(out, differs("members.value", "the member's id as text", m["value"])...)
		}
	}
	return out
}

func commonShape(r okta.Resource, schema string) []Problem {
	var out []Problem
	if !slices.Contains(texts(r["schemas"]), schema) {
		out = append(out, differs("schemas", "an array with "+schema, r["schemas"])...)
	}
	if s, ok := r["id"].(string); !ok || s == "" {
		out = append(out, differs("id", "a non-empty string", r["id"])...)
	}
	return out
}

// Meta has the problems of a resource's meta (RFC 7643 §3.1): resourceType,
// a location, and times that are xsd:dateTime.
func Meta(r okta.Resource, resourceType string) []Problem {
	meta, ok := r["meta"].(map[string]any)
	if !ok {
		return differs("meta", "an object with resourceType and location", r["meta"])
	}
	var out []Problem
	if meta["resourceType"] != resourceType {
		out = append(out, differs("meta.resourceType", resourceType, meta["resourceType"])...)
	}
	if s, ok := meta["location"].(string); !ok || s == "" {
		out = append(out, differs("meta.location", "the resource's URI", meta["location"])...)
	}
	for _, member := range []string{"created", "lastModified"} {
		v, present := meta[member]
		if !present || v == nil {
			continue
		}
		s, _ := v.(string)
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			out = append(out, differs("meta."+member, "a date and time such as 2026-01-02T03:04:05Z", v)...)
		}
	}
	return out
}

// objects has a problem when a multi-valued complex attribute is there and is
// not an array of objects.
func objects(r okta.Resource, name string) []Problem {
	v := r[name]
	if v == nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		return differs(name, "an array", v)
	}
	for _, e := range list {
		if _, ok := e.(map[string]any); !ok {
			return differs(name, "an array of objects", v)
		}
	}
	return nil
}

// Elements are the objects of a multi-valued complex attribute.
func Elements(r okta.Resource, name string) []map[string]any {
	list, _ := r[name].([]any)
	var out []map[string]any
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
