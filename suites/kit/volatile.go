package kit

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Unchanged is check.Unchanged without the app's own attributes, which may
// count and derive, and without those that differ from read to read in this app,
// such as a signed link: they say nothing.
func (t *T) Unchanged(before, after okta.Resource, except ...string) []check.Problem {
	except = slices.Concat(except, check.Own(before), check.Own(after))
	changed := check.Unchanged(before, after, except...)
	if len(changed) == 0 {
		return nil
	}
	return check.Unchanged(before, after, slices.Concat(except, t.World.volatile.Get(t))...)
}

// findVolatile reads the bystanders a few times: the attributes that differ change
// although nobody writes.
func findVolatile(t *T) (attributes []string, sure bool) {
	b := Bystanders(t)
	user, group := t.awaitBystanders(b)
	for range 2 {
		u, g := t.awaitBystanders(b)
		attributes = slices.Concat(attributes, placesOf(check.Unchanged(user, u)), placesOf(check.Unchanged(group, g)))
	}
	return attributes, true
}

// placesOf are the attributes that problems are about.
func placesOf(problems []check.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Place)
	}
	return out
}
