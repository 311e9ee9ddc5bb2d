package suites

import (
	"strconv"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// farBeyond is a startIndex beyond the window of a search engine (10 000).
const farBeyond = 20_001

// importBoundChecks: pages at and beyond the end, and small ones.
func importBoundChecks() []Check {
	var checks []Check
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
		checks = append(checks, Check{
			ID: "import.users." + c.id, Level: Must,
			Title:   c.title,
			Why:     c.why,
			Symptom: "The import fails at its end, or goes round and round.",
			Refs:    []string{refPaging, refImport, refListAnswer},
			Body: func(t *T) {
				t.crowd(fewestOurs)
				t.Eventually("import", func() []check.Problem {
					first := t.Okta.ListUsers(t, 1, 1)
					t.Require(ListUsers, check.List(first))
					a := t.Okta.ListUsers(t, c.start(check.Total(first)), importPage)
					if problems := check.List(a); len(problems) > 0 {
						return problems
					}
					return check.All(check.AtMost(a, 0), check.TotalAtLeast(a, check.Total(first)))
				})
			},
		})
	}
	for _, count := range []int{1, 2, importPage} {
		n := strconv.Itoa(count)
		checks = append(checks, Check{
			ID: "import.users.count-" + n, Level: Must,
			Title:   "count=" + n + " gives " + n + " users, where there are more",
			Why:     "The connector test asks for 1 or 2, imports for 100. More is slow, fewer loses users.",
			Symptom: "Imports take for ever, or miss users.",
			Refs:    []string{refPaging + ": a server must not return more than count", refImport},
			Body: func(t *T) {
				t.crowd(twoPages)
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

// importOddChecks: values that Okta does not send, as RFC 7644 reads them.
func importOddChecks() []Check {
	var checks []Check
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
		checks = append(checks, Check{
			ID: "import.users." + c.id, Level: Should,
			Title:   c.title,
			Symptom: "None at Okta; other clients fail.",
			Refs:    []string{refPaging},
			Body: func(t *T) {
				ours := t.crowd(fewestOurs)
				t.Eventually("import", func() []check.Problem {
					a := t.listUsers([2]string{"startIndex", c.start}, [2]string{"count", c.count})
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
	return serial(checks)
}
