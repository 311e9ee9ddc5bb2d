package imports

import (
	"fmt"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// slowPage is how long a page may take before it is called slow. Okta gives up
// after 60 s.
const slowPage = 10 * time.Second

// walked is a check of an import over the whole list. The walk is shared with other checks.
func walked(c kit.Check, want func(*kit.T, []kit.Person) func(check.Walk) []check.Problem) kit.Check {
	c.Refs = append(c.Refs, kit.RefImport)
	c.Body = func(t *kit.T) { judgeWalk(t, want(t, importCrowd(t))) }
	return c
}

// each judges a walk alone.
func each(wants ...func(check.Walk) []check.Problem) func(*kit.T, []kit.Person) func(check.Walk) []check.Problem {
	return func(*kit.T, []kit.Person) func(check.Walk) []check.Problem {
		return func(w check.Walk) (out []check.Problem) {
			for _, want := range wants {
				out = append(out, want(w)...)
			}
			return out
		}
	}
}

// pageChecks: an import over the whole list.
func pageChecks() []kit.Check {
	total := walked(kit.Check{
		ID: "import.users.total", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "totalResults is the number of users that an import finds, and does not shrink from page to page",
		Why:     "Okta asks for the next page while totalResults says that there is one. A server that counts the page makes it stop.",
		Symptom: "The import ends after the first pages, so that 100 users are imported however many there are, or asks for pages that do not exist.",
		Refs:    []string{kit.RefListAnswer + ": the total number of results", "OIN C9303"},
	}, func(_ *kit.T, ours []kit.Person) func(check.Walk) []check.Problem {
		return func(w check.Walk) []check.Problem {
			return check.All(w.Exact(), w.Totals(), check.TotalAtLeast(w.Pages[0], len(ours)))
		}
	})
	judged := total.Body
	total.Body = func(t *kit.T) { judged(t); blockOnRecedingEnd(t) }
	return ofCrowd([]kit.Check{
		walked(kit.Check{
			ID: "import.users.pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every page of an import is answered 200 with a ListResponse",
			Why:     "One page that fails ends the whole import.",
			Symptom: "The import stops with an error in the middle.",
			Refs:    []string{kit.RefListAnswer, "OIN C9303"},
		}, each(check.Walk.Lists)),
		walked(kit.Check{
			ID: "import.users.once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An import of more than a hundred users finds every one, active or not, exactly once",
			Why:     "Okta takes a user who is missing for deleted, and one who is there twice for a conflict.",
			Symptom: "Users are missing after an import, and Okta offers to remove them; or the import never ends.",
			Refs:    []string{kit.RefPaging, "OIN C9303, C9304"},
		}, func(t *kit.T, ours []kit.Person) func(check.Walk) []check.Problem {
			// Where others delete meanwhile, pages shift, and each walk loses
			// somebody else. Only who is wrong in every walk is reported.
			suspects := kit.IDs(ours...)
			return func(w check.Walk) []check.Problem {
				problems := w.EachOnce(suspects, t.Names)
				suspects = w.NotOnce(suspects)
				return problems
			}
		}),
		walked(kit.Check{
			ID: "import.users.full-pages", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A page of an import holds 100 users as long as there are that many, and the last page those that are left",
			Why:     "A server may cap its pages by the RFC, but Okta goes on at 101 whatever it got: with a cap of 50, every other 50 users are lost.",
			Symptom: "Half of the users, or the last ones, are missing after an import.",
			Refs:    []string{kit.RefPaging},
		}, each(check.Walk.Full, check.Walk.LastPage)),
		walked(kit.Check{
			ID: "import.users.start-index", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every page says the startIndex that it was asked for",
			Why:     "Okta reads it as an integer to know where it is.",
			Symptom: "The import repeats or passes over pages.",
			Refs:    []string{kit.RefListAnswer + ": startIndex is required when a page is answered"},
		}, each(check.Walk.StartIndexes)),
		walked(kit.Check{
			ID: "import.users.items-per-page", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Every page says in itemsPerPage how many users it holds",
			Symptom: "Okta's review of the integration may stop at a short page that says 100.",
			Refs:    []string{kit.RefListAnswer + ": the number of resources returned in the page", "https://github.com/ory/polis/issues/4054"},
		}, each(check.Walk.PerPage)),
		walked(kit.Check{
			ID: "import.users.fast", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Every page of an import is answered within 10 s",
			Why:     "Okta gives up after 60 s, and pages get slower as the tenant grows.",
			Symptom: "Imports end with a timeout once the company has grown.",
			Refs:    []string{"Okta SCIM FAQ: the connection is closed after 60 s"},
		}, each(func(w check.Walk) []check.Problem { return w.Within(slowPage) })),
		walked(kit.Check{
			ID: "import.users.no-password", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "No page of an import shows a password",
			Why:     "password is returned never.",
			Symptom: "No error in Okta: passwords leak into imports and logs.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
		}, func(_ *kit.T, ours []kit.Person) func(check.Walk) []check.Problem {
			return func(w check.Walk) (out []check.Problem) {
				for _, r := range w.Resources() {
					out = append(out, check.At("id "+r.ID(), check.NoPassword(r)...)...)
				}
				for _, page := range w.Pages {
					out = append(out, check.NoEcho(page, "the password that was sent", ours[0].Sent.Password)...)
				}
				return out
			}
		}),
		total,
	})
}

// boundary is a page beyond the end, or of a value that Okta does not send.
type boundary struct {
	name         string
	start, count string
	sameAs       int // the count of a page from 1 that must be the same
}

func (b boundary) String() string { return b.name }

// farBeyond is a startIndex beyond the window of a search engine (10 000).
const farBeyond = 20_001

// boundChecks: pages at and beyond the end, and small ones.
func boundChecks() []kit.Check {
	return ofCrowd([]kit.Check{
		{
			ID: "import.users.count", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A page holds as many users as were asked for, where there are more",
			Why:     "The connector test asks for 1 or 2, imports for 100. More is slow, fewer loses users.",
			Symptom: "Imports take for ever, or miss users.",
			Refs:    []string{kit.RefPaging + ": a server must not return more than count", kit.RefImport},
			Body: func(t *kit.T) {
				kit.CrowdOf(t, kit.TwoPages)
				kit.Each(t, []int{1, 2, kit.ImportPage}, func(n int) string { return fmt.Sprintf("count=%d", n) }, func(t *kit.T, count int) {
					a := t.Okta.ListUsers(t, 1, count)
					t.Report(check.List(a), check.AtMost(a, count))
					if n := len(check.PageIDs(a)); n < count {
						t.Failf("GET /Users", "Resources", fmt.Sprint(count), "%d", n)
					}
				})
			},
		},
		{
			ID: "import.users.beyond", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A page beyond the end, also one that starts at 20001, is answered 200 without users and with the same totalResults",
			Why:     "When users were removed meanwhile, Okta asks for a page that is no more. A search engine may refuse to look beyond 10000.",
			Symptom: "The import fails at its end, or goes round and round.",
			Refs:    []string{kit.RefPaging, kit.RefImport, kit.RefListAnswer},
			Body: func(t *kit.T) {
				kit.CrowdOf(t, kit.FewestOurs)
				kit.Each(t, []int{1, farBeyond}, func(least int) string { return fmt.Sprintf("a start beyond %d", least) }, func(t *kit.T, least int) {
					t.Eventually("import", func() []check.Problem {
						total := kit.ListedUsers(t)
						a := t.Okta.ListUsers(t, max(least, total+1000), kit.ImportPage)
						if problems := check.List(a); len(problems) > 0 {
							return problems
						}
						return check.All(check.AtMost(a, 0), check.TotalAtLeast(a, total))
					})
				})
			},
		},
		{
			ID: "import.users.odd-pages", Level: kit.Should, Evidence: kit.RFC,
			Title:   "count=0 and a negative count give no users, and startIndex below 1 is taken for 1",
			Symptom: "None at Okta; other clients fail.",
			Refs:    []string{kit.RefPaging},
			Body: func(t *kit.T) {
				ours := kit.CrowdOf(t, kit.FewestOurs)
				kit.Each(t, []boundary{{"count=0", "1", "0", 0}, {"count=-1", "1", "-1", 0}, {"startIndex=0", "0", "2", 2},
					{"startIndex=-5", "-5", "2", 2}}, boundary.String, func(t *kit.T, b boundary) {
					t.Eventually("import", func() []check.Problem {
						a := t.Okta.Do(t, okta.Request{Method: "GET", Path: "/Users", Query: [][2]string{{"startIndex", b.start}, {"count", b.count}}})
						if problems := check.All(check.Status(a, 200), check.WithJSON(a)); len(problems) > 0 {
							return problems
						}
						problems := check.All(check.AtMost(a, b.sameAs), check.Count(a, "totalResults"), check.TotalAtLeast(a, len(ours)))
						if b.sameAs == 0 {
							return problems
						}
						same := check.Walk{Size: b.sameAs, Pages: []okta.Answer{t.Okta.ListUsers(t, 1, b.sameAs)}}
						return check.All(problems, same.Window(a, 1, b.sameAs))
					})
				})
			},
		},
	})
}
