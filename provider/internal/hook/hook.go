// Package hook wraps behaviors of a provider.Server in the ways in which both faults and variants do.
package hook

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// Wait lets time pass, as long as the client is there.
func Wait(rq *provider.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-rq.HTTP.Context().Done():
	}
}

// FindGroups compares the names of all groups with the one that is looked up.
func FindGroups(same func(wanted, name string) bool) func(*provider.Behaviors) {
	return func(b *provider.Behaviors) {
		FindGroupsBy(b, func(_ *provider.Request, wanted string, group *provider.Resource) bool {
			return same(wanted, group.Name())
		})
	}
}

// FindGroupsBy is FindGroups by more than the name.
func FindGroupsBy(b *provider.Behaviors,
	same func(rq *provider.Request, wanted string, group *provider.Resource) bool) {
	next := b.Select
	b.Select = func(rq *provider.Request, tx provider.Tx) (provider.Page, error) {
		if rq.Query.Filter == nil || !rq.IsGroup() {
			return next(rq, tx)
		}
		wanted, ok := rq.Query.Filter.Equals("displayName")
		if !ok {
			return next(rq, tx)
		}
		var found []*provider.Resource
		for _, group := range tx.List(provider.KindGroup, 0, tx.Count(provider.KindGroup)) {
			if same(rq, wanted, group) {
				found = append(found, group)
			}
		}
		return PageOf(found, rq.Query), nil
	}
}

// CollapseSpaces stores group names with one space for several.
func CollapseSpaces(b *provider.Behaviors) {
	BeforeStore(func(_ *provider.Request, _ provider.Tx, _, after *provider.Resource) {
		if after.Kind == provider.KindGroup {
			after.Attributes["displayName"] = OneSpace(after.Name())
		}
	})(b)
}

// OneSpace writes several spaces as one.
func OneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// BeforeStore makes a hook that looks at or changes a resource just before it is stored; before is nil for a create.
func BeforeStore(do func(rq *provider.Request, tx provider.Tx, before,
	after *provider.Resource)) func(*provider.Behaviors) {
	return func(b *provider.Behaviors) {
		next := b.Store
		b.Store = func(rq *provider.Request, tx provider.Tx, before, after *provider.Resource) error {
			do(rq, tx, before, after)
			return next(rq, tx, before, after)
		}
	}
}

// SelectAll gives what a list would have on all of its pages.
func SelectAll(
	rq *provider.Request, tx provider.Tx, next func(*provider.Request, provider.Tx) (provider.Page, error),
) ([]*provider.Resource, error) {
	asked := rq.Query
	rq.Query.StartIndex, rq.Query.Count = 1, tx.Count(rq.Type.Name)
	page, err := next(rq, tx)
	rq.Query = asked
	return slices.Clone(page.Resources), err
}

// PageOf cuts the page that a query asks for out of all pages.
func PageOf(all []*provider.Resource, q provider.Query) provider.Page {
	from := min(q.StartIndex-1, len(all))
	return provider.Page{Total: len(all), Resources: all[from:min(from+q.Count, len(all))]}
}

// Recall is what a hook remembers from one request to the next: values by tenant and key. The zero Recall is empty.
type Recall[V any] struct {
	mu     sync.Mutex
	values map[string]V
}

// Get returns the value of a key in the tenant of the request.
func (r *Recall[V]) Get(rq *provider.Request, key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[rq.Tenant+" "+key]
	return v, ok
}

// Has reports whether there is a value.
func (r *Recall[V]) Has(rq *provider.Request, key string) bool {
	_, ok := r.Get(rq, key)
	return ok
}

// Set sets a value.
func (r *Recall[V]) Set(rq *provider.Request, key string, v V) {
	r.Update(rq, key, func(V) V { return v })
}

// Keep sets a value unless there is one.
func (r *Recall[V]) Keep(rq *provider.Request, key string, v V) {
	if !r.Has(rq, key) {
		r.Set(rq, key, v)
	}
}

// Update changes a value, the zero V when there is none, and returns the new one.
func (r *Recall[V]) Update(rq *provider.Request, key string, change func(V) V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.values == nil {
		r.values = map[string]V{}
	}
	key = rq.Tenant + " " + key
	r.values[key] = change(r.values[key])
	return r.values[key]
}

// Forget removes a value.
func (r *Recall[V]) Forget(rq *provider.Request, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.values, rq.Tenant+" "+key)
}

// UserChangeRefused refuses some changes of users; nothing of them is stored.
func UserChangeRefused(refused func(before, after *provider.Resource) error) func(*provider.Behaviors) {
	return func(b *provider.Behaviors) {
		next := b.Save
		b.Save = func(rq *provider.Request, tx provider.Tx, draft *provider.Draft) error {
			if rq.IsUser() && rq.Operation != provider.OpCreate {
				if err := refused(draft.Before, draft.After); err != nil {
					return err
				}
			}
			return next(rq, tx, draft)
		}
	}
}
