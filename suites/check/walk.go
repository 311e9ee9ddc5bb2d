package check

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Walk is what an import read: pages of a list in their order, each of at most
// Size resources. First is how many pages before them were passed over: 0 for a
// walk over the whole list.
type Walk struct {
	Pages []okta.Answer
	Size  int
	First int
}

// Start is the startIndex of a page.
func (w Walk) Start(page int) int { return (w.First+page)*w.Size + 1 }

// IDs are the ids of all resources in their order.
func (w Walk) IDs() []string {
	var out []string
	for _, page := range w.Pages {
		out = append(out, PageIDs(page)...)
	}
	return out
}

// PageIDs are the ids of the resources of one page in their order.
func PageIDs(page okta.Answer) []string {
	list, _ := page.List()
	out := make([]string, 0, len(list))
	for _, r := range list {
		out = append(out, r.ID())
	}
	return out
}

// Resources are all resources in their order.
func (w Walk) Resources() []okta.Resource {
	var out []okta.Resource
	for _, page := range w.Pages {
		list, _ := page.List()
		out = append(out, list...)
	}
	return out
}

// Within has a problem for each page that took longer.
func (w Walk) Within(most time.Duration) []Problem {
	var out []Problem
	for i, page := range w.Pages {
		if page.Elapsed > most {
			out = append(out, w.on(i, "", "an answer within "+most.String(), "%s", page.Elapsed.Round(time.Millisecond))...)
		}
	}
	return out
}

// Total is totalResults of the last page, or -1.
func (w Walk) Total() int {
	if len(w.Pages) == 0 {
		return -1
	}
	return Total(w.Pages[len(w.Pages)-1])
}

// Lists has the problems of each page as a list answer.
func (w Walk) Lists() []Problem {
	var out []Problem
	for i, page := range w.Pages {
		out = append(out, At(page.Op()+" "+pagePart(w.Start(i), w.Size), List(page)...)...)
	}
	return out
}

// EachOnce has a problem for resources of ours that the walk does not hold
// exactly once. names translates ids into names a reader knows.
func (w Walk) EachOnce(ours []string, names map[string]string) []Problem {
	seen := w.times()
	var repeated []string
	for _, id := range ours {
		if seen[id] > 1 {
			repeated = append(repeated, id)
		}
	}
	out := w.NoneMissing(ours, names)
	if len(repeated) > 0 {
		out = append(out, w.whole("", "each resource once", "%d repeated: %s", len(repeated), describe(repeated, names))...)
	}
	return out
}

// OnceOnPage has a problem when a page holds this resource more than once.
func (w Walk) OnceOnPage(id string, names map[string]string) []Problem {
	for i, page := range w.Pages {
		n := 0
		for _, listed := range PageIDs(page) {
			if listed == id {
				n++
			}
		}
		if n > 1 {
			return w.on(i, "", "once "+describe([]string{id}, names), "%d times", n)
		}
	}
	return nil
}

// NotOnce are those of ours whom EachOnce has a problem for.
func (w Walk) NotOnce(ours []string) []string {
	seen := w.times()
	var out []string
	for _, id := range ours {
		if seen[id] != 1 {
			out = append(out, id)
		}
	}
	return out
}

// NoneMissing has a problem for resources of ours that the walk does not hold.
func (w Walk) NoneMissing(ours []string, names map[string]string) []Problem {
	seen := w.times()
	var missing []string
	for _, id := range ours {
		if seen[id] == 0 {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return w.whole("", fmt.Sprintf("all %d that are known to be there", len(ours)), "%d missing: %s", len(missing), describe(missing, names))
}

func (w Walk) times() map[string]int {
	seen := map[string]int{}
	for _, id := range w.IDs() {
		seen[id]++
	}
	return seen
}

// Full has a problem for each page before the last one that holds fewer or
// more resources than were asked for: Okta asks for 1–100, 101–200 and so on
// whatever it got, so that a shorter page loses the rest.
func (w Walk) Full() []Problem {
	var out []Problem
	for i, page := range w.Pages {
		left := Total(page) - w.Start(i) + 1
		if n := len(PageIDs(page)); left >= w.Size && n != w.Size {
			out = append(out, w.on(i, "Resources", fmt.Sprintf("%d, because there are %d from there on", w.Size, left), "%d", n)...)
		}
	}
	return out
}

// LastPage has a problem when the last page does not hold what is left by
// totalResults.
func (w Walk) LastPage() []Problem {
	last := len(w.Pages) - 1
	if last < 0 {
		return nil
	}
	left := Total(w.Pages[last]) - w.Start(last) + 1
	if n := len(PageIDs(w.Pages[last])); left >= 0 && left <= w.Size && n != left {
		return w.on(last, "Resources", fmt.Sprintf("%d, those that are left of totalResults %d", left, Total(w.Pages[last])), "%d", n)
	}
	return nil
}

// Totals has a problem when totalResults shrinks from page to page. It may
// grow: others may add to the list meanwhile.
func (w Walk) Totals() []Problem {
	for i := 1; i < len(w.Pages); i++ {
		if was, is := Total(w.Pages[i-1]), Total(w.Pages[i]); is < was {
			return w.on(i, "totalResults", strconv.Itoa(was)+", as on the page before", "%d", is)
		}
	}
	return nil
}

// Exact has a problem when totalResults was the same on all pages and is not
// the number of resources that they hold, each counted once. When it changed on
// the way, because others write to the list, only what the last page says of
// itself is judged.
func (w Walk) Exact() []Problem {
	total := w.Total()
	for _, page := range w.Pages {
		if Total(page) != total {
			return w.ends()
		}
	}
	ids := w.IDs()
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != total {
		return w.whole("totalResults", fmt.Sprintf("the number of resources that can be listed, %d", n), "%d", total)
	}
	return nil
}

// ends has a problem when the last page holds fewer resources than its own
// totalResults leaves for it: it tells Okta to ask for what is not there.
func (w Walk) ends() []Problem {
	last := len(w.Pages) - 1
	before := w.Start(last) - 1
	if n, total := len(PageIDs(w.Pages[last])), w.Total(); n < min(w.Size, total-before) {
		return w.on(last, "totalResults", fmt.Sprintf("%d, because the list ends on this page", before+n), "%d", total)
	}
	return nil
}

// Recedes tells that the end of the list moved away as fast as it was walked
// to: totalResults grew by a page or more with each page.
func (w Walk) Recedes() bool {
	pages := len(w.Pages)
	return pages > 1 && w.Total()-Total(w.Pages[0]) >= (pages-1)*w.Size
}

// StartIndexes has a problem for each page that does not say the startIndex it
// was asked for.
func (w Walk) StartIndexes() []Problem {
	var out []Problem
	for i, page := range w.Pages {
		if n, ok := Int(page.Resource["startIndex"]); !ok || n != w.Start(i) {
			out = append(out, w.on(i, "startIndex", strconv.Itoa(w.Start(i)), "%s", show(page.Resource["startIndex"]))...)
		}
	}
	return out
}

// PerPage has a problem for each page whose itemsPerPage is not the number of
// resources on it (RFC 7644 §3.4.2).
func (w Walk) PerPage() []Problem {
	var out []Problem
	for i, page := range w.Pages {
		if n, ok := Int(page.Resource["itemsPerPage"]); !ok || n != len(PageIDs(page)) {
			out = append(out, w.on(i, "itemsPerPage", fmt.Sprintf("%d, the number of Resources", len(PageIDs(page))), "%s", show(page.Resource["itemsPerPage"]))...)
		}
	}
	return out
}

// on is one problem of one page, whole one of all of them.
func (w Walk) on(page int, place, expected, actual string, args ...any) []Problem {
	return pageOf(w.Pages[page], w.Start(page), w.Size, place, expected, actual, args...)
}

func (w Walk) whole(place, expected, actual string, args ...any) []Problem {
	if len(w.Pages) == 0 {
		return At("import", one(place, expected, actual, args...)...)
	}
	return Of(fmt.Sprintf(", %d pages of %d", len(w.Pages), w.Size), seen(w.Pages[0], place, expected, actual, args...)...)
}

func pageOf(page okta.Answer, start, count int, place, expected, actual string, args ...any) []Problem {
	return Of(pagePart(start, count), seen(page, place, expected, actual, args...)...)
}

func pagePart(start, count int) string { return fmt.Sprintf("startIndex %d count %d", start, count) }
