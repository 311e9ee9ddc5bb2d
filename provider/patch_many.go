package provider

import (
	"slices"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// patchMany handles a multi-valued attribute: all of it, the values a filter selects, or a sub-attribute of them.
func patchMany(holder Object, t target, op PatchOperation) error {
	values, _ := holder[t.attribute.Name].([]any)
	var err error
	switch {
	case t.filter != nil:
		values, err = patchSelected(values, t, op)
	case t.sub != nil:
		values, err = patchSub(values, t, op, everything)
	case op.Op == PatchRemove:
		values, err = without(values, t, op)
	case op.Op == PatchReplace:
		values, err = normalizedList(t, op.Value)
	default:
		values, err = with(values, t, op.Value)
	}
	if err != nil {
		return err
	}
	if len(values) == 0 {
		delete(holder, t.attribute.Name)
	} else {
		holder[t.attribute.Name] = values
	}
	return nil
}

func everything(any) bool { return true }

func normalizedList(t target, value any) ([]any, error) {
	v, err := t.attribute.normalize(t.path, value)
	list, _ := v.([]any)
	return list, err
}

// with adds the values that are not there yet.
func with(values []any, t target, value any) ([]any, error) {
	added, err := normalizedList(t, value)
	if err != nil {
		return nil, err
	}
	for _, v := range added {
		if slices.ContainsFunc(values, func(old any) bool { return scim.Equal(old, v) }) {
			continue
		}
		if scim.IsPrimary(v) {
			demote(values)
		}
		values = append(values, v)
		if err := t.attribute.checkCount(t.path, len(values)); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// without removes all values, or those that the operation lists in its value, as some clients do.
func without(values []any, t target, op PatchOperation) ([]any, error) {
	if !op.Given || op.Value == nil {
		return nil, nil
	}
	gone, err := normalizedList(t, op.Value)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(values, func(v any) bool {
		return slices.ContainsFunc(gone, func(g any) bool { return sameValue(v, g) })
	}), nil
}

// sameValue compares by sub-attribute value where there is one.
func sameValue(a, b any) bool {
	x, ok1 := a.(Object)
	y, ok2 := b.(Object)
	if ok1 && ok2 && x["value"] != nil {
		return scim.Equal(x["value"], y["value"])
	}
	return scim.Equal(a, b)
}

// demote takes primary from all values: another one gets it (RFC 7644 §3.5.2).
func demote(values []any) {
	for _, o := range scim.Objects(values) {
		if o["primary"] == true {
			o["primary"] = false
		}
	}
}

// patchSelected handles the values a filter selects. When it selects none, remove has nothing to do, replace fails,
// and add makes the value that the filter describes.
func patchSelected(values []any, t target, op PatchOperation) ([]any, error) {
	selected := func(v any) bool {
		o, ok := v.(Object)
		return ok && t.filter.holds(o)
	}
	if !slices.ContainsFunc(values, selected) {
		switch {
		case op.Op == PatchRemove:
			return values, nil
		case op.Op == PatchReplace || !t.onlyEqual:
			return nil, noTarget("No value of %s is selected by %q.", t.attribute.Name, t.path)
		}
		values = append(values, t.described())
	}
	switch {
	case t.sub != nil:
		return patchSub(values, t, op, selected)
	case op.Op == PatchRemove:
		return slices.DeleteFunc(values, selected), nil
	}
	if scim.IsPrimary(op.Value) {
		demote(values)
	}
	for i, v := range values {
		if !selected(v) {
			continue
		}
		o := v.(Object)
		if op.Op == PatchReplace {
			o = Object{}
		}
		if err := mergeInto(o, t.attribute, t.path, op.Value); err != nil {
			return nil, err
		}
		values[i] = o
	}
	return slices.DeleteFunc(values, blank), nil
}

// described makes the value that "type eq work and display eq X" describes.
func (t target) described() Object {
	o := Object{}
	for _, e := range t.equal {
		o[e.Attribute] = e.Value
	}
	return o
}

// patchSub sets or removes one sub-attribute of the selected values.
func patchSub(values []any, t target, op PatchOperation, selected func(any) bool) ([]any, error) {
	if len(values) == 0 && op.Op != PatchRemove {
		values = []any{Object{}}
	}
	chosen := make([]bool, len(values))
	for i, v := range values {
		chosen[i] = selected(v)
	}
	if t.sub.Name == "primary" && op.Value == true {
		demote(values)
	}
	for i, v := range values {
		o, ok := v.(Object)
		if !ok || !chosen[i] {
			continue
		}
		if err := patchSimple(o, t.sub, t.path, op); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(values, blank), nil
}

func blank(v any) bool {
	o, ok := v.(Object)
	return ok && len(o) == 0
}
