package imports

import (
	"context"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// orderChecks: pages fit together only when the order is the same with
// each request. Which order it is, the server chooses.
func orderChecks() []kit.Check {
	return ofCrowd([]kit.Check{
		{
			ID: "import.users.order", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Two imports list the users in the same order",
			Why:     "Without an order of its own a database gives rows as it likes; between two pages some are then passed over.",
			Symptom: "Now and then users are missing after an import, others each time, and Okta unlinks them.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				ours := kit.IDs(importCrowd(t)...)
				judgeTwoWalks(t, func(first, second check.Walk) []check.Problem { return check.SameOrder(first, second, ours, t.Names) })
			},
		},
		{
			ID: "import.users.other-sizes", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "Pages of another size hold the users that pages of 100 have at these places",
			Why:     "startIndex counts users from 1 whatever count is; a server that counts pages, or from 0, shows others.",
			Symptom: "One user per page is missing after an import, or there twice.",
			Refs:    []string{kit.RefPaging + ": startIndex is 1-based", kit.RefImport},
			Body: func(t *kit.T) {
				importCrowd(t)
				pages := firstPages(t)
				for _, place := range [][2]int{{1, 1}, {2, 2}, {kit.ImportPage - 1, 4}, {kit.ImportPage + 1, 2}} {
					pages = window(t, pages, place[0], place[1])
				}
			},
		},
		{
			ID: "import.users.last-one", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The page that starts at totalResults holds the last user",
			Why:     "startIndex counts from 1. Counted from 0 the first user of each page is passed over.",
			Symptom: "One user per page is missing after an import.",
			Refs:    []string{kit.RefPaging + ": startIndex is 1-based", kit.RefImport},
			Body: func(t *kit.T) {
				kit.CrowdOf(t, kit.TwoPages)
				kit.EventuallyRarely(t, "import", func() []check.Problem {
					a := t.Okta.ListUsers(t, 1, 1)
					if problems := check.List(a); len(problems) > 0 {
						return problems
					}
					last := t.Okta.ListUsers(t, check.Total(a), 1)
					if n := len(check.PageIDs(last)); n != 1 || last.Status != 200 {
						return []check.Problem{{Operation: "GET /Users", Place: "startIndex = totalResults", Expected: "one user", Actual: last.Op() + " answered otherwise"}}
					}
					return nil
				})
			},
		},
	})
}

// writeChecks: the list is written to while Okta reads it.
func writeChecks() []kit.Check {
	return ofCrowd([]kit.Check{
		{
			ID: "import.users.create-between", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers},
			Title:   "An import during which a user is created loses none of those who were there",
			Why:     "An import takes minutes, and people are assigned meanwhile. A new user may shift the pages, but nobody must fall out between them.",
			Symptom: "Users are missing after an import that ran while others were assigned.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				importAround(t, importCrowd(t), func(_, _ []string) { t.NewUser() })
			},
		},
		{
			ID: "import.users.change-between", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "An import during which a user is changed loses nobody",
			Why:     "A list in the order of the last change moves whoever is changed to its end, and everybody behind moves up across the page border.",
			Symptom: "Users are missing after an import that ran while profiles were pushed.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				importAround(t, importCrowd(t), func(read, _ []string) { lengthen(t, read[0]) })
			},
		},
		{
			ID: "import.users.change-ahead", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A user who is changed during an import, before the page he is on was read, is not lost",
			Why:     "A list with the last change first moves him to a page that Okta has behind it.",
			Symptom: "Users are missing after an import that ran while profiles were pushed.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				importAround(t, importCrowd(t), func(_, ahead []string) {
					if len(ahead) == 0 {
						t.Unsupported("all users of this run are on one page")
					}
					lengthen(t, ahead[len(ahead)-1])
				})
			},
		},
	})
}

// importAround reads pages of which the first one has users of ours, writes
// after that page, reads on, and reports those of ours whom the import has
// lost. The pages are read before, too, so that it is known who is on them; the
// whole list need not be read. write gets the ids of ours on the first page and
// of those on the next ones.
func importAround(t *kit.T, people []kit.Person, write func(read, ahead []string)) {
	ours := map[string]bool{}
	for _, p := range people {
		ours[p.ID] = true
	}
	for id := range t.Env().PutAway() { // of other checks, which need them no more
		ours[id] = true
	}
	kit.EventuallyRarely(t, "import with a write in between", func() []check.Problem {
		first := pageOf(t, ours)
		known := mine(pagesOf(t, t.Okta.ListUsers, kit.ImportPage, first, 2), ours)
		w := pagesOf(t, t.Okta.ListUsers, kit.ImportPage, first, 1)
		read := mine(w, ours)
		if len(read) == 0 { // they have moved since the last walk
			walk(t)
			return []check.Problem{{Operation: "GET /Users (import)", Expected: "users of this run on the page where they were", Actual: "none"}}
		}
		write(read, slices.DeleteFunc(slices.Clone(known), func(id string) bool { return slices.Contains(read, id) }))
		rest := pagesOf(t, t.Okta.ListUsers, kit.ImportPage, first+1, 2)
		w.Pages = append(w.Pages, rest.Pages...)
		return w.NoneMissing(known, t.Names)
	})
}

// mine are the ids of ours on these pages.
func mine(w check.Walk, ours map[string]bool) []string {
	var out []string
	for _, id := range w.IDs() {
		if ours[id] {
			out = append(out, id)
		}
	}
	return out
}

// lengthen changes a user's displayName and leaves its place among others as it
// was: a list in the order of names is a good one.
func lengthen(t *kit.T, id string) {
	run := t.Okta.UpdateProfile(t, id, func(r okta.Resource) { r["displayName"] = r.String("displayName") + " II" })
	t.Require(kit.UpdateUser, check.Through(run))
}

// windowTries is how often a place is looked at when others change the list.
const windowTries = 10

func firstPages(t *kit.T) check.Walk { return pagesOf(t, t.Okta.ListUsers, kit.ImportPage, 0, 2) }

// window reports when a page of another size, read between two equal readings
// of the first two pages of 100, does not hold what they have there; it gives
// the latest reading. A list that never stands still for so long is not judged.
func window(t *kit.T, pages check.Walk, start, count int) check.Walk {
	for range windowTries {
		problems := pages.Window(t.Okta.ListUsers(t, start, count), start, count)
		if len(problems) == 0 {
			return pages
		}
		before := pages
		if pages = firstPages(t); slices.Equal(before.IDs(), pages.IDs()) {
			t.Report(problems)
			return pages
		}
	}
	t.Unsupported("the list of users changes all the time; pages of another size cannot be compared")
	return pages
}

// walk reads all users as Okta imports them.
func walk(t *kit.T) check.Walk {
	w := check.Walk{Pages: t.Okta.ImportUsers(t, kit.WalkLimit/kit.ImportPage), Size: kit.ImportPage}
	pool := t.World.Imports
	pool.Walks = append(pool.Walks, w)
	pool.Walks = pool.Walks[max(0, len(pool.Walks)-2):]
	return w
}

// judgeWalk reports what want finds wrong with an import over the whole list.
// The walk is shared with other checks. When there is something wrong with it,
// the check walks itself, until the settle time is over: others may have
// written to the list during the walk.
func judgeWalk(t *kit.T, want func(check.Walk) []check.Problem) {
	if walks := t.World.Imports.Walks; len(walks) > 0 && len(want(walks[len(walks)-1])) == 0 {
		return
	}
	kit.EventuallyRarely(t, "import", func() []check.Problem { return want(walk(t)) })
}

// blockOnRecedingEnd ends the check when the latest walk was given up because
// the list grew as fast as it was read. Others may fill the tenant as fast, so
// that this is no fault of the app; but nothing is known of such a list.
func blockOnRecedingEnd(t *kit.T) {
	walks := t.World.Imports.Walks
	if len(walks) == 0 {
		return
	}
	if w := walks[len(walks)-1]; len(w.Pages) >= kit.WalkLimit/kit.ImportPage && w.Recedes() {
		t.Block("the list grew as fast as it was read: totalResults went from %d to %d within %d pages, and an import by Okta would go on. "+
			"If others fill the tenant at the moment, run again when they are done; if nobody does, the list has no end", check.Total(w.Pages[0]), w.Total(), len(w.Pages))
	}
}

// judgeTwoWalks is judgeWalk for two imports, one after the other.
func judgeTwoWalks(t *kit.T, want func(first, second check.Walk) []check.Problem) {
	walks := t.World.Imports.Walks
	if len(walks) == 2 && len(want(walks[0], walks[1])) == 0 {
		return
	}
	if len(walks) == 1 && len(want(walks[0], walk(t))) == 0 {
		return
	}
	kit.EventuallyRarely(t, "import", func() []check.Problem { return want(walk(t), walk(t)) })
}

// pagesOf reads pages from start to the end of a list, and most of them at most.
func pagesOf(ctx context.Context, list func(ctx context.Context, start, count int) okta.Answer, size, first, most int) check.Walk {
	w := check.Walk{Size: size, First: first}
	for start := first*size + 1; len(w.Pages) < most; start += size {
		a := list(ctx, start, size)
		w.Pages = append(w.Pages, a)
		if !a.OK() || len(check.PageIDs(a)) == 0 || start+size > check.Total(a) {
			break
		}
	}
	return w
}

// pageOf is the number, from 0, of the first page with a user of ours, by the
// latest walk.
func pageOf(t *kit.T, ours map[string]bool) int {
	if len(t.World.Imports.Walks) == 0 {
		walk(t)
	}
	walks := t.World.Imports.Walks
	for i, page := range walks[len(walks)-1].Pages {
		for _, id := range check.PageIDs(page) {
			if ours[id] {
				return i
			}
		}
	}
	t.Unsupported("the list shows no user of this run (import.users.once)")
	return 0
}
