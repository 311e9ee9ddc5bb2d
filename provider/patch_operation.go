package provider

import (
	"maps"
	"slices"

	parser "github.com/scim2/filter-parser/v2"
)

// target is what the path of a PATCH operation leads to.
type target struct {
	reference
	path      string
	filter    condition  // of a value path, nil for none
	equal     []Equality // what the filter demands of a value, by sub-attribute
	onlyEqual bool       // it demands nothing else
}

// applyOperation applies one operation. Without a path, the value is an object whose members are applied as if each had been
// sent with a path of its own; those that cannot be written or that no schema knows are passed over, as in a PUT.
func applyOperation(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
	if op.Path != "" {
		t, err := parseTarget(rq, op.Path)
		if err != nil {
			return err
		}
		if t.attribute != nil && (t.attribute.readOnly() || t.sub != nil && t.sub.readOnly()) {
			return mutability("%s is read-only.", t.path)
		}
		return applyTo(rq, tx, draft, t, op)
	}
	value, ok := op.Value.(Object)
	if !ok {
		return invalidValue("Without a path, the value of %s must be an object with attributes, not %s.", op.Op, describe(op.Value))
	}
	for _, key := range slices.Sorted(maps.Keys(value)) {
		ref, ok := rq.Type.resolveText(key)
		if !ok || ref.attribute != nil && (ref.attribute.readOnly() || ref.sub != nil && ref.sub.readOnly()) {
			continue
		}
		t := target{reference: ref, path: key}
		if err := applyTo(rq, tx, draft, t, PatchOperation{Op: op.Op, Path: key, Value: value[key], Given: true}); err != nil {
			return err
		}
	}
	return nil
}

// parseTarget resolves a path against the schema.
func parseTarget(rq *Request, raw string) (target, error) {
	t := target{path: raw}
	if s := rq.Type.extension(raw); s != nil {
		t.reference = reference{extension: s.ID, schema: s}
		return t, nil
	}
	p, err := rq.Server.syntax.path(raw)
	if err != nil {
		return t, err
	}
	sub := p.SubAttributeName()
	if sub == "" {
		sub = p.AttributePath.SubAttributeName()
	}
	ref, ok := resourceScope{rq.Type}.resolve(p.AttributePath.URI(), p.AttributePath.AttributeName, sub)
	if !ok {
		return t, invalidPath("A %s has no attribute %q.", rq.Type.Name, raw)
	}
	t.reference = ref
	if p.ValueExpression == nil {
		return t, nil
	}
	if ref.attribute == nil || !ref.attribute.MultiValued || ref.attribute.Type != "complex" {
		return t, invalidPath("%s has no values that [ ] could select from.", ref)
	}
	inner := compiler{scope: valueScope{ref.attribute}}
	t.filter, err = inner.compile(p.ValueExpression)
	if err != nil {
		return t, err
	}
	t.equal, t.onlyEqual = equalities(nil, t.filter), onlyEqualities(t.filter)
	return t, nil
}

// onlyEqualities tells whether a filter is nothing but "a eq x and b eq y".
func onlyEqualities(c condition) bool {
	switch c := c.(type) {
	case *comparison:
		_, ok := c.value.(string)
		return ok && c.operator == parser.EQ
	case *logical:
		return c.and && onlyEqualities(c.left) && onlyEqualities(c.right)
	default:
		return false
	}
}

// applyTo applies an operation to its target.
func applyTo(rq *Request, tx Tx, draft *Draft, t target, op PatchOperation) error {
	attrs := draft.After.Attributes
	switch {
	case rq.IsGroup() && t.attribute != nil && t.attribute.Name == "members":
		return patchMembers(rq, tx, draft, t, op)
	case t.attribute == nil:
		return patchExtension(rq, tx, draft, t, op)
	case t.attribute.Mutability == "writeOnly":
		_, err := t.attribute.normalise(t.path, op.Value)
		return err
	}
	holder := t.open(attrs)
	var err error
	switch {
	case t.attribute.MultiValued:
		err = patchMany(holder, t, op)
	case t.attribute.Type == "complex":
		err = patchComplex(holder, t, op)
	default:
		err = patchSimple(holder, t.attribute, t.path, op)
	}
	if t.extension != "" && len(holder) == 0 {
		delete(attrs, t.extension)
	}
	return err
}

// patchExtension handles a whole extension: its attributes one by one.
func patchExtension(rq *Request, tx Tx, draft *Draft, t target, op PatchOperation) error {
	if op.Op == PatchRemove || op.Value == nil {
		delete(draft.After.Attributes, t.extension)
		return nil
	}
	value, ok := op.Value.(Object)
	if !ok {
		return invalidValue("%s must be an object, not %s.", t.path, describe(op.Value))
	}
	for _, key := range slices.Sorted(maps.Keys(value)) {
		ref, ok := t.within(key)
		if !ok || ref.attribute.readOnly() {
			continue
		}
		inner := PatchOperation{Op: op.Op, Path: ref.String(), Value: value[key], Given: true}
		if err := applyTo(rq, tx, draft, target{reference: ref, path: inner.Path}, inner); err != nil {
			return err
		}
	}
	return nil
}

// patchSimple sets or removes a simple attribute of holder.
func patchSimple(holder Object, a *Attribute, path string, op PatchOperation) error {
	if op.Op == PatchRemove {
		delete(holder, a.Name)
		return nil
	}
	v, err := a.normalise(path, op.Value)
	if err != nil {
		return err
	}
	if v == nil {
		delete(holder, a.Name)
	} else {
		holder[a.Name] = v
	}
	return nil
}

// patchComplex handles a complex attribute with one value, or a sub-attribute of it. A value that names some sub-attributes
// leaves the others (RFC 7644 §3.5.2.3).
func patchComplex(holder Object, t target, op PatchOperation) error {
	name := t.attribute.Name
	if t.sub == nil && (op.Op == PatchRemove || op.Value == nil) {
		delete(holder, name)
		return nil
	}
	value, _ := holder[name].(Object)
	if value == nil {
		value = Object{}
	}
	var err error
	if t.sub != nil {
		err = patchSimple(value, t.sub, t.path, op)
	} else {
		err = mergeInto(value, t.attribute, t.path, op.Value)
	}
	if len(value) > 0 {
		holder[name] = value
	} else {
		delete(holder, name)
	}
	return err
}

// mergeInto sets the sub-attributes that value names; null and "" clear one.
func mergeInto(o Object, a *Attribute, path string, value any) error {
	in, ok := value.(Object)
	if !ok {
		return invalidValue("%s must be an object, not %s.", path, describe(value))
	}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		sub := a.sub(key)
		if sub == nil || sub.readOnly() {
			continue
		}
		if err := patchSimple(o, sub, path+"."+sub.Name, PatchOperation{Op: PatchReplace, Value: in[key]}); err != nil {
			return err
		}
	}
	return nil
}
