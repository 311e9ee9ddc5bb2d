package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// normalize brings a resource as the client wrote it into the shape in which it is stored: names in the case of the
// schema, values of the type of the schema; null, "" and [] are the same as not mentioned (RFC 7643 §2.5). What the
// client may not write (id, meta, groups …) is passed over, because Okta's PUT echoes it; so is what no schema knows.
// A password is checked and forgotten.
func normalize(rq *Request, in Object) (Object, error) {
	if err := checkSchemas(rq.Type, in); err != nil {
		return nil, err
	}
	out := make(Object, len(in))
	for _, key := range slices.Sorted(maps.Keys(in)) {
		ref, ok := rq.Type.resolveText(key)
		if !ok || ref.sub != nil {
			continue
		}
		if err := ref.write(out, in[key]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkSchemas refuses a body that says it is something else. URNs nobody knows are no reason to (Okta lists those of
// apps).
func checkSchemas(t *ResourceType, in Object) error {
	given, ok := in["schemas"]
	if !ok || given == nil {
		return nil
	}
	list, ok := given.([]any)
	if !ok {
		return InvalidSyntax("schemas must be a list of URNs, not %s.", describe(given))
	}
	for _, urn := range list {
		s, ok := urn.(string)
		if !ok {
			return InvalidSyntax("schemas must be a list of URNs, but holds %s.", describe(urn))
		}
		if strings.EqualFold(s, t.Core.ID) || t.extension(s) != nil {
			return nil
		}
	}
	if len(list) == 0 {
		return nil
	}
	return InvalidSyntax("schemas does not name %s, so this is no %s.", t.Core.ID, t.Name)
}

// write puts a whole attribute or a whole extension into a resource that is being built.
func (r reference) write(out Object, value any) error {
	if r.attribute == nil {
		return r.writeExtension(out, value)
	}
	if r.attribute.IsReadOnly() {
		return nil
	}
	v, err := r.attribute.normalize(r.String(), value)
	if err != nil || v == nil || r.attribute.Mutability == "writeOnly" {
		return err
	}
	r.open(out)[r.attribute.Name] = v
	return nil
}

func (r reference) writeExtension(out Object, value any) error {
	switch value := value.(type) {
	case nil:
		return nil
	case Object:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			sub, ok := r.within(key)
			if !ok {
				continue
			}
			if err := sub.write(out, value[key]); err != nil {
				return err
			}
		}
		return nil
	default:
		return InvalidValue("%s must be an object, not %s.", r, describe(value))
	}
}

// normalize gives the value as it is stored, nil for none; path names it in errors.
func (a *Attribute) normalize(path string, value any) (any, error) {
	if !a.MultiValued {
		return a.normalizeOne(path, value)
	}
	var list []any
	primaries := 0
	for _, item := range scim.ListOf(value) {
		v, err := a.normalizeOne(path, item)
		if err != nil {
			return nil, err
		}
		if o, ok := v.(Object); ok && !a.meaningful(o) {
			continue
		}
		if v == nil {
			continue
		}
		if scim.IsPrimary(v) {
			primaries++
		}
		list = append(list, v)
	}
	if err := a.checkCount(path, len(list)); err != nil {
		return nil, err
	}
	if primaries > 1 {
		return nil, InvalidValue("%s has %d values with primary true; one may have it.", path, primaries)
	}
	if list == nil {
		return nil, nil
	}
	return list, nil
}

// checkCount refuses more values than an attribute may have.
func (a *Attribute) checkCount(path string, count int) error {
	if count > maxValues && a.Name != "members" {
		return InvalidValue("%s has %d values; %d are allowed.", path, count, maxValues)
	}
	return nil
}

// normalizeOne handles a single value.
func (a *Attribute) normalizeOne(path string, value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	switch a.Type {
	case "boolean":
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, InvalidValue("%s must be true or false, not %s.", path, describe(value))
	case "complex":
		o, ok := value.(Object)
		if !ok {
			return nil, InvalidValue("%s must be an object, not %s.", path, describe(value))
		}
		return a.normalizeComplex(path, o)
	default:
		s, ok := value.(string)
		if !ok {
			return nil, InvalidValue("%s must be a string, not %s.", path, describe(value))
		}
		if s == "" {
			return nil, nil
		}
		return s, nil
	}
}

func (a *Attribute) normalizeComplex(path string, in Object) (any, error) {
	out := make(Object, len(in))
	for _, key := range slices.Sorted(maps.Keys(in)) {
		sub := a.sub(key)
		if sub == nil || sub.IsReadOnly() {
			continue
		}
		v, err := sub.normalize(path+"."+sub.Name, in[key])
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[sub.Name] = v
		}
	}
	for _, sub := range a.SubAttributes {
		if sub.Required && out[sub.Name] == nil {
			return nil, InvalidValue("%s.%s is required and must not be empty.", path, sub.Name)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// meaningful tells whether a value of a multi-valued attribute says more than what it would be for. Okta sends
// {"type": "home", "value": ""} where a value was cleared.
func (a *Attribute) meaningful(o Object) bool {
	for name := range o {
		switch name {
		case "type", "primary", "display":
		default:
			return true
		}
	}
	return false
}

// describe names the JSON type of a value for an error.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return fmt.Sprint(v)
	case Object:
		return "an object"
	case []any:
		return "a list"
	default:
		return "a number"
	}
}

// validate refuses a resource that lacks what its schema requires, and a user who is neither active nor inactive.
func validate(rq *Request, r *Resource) error {
	for _, a := range rq.Settings.Type(r.Kind).Core.Attributes {
		if a.Required && strings.TrimSpace(scim.Text(r.Attributes, a.Name)) == "" {
			return InvalidValue("%s is required and must not be empty.", a.Name)
		}
	}
	if _, ok := r.Attributes["active"].(bool); !ok && r.Kind == KindUser {
		return InvalidValue("active must be true or false; it cannot be cleared.")
	}
	if r.Kind == KindUser {
		return checkEntitlements(rq, r)
	}
	return nil
}
