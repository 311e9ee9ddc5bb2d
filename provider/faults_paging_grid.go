package provider

import "fmt"

// pagingGridFaults are those that a walk over steps and places finds.
func pagingGridFaults() []Fault {
	return []Fault{
		{
			ID: "page-one-short", Category: "import-pagination", Level: Must,
			Story:  "A full page has one resource less than asked for: 99 of 100, and each page of an import lacks one user.",
			Source: "the grid: a list × first page",
			Apply: func(b *Behaviours) {
				onPage(b, func(rq *Request, page *Page) {
					if n := len(page.Resources); n == rq.Query.Count && n > 1 {
						page.Resources = page.Resources[:n-1]
					}
				})
			},
		},
		{
			ID: "page-last-missing", Category: "import-pagination", Level: Must,
			Story:  "The last resource of a list is counted and never shown: the newest user is missing from every import.",
			Source: "the grid: a list × last page",
			Apply: func(b *Behaviours) {
				onPage(b, func(rq *Request, page *Page) {
					if n := len(page.Resources); n > 0 && rq.Query.StartIndex+n > page.Total {
						page.Resources = page.Resources[:n-1]
					}
				})
			},
		},
		{
			ID: "page-overlap", Category: "import-pagination", Level: Must,
			Story:  "Each page but the first begins with the last resource of the page before, and the end of the list is never reached.",
			Source: "the grid: a list × middle page",
			Apply:  func(b *Behaviours) { moveStart(b, func(start int) int { return max(1, start-1) }) },
		},
		{
			ID: "page-total-is-page", Category: "import-pagination", Level: Must,
			Story:  "totalResults is the number of resources on this page, so that an import ends after the first one.",
			Source: "the grid: a list × totalResults",
			Apply: func(b *Behaviours) {
				onEnvelope(b, func(_ *Request, page Page, body Object) { body["totalResults"] = len(page.Resources) })
			},
		},
		{
			ID: "page-omits-inactive", Category: "import-pagination", Level: Must,
			Story:  "Inactive users are not listed, and Okta's import takes them for deleted.",
			Source: "the grid: deactivate × list",
			Apply: func(b *Behaviours) {
				listOnly(b, func(rq *Request, _ Tx, r *Resource) bool {
					return rq.Query.Filter != nil || r.Kind != KindUser || r.Active()
				})
			},
		},
		{
			ID: "page-count-zero-all", Category: "import-pagination", Level: Should,
			Story:  "count=0 is taken for no count and answered with resources; RFC 7644 §3.4.2.4 wants none, but Okta never asks so.",
			Source: "the grid: a list × count 0",
			Apply: func(b *Behaviours) {
				next := b.Select
				b.Select = func(rq *Request, tx Tx) (Page, error) {
					if rq.Query.Count == 0 {
						rq.Query.Count = DefaultCount
					}
					return next(rq, tx)
				}
			},
		},
		{
			ID: "page-numbers-as-text", Category: "import-pagination", Level: Must,
			Story:  "totalResults, startIndex and itemsPerPage are strings, which Okta does not read.",
			Source: "the grid: a list × integers",
			Apply: func(b *Behaviours) {
				onEnvelope(b, func(_ *Request, _ Page, body Object) {
					for _, name := range []string{"totalResults", "startIndex", "itemsPerPage"} {
						body[name] = fmt.Sprint(body[name])
					}
				})
			},
		},
		{
			ID: "page-startindex-always-1", Category: "import-pagination", Level: Should,
			Story:  "startIndex of the answer is 1 on every page; the resources are right, and Okta counts for itself.",
			Source: "the grid: a list × startIndex of a later page",
			Apply: func(b *Behaviours) {
				onEnvelope(b, func(_ *Request, _ Page, body Object) { body["startIndex"] = 1 })
			},
		},
		{
			ID: "page-groups-first-only", Category: "import-pagination", Level: Must,
			Story:  "The list of groups does not look at startIndex: an import of groups has the first page again and again.",
			Source: "the grid: a list of groups × middle page",
			Apply: func(b *Behaviours) {
				rewriteQuery(b, func(rq *Request, _ Tx) {
					if rq.IsGroup() {
						rq.Query.StartIndex = 1
					}
				})
			},
		},
	}
}

// onPage changes what is on the pages of lists without a filter.
func onPage(b *Behaviours, change func(*Request, *Page)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		page, err := next(rq, tx)
		if rq.Query.Filter == nil {
			change(rq, &page)
		}
		return page, err
	}
}
