package okta

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/oktascim/oktascim/fixtures"
)

// memberOrder is the order in which Okta writes the members of a resource (""),
// and of the objects below an attribute; others follow, sorted. A template has an
// order of its own.
var memberOrder = map[string][]string{
	"": {"schemas", "id", "userName", "name", "emails", "displayName", "nickName", "profileUrl", "title", "userType",
		"preferredLanguage", "locale", "timezone", "phoneNumbers", "addresses", "roles", "entitlements", "externalId", "members",
		"groups", "password", "active"},
	"name":           {"givenName", "familyName", "middleName", "honorificPrefix", "honorificSuffix", "formatted"},
	"emails":         {"primary", "value", "type"},
	"phoneNumbers":   {"value", "type", "primary"},
	"addresses":      {"type", "streetAddress", "locality", "region", "postalCode", "country", "formatted"},
	"roles":          {"value", "display", "type", "primary"},
	"entitlements":   {"value", "display", "type"},
	"members":        {"value", "display"},
	"groups":         {"value", "display"},
	"manager":        {"value", "displayName"},
	EnterpriseSchema: {"employeeNumber", "costCenter", "organization", "division", "department", "manager"},
}

// InOrder reports whether the members of an object below the attribute of that name, "" for a resource, are in the
// order in which Okta writes them. Members whose place is not known may stand anywhere.
func InOrder(members []string, attribute string) bool {
	last := 0
	for _, name := range members {
		if at := slices.Index(memberOrder[attribute], name); at >= 0 {
			if at < last {
				return false
			}
			last = at
		}
	}
	return true
}

// encodeJSON writes a body: the members of a resource in Okta's order, nothing
// escaped that JSON allows as it is.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := encode(&b, v, ""); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// encode writes a value that stands below the attribute of that name.
func encode(b *bytes.Buffer, v any, attribute string) error {
	switch v := v.(type) {
	case Resource:
		return encodeObject(b, v, attribute)
	case map[string]any:
		return encodeObject(b, v, attribute)
	case fixtures.Object:
		return encodeMembers(b, v)
	case Operation:
		return encodeMembers(b, v.object())
	case []Operation:
		return encodeArray(b, v, "")
	case []any:
		return encodeArray(b, v, attribute)
	default:
		e := json.NewEncoder(b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return err
		}
		b.Truncate(b.Len() - 1) // the line feed of Encode
		return nil
	}
}

func encodeArray[T any](b *bytes.Buffer, elements []T, attribute string) error {
	if elements == nil {
		b.WriteString("null")
		return nil
	}
	b.WriteByte('[')
	for i, e := range elements {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, e, attribute); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func encodeObject(b *bytes.Buffer, members map[string]any, attribute string) error {
	if members == nil {
		b.WriteString("null")
		return nil
	}
	ordered := make(fixtures.Object, 0, len(members))
	for _, name := range memberOrder[attribute] {
		if v, there := members[name]; there {
			ordered = append(ordered, fixtures.Member{Name: name, Value: v})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(memberOrder[attribute], name) {
			ordered = append(ordered, fixtures.Member{Name: name, Value: members[name]})
		}
	}
	return encodeMembers(b, ordered)
}

func encodeMembers(b *bytes.Buffer, members fixtures.Object) error {
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, m.Name, ""); err != nil {
			return err
		}
		b.WriteByte(':')
		below := m.Name
		if below == "value" { // an object only in an operation without a path: a piece of a resource
			below = ""
		}
		if err := encode(b, m.Value, below); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// object is the operation with its members in order; a value that is nil is left out.
func (o Operation) object() fixtures.Object {
	out := fixtures.Object{{Name: "op", Value: o.Op}}
	if o.Path != "" {
		out = append(out, fixtures.Member{Name: "path", Value: o.Path})
	}
	if o.Value != nil {
		out = append(out, fixtures.Member{Name: "value", Value: o.Value})
	}
	return out
}
