package provider

import (
	"net/http"
	"slices"
)

func pagingFaults() []Fault {
	return append([]Fault{
		{
			ID: "page-params-ignored-truncate-100", Category: "import-pagination", Level: Must,
			Story:  "startIndex and count are not looked at: every page has the first 100 users, so an import lacks all others or never ends.",
			Source: "https://github.com/better-auth/better-auth/issues/10398",
			Apply: func(b *Behaviours) {
				rewriteQuery(b, func(rq *Request, _ Tx) {
					if rq.IsUser() {
						rq.Query.StartIndex, rq.Query.Count = 1, 100
					}
				})
			},
		},
		{
			ID: "page-none-dos", Category: "import-pagination", Level: Must,
			Story:  "There are no pages: each request is answered with all users, until it takes longer than the 60 s that Okta waits.",
			Source: "https://github.com/keycloak/keycloak/issues/46705",
			Apply: func(b *Behaviours) {
				rewriteQuery(b, func(rq *Request, tx Tx) {
					if rq.IsUser() {
						rq.Query.StartIndex, rq.Query.Count = 1, tx.Count(KindUser)
					}
				})
			},
		},
		{
			ID: "page-startindex-zero-based", Category: "import-pagination", Level: Must,
			Story:  "startIndex counts from 0, so that each page of an import lacks one user.",
			Source: "https://github.com/wso2/product-is/issues/22589",
			Apply:  func(b *Behaviours) { moveStart(b, func(start int) int { return start + 1 }) },
		},
		{
			ID: "page-beyond-end-returns-rows", Category: "import-pagination", Level: Must,
			Story:  "A page beyond the end has the last users again, so that an import never ends.",
			Source: "https://github.com/wso2/product-is/issues/13752",
			Apply: func(b *Behaviours) {
				rewriteQuery(b, func(rq *Request, tx Tx) {
					if total := tx.Count(rq.Type.Name); rq.Query.StartIndex > total {
						rq.Query.StartIndex = max(1, total-rq.Query.Count+1)
					}
				})
			},
		},
		{
			ID: "page-unstable-order", Category: "import-pagination", Level: Must,
			Story:  "Lists have another order with every request: an import misses users at random, and Okta unlinks them.",
			Source: "https://github.com/grokability/snipe-it/issues/19343",
			Apply: func(b *Behaviours) {
				var requests recall[int]
				reorderLists(b, func(rq *Request, all []*Resource) {
					if n := requests.update(rq, rq.Type.Name, func(n int) int { return n + 1 }); n%2 == 0 {
						slices.Reverse(all)
					}
				})
			},
		},
		{
			ID: "page-itemsperpage-is-count", Category: "import-pagination", Level: Should,
			Story:  "itemsPerPage is the count that was asked for; the RFC's example can be read so, but it blocked a review of Okta's catalog.",
			Source: "https://github.com/ory/polis/pull/4054",
			Apply: func(b *Behaviours) {
				onEnvelope(b, func(rq *Request, _ Page, body Object) { body["itemsPerPage"] = rq.Query.Count })
			},
		},
		{
			ID: "page-size-capped-below-100", Category: "import-pagination", Level: Must,
			Story:  "A page has 50 users at most; Okta goes on with startIndex 101, and every second fifty is lost.",
			Source: "https://github.com/wso2/product-is/issues/5091",
			Apply: func(b *Behaviours) {
				rewriteQuery(b, func(rq *Request, _ Tx) { rq.Query.Count = min(rq.Query.Count, 50) })
			},
		},
		{
			ID: "page-total-inaccurate-at-limit", Category: "import-pagination", Level: Must,
			Story:  "totalResults never says more than 100, so that an import ends after its first page.",
			Source: "https://github.com/coder/coder/pull/25572",
			Apply: func(b *Behaviours) {
				onEnvelope(b, func(_ *Request, page Page, body Object) { body["totalResults"] = min(page.Total, 100) })
			},
		},
		{
			ID: "page-10k-cap", Category: "import-pagination", Level: Must,
			Story:  "A startIndex above 10,000 is refused by the search engine below: imports of large organisations stop there.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/2552",
			Apply: func(b *Behaviours) {
				next := b.List
				b.List = func(rq *Request) (*Response, error) {
					if rq.Query.StartIndex > 10_000 {
						return nil, Refuse(http.StatusBadRequest, "invalidValue", "Result window is too large.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "import-lists-unmanaged-users", Category: "import-pagination", Level: Should,
			Story:  "The list has the app's own service accounts, which no look-up finds: junk in the import, though some products do so on purpose.",
			Source: "https://github.com/onyx-dot-app/onyx/pull/8959",
			Apply:  listServiceAccounts,
		},
	}, slices.Concat(pagingGridFaults(), pagingOrderFaults(), pagingJoinFaults())...)
}

// rewriteQuery changes the query of lists without a filter; the answer tells the changed one.
func rewriteQuery(b *Behaviours, change func(*Request, Tx)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter == nil {
			change(rq, tx)
		}
		return next(rq, tx)
	}
}

// moveStart begins the pages of lists without a filter elsewhere, and says nothing of it.
func moveStart(b *Behaviours, move func(start int) int) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil {
			return next(rq, tx)
		}
		asked := rq.Query.StartIndex
		rq.Query.StartIndex = move(asked)
		page, err := next(rq, tx)
		rq.Query.StartIndex = asked
		return page, err
	}
}

// reorderLists changes the order of lists without a filter.
func reorderLists(b *Behaviours, change func(*Request, []*Resource)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil {
			return next(rq, tx)
		}
		all, err := selectAll(rq, tx, next)
		change(rq, all)
		return pageOf(all, rq.Query), err
	}
}

// onEnvelope changes the ListResponse of a list or a look-up.
func onEnvelope(b *Behaviours, change func(rq *Request, page Page, body Object)) {
	next := b.Envelope
	b.Envelope = func(rq *Request, page Page, shown []any) Object {
		body := next(rq, page, shown)
		if rq.Operation == OpList {
			change(rq, page, body)
		}
		return body
	}
}

// listServiceAccounts ends the list of users with two that SCIM neither made nor finds by their names.
func listServiceAccounts(b *Behaviours) {
	accounts := []*Resource{}
	for _, name := range []string{"service-backup", "service-search"} {
		accounts = append(accounts, &Resource{
			Kind: KindUser, ID: "00000000-" + name, Created: seedTime(-86400), Modified: seedTime(-86400),
			Attributes: Object{"userName": name, "active": false},
		})
	}
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil || !rq.IsUser() {
			return next(rq, tx)
		}
		all, err := selectAll(rq, tx, next)
		return pageOf(append(all, accounts...), rq.Query), err
	}
	load := b.Load
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		for _, account := range accounts {
			if account.ID == id && rq.Operation == OpRead {
				return account, nil
			}
		}
		return load(rq, tx, kind, id)
	}
}
