package provider

import (
	"net/http"
	"strings"
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
		return nil, invalidSyntax("schemas does not name %s, so this is no PATCH.", schemaPatch)
	}
	list, ok := body["Operations"].([]any)
	if !ok {
		list, ok = body["operations"].([]any)
	}
	if !ok || len(list) == 0 {
		return nil, invalidSyntax("A PATCH needs a list Operations with at least one operation.")
	}
	if len(list) > maxOperations {
		return nil, tooMuch("The PATCH has %d operations; %d are allowed.", len(list), maxOperations)
	}
	ops := make([]PatchOperation, len(list))
	for i, item := range list {
		o, ok := item.(Object)
		if !ok {
			return nil, invalidSyntax("Operation %d must be an object, not %s.", i+1, describe(item))
		}
		op := PatchOperation{Op: strings.ToLower(text(o, "op"))}
		op.Value, op.Given = o["value"]
		if path, given := o["path"]; given && path != nil {
			if op.Path, ok = path.(string); !ok {
				return nil, invalidPath("The path of operation %d must be a string, not %s.", i+1, describe(path))
			}
		}
		switch op.Op {
		case PatchAdd, PatchReplace:
			if !op.Given {
				return nil, invalidSyntax("Operation %d (%s) has no value.", i+1, op.Op)
			}
		case PatchRemove:
			if op.Path == "" {
				return nil, noTarget("Operation %d (remove) has no path, so it does not say what to remove.", i+1)
			}
		default:
			return nil, invalidSyntax("Operation %d has the op %q; it must be add, remove or replace.", i+1, text(o, "op"))
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

// patch answers PATCH /Users/{id} and /Groups/{id} (RFC 7644 §3.5.2): all operations or none. A user is answered in full; a
// group may have very many members, so it is answered 204 unless the client asks for attributes of it.
func patch(rq *Request) (*Response, error) {
	ops, err := rq.Do.ParsePatch(rq, rq.Body)
	if err != nil {
		return nil, err
	}
	answer := respond(http.StatusNoContent, nil)
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
			answer = respond(http.StatusOK, rq.Do.Show(rq, tx, draft.After))
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
