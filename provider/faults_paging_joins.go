package provider

import "slices"

// pagingJoinFaults are those of a query that joins tables or sorts by what changes.
func pagingJoinFaults() []Fault {
	return []Fault{
		{
			ID: "page-user-once-a-group", Category: "import-pagination", Level: Must,
			Story:  "The list joins users with their groups: whoever is in two groups is listed twice.",
			Source: "the grid: a list × every user once",
			Apply:  listedTimes(func(tx Tx, r *Resource) int { return max(1, len(tx.GroupsOf(r.ID))) }),
		},
		{
			ID: "page-user-once-an-email", Category: "import-pagination", Level: Must,
			Story:  "The list joins users with their e-mail addresses: whoever has two is listed twice.",
			Source: "the grid: a list × every user once",
			Apply:  listedTimes(func(_ Tx, r *Resource) int { return max(1, len(objects(r.Attributes["emails"]))) }),
		},
		{
			ID: "page-order-by-modified-first", Category: "import-pagination", Level: Must,
			Story:  "Lists have the last change first: whoever is written during an import moves to a page that Okta has read, and is missing.",
			Source: "the grid: a list walked with writes in between × every user once",
			Apply:  func(b *Behaviours) { orderByWrite(b, -1) },
		},
	}
}

// orderByWrite lists resources in the order of their last writes, or, with -1, the other way round.
func orderByWrite(b *Behaviours, direction int) {
	var writes recall[int] // of the tenant; by id: the number of the last one
	beforeStore(b, func(rq *Request, _ Tx, _, after *Resource) {
		writes.set(rq, after.ID, writes.update(rq, "", func(n int) int { return n + 1 }))
	})
	reorderLists(b, func(rq *Request, all []*Resource) {
		slices.SortStableFunc(all, func(a, b *Resource) int {
			x, _ := writes.get(rq, a.ID)
			y, _ := writes.get(rq, b.ID)
			return direction * (x - y)
		})
	})
}

// listedTimes lists each user as often as times says, and counts it as often.
func listedTimes(times func(Tx, *Resource) int) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			if !rq.IsUser() || rq.Query.Filter != nil {
				return next(rq, tx)
			}
			all, err := selectAll(rq, tx, next)
			var rows []*Resource
			for _, r := range all {
				rows = append(rows, slices.Repeat([]*Resource{r}, times(tx, r))...)
			}
			return pageOf(rows, rq.Query), err
		}
	}
}
