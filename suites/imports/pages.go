package imports

import (
	"strconv"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// slowPage is how long a page may take before it is called slow. Okta gives up
// after 60 s.
const slowPage = 10 * time.Second

// pageChecks: an import over the whole list.
func pageChecks() []kit.Check {
	return ofManyUsers([]kit.Check{
		{
			ID: "import.users.pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every page of an import is answered 200 with a ListResponse",
			Why:     "One page that fails ends the whole import.",
			Symptom: "The import stops with an error in the middle.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer, "OIN C9303"},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.Lists)
			},
		},
		{
			ID: "import.users.once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An import of some hundred users finds every one, active or not, exactly once",
			Why:     "Okta takes a user who is missing for deleted, and one who is there twice for a conflict.",
			Symptom: "Users are missing after an import, and Okta offers to remove them; or the import never ends.",
			Refs:    []string{kit.RefImport, kit.RefPaging, "OIN C9303, C9304"},
			Body: func(t *kit.T) {
				ours := kit.IDs(importCrowd(t)...)
				// Where others delete meanwhile, pages shift, and each walk loses
				// somebody else. Only who is wrong in every walk is reported.
				suspects := ours
				judgeWalk(t, func(w check.Walk) []check.Problem {
					problems := w.EachOnce(suspects, t.Names)
					suspects = w.NotOnce(suspects)
					return problems
				})
			},
		},
		{
			ID: "import.users.full-pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A page of an import holds 100 users as long as there are that many",
			Why:     "A server may cap its pages by the RFC, but Okta goes on at 101 whatever it got: with a cap of 50, every other 50 users are lost.",
			Symptom: "Half of the users are missing after an import.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.Full)
			},
		},
		{
			ID: "import.users.last-page", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The last page of an import holds the users that are left",
			Symptom: "The last users are missing after an import, or some are there twice.",
			Refs:    []string{kit.RefImport, kit.RefPaging},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.LastPage)
			},
		},
		{
			ID: "import.users.start-index", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every page says the startIndex that it was asked for",
			Why:     "Okta reads it as an integer to know where it is.",
			Symptom: "The import repeats or passes over pages.",
			Refs:    []string{kit.RefListAnswer + ": startIndex is required when a page is answered", kit.RefImport},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.StartIndexes)
			},
		},
		{
			ID: "import.users.items-per-page", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Every page says in itemsPerPage how many users it holds",
			Symptom: "Okta's review of the integration may stop at a short page that says 100.",
			Refs:    []string{kit.RefListAnswer + ": the number of resources returned in the page", "https://github.com/ory/polis/issues/4054"},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.PerPage)
			},
		},
		{
			ID: "import.users.fast", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Every page of an import is answered within 10 s",
			Why:     "Okta gives up after 60 s, and pages get slower as the tenant grows.",
			Symptom: "Imports end with a time-out once the company has grown.",
			Refs:    []string{"Okta SCIM FAQ: the connection is closed after 60 s"},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, func(w check.Walk) []check.Problem { return w.Within(slowPage) })
			},
		},
		{
			ID: "import.users.no-password", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "No page of an import shows a password",
			Why:     "password is returned never.",
			Symptom: "None: passwords leak into imports and logs.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *kit.T) {
				password := importCrowd(t)[0].Sent.Password
				judgeWalk(t, func(w check.Walk) []check.Problem {
					var out []check.Problem
					for _, r := range w.Resources() {
						out = append(out, check.At("id "+r.ID(), check.NoPassword(r)...)...)
					}
					for _, page := range w.Pages {
						out = append(out, check.NoEcho(page, "the password that was sent", password)...)
					}
					return out
				})
			},
		},
	})
}

// totalChecks: totalResults says how many users there are to import.
func totalChecks() []kit.Check {
	return ofManyUsers([]kit.Check{
		{
			ID: "import.users.total", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "totalResults is the number of users that an import finds",
			Why:     "Okta asks for the next page while totalResults says that there is one.",
			Symptom: "The import ends too early, or asks for pages that do not exist.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer + ": the total number of results", "OIN C9303"},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.Exact)
				blockOnRecedingEnd(t)
			},
		},
		{
			ID: "import.users.total-kept", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "totalResults does not shrink from page to page",
			Why:     "A server that counts the page, or what is left, makes Okta stop.",
			Symptom: "The import ends after the first pages; everybody else is missing.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer},
			Body: func(t *kit.T) {
				importCrowd(t)
				judgeWalk(t, check.Walk.Totals)
			},
		},
		{
			ID: "import.users.two-pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "totalResults counts the users of all pages, so that an import goes beyond the first one",
			Symptom: "Exactly 100 users are imported, however many there are.",
			Refs:    []string{kit.RefImport, kit.RefListAnswer},
			Body: func(t *kit.T) {
				people := importCrowd(t)
				t.Eventually("create users in the list", func() []check.Problem {
					a := t.Okta.ListUsers(t, 1, kit.ImportPage)
					if problems := check.List(a); len(problems) > 0 {
						return problems
					}
					return check.TotalAtLeast(a, len(people))
				})
			},
		},
	})
}

// farBeyond is a startIndex beyond the window of a search engine (10 000).
const farBeyond = 20_001

// boundChecks: pages at and beyond the end, and small ones.
func boundChecks() []kit.Check {
	var checks []kit.Check
	for _, c := range []struct {
		id, title, why string
		start          func(total int) int
	}{
		{"beyond", "A page beyond the end is answered 200 without users and with the same totalResults",
			"When users were removed meanwhile, Okta asks for a page that is no more.",
			func(total int) int { return total + 1000 }},
		{"far-beyond", "A page that starts at 20001 is answered 200 and, beyond the end, without users",
			"A search engine that refuses to look beyond 10000 ends the import of a large company.",
			func(total int) int { return max(farBeyond, total+1000) }},
	} {
		checks = append(checks, kit.Check{
			ID: "import.users." + c.id, Level: kit.Should, Evidence: kit.Assumed,
			Title:   c.title,
			Why:     c.why,
			Symptom: "The import fails at its end, or goes round and round.",
			Refs:    []string{kit.RefPaging, kit.RefImport, kit.RefListAnswer},
			Body: func(t *kit.T) {
				kit.CrowdOf(t, kit.FewestOurs)
				t.Eventually("import", func() []check.Problem {
					first := t.Okta.ListUsers(t, 1, 1)
					t.Require(kit.ListUsers, check.List(first))
					a := t.Okta.ListUsers(t, c.start(check.Total(first)), kit.ImportPage)
					if problems := check.List(a); len(problems) > 0 {
						return problems
					}
					return check.All(check.AtMost(a, 0), check.TotalAtLeast(a, check.Total(first)))
				})
			},
		})
	}
	for _, count := range []int{1, 2, kit.ImportPage} {
		n := strconv.Itoa(count)
		checks = append(checks, kit.Check{
			ID: "import.users.count-" + n, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "count=" + n + " gives " + n + " users, where there are more",
			Why:     "The connector test asks for 1 or 2, imports for 100. More is slow, fewer loses users.",
			Symptom: "Imports take for ever, or miss users.",
			Refs:    []string{kit.RefPaging + ": a server must not return more than count", kit.RefImport},
			Body: func(t *kit.T) {
				kit.CrowdOf(t, kit.TwoPages)
				a := t.Okta.ListUsers(t, 1, count)
				t.Report(check.List(a), check.AtMost(a, count))
				if len(check.PageIDs(a)) < count {
					t.Failf("GET /Users", "count="+n+" Resources", n, "%d", len(check.PageIDs(a)))
				}
			},
		})
	}
	return ofManyUsers(checks)
}

// oddChecks: values that Okta does not send, as RFC 7644 reads them.
func oddChecks() []kit.Check {
	var checks []kit.Check
	for _, c := range []struct {
		id, title    string
		start, count string
		sameAs       int // the count of a page from 1 that must be the same
	}{
		{"count-0", "count=0 gives totalResults and no users", "1", "0", 0},
		{"count-negative", "A negative count is taken for 0", "1", "-1", 0},
		{"start-0", "startIndex=0 is taken for 1", "0", "2", 2},
		{"start-negative", "A negative startIndex is taken for 1", "-5", "2", 2},
	} {
		checks = append(checks, kit.Check{
			ID: "import.users." + c.id, Level: kit.Should, Evidence: kit.RFC,
			Title:   c.title,
			Symptom: "None at Okta; other clients fail.",
			Refs:    []string{kit.RefPaging},
			Body: func(t *kit.T) {
				ours := kit.CrowdOf(t, kit.FewestOurs)
				t.Eventually("import", func() []check.Problem {
					a := listUsers(t, [2]string{"startIndex", c.start}, [2]string{"count", c.count})
					if problems := check.All(check.Status(a, 200), check.WithJSON(a)); len(problems) > 0 {
						return problems
					}
					problems := check.All(check.AtMost(a, c.sameAs), check.Count(a, "totalResults"), check.TotalAtLeast(a, len(ours)))
					if c.sameAs == 0 {
						return problems
					}
					same := check.Walk{Size: c.sameAs, Pages: []okta.Answer{t.Okta.ListUsers(t, 1, c.sameAs)}}
					return check.All(problems, same.Window(a, 1, c.sameAs))
				})
			},
		})
	}
	return kit.RunAlone(checks)
}
