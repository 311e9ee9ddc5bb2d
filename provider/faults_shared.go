package provider

import (
	"errors"
	"maps"
	"net/http"
)

// What several families of faults wrap the same way. Each function makes an Apply.

// shownInList spoils each resource of a list; filtered says whether also of one with a filter. The Object is the fault's own.
func shownInList(filtered bool, spoil func(rq *Request, view Object)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			view := next(rq, tx, r)
			if rq.Operation == OpList && (filtered || rq.Query.Filter == nil) {
				view = maps.Clone(view)
				spoil(rq, view)
			}
			return view
		}
	}
}

// shownByID spoils a resource that is read by its id.
func shownByID(kind string, spoil func(view Object)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			view := next(rq, tx, r)
			if rq.Operation == OpRead && r.Kind == kind {
				view = maps.Clone(view)
				spoil(view)
			}
			return view
		}
	}
}

// userCreated spoils the attributes of a new user before they are stored.
func userCreated(spoil func(rq *Request, attrs Object)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Build
		b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
			r, err := next(rq, tx, body)
			if err == nil && r.Kind == KindUser {
				r.Attributes = clone(r.Attributes)
				spoil(rq, r.Attributes)
			}
			return r, err
		}
	}
}

// userPut spoils what a PUT of a user is about to store.
func userPut(spoil func(rq *Request, draft *Draft)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Merge
		b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
			err := next(rq, tx, draft, body)
			if err == nil && rq.IsUser() {
				draft.After.Attributes = clone(draft.After.Attributes)
				spoil(rq, draft)
			}
			return err
		}
	}
}

// userRefused refuses some bodies of creates or PUTs of users before anything is done with them.
func userRefused(op Operation, refusal func(rq *Request) error) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Normalise
		b.Normalise = func(rq *Request, in Object) (Object, error) {
			if rq.IsUser() && rq.Operation == op {
				if err := refusal(rq); err != nil {
					return nil, err
				}
			}
			return next(rq, in)
		}
	}
}

// createAnswered spoils the answer to a create of a user that succeeded; its top level may be changed.
func createAnswered(spoil func(rq *Request, answer *Response)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Create
		b.Create = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err == nil && rq.IsUser() && answer.Object() != nil {
				spoil(rq, answer)
			}
			return answer, err
		}
	}
}

// uniqueness looks again at what CheckUnique found about a user: conflict is nil when his userName is free.
func uniqueness(op Operation, judge func(rq *Request, tx Tx, r *Resource, conflict *Error) error) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.CheckUnique
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			err := next(rq, tx, r)
			conflict := conflictOf(err)
			if rq.Operation != op || r.Kind != KindUser || err != nil && conflict == nil {
				return err
			}
			return judge(rq, tx, r, conflict)
		}
	}
}

// conflictOf gives the 409 in an error, nil when it is something else.
func conflictOf(err error) *Error {
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusConflict {
		return refused
	}
	return nil
}

// namesakes gives the other users with that userName, whatever the case.
func namesakes(tx Tx, r *Resource) []*Resource {
	key, _ := KeyFor("userName", r.Name())
	var others []*Resource
	for _, other := range tx.Find(KindUser, key) {
		if other.ID != r.ID {
			others = append(others, other)
		}
	}
	return others
}

// setOrClear sets an attribute; nil takes it away.
func setOrClear(o Object, name string, v any) {
	if v == nil {
		delete(o, name)
	} else {
		o[name] = v
	}
}

// mapTexts changes every text in a value and below.
func mapTexts(v any, change func(string) string) any {
	switch v := v.(type) {
	case string:
		return change(v)
	case Object:
		for name, x := range v {
			v[name] = mapTexts(x, change)
		}
	case []any:
		for i, x := range v {
			v[i] = mapTexts(x, change)
		}
	}
	return v
}

// mainEmail is the address marked primary, else the first, "" for none.
func mainEmail(attrs Object) string {
	first := ""
	for _, email := range objects(attrs["emails"]) {
		switch {
		case isPrimary(email):
			return text(email, "value")
		case first == "":
			first = text(email, "value")
		}
	}
	return first
}

// swapped is a name with given and family name in each other's place.
func swapped(name Object) Object {
	given, family := name["givenName"], name["familyName"]
	name = clone(name)
	setOrClear(name, "givenName", family)
	setOrClear(name, "familyName", given)
	return name
}

// fullName joins the given and the family name.
func fullName(attrs Object) string {
	name, _ := attrs["name"].(Object)
	given, family := text(name, "givenName"), text(name, "familyName")
	if given == "" || family == "" {
		return given + family
	}
	return given + " " + family
}
