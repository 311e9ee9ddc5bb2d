package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	scimfilter "github.com/elimity-com/scim/filter"
	"github.com/elimity-com/scim/schema"
	"github.com/scim2/filter-parser/v2"
)

// patcher applies PATCH operations (RFC 7644 section 3.5.2), which the library
// has validated against the same schemas.
type patcher struct {
	core       schema.Schema
	extensions []schema.Schema
}

// apply returns a changed copy; with an error nothing is changed.
func (p patcher) apply(attributes scim.ResourceAttributes, operations []scim.PatchOperation) (scim.ResourceAttributes, error) {
	out := clone(map[string]any(attributes)).(map[string]any)
	for _, op := range operations {
		if err := p.one(out, op); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p patcher) one(resource map[string]any, op scim.PatchOperation) error {
	if op.Path != nil {
		return p.at(resource, op.Op, *op.Path, op.Value)
	}
	values, _ := op.Value.(map[string]any)
	for name, value := range values {
		if i := slices.IndexFunc(p.extensions, func(s schema.Schema) bool { return strings.EqualFold(s.ID, name) }); i >= 0 {
			merge(container(resource, p.extensions[i].ID), value)
			continue
		}
		path, err := filter.ParsePath([]byte(name))
		if err != nil {
			return errors.ScimErrorInvalidPath
		}
		if err := p.at(resource, op.Op, path, value); err != nil {
			return err
		}
	}
	return nil
}

// at applies one operation at the place that the path names.
func (p patcher) at(resource map[string]any, op string, path filter.Path, value any) error {
	home, attribute, err := p.resolve(resource, path.AttributePath)
	if err != nil {
		return err
	}
	sub := path.AttributePath.SubAttributeName() + path.SubAttributeName()
	if s, ok := attribute.SubAttributes().ContainsAttribute(sub); ok {
		sub = s.Name()
	}
	switch {
	case path.ValueExpression != nil:
		return elements(home, attribute, path.ValueExpression, op, sub, value)
	case sub == "":
		set(home, attribute.Name(), op, value, attribute.MultiValued())
	case attribute.MultiValued():
		list, _ := home[attribute.Name()].([]any)
		for _, element := range list {
			set(element.(map[string]any), sub, op, value, false)
		}
	default:
		set(container(home, attribute.Name()), sub, op, value, false)
	}
	return nil
}

// resolve finds the map that holds the attribute, and its name as the schema spells it.
func (p patcher) resolve(resource map[string]any, path filter.AttributePath) (map[string]any, schema.CoreAttribute, error) {
	home, s := resource, p.core
	for _, e := range p.extensions {
		if strings.EqualFold(e.ID, path.URI()) {
			home, s = container(resource, e.ID), e
		}
	}
	attributes := append(slices.Clone(s.Attributes), schema.CommonAttributes()...)
	attribute, ok := attributes.ContainsAttribute(path.AttributeName)
	if !ok {
		return nil, attribute, errors.ScimErrorInvalidPath
	}
	return home, attribute, nil
}

// elements changes the elements of a list that the value expression selects.
func elements(home map[string]any, attribute schema.CoreAttribute, expression filter.Expression, op, sub string, value any) error {
	selects := scimfilter.NewFilterValidator(expression, schema.Schema{
		Attributes: scimfilter.MultiValuedFilterAttributes(attribute),
	})
	list, _ := home[attribute.Name()].([]any)
	var kept []any
	hit := false
	for _, e := range list {
		element := e.(map[string]any)
		if selects.PassesFilter(element) != nil {
			kept = append(kept, element)
			continue
		}
		hit = true
		switch {
		case sub != "":
			set(element, sub, op, value, false)
		case op == scim.PatchOperationRemove:
			continue
		default:
			merge(element, value)
		}
		kept = append(kept, element)
	}
	if !hit && op != scim.PatchOperationRemove {
		return errors.ScimErrorNoTarget
	}
	home[attribute.Name()] = kept
	return nil
}

// set adds, replaces or removes one attribute.
func set(home map[string]any, name, op string, value any, multiValued bool) {
	switch {
	case op == scim.PatchOperationRemove:
		delete(home, name)
	case multiValued && op == scim.PatchOperationAdd:
		list, _ := home[name].([]any)
		added, _ := value.([]any)
		for _, v := range added {
			if !slices.ContainsFunc(list, func(have any) bool { return reflect.DeepEqual(have, v) }) {
				list = append(list, v)
			}
		}
		home[name] = list
	default:
		if complex, ok := value.(map[string]any); ok {
			merge(container(home, name), complex)
			return
		}
		home[name] = value
	}
}

func merge(into map[string]any, value any) {
	values, _ := value.(map[string]any)
	maps.Copy(into, values)
}

// container is the map under the name, made when there is none.
func container(home map[string]any, name string) map[string]any {
	m, ok := home[name].(map[string]any)
	if !ok {
		m = map[string]any{}
		home[name] = m
	}
	return m
}

func clone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, member := range v {
			out[name] = clone(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = clone(element)
		}
		return out
	}
	return value
}
