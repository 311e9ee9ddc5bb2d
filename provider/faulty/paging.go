package faulty

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func pagingFaults() []Fault {
	return inCategory("import-pagination", []Fault{{
		ID: "page-group-once-a-member", Source: grid("an import of groups × their members"),
		Story: "The list joins groups with their members: a group of two is listed twice.",
		Apply: listedTimesOf(provider.KindGroup, func(tx Tx, r *Resource) int { return max(1, tx.MemberCount(r.ID)) }),
	}, {
		ID: "page-group-first-member", Source: grid("an import of groups × their members"),
		Story: "The list shows one member of each group: an import takes everybody else out.",
		Apply: shownInList(false, func(_ *Request, view Object) {
			if members, ok := view["members"].([]any); ok && len(members) > 1 {
				view["members"] = members[:1]
			}
		}),
	}, {
		ID: "page-user-once-a-phone", Source: report("https://github.com/Infisical/infisical/issues/6554"),
		Story: "The list joins users with their phone numbers: whoever has two is listed twice.",
		Apply: listedTimes(func(_ Tx, r *Resource) int { return max(1, len(scim.Objects(r.Attributes["phoneNumbers"]))) }),
	}, {
		ID:     "page-params-ignored-truncate-100",
		Source: report("https://github.com/better-auth/better-auth/issues/10398"),
		Story:  "startIndex and count are not looked at: every page has the first 100 users, so an import lacks all others or never ends.",
		Apply: rewriteQuery(func(rq *Request, _ Tx) {
			if rq.IsUser() {
				rq.Query.StartIndex, rq.Query.Count = 1, 100
			}
		}),
	}, {
		ID: "page-none-dos", Source: report("https://github.com/keycloak/keycloak/issues/46705"),
		Story: "There are no pages: each request is answered with all users, until it takes longer than the 60 s that Okta waits.",
		Apply: rewriteQuery(func(rq *Request, tx Tx) {
			if rq.IsUser() {
				rq.Query.StartIndex, rq.Query.Count = 1, tx.Count(provider.KindUser)
			}
		}),
	}, {
		ID: "page-startindex-zero-based", Source: report("https://github.com/wso2/product-is/issues/22589"),
		Story: "startIndex counts from 0, so that each page of an import lacks one user.",
		Apply: moveStart(func(start int) int { return start + 1 }),
	}, {
		ID: "page-beyond-end-returns-rows", Level: Should, Source: report("https://github.com/wso2/product-is/issues/13752"),
		Story: "A page beyond the end has the last users again, so that an import never ends.",
		Apply: rewriteQuery(func(rq *Request, tx Tx) {
			if total := tx.Count(rq.Type.Name); rq.Query.StartIndex > total {
				rq.Query.StartIndex = max(1, total-rq.Query.Count+1)
			}
		}),
	}, {
		ID: "page-unstable-order", Source: report("https://github.com/grokability/snipe-it/issues/19343"),
		Story: "Lists have another order with every request: an import misses users at random, and Okta unlinks them.",
		Apply: func(b *Behaviors) {
			var requests hook.Recall[int]
			reorderLists(b, func(rq *Request, all []*Resource) {
				if n := requests.Update(rq, rq.Type.Name, func(n int) int { return n + 1 }); n%2 == 0 {
					slices.Reverse(all)
				}
			})
		},
	}, {
		ID: "page-itemsperpage-is-count", Level: Should, Source: report("https://github.com/ory/polis/pull/4054"),
		Story: "itemsPerPage is the count that was asked for; the RFC's example can be read so, but it blocked a review of Okta's catalog.",
		Apply: onEnvelope(func(rq *Request, _ Page, body Object) { body["itemsPerPage"] = rq.Query.Count }),
	}, {
		ID: "page-size-capped-below-100", Source: report("https://github.com/wso2/product-is/issues/5091"),
		Story: "A page has 50 users at most; Okta goes on with startIndex 101, and every second fifty is lost.",
		Apply: rewriteQuery(func(rq *Request, _ Tx) { rq.Query.Count = min(rq.Query.Count, 50) }),
	}, {
		ID: "page-total-inaccurate-at-limit", Source: report("https://github.com/coder/coder/pull/25572"),
		Story: "totalResults never says more than 100, so that an import ends after its first page.",
		Apply: onEnvelope(func(_ *Request, page Page, body Object) { body["totalResults"] = min(page.Total, 100) }),
	}, {
		ID: "page-10k-cap", Level: Should, Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/2552"),
		Story: "A startIndex above 10,000 is refused by the search engine below: imports of large organisations stop there.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				if rq.Query.StartIndex > 10_000 {
					return nil, provider.Refuse(http.StatusBadRequest, "invalidValue", "Result window is too large.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "import-lists-unmanaged-users", Level: Should,
		Source: report("https://github.com/onyx-dot-app/onyx/pull/8959"),
		Story:  "The list has the app's own service accounts, which no look-up finds: junk in the import, though some products do so on purpose.",
		Apply:  listServiceAccounts,
	}, {
		ID: "page-one-short", Source: grid("a list × first page"),
		Story: "A full page has one resource less than asked for: 99 of 100, and each page of an import lacks one user.",
		Apply: onPage(func(rq *Request, page *Page) {
			if n := len(page.Resources); n == rq.Query.Count && n > 1 {
				page.Resources = page.Resources[:n-1]
			}
		}),
	}, {
		ID: "page-last-missing", Source: grid("a list × last page"),
		Story: "The last resource of a list is counted and never shown: the newest user is missing from every import.",
		Apply: onPage(func(rq *Request, page *Page) {
			if n := len(page.Resources); n > 0 && rq.Query.StartIndex+n > page.Total {
				page.Resources = page.Resources[:n-1]
			}
		}),
	}, {
		ID: "page-overlap", Source: grid("a list × middle page"),
		Story: "Each page but the first begins with the last resource of the page before, and the end of the list is never reached.",
		Apply: moveStart(func(start int) int { return max(1, start-1) }),
	}, {
		ID: "page-total-is-page", Source: grid("a list × totalResults"),
		Story: "totalResults is the number of resources on this page, so that an import ends after the first one.",
		Apply: onEnvelope(func(_ *Request, page Page, body Object) { body["totalResults"] = len(page.Resources) }),
	}, {
		ID: "page-omits-inactive", Source: grid("deactivate × list"),
		Story: "Inactive users are not listed, and Okta's import takes them for deleted.",
		Apply: listOnly(func(rq *Request, _ Tx, r *Resource) bool {
			return rq.Query.Filter != nil || r.Kind != provider.KindUser || r.Active()
		}),
	}, {
		ID: "page-count-zero-all", Level: Should, Source: grid("a list × count 0"),
		Story: "count=0 is taken for no count and answered with resources; RFC 7644 §3.4.2.4 wants none, but Okta never asks so.",
		Apply: func(b *Behaviors) {
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				if rq.Query.Count == 0 {
					rq.Query.Count = provider.DefaultCount
				}
				return next(rq, tx)
			}
		},
	}, {
		ID: "page-numbers-as-text", Source: grid("a list × integers"),
		Story: "totalResults, startIndex and itemsPerPage are strings, which Okta does not read.",
		Apply: onEnvelope(func(_ *Request, _ Page, body Object) {
			for _, name := range []string{"totalResults", "startIndex", "itemsPerPage"} {
				body[name] = fmt.Sprint(body[name])
			}
		}),
	}, {
		ID: "page-startindex-always-1", Level: Should, Source: grid("a list × startIndex of a later page"),
		Story: "startIndex of the answer is 1 on every page; the resources are right, and Okta counts for itself.",
		Apply: onEnvelope(func(_ *Request, _ Page, body Object) { body["startIndex"] = 1 }),
	}, {
		ID: "page-groups-first-only", Source: grid("a list of groups × middle page"),
		Story: "The list of groups does not look at startIndex: an import of groups has the first page again and again.",
		Apply: rewriteQuery(func(rq *Request, _ Tx) {
			if rq.IsGroup() {
				rq.Query.StartIndex = 1
			}
		}),
	}, {
		ID: "page-user-once-a-group", Source: grid("a list × every user once"),
		Story: "The list joins users with their groups: whoever is in two groups is listed twice.",
		Apply: listedTimes(func(tx Tx, r *Resource) int { return max(1, len(tx.GroupsOf(r.ID))) }),
	}, {
		ID: "page-user-once-an-email", Source: grid("a list × every user once"),
		Story: "The list joins users with their e-mail addresses: whoever has two is listed twice.",
		Apply: listedTimes(func(_ Tx, r *Resource) int { return max(1, len(scim.Objects(r.Attributes["emails"]))) }),
	}, {
		ID: "page-order-by-modified-first", Source: grid("a list walked with writes in between × every user once"),
		Story: "Lists have the last change first: whoever is written during an import moves to a page that Okta has read, and is missing.",
		Apply: func(b *Behaviors) { orderByWrite(b, -1) },
	}, {
		ID: "paging-order-turns", Source: grid("two imports × order"),
		Story: "Lists have no order of their own: each import gets them in another one.",
		Apply: func(b *Behaviors) {
			var walks hook.Recall[int]
			arrange(b, func(rq *Request, all []*Resource) {
				n, _ := walks.Get(rq, rq.Type.Name)
				if rq.Query.StartIndex == 1 && rq.Query.Count > 1 {
					n = walks.Update(rq, rq.Type.Name, func(n int) int { return n + 1 })
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
	}, {
		ID: "paging-total-runs-ahead", Source: grid("the last page × totalResults"),
		Story: "totalResults grows with each page: it always says that another page follows, and an import goes on for ever.",
		Apply: func(b *Behaviors) {
			next := b.Envelope
			b.Envelope = func(rq *Request, page Page, shown []any) Object {
				if rq.Query.Filter == nil {
					page.Total = max(page.Total, rq.Query.StartIndex+2*rq.Query.Count-1)
				}
				return next(rq, page, shown)
			}
		},
	}, {
		ID: "paging-total-of-rest", Source: grid("the second page × totalResults"),
		Story: "totalResults counts what is left from startIndex on, and Okta stops before the end.",
		Apply: func(b *Behaviors) {
			next := b.Envelope
			b.Envelope = func(rq *Request, page Page, shown []any) Object {
				page.Total = max(page.Total-rq.Query.StartIndex+1, 0)
				return next(rq, page, shown)
			}
		},
	}})
}

// rewriteQuery changes the query of lists without a filter; the answer tells the changed one.
func rewriteQuery(change func(*Request, Tx)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			if rq.Query.Filter == nil {
				change(rq, tx)
			}
			return next(rq, tx)
		}
	}
}

// moveStart begins the pages of lists without a filter elsewhere, and says nothing of it.
func moveStart(move func(start int) int) func(*Behaviors) {
	return func(b *Behaviors) {
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
}

// reorderLists changes the order of lists without a filter.
func reorderLists(b *Behaviors, change func(*Request, []*Resource)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil {
			return next(rq, tx)
		}
		all, err := hook.SelectAll(rq, tx, next)
		change(rq, all)
		return hook.PageOf(all, rq.Query), err
	}
}

// onEnvelope changes the ListResponse of a list or a look-up.
func onEnvelope(change func(rq *Request, page Page, body Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Envelope
		b.Envelope = func(rq *Request, page Page, shown []any) Object {
			body := next(rq, page, shown)
			if rq.Operation == provider.OpList {
				change(rq, page, body)
			}
			return body
		}
	}
}

// listServiceAccounts ends the list of users with two that SCIM neither made nor finds by their names.
func listServiceAccounts(b *Behaviors) {
	accounts := []*Resource{}
	for _, name := range []string{"service-backup", "service-search"} {
		accounts = append(accounts, &Resource{
			Kind: provider.KindUser, ID: "00000000-" + name, Created: provider.SeedTime(-86400),
			Modified:   provider.SeedTime(-86400),
			Attributes: Object{"userName": name, "active": false},
		})
	}
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil || !rq.IsUser() {
			return next(rq, tx)
		}
		all, err := hook.SelectAll(rq, tx, next)
		return hook.PageOf(append(all, accounts...), rq.Query), err
	}
	load := b.Load
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		for _, account := range accounts {
			if account.ID == id && rq.Operation == provider.OpRead {
				return account, nil
			}
		}
		return load(rq, tx, kind, id)
	}
}

// onPage changes what is on the pages of lists without a filter.
func onPage(change func(*Request, *Page)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			page, err := next(rq, tx)
			if rq.Query.Filter == nil {
				change(rq, &page)
			}
			return page, err
		}
	}
}

// orderByWrite lists resources in the order of their last writes, or, with -1, the other way round.
func orderByWrite(b *Behaviors, direction int) {
	var writes hook.Recall[int] // of the tenant; by id: the number of the last one
	hook.BeforeStore(func(rq *Request, _ Tx, _, after *Resource) {
		writes.Set(rq, after.ID, writes.Update(rq, "", func(n int) int { return n + 1 }))
	})(b)
	reorderLists(b, func(rq *Request, all []*Resource) {
		slices.SortStableFunc(all, func(a, b *Resource) int {
			x, _ := writes.Get(rq, a.ID)
			y, _ := writes.Get(rq, b.ID)
			return direction * (x - y)
		})
	})
}

// listedTimes lists each user as often as times says, and counts it as often.
func listedTimes(times func(Tx, *Resource) int) func(*Behaviors) {
	return listedTimesOf(provider.KindUser, times)
}

func listedTimesOf(kind string, times func(Tx, *Resource) int) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			if rq.Type.Name != kind || rq.Query.Filter != nil {
				return next(rq, tx)
			}
			all, err := hook.SelectAll(rq, tx, next)
			var rows []*Resource
			for _, r := range all {
				rows = append(rows, slices.Repeat([]*Resource{r}, times(tx, r))...)
			}
			return hook.PageOf(rows, rq.Query), err
		}
	}
}

// arrange puts the whole of a list without a filter into another order.
func arrange(b *Behaviors, order func(rq *Request, all []*Resource)) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter != nil {
			return next(rq, tx)
		}
		all, err := hook.SelectAll(rq, tx, next)
		order(rq, all)
		return hook.PageOf(all, rq.Query), err
	}
}
