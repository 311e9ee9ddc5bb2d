package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// importOrderChecks: pages fit together only when the order is the same with
// each request. Which order it is, the server chooses.
func importOrderChecks() []Check {
	return ofManyUsers([]Check{
		{
			ID: "import.users.order", Level: Must,
			Title:   "Two imports list the users in the same order",
			Why:     "Without an order of its own a database gives rows as it likes; between two pages some are then passed over.",
			Symptom: "Now and then users are missing after an import, others each time, and Okta unlinks them.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				ours := IDs(t.importCrowd()...)
				t.judgeTwoWalks(func(first, second check.Walk) []check.Problem { return check.SameOrder(first, second, ours, t.names) })
			},
		},
		{
			ID: "import.users.other-sizes", Level: Must,
			Title:   "Pages of another size hold the users that pages of 100 have at these places",
			Why:     "startIndex counts users from 1 whatever count is; a server that counts pages, or from 0, shows others.",
			Symptom: "One user per page is missing after an import, or there twice.",
			Refs:    []string{refPaging + ": startIndex is 1-based", refImport},
			Body: func(t *T) {
				t.importCrowd()
				pages := t.firstPages()
				for _, place := range [][2]int{{1, 1}, {2, 2}, {importPage - 1, 4}, {importPage + 1, 2}} {
					pages = t.window(pages, place[0], place[1])
				}
			},
		},
		{
			ID: "import.users.last-one", Level: Must,
			Title:   "The page that starts at totalResults holds the last user",
			Why:     "startIndex counts from 1. Counted from 0 the first user of each page is passed over.",
			Symptom: "One user per page is missing after an import.",
			Refs:    []string{refPaging + ": startIndex is 1-based", refImport},
			Body: func(t *T) {
				t.crowd(twoPages)
				t.rarely("import", func() []check.Problem {
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

// importWriteChecks: the list is written to while Okta reads it.
func importWriteChecks() []Check {
	return ofManyUsers([]Check{
		{
			ID: "import.users.create-between", Level: Must, Needs: []Need{NeedPushUsers},
			Title:   "An import during which a user is created loses none of those who were there",
			Why:     "An import takes minutes, and people are assigned meanwhile. A new user may shift the pages, but nobody must fall out between them.",
			Symptom: "Users are missing after an import that ran while others were assigned.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.importAround(t.importCrowd(), func(_, _ []string) { t.NewUser() })
			},
		},
		{
			ID: "import.users.change-between", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "An import during which a user is changed loses nobody",
			Why:     "A list in the order of the last change moves whoever is changed to its end, and everybody behind moves up across the page border.",
			Symptom: "Users are missing after an import that ran while profiles were pushed.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.importAround(t.importCrowd(), func(read, _ []string) { t.lengthen(read[0]) })
			},
		},
		{
			ID: "import.users.change-ahead", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A user who is changed during an import, before the page he is on was read, is not lost",
			Why:     "A list with the last change first moves him to a page that Okta has behind it.",
			Symptom: "Users are missing after an import that ran while profiles were pushed.",
			Refs:    []string{refImport, refPaging},
			Body: func(t *T) {
				t.importAround(t.importCrowd(), func(_, ahead []string) {
					if len(ahead) == 0 {
						t.Unsupported("all users of this run are on one page")
					}
					t.lengthen(ahead[len(ahead)-1])
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
func (t *T) importAround(people []Person, write func(read, ahead []string)) {
	ours := map[string]bool{}
	for _, p := range people {
		ours[p.ID] = true
	}
	t.rarely("import with a write in between", func() []check.Problem {
		first := t.pageOf(ours)
		known := mine(pagesOf(t, t.Okta.ListUsers, importPage, first, 2), ours)
		w := pagesOf(t, t.Okta.ListUsers, importPage, first, 1)
		read := mine(w, ours)
		if len(read) == 0 { // they have moved since the last walk
			t.walk()
			return []check.Problem{{Operation: "GET /Users (import)", Expected: "users of this run on the page where they were", Actual: "none"}}
		}
		write(read, slices.DeleteFunc(slices.Clone(known), func(id string) bool { return slices.Contains(read, id) }))
		rest := pagesOf(t, t.Okta.ListUsers, importPage, first+1, 2)
		w.Pages = append(w.Pages, rest.Pages...)
		return w.NoneMissing(known, t.names)
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
func (t *T) lengthen(id string) {
	run := t.Okta.UpdateProfile(t, id, func(r okta.Resource) { r["displayName"] = r.String("displayName") + " II" })
	t.Require(UpdateUser, check.Through(run))
}

// windowTries is how often a place is looked at when others change the list.
const windowTries = 10

func (t *T) firstPages() check.Walk { return pagesOf(t, t.Okta.ListUsers, importPage, 0, 2) }

// window reports when a page of another size, read between two equal readings
// of the first two pages of 100, does not hold what they have there; it gives
// the latest reading. A list that never stands still for so long is not judged.
func (t *T) window(pages check.Walk, start, count int) check.Walk {
	for range windowTries {
		problems := pages.Window(t.Okta.ListUsers(t, start, count), start, count)
		if len(problems) == 0 {
			return pages
		}
		before := pages
		if pages = t.firstPages(); slices.Equal(before.IDs(), pages.IDs()) {
			t.Report(problems)
			return pages
		}
	}
	t.Unsupported("the list of users changes all the time; pages of another size cannot be compared")
	return pages
}
