package provider

import "sync"

// recall is what a fault remembers from one request to the next: values by tenant and key. The zero recall is empty.
type recall[V any] struct {
	mu     sync.Mutex
	values map[string]V
}

func (r *recall[V]) get(rq *Request, key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[rq.Tenant+" "+key]
	return v, ok
}

func (r *recall[V]) has(rq *Request, key string) bool {
	_, ok := r.get(rq, key)
	return ok
}

func (r *recall[V]) set(rq *Request, key string, v V) {
	r.update(rq, key, func(V) V { return v })
}

// keep sets a value unless there is one.
func (r *recall[V]) keep(rq *Request, key string, v V) {
	if !r.has(rq, key) {
		r.set(rq, key, v)
	}
}

// update changes a value, the zero V when there is none, and returns the new one.
func (r *recall[V]) update(rq *Request, key string, change func(V) V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.values == nil {
		r.values = map[string]V{}
	}
	key = rq.Tenant + " " + key
	r.values[key] = change(r.values[key])
	return r.values[key]
}

func (r *recall[V]) forget(rq *Request, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.values, rq.Tenant+" "+key)
}
