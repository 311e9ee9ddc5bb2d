package legal

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// listVariants differ in the order of lists and in what stands around the resources.
func listVariants() []Variant {
	return []Variant{{
		ID: "lookup-miss-404", Story: "A filter that finds nothing is answered 404 with a SCIM Error.",
		Source: "Okta SCIM 2.0 reference, retrieve users: 404 is acceptable too",
		Apply: func(b *Behaviors) {
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				page, err := next(rq, tx)
				if err == nil && rq.Query.Filter != nil && page.Total == 0 {
					err = provider.Refuse(http.StatusNotFound, "", "No %s is selected by this filter.", rq.Type.Name)
				}
				return page, err
			}
		},
	}, {
		ID: "items-per-page-is-count", Story: "itemsPerPage is the count that was asked for, on a page with fewer resources too.",
		Source: "RFC 7644 §3.4.2.4 can be read so",
		Apply: func(b *Behaviors) {
			next := b.Envelope
			b.Envelope = func(rq *Request, page Page, shown []any) Object {
				envelope := next(rq, page, shown)
				if rq.Operation == provider.OpList {
					envelope["itemsPerPage"] = rq.Query.Count
				}
				return envelope
			}
		},
	}, {
		ID: "list-extra-members", Story: "A list has members besides those of RFC 7644, such as the cursors of RFC 9865.",
		Source: "RFC 9865 §2",
		Apply: func(b *Behaviors) {
			next := b.Envelope
			b.Envelope = func(rq *Request, page Page, shown []any) Object {
				envelope := maps.Clone(next(rq, page, shown))
				envelope["nextCursor"], envelope["previousCursor"] = "VZUTiyhEQJ94IR", nil
				envelope["id"], envelope["externalId"], envelope["meta"] = nil, nil, Object{"resourceType": "ListResponse"}
				envelope["_links"] = Object{"self": Object{"href": rq.HTTP.URL.RequestURI()}}
				return envelope
			}
		},
	}, {
		ID: "newest-first", Story: "Lists have the newest resource first, the same way each time.",
		Source: "RFC 7644 §3.4.2.3 leaves the order to the server; Okta needs it to be stable",
		Apply:  reorder(slices.Reverse),
	}, {
		ID: "order-by-name", Story: "Lists are in the order of userName or displayName.",
		Source: "RFC 7644 §3.4.2.3 leaves the order to the server",
		Apply: reorder(func(all []*Resource) {
			slices.SortStableFunc(all, func(x, y *Resource) int { return cmp.Compare(scim.Fold(x.Name()), scim.Fold(y.Name())) })
		}),
	}, {
		ID: "order-by-display-name", Story: "Lists, that of users too, are in the order of displayName.",
		Source: "RFC 7644 §3.4.2.3 leaves the order to the server",
		Apply: reorder(func(all []*Resource) {
			slices.SortStableFunc(all, func(x, y *Resource) int {
				return cmp.Compare(scim.Fold(scim.Text(x.Attributes, "displayName")),
					scim.Fold(scim.Text(y.Attributes, "displayName")))
			})
		}),
	}, {
		ID: "group-blanks-collapsed", Story: "Several blanks in a group's name are one, when it is stored and when it is looked up.",
		Source: "RFC 7643 §2.3.1; Okta needs the look-up to find what it created",
		Apply: func(b *Behaviors) {
			hook.CollapseSpaces(b)
			hook.FindGroups(func(wanted, name string) bool { return scim.Fold(hook.OneSpace(wanted)) == scim.Fold(name) })(b)
		},
	}, {
		ID: "order-by-id", Story: "Lists are in the order of the ids, so that a new resource comes anywhere between the others.",
		Source: "RFC 7644 §3.4.2.3 leaves the order to the server",
		Apply: reorder(func(all []*Resource) {
			slices.SortFunc(all, func(x, y *Resource) int { return cmp.Compare(x.ID, y.ID) })
		}),
	}}
}

// reorder selects all, changes the order, and cuts the page out of them.
func reorder(order func([]*Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			return selectFrom(rq, tx, next, func(all []*Resource) []*Resource {
				order(all)
				return all
			})
		}
	}
}

// selectFrom lets keep change a copy of all that next selects, and cuts the page out of the result.
func selectFrom(rq *Request, tx Tx, next func(*Request, Tx) (Page, error), keep func([]*Resource) []*Resource) (
	Page, error) {
	all, err := hook.SelectAll(rq, tx, next)
	if err != nil {
		return Page{}, err
	}
	return hook.PageOf(keep(all), rq.Query), nil
}
