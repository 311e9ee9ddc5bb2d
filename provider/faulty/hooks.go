package faulty

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// What faults of several categories wrap the same way. Most functions make an Apply.

// linger holds a gap open in which other requests can come between: a race is lost for certain, not now and then. It
// ends early when the client goes away.
func linger(rq *Request) {
	hook.Wait(rq, 30*time.Millisecond)
}

// withTwins lets users who share a userName change as long as they keep it, as where nothing makes names unique.
func withTwins(apply func(*Behaviors)) func(*Behaviors) {
	return func(b *Behaviors) {
		apply(b)
		for _, op := range []provider.Operation{provider.OpReplace, provider.OpPatch} {
			uniqueness(op, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				if stored := tx.Get(provider.KindUser, r.ID); conflict == nil || stored != nil &&
					scim.Fold(stored.Name()) == scim.Fold(r.Name()) {
					return nil
				}
				return conflict
			})(b)
		}
	}
}

// createRaceOf looks for a duplicate in a transaction of its own. What comes in between is answered with late, which
// nobody thought of; nil lets it pass.
func createRaceOf(kind string, late error) func(*Behaviors) {
	return func(b *Behaviors) {
		normalize, checkUnique := b.Normalize, b.CheckUnique
		b.Normalize = func(rq *Request, in Object) (Object, error) {
			out, err := normalize(rq, in)
			if err != nil || rq.Operation != provider.OpCreate || rq.Type.Name != kind {
				return out, err
			}
			err = rq.Do.Read(rq, func(tx Tx) error {
				return checkUnique(rq, tx, &Resource{Kind: kind, Attributes: out})
			})
			rq.Note("checked", true)
			linger(rq)
			return out, err
		}
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			err := checkUnique(rq, tx, r)
			if rq.Notes["checked"] == true && conflictOf(err) != nil {
				return late
			}
			return err
		}
	}
}

// onGroupDelete does something before a group is removed, and may refuse that.
func onGroupDelete(do func(rq *Request, tx Tx, group *Resource) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Remove
		b.Remove = func(rq *Request, tx Tx, r *Resource) error {
			if r.Kind == provider.KindGroup {
				if err := do(rq, tx, r); err != nil {
					return err
				}
			}
			return next(rq, tx, r)
		}
	}
}

// onFail changes the answers to some errors, by their status. The body is the SCIM Error and may be changed.
func onFail(which func(rq *Request, status int) bool, change func(answer *Response, body Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Fail
		b.Fail = func(rq *Request, err error) *Response {
			answer := next(rq, err)
			if body := answer.Object(); body != nil && which(rq, answer.Status) {
				change(answer, body)
			}
			return answer
		}
	}
}

// ignoreMembers accepts some changes of members and does nothing about them.
func ignoreMembers(which func(*Request, MemberChange) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ChangeMembers
		b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
			if which(rq, c) {
				return false, nil
			}
			return next(rq, tx, group, c)
		}
	}
}

// echoMembers stores no member in an operation, and shows in its answer those that were sent.
func echoMembers(operation provider.Operation) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ChangeMembers
		b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
			if rq.Operation == operation {
				c.Members = nil
			}
			return next(rq, tx, group, c)
		}
		onView(provider.KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
			if members, ok := rq.Body["members"].([]any); ok && rq.Operation == operation {
				view["members"] = members
			}
		})(b)
	}
}

// onSend changes every answer before it is sent.
func onSend(change func(*Request, *Response)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Send
		b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
			change(rq, answer)
			next(w, rq, answer)
		}
	}
}

// beforeDeactivation is beforeStore for a user who becomes inactive.
func beforeDeactivation(do func(rq *Request, tx Tx, user *Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
			if before.Active() && !after.Active() {
				do(rq, tx, after)
			}
		})(b)
	}
}

// beforeRename is beforeStore for a group that gets another name.
func beforeRename(do func(rq *Request, tx Tx, before, after *Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
			if before != nil && after.Kind == provider.KindGroup && before.Name() != after.Name() {
				do(rq, tx, before, after)
			}
		})(b)
	}
}

// onView lets a fault change what the answer shows of a resource. The view may be changed at its top level.
func onView(kind string, change func(rq *Request, tx Tx, r *Resource, view Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			view := next(rq, tx, r)
			if r.Kind == kind {
				change(rq, tx, r, view)
			}
			return view
		}
	}
}

// listOnly leaves out of lists and look-ups what keep does not want.
func listOnly(keep func(*Request, Tx, *Resource) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			all, err := hook.SelectAll(rq, tx, next)
			all = slices.DeleteFunc(all, func(r *Resource) bool { return !keep(rq, tx, r) })
			return hook.PageOf(all, rq.Query), err
		}
	}
}

// onOperation puts a function in the place of the operations of a PATCH for which it wants to be; next is the right
// one.
func onOperation(kind string, wants func(PatchOperation) bool,
	do func(op PatchOperation, next func(PatchOperation) error) error) func(*Behaviors) {
	return func(b *Behaviors) {
		apply := b.ApplyOperation
		b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
			next := func(op PatchOperation) error { return apply(rq, tx, draft, op) }
			if draft.After.Kind == kind && wants(op) {
				return do(op, next)
			}
			return next(op)
		}
	}
}

// refuseWhen refuses a PUT or PATCH by what it would make of a resource.
func refuseWhen(wrong func(rq *Request, before, after *Resource) bool, refusal error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Save
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			if draft.Before != nil && rq.Operation != provider.OpCreate && wrong(rq, draft.Before, draft.After) {
				return refusal
			}
			return next(rq, tx, draft)
		}
	}
}

// effect is what a MemberChange did.
type effect struct {
	came, left []string
	was        map[string]string // the role before, of each who was a member or is one now
}

// onMembers tells a fault what became of a change of members.
func onMembers(do func(rq *Request, tx Tx, group *Resource, c MemberChange, e effect)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ChangeMembers
		b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
			before := slices.Collect(tx.Members(group.ID))
			e := effect{was: map[string]string{}}
			ids, _ := c.IDs()
			for _, id := range append(ids, before...) {
				if user := tx.Get(provider.KindUser, id); user != nil && rq.Settings.Roles != nil {
					e.was[id] = rq.Do.Role(rq, tx, user)
				}
			}
			changed, err := next(rq, tx, group, c)
			if err != nil {
				return changed, err
			}
			there := make(map[string]bool, len(before))
			for _, id := range before {
				there[id] = true
				if !tx.HasMember(group.ID, id) {
					e.left = append(e.left, id)
				}
			}
			for id := range tx.Members(group.ID) {
				if !there[id] {
					e.came = append(e.came, id)
				}
			}
			do(rq, tx, group, c, e)
			return changed, nil
		}
	}
}

// onTakenName changes the owner of a userName when a create is refused because of it.
func onTakenName(change func(owner *Resource, sent Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Create
		b.Create = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if rq.IsUser() && conflictOf(err) != nil {
				key, _ := provider.KeyFor("userName", scim.Text(rq.Body, "userName"))
				_ = rq.Do.Write(rq, func(tx Tx) error {
					for _, owner := range tx.Find(provider.KindUser, key) {
						owner = owner.Clone()
						change(owner, rq.Body)
						tx.Put(owner)
					}
					return nil
				})
			}
			return answer, err
		}
	}
}

// pinRoles makes the role of some users independent of the groups, until their memberships change.
func pinRoles(b *Behaviors) *hook.Recall[string] {
	pinned := pinRolesForGood(b)
	onMembers(func(rq *Request, _ Tx, _ *Resource, c MemberChange, e effect) {
		ids, _ := c.IDs()
		for _, id := range slices.Concat(ids, e.left) {
			pinned.Forget(rq, id)
		}
	})(b)
	return pinned
}

func pinRolesForGood(b *Behaviors) *hook.Recall[string] {
	var pinned hook.Recall[string]
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		if role, ok := pinned.Get(rq, user.ID); ok {
			return role
		}
		return next(rq, tx, user)
	}
	return &pinned
}

// shownInList spoils each resource of a list; filtered says whether also of one with a filter. The Object is the
// fault's own.
func shownInList(filtered bool, spoil func(rq *Request, view Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			view := next(rq, tx, r)
			if rq.Operation == provider.OpList && (filtered || rq.Query.Filter == nil) {
				view = maps.Clone(view)
				spoil(rq, view)
			}
			return view
		}
	}
}

// userCreated spoils the attributes of a new user before they are stored.
func userCreated(spoil func(rq *Request, attrs Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Build
		b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
			r, err := next(rq, tx, body)
			if err == nil && r.Kind == provider.KindUser {
				r.Attributes = scim.Clone(r.Attributes)
				spoil(rq, r.Attributes)
			}
			return r, err
		}
	}
}

// userPut spoils what a PUT of a user is about to store.
func userPut(spoil func(rq *Request, draft *Draft)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Merge
		b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
			err := next(rq, tx, draft, body)
			if err == nil && rq.IsUser() {
				draft.After.Attributes = scim.Clone(draft.After.Attributes)
				spoil(rq, draft)
			}
			return err
		}
	}
}

// userRefused refuses some bodies of creates or PUTs of users before anything is done with them.
func userRefused(op provider.Operation, refusal func(rq *Request) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Normalize
		b.Normalize = func(rq *Request, in Object) (Object, error) {
			if rq.IsUser() && rq.Operation == op {
				if err := refusal(rq); err != nil {
					return nil, err
				}
			}
			return next(rq, in)
		}
	}
}

// uniqueness looks again at what CheckUnique found about a user: conflict is nil when his userName is free.
func uniqueness(op provider.Operation, judge func(rq *Request, tx Tx, r *Resource,
	conflict *Error) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.CheckUnique
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			err := next(rq, tx, r)
			conflict := conflictOf(err)
			if rq.Operation != op || r.Kind != provider.KindUser || err != nil && conflict == nil {
				return err
			}
			return judge(rq, tx, r, conflict)
		}
	}
}

// putAnswered replaces PUT of a user; next is the right one.
func putAnswered(do func(rq *Request, next func(*Request) (*Response, error)) (*Response, error)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Replace
		b.Replace = func(rq *Request) (*Response, error) {
			if rq.IsUser() {
				return do(rq, next)
			}
			return next(rq)
		}
	}
}
