package provider

import "slices"

// pagingOrderFaults have another order or total from request to request.
func pagingOrderFaults() []Fault {
	return []Fault{
		{
			ID: "paging-order-turns", Category: "import-pagination", Level: Must,
			Story:  "Lists have no order of their own: each import gets them in another one.",
			Source: "the grid: two imports × order",
			Apply: func(b *Behaviours) {
				var walks recall[int]
				arrange(b, func(rq *Request, all []*Resource) {
					n, _ := walks.get(rq, rq.Type.Name)
					if rq.Query.StartIndex == 1 && rq.Query.Count > 1 {
						n = walks.update(rq, rq.Type.Name, func(n int) int { return n + 1 })
					}
					for block := range slices.Chunk(all, 10) {
						from := max(n-1, 0) % len(block)
						copy(block, slices.Concat(block[from:], block[:from]))
					}
					if n%2 == 0 {
						slices.Reverse(all)
					}
				})
			},
		},
		{
			ID: "paging-total-runs-ahead", Category: "import-pagination", Level: Must,
			Story:  "totalResults grows with each page: it always says that another page follows, and an import goes on for ever.",
			Source: "the grid: the last page × totalResults",
			Apply: func(b *Behaviours) {
				next := b.Envelope
				b.Envelope = func(rq *Request, page Page, shown []any) Object {
					if rq.Query.Filter == nil {
						page.Total = max(page.Total, rq.Query.StartIndex+2*rq.Query.Count-1)
					}
					return next(rq, page, shown)
				}
			},
		},
		{
			ID: "paging-total-of-rest", Category: "import-pagination", Level: Must,
			Story:  "totalResults counts what is left from startIndex on, and Okta stops before the end.",
			Source: "the grid: the second page × totalResults",
			Apply: func(b *Behaviours) {
				next := b.Envelope
				b.Envelope = func(rq *Request, page Page, shown []any) Object {
					page.Total = max(page.Total-rq.Query.StartIndex+1, 0)
					return next(rq, page, shown)
				}
			},
		},
	}
}

// arrange puts the whole of a list without a filter into another order.
func arrange(b *Behaviours, order func(rq *Request, all []*Resource)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil {
			return next(rq, tx)
		}
		all, err := selectAll(rq, tx, next)
		order(rq, all)
		return pageOf(all, rq.Query), err
	}
}
