package provider

import "slices"

// The hooks below wrap one behaviour in the ways in which several faults do.

// beforeStore lets a fault look at or change a resource just before it is stored; before is nil for a create.
func beforeStore(b *Behaviours, do func(rq *Request, tx Tx, before, after *Resource)) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		do(rq, tx, before, after)
		return next(rq, tx, before, after)
	}
}

// beforeDeactivation is beforeStore for a user who becomes inactive.
func beforeDeactivation(b *Behaviours, do func(rq *Request, tx Tx, user *Resource)) {
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		if before.Active() && !after.Active() {
			do(rq, tx, after)
		}
	})
}

// beforeReactivation is beforeStore for an inactive user who becomes active again.
func beforeReactivation(b *Behaviours, do func(rq *Request, tx Tx, user *Resource)) {
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		if reactivates(before, after) {
			do(rq, tx, after)
		}
	})
}

func reactivates(before, after *Resource) bool {
	return before != nil && !before.Active() && after.Active()
}

// beforeRename is beforeStore for a group that gets another name.
func beforeRename(b *Behaviours, do func(rq *Request, tx Tx, before, after *Resource)) {
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		if before != nil && after.Kind == KindGroup && before.Name() != after.Name() {
			do(rq, tx, before, after)
		}
	})
}

// onView lets a fault change what the answer shows of a resource. The view may be changed at its top level.
func onView(b *Behaviours, kind string, change func(rq *Request, tx Tx, r *Resource, view Object)) {
	next := b.Show
	b.Show = func(rq *Request, tx Tx, r *Resource) Object {
		view := next(rq, tx, r)
		if r.Kind == kind {
			change(rq, tx, r, view)
		}
		return view
	}
}

// listOnly leaves out of lists and look-ups what keep does not want.
func listOnly(b *Behaviours, keep func(*Request, Tx, *Resource) bool) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		all, err := selectAll(rq, tx, next)
		all = slices.DeleteFunc(all, func(r *Resource) bool { return !keep(rq, tx, r) })
		return pageOf(all, rq.Query), err
	}
}

// selectAll gives what a list would have on all of its pages.
func selectAll(rq *Request, tx Tx, next func(*Request, Tx) (Page, error)) ([]*Resource, error) {
	asked := rq.Query
	rq.Query.StartIndex, rq.Query.Count = 1, tx.Count(rq.Type.Name)
	page, err := next(rq, tx)
	rq.Query = asked
	return slices.Clone(page.Resources), err
}

// pageOf cuts the page that a query asks for out of all pages.
func pageOf(all []*Resource, q Query) Page {
	from := min(q.StartIndex-1, len(all))
	return Page{Total: len(all), Resources: all[from:min(from+q.Count, len(all))]}
}

// onOperation puts a function in the place of the operations of a PATCH for which it wants to be; next is the right one.
func onOperation(b *Behaviours, kind string, wants func(PatchOperation) bool, do func(op PatchOperation, next func(PatchOperation) error) error) {
	apply := b.ApplyOperation
	b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
		next := func(op PatchOperation) error { return apply(rq, tx, draft, op) }
		if draft.After.Kind == kind && wants(op) {
			return do(op, next)
		}
		return next(op)
	}
}

// sets tells whether an operation without a path, or with this one, is about an attribute, and gives its value.
func (op PatchOperation) sets(attribute string) (value any, ok bool) {
	if op.Path != "" {
		return op.Value, fold(op.Path) == fold(attribute)
	}
	o, _ := op.Value.(Object)
	for name, v := range o {
		if fold(name) == fold(attribute) {
			return v, true
		}
	}
	return nil, false
}

// refuseWhen refuses a PUT or PATCH by what it would make of a resource.
func refuseWhen(b *Behaviours, wrong func(rq *Request, before, after *Resource) bool, refusal error) {
	next := b.Save
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		if draft.Before != nil && rq.Operation != OpCreate && wrong(rq, draft.Before, draft.After) {
			return refusal
		}
		return next(rq, tx, draft)
	}
}

// asksFor tells whether a PUT or PATCH of a user states this value of active.
func asksFor(rq *Request, active bool) bool {
	if rq.Operation == OpReplace {
		return rq.Body["active"] == active
	}
	ops, _ := rq.Do.ParsePatch(rq, rq.Body)
	for _, op := range ops {
		if v, ok := op.sets("active"); ok && v == active {
			return true
		}
	}
	return false
}

// clearMembers takes everybody out of a group.
func clearMembers(tx Tx, group string) {
	for _, id := range slices.Collect(tx.Members(group)) {
		tx.RemoveMember(group, id)
	}
}

// setActive changes a user whom the request does not name.
func setActive(tx Tx, user *Resource, active bool) {
	user = user.Clone()
	user.Attributes["active"] = active
	tx.Put(user)
}
