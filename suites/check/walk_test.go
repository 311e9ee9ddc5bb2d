package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// page is a list answer with these ids; total is totalResults.
func page(start, total int, ids ...string) okta.Answer {
	var resources []string
	for _, id := range ids {
		resources = append(resources, fmt.Sprintf(`{"id":%q}`, id))
	}
	return answer("GET", "/Users", 200, fmt.Sprintf(`{"schemas":[%q],"totalResults":%d,"startIndex":%d,"itemsPerPage":%d,"Resources":[%s]}`,
		ListSchema, total, start, len(ids), strings.Join(resources, ",")))
}

func walkOf(pages ...okta.Answer) Walk { return Walk{Pages: pages, Size: 2} }

func TestWalk(t *testing.T) {
	t.Parallel()
	good := walkOf(page(1, 5, "a", "b"), page(3, 5, "c", "d"), page(5, 5, "e"))
	ours := []string{"b", "c", "e"}
	names := map[string]string{"c": "carla@example.com"}
	slow := page(1, 1, "a")
	slow.Elapsed = 11 * time.Second
	tests := []struct {
		name string
		got  []Problem
		want []string
	}{
		{"good", All(good.Lists(), good.EachOnce(ours, names), good.Full(), good.LastPage(), good.Totals(), good.Exact(),
			good.StartIndexes(), good.PerPage(), good.Within(time.Second)), nil},
		{"a page that fails", walkOf(good.Pages[0], answer("GET", "/Users", 500, "")).Lists(), []string{"startIndex 3 count 2 GET /Users status"}},
		{"missing", walkOf(page(1, 4, "a", "b"), page(3, 4, "d", "e")).EachOnce(ours, names), []string{"1 missing: carla@example.com"}},
		{"repeated", walkOf(page(1, 4, "a", "b"), page(3, 4, "b", "c"), page(5, 4, "e")).EachOnce(ours, names), []string{"1 repeated: b"}},
		{"repeated, which is no loss", walkOf(page(1, 4, "a", "b"), page(3, 4, "b", "c"), page(5, 4, "e")).NoneMissing(ours, names), nil},
		{"a cap below the size", walkOf(page(1, 5, "a"), page(3, 5, "c"), page(5, 5, "e")).Full(), []string{"count 2 Resources: expected 2, because there are 5", "expected 2, because there are 3"}},
		{"more than asked for", walkOf(page(1, 3, "a", "b", "c")).Full(), []string{"got 3"}},
		{"a short last page", walkOf(page(1, 4, "a", "b"), page(3, 4, "c")).LastPage(), []string{"2, those that are left of totalResults 4, got 1"}},
		{"rows beyond the end", walkOf(page(1, 3, "a", "b"), page(3, 3, "c", "d")).LastPage(), []string{"1, those that are left"}},
		{"a total that shrinks", walkOf(page(1, 5, "a", "b"), page(3, 3, "c", "d")).Totals(), []string{"5, as on the page before, got 3"}},
		{"a total that grows", walkOf(page(1, 4, "a", "b"), page(3, 5, "c", "d"), page(5, 5, "e")).Totals(), nil},
		{"too large a total", walkOf(page(1, 4, "a", "b"), page(3, 4, "c")).Exact(), []string{"number of resources that can be listed, 3, got 4"}},
		{"a repetition is counted once", walkOf(page(1, 4, "a", "b"), page(3, 4, "b", "c")).Exact(), []string{"listed, 3, got 4"}},
		{"a total that grew is not judged", walkOf(page(1, 3, "a", "b"), page(3, 3, "c")).Exact(), nil},
		{"a total that grows as others come is not counted after", walkOf(page(1, 3, "a", "b"), page(3, 5, "b", "c"), page(5, 5, "d")).Exact(), nil},
		{"a total that grew and leaves more than the last page has", walkOf(page(1, 3, "a", "b"), page(3, 4, "c")).Exact(), []string{"3, because the list ends on this page, got 4"}},
		{"a total that grows for ever", walkOf(page(1, 4, "a", "b"), page(3, 6, "c"), page(5, 8)).Exact(), []string{"4, because the list ends on this page, got 8"}},
		{"a walk that was cut off", walkOf(page(1, 4, "a", "b"), page(3, 6, "c", "d")).Exact(), nil},
		{"a wrong startIndex", walkOf(page(1, 3, "a", "b"), page(2, 3, "c")).StartIndexes(), []string{"startIndex: expected 3, got 2"}},
		{"a wrong itemsPerPage", walkOf(answer("GET", "/Users", 200, `{"itemsPerPage":100,"Resources":[{"id":"a"}]}`)).PerPage(), []string{"1, the number of Resources, got 100"}},
		{"slow", walkOf(slow).Within(10 * time.Second), []string{"within 10s, got 11s"}},
		{"part of a walk", Walk{Pages: []okta.Answer{page(3, 5, "c", "d")}, Size: 2, First: 1}.StartIndexes(), nil},
		{"no pages", All(Walk{}.LastPage(), Walk{}.EachOnce(nil, nil), Walk{Size: 2}.NoneMissing([]string{"a"}, nil)), []string{"import: expected all 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.got, tt.want...)
		})
	}
}

func TestRecedes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		walk Walk
		want bool
	}{
		{"a page more with each page", walkOf(page(1, 4, "a", "b"), page(3, 6, "c", "d"), page(5, 8, "e", "f")), true},
		{"others create one at a time", walkOf(page(1, 4, "a", "b"), page(3, 5, "c", "d"), page(5, 6, "e", "f")), false},
		{"at rest", walkOf(page(1, 3, "a", "b"), page(3, 3, "c")), false},
		{"one page", walkOf(page(1, 1, "a")), false},
		{"no page", Walk{}, false},
	} {
		if got := tt.walk.Recedes(); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

func TestNotOnce(t *testing.T) {
	t.Parallel()
	w := walkOf(page(1, 4, "a", "b"), page(3, 4, "b", "c"))
	if got, want := w.NotOnce([]string{"a", "b", "d"}), []string{"b", "d"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSameOrder(t *testing.T) {
	t.Parallel()
	first := walkOf(page(1, 4, "a", "b"), page(3, 4, "c", "d"))
	ours := []string{"a", "c", "d"}
	expect(t, SameOrder(first, first, ours, nil))
	expect(t, SameOrder(first, walkOf(page(1, 4, "b", "a"), page(3, 4, "c", "d")), ours, nil))
	expect(t, SameOrder(first, walkOf(page(1, 4, "a", "d"), page(3, 4, "b", "c")), ours, nil), "after 1 others, c, got d there")
	expect(t, SameOrder(first, walkOf(page(1, 3, "a", "b"), page(3, 3, "d")), ours, nil))
	expect(t, SameOrder(first, walkOf(page(1, 4, "a", "a"), page(3, 4, "c", "d")), ours, nil))
}

func TestWindow(t *testing.T) {
	t.Parallel()
	w := walkOf(page(1, 4, "a", "b"), page(3, 4, "c", "d"))
	expect(t, w.Window(page(2, 4, "b", "c"), 2, 2))
	expect(t, w.Window(page(4, 4, "d"), 4, 3))
	expect(t, w.Window(page(9, 4), 9, 3))
	expect(t, w.Window(page(2, 4, "c", "d"), 2, 2), "startIndex 2 count 2: expected the resources that pages of 2 have there: b, c, got c, d")
}
