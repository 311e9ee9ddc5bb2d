package legal

import (
	"errors"
	"sync"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// onRender changes every resource that is shown or filtered. The view is new at the top level; what is in it belongs
// to the store.
func onRender(change func(rq *Request, tx Tx, r *Resource, view Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Render
		b.Render = func(rq *Request, tx Tx, r *Resource, wants func(string) bool) Object {
			view := next(rq, tx, r, wants)
			change(rq, tx, r, view)
			return view
		}
	}
}

// onShow changes every resource that is sent, and leaves what filters see.
func onShow(b *Behaviors, change func(rq *Request, r *Resource, view Object)) {
	next := b.Show
	b.Show = func(rq *Request, tx Tx, r *Resource) Object {
		view := next(rq, tx, r)
		change(rq, r, view)
		return view
	}
}

// onSave changes a resource before it is checked and stored.
func onSave(change func(rq *Request, after *Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Save
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			change(rq, draft.After)
			return next(rq, tx, draft)
		}
	}
}

// onError changes what becomes of every refusal.
func onError(change func(rq *Request, answer *Response, body Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Fail
		b.Fail = func(rq *Request, err error) *Response {
			answer := next(rq, err)
			if body := answer.Object(); body != nil {
				change(rq, answer, body)
			}
			return answer
		}
	}
}

// onSuccess changes the answers of the six operations on resources.
func onSuccess(b *Behaviors, change func(rq *Request, answer *Response)) {
	for _, operation := range []*func(*Request) (*Response, error){&b.Create, &b.Get, &b.List, &b.Replace, &b.Patch,
		&b.Delete} {
		next := *operation
		*operation = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err == nil {
				change(rq, answer)
			}
			return answer, err
		}
	}
}

// refusal gives the Error that err is, nil when it is none.
func refusal(err error) *Error {
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	return e
}

// perTenant is state of a variant, one T for each tenant.
type perTenant[T any] struct {
	mu    sync.Mutex
	state map[string]*T
}

// with lets do use the state of a tenant alone. It may be called within a transaction, so do must not begin one.
func (p *perTenant[T]) with(tenant string, do func(*T)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state == nil {
		p.state = map[string]*T{}
	}
	s, ok := p.state[tenant]
	if !ok {
		s = new(T)
		p.state[tenant] = s
	}
	do(s)
}

// eachObject copies a list of complex values and changes the copies.
func eachObject(list any, change func(Object)) []any {
	values := scim.Clone(scim.ListOf(list))
	for _, o := range scim.Objects(values) {
		change(o)
	}
	return values
}
