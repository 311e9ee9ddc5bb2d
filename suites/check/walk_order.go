package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// SameOrder has a problem when two walks have the resources of ours in
// different orders. One that is missing or repeated in either is left to
// EachOnce.
func SameOrder(first, second Walk, ours []string, names map[string]string) []Problem {
	a, b := orderOf(first, ours), orderOf(second, ours)
	keep := func(list, other []string) []string {
		in := map[string]bool{}
		for _, id := range other {
			in[id] = true
		}
		return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return !in[id] })
	}
	a, b = keep(a, b), keep(b, a)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return second.whole("", fmt.Sprintf("the order of the other walk: after %d others, %s", i, name(a[i], names)), "%s there", name(b[i], names))
		}
	}
	return nil
}

// orderOf is the order in which a walk has ours, each at its first sight.
func orderOf(w Walk, ours []string) []string {
	wanted := map[string]bool{}
	for _, id := range ours {
		wanted[id] = true
	}
	var out []string
	for _, id := range w.IDs() {
		if wanted[id] {
			out = append(out, id)
			wanted[id] = false
		}
	}
	return out
}

// Window has a problem when a page of another size, which starts at start, does
// not hold the resources that the walk has there.
func (w Walk) Window(page okta.Answer, start, count int) []Problem {
	ids := w.IDs()
	from := min(start-1, len(ids))
	want := ids[from:min(from+count, len(ids))]
	if got := PageIDs(page); !slices.Equal(got, want) {
		return pageOf(page, start, count, "", "the resources that pages of "+strconv.Itoa(w.Size)+" have there: "+describe(want, nil), "%s", describe(got, nil))
	}
	return nil
}
