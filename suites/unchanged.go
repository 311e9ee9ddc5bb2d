package suites

import (
	"slices"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// unchanged is check.Unchanged without the app's own attributes, which may
// count and derive, and without those that differ from read to read in this app,
// such as a signed link: they say nothing.
func (t *T) unchanged(before, after okta.Resource, except ...string) []check.Problem {
	except = slices.Concat(except, check.Own(before), check.Own(after))
	changed := check.Unchanged(before, after, except...)
	if len(changed) == 0 {
		return nil
	}
	return check.Unchanged(before, after, slices.Concat(except, t.world.restless.paths(t))...)
}

// restless knows the attributes that change although nobody writes. It finds
// out when a difference first raises the question.
type restless struct {
	once  sync.Once
	found []string
}

// paths reads the bystanders a few times and compares.
func (r *restless) paths(t *T) []string {
	r.once.Do(func() {
		b := t.world.bystanders
		b.get(t)
		reads := []func() (okta.Resource, []check.Problem){func() (okta.Resource, []check.Problem) { return t.ByID(b.user.ID) }}
		if b.group.ID != "" {
			reads = append(reads, func() (okta.Resource, []check.Problem) { return t.GroupByID(b.group.ID) })
		}
		for _, read := range reads {
			first, _ := read()
			for range 2 {
				next, _ := read()
				for _, p := range check.Unchanged(first, next) {
					r.found = append(r.found, p.At)
				}
			}
		}
	})
	return r.found
}
