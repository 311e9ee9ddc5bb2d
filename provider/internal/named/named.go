// Package named finds things by their ids.
package named

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Index finds things of one kind.
type Index[T any] struct {
	kind string // as errors call it
	all  []T
	ids  []string
	at   map[string]int
}

// NewIndex makes an Index of things with these ids.
func NewIndex[T any](kind string, all []T, id func(T) string) *Index[T] {
	x := &Index[T]{kind: kind, all: all, at: make(map[string]int, len(all))}
	for i, one := range all {
		x.ids = append(x.ids, id(one))
		x.at[id(one)] = i
	}
	return x
}

// All lists the things in their order. The slice is the caller's.
func (x *Index[T]) All() []T { return slices.Clone(x.all) }

// Find returns what has the id, or an error with the ids that look like it.
func (x *Index[T]) Find(id string) (T, error) {
	if i, ok := x.at[id]; ok {
		return x.all[i], nil
	}
	var none T
	type near struct {
		id       string
		distance int
	}
	var list []near
	for _, k := range x.ids {
		if d := distance(id, k); d <= max(2, len(k)/3) || strings.Contains(k, id) && id != "" {
			list = append(list, near{k, d})
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	if len(list) == 0 {
		return none, fmt.Errorf("unknown %s %q", x.kind, id)
	}
	names := make([]string, 0, 3)
	for _, n := range list[:min(3, len(list))] {
		names = append(names, n.id)
	}
	return none, fmt.Errorf("unknown %s %q; did you mean %s?", x.kind, id, strings.Join(names, ", "))
}

// distance is the number of letters to insert, delete or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, change)
		}
	}
	return row[len(b)]
}
