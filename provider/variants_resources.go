package provider

import (
	"slices"
	"strconv"
	"sync/atomic"
)

// resourceVariants differ in how resources look and in which order they are.
func resourceVariants() []Variant {
	return []Variant{
		{
			ID: "numeric-ids", Story: "ids are decimal numbers, in strings.",
			Source: "RFC 7643 §3.1",
			Apply: func(b *Behaviours) {
				var last atomic.Int64
				last.Store(1_000_000)
				b.NewID = func(*Request, Tx) string { return strconv.FormatInt(last.Add(1), 10) }
			},
		},
		{
			ID: "newest-first", Story: "Lists have the newest resource first, the same way each time.",
			Source: "RFC 7644 §3.4.2.3 leaves the order to the server; Okta needs it to be stable",
			Apply:  newestFirst,
		},
	}
}

// newestFirst selects all and cuts the page out of them from the end.
func newestFirst(b *Behaviours) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		asked := rq.Query
		rq.Query.StartIndex, rq.Query.Count = 1, tx.Count(rq.Type.Name)
		page, err := next(rq, tx)
		rq.Query = asked
		all := slices.Clone(page.Resources)
		slices.Reverse(all)
		from := min(asked.StartIndex-1, len(all))
		page.Resources = all[from:min(from+asked.Count, len(all))]
		return page, err
	}
}
