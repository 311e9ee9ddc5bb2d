package provider

import (
	"net/http"
	"slices"
)

// get answers GET /Users/{id} and /Groups/{id} (RFC 7644 §3.4.1). An inactive user is there like any other.
func get(rq *Request) (*Response, error) {
	var answer *Response
	err := rq.Do.Read(rq, func(tx Tx) error {
		r, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		answer = Respond(http.StatusOK, rq.Do.Show(rq, tx, r))
		return nil
	})
	return answer, err
}

// load finds a resource of the tenant by its id.
func load(_ *Request, tx Tx, kind, id string) (*Resource, error) {
	if r := tx.Get(kind, id); r != nil {
		return r, nil
	}
	return nil, Refuse(http.StatusNotFound, "", "There is no %s with the id %q.", kind, id)
}

// schemaList is the URN of a list (RFC 7644 §3.4.2).
const schemaList = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// Page is the part of a list that a client asked for.
type Page struct {
	Total     int // of all pages
	Resources []*Resource
}

// list answers GET /Users and /Groups (RFC 7644 §3.4.2): the oldest first, always.
func list(rq *Request) (*Response, error) {
	var answer *Response
	err := rq.Do.Read(rq, func(tx Tx) error {
		page, err := rq.Do.Select(rq, tx)
		if err != nil {
			return err
		}
		shown := make([]any, len(page.Resources))
		for i, r := range page.Resources {
			shown[i] = rq.Do.Show(rq, tx, r)
		}
		answer = Respond(http.StatusOK, rq.Do.Envelope(rq, page, shown))
		return nil
	})
	return answer, err
}

// envelope is a ListResponse. Resources is there even when it is empty: without it Okta finds "No results for users
// returned".
func envelope(rq *Request, page Page, shown []any) Object {
	return Object{
		"schemas":      []any{schemaList},
		"totalResults": page.Total,
		"startIndex":   rq.Query.StartIndex,
		"itemsPerPage": len(shown),
		"Resources":    shown,
	}
}

// selectPage finds the resources of the page that the query asks for.
func selectPage(rq *Request, tx Tx) (Page, error) {
	q := rq.Query
	if q.Filter == nil {
		kind := rq.Type.Name
		return Page{Total: tx.Count(kind), Resources: tx.List(kind, q.StartIndex-1, q.Count)}, nil
	}
	var page Page
	for _, r := range candidates(rq, tx) {
		if !rq.Do.Match(rq, q.Filter, rq.Do.Render(rq, tx, r, q.Filter.Needs)) {
			continue
		}
		page.Total++
		if page.Total >= q.StartIndex && len(page.Resources) < q.Count {
			page.Resources = append(page.Resources, r)
		}
	}
	return page, nil
}

// match tells whether a resource fulfils a filter.
func match(_ *Request, f *Filter, view Object) bool {
	return f.Match(view)
}

// candidates gives the resources that may fulfil the filter: a few by an index where there is one, else all.
func candidates(rq *Request, tx Tx) []*Resource {
	kind := rq.Type.Name
	for _, e := range rq.Query.Filter.Equalities {
		if e.Attribute == "id" {
			return byIDs(tx, kind, e.Value)
		}
		if kind == KindGroup && e.Attribute == "members.value" {
			return byIDs(tx, kind, tx.GroupsOf(e.Value)...)
		}
		if key, ok := KeyFor(e.Attribute, e.Value); ok {
			return tx.Find(kind, key)
		}
	}
	return tx.List(kind, 0, tx.Count(kind))
}

func byIDs(tx Tx, kind string, ids ...string) []*Resource {
	var found []*Resource
	for _, id := range ids {
		if r := tx.Get(kind, id); r != nil {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b *Resource) int { return a.Created.Compare(b.Created) })
	return found
}
