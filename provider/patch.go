package provider

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	parser "github.com/scim2/filter-parser/v2"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// schemaPatch is the URN of a PATCH body (RFC 7644 §3.5.2).
const schemaPatch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// The operations a PATCH may hold.
const (
	PatchAdd     = "add"
	PatchRemove  = "remove"
	PatchReplace = "replace"
)

// PatchOperation is one operation of a PATCH body.
type PatchOperation struct {
	Op    string // PatchAdd, PatchRemove or PatchReplace
	Path  string // as the client wrote it, "" for none
	Value any    // as the client wrote it
	Given bool   // whether there is a value, which may be null
}

// Draft is a resource while a request changes it.
type Draft struct {
	Before         *Resource // as stored; nil for a create
	After          *Resource // a copy to change; its members are changed by ChangeMembers
	MembersChanged bool
}

// parsePatch reads the body of a PATCH. "Replace" and "REPLACE" are taken for "replace".
func parsePatch(_ *Request, body Object) ([]PatchOperation, error) {
	if urns, ok := body["schemas"].([]any); ok && len(urns) > 0 && !containsFold(urns, schemaPatch) {
		return nil, InvalidSyntax("schemas does not name %s, so this is no PATCH.", schemaPatch)
	}
	list, ok := body["Operations"].([]any)
	if !ok {
		list, ok = body["operations"].([]any)
	}
	if !ok || len(list) == 0 {
		return nil, InvalidSyntax("A PATCH needs a list Operations with at least one operation.")
	}
	if len(list) > maxOperations {
		return nil, tooMuch("The PATCH has %d operations; %d are allowed.", len(list), maxOperations)
	}
	ops := make([]PatchOperation, len(list))
	for i, item := range list {
		o, ok := item.(Object)
		if !ok {
			return nil, InvalidSyntax("Operation %d must be an object, not %s.", i+1, describe(item))
		}
		op := PatchOperation{Op: strings.ToLower(scim.Text(o, "op"))}
		op.Value, op.Given = o["value"]
		if path, given := o["path"]; given && path != nil {
			if op.Path, ok = path.(string); !ok {
				return nil, InvalidPath("The path of operation %d must be a string, not %s.", i+1, describe(path))
			}
		}
		switch op.Op {
		case PatchAdd, PatchReplace:
			if !op.Given {
				return nil, InvalidSyntax("Operation %d (%s) has no value.", i+1, op.Op)
			}
		case PatchRemove:
			if op.Path == "" {
				return nil, noTarget("Operation %d (remove) has no path, so it does not say what to remove.", i+1)
			}
		default:
			return nil, InvalidSyntax("Operation %d has the op %q; it must be add, remove or replace.", i+1, scim.Text(o, "op"))
		}
		ops[i] = op
	}
	return ops, nil
}

func containsFold(list []any, want string) bool {
	for _, v := range list {
		if s, ok := v.(string); ok && strings.EqualFold(s, want) {
			return true
		}
	}
	return false
}

// patch answers PATCH /Users/{id} and /Groups/{id} (RFC 7644 §3.5.2): all operations or none. A user is answered in
// full; a group may have very many members, so it is answered 204 unless the client asks for attributes of it.
func patch(rq *Request) (*Response, error) {
	ops, err := rq.Do.ParsePatch(rq, rq.Body)
	if err != nil {
		return nil, err
	}
	answer := Respond(http.StatusNoContent, nil)
	err = rq.Do.Write(rq, func(tx Tx) error {
		before, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		draft := &Draft{Before: before, After: before.Clone()}
		if err := rq.Do.ApplyPatch(rq, tx, draft, ops); err != nil {
			return err
		}
		if err := rq.Do.Save(rq, tx, draft); err != nil {
			return err
		}
		if rq.IsUser() || !rq.Query.Fields.Everything() {
			answer = Respond(http.StatusOK, rq.Do.Show(rq, tx, draft.After))
		}
		return nil
	})
	return answer, err
}

// applyPatch applies the operations one after the other.
func applyPatch(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
	for _, op := range ops {
		if err := rq.Do.ApplyOperation(rq, tx, draft, op); err != nil {
			return err
		}
	}
	return nil
}

// Sets reports whether an operation without a path, or with this one, is about an attribute, and returns its value.
func (op PatchOperation) Sets(attribute string) (value any, ok bool) {
	if op.Path != "" {
		return op.Value, scim.Fold(op.Path) == scim.Fold(attribute)
	}
	o, _ := op.Value.(Object)
	for name, v := range o {
		if scim.Fold(name) == scim.Fold(attribute) {
			return v, true
		}
	}
	return nil, false
}

// target is what the path of a PATCH operation leads to.
type target struct {
	reference
	path      string
	filter    condition  // of a value path, nil for none
	equal     []Equality // what the filter demands of a value, by sub-attribute
	onlyEqual bool       // it demands nothing else
}

// applyOperation applies one operation. Without a path, the value is an object whose members are applied as if each
// had been sent with a path of its own; those that cannot be written or that no schema knows are passed over, as in a
// PUT.
func applyOperation(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
	if op.Path != "" {
		t, err := parseTarget(rq, op.Path)
		if err != nil {
			return err
		}
		if t.attribute != nil && (t.attribute.IsReadOnly() || t.sub != nil && t.sub.IsReadOnly()) {
			return Mutability("%s is read-only.", t.path)
		}
		return applyTo(rq, tx, draft, t, op)
	}
	value, ok := op.Value.(Object)
	if !ok {
		return InvalidValue("Without a path, the value of %s must be an object with attributes, not %s.", op.Op,
			describe(op.Value))
	}
	for _, key := range slices.Sorted(maps.Keys(value)) {
		ref, ok := rq.Type.resolveText(key)
		if !ok || ref.attribute != nil && (ref.attribute.IsReadOnly() || ref.sub != nil && ref.sub.IsReadOnly()) {
			continue
		}
		t := target{reference: ref, path: key}
		if err := applyTo(rq, tx, draft, t, PatchOperation{Op: op.Op, Path: key, Value: value[key],
			Given: true}); err != nil {
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
		return t, InvalidPath("A %s has no attribute %q.", rq.Type.Name, raw)
	}
	t.reference = ref
	if p.ValueExpression == nil {
		return t, nil
	}
	if ref.attribute == nil || !ref.attribute.MultiValued || ref.attribute.Type != "complex" {
		return t, InvalidPath("%s has no values that [ ] could select from.", ref)
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
		_, err := t.attribute.normalize(t.path, op.Value)
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
		return InvalidValue("%s must be an object, not %s.", t.path, describe(op.Value))
	}
	for _, key := range slices.Sorted(maps.Keys(value)) {
		ref, ok := t.within(key)
		if !ok || ref.attribute.IsReadOnly() {
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
	v, err := a.normalize(path, op.Value)
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

// patchComplex handles a complex attribute with one value, or a sub-attribute of it. A value that names some
// sub-attributes leaves the others (RFC 7644 §3.5.2.3).
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
		return InvalidValue("%s must be an object, not %s.", path, describe(value))
	}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		sub := a.sub(key)
		if sub == nil || sub.IsReadOnly() {
			continue
		}
		if err := patchSimple(o, sub, path+"."+sub.Name, PatchOperation{Op: PatchReplace, Value: in[key]}); err != nil {
			return err
		}
	}
	return nil
}
