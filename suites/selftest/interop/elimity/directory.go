package main

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/filter"
)

// directory is the data of the app. Its lock guards both tables, because a
// group refers to users.
type directory struct {
	sync.Mutex
	baseURL       string
	users, groups *table
}

func newDirectory(baseURL string) *directory {
	return &directory{baseURL: baseURL, users: newTable(), groups: newTable()}
}

// page filters and cuts resources as RFC 7644 section 3.4.2 asks for.
func page(all []scim.Resource, params scim.ListRequestParams) scim.Page {
	hits := []scim.Resource{}
	for _, r := range all {
		if params.FilterValidator == nil || passes(*params.FilterValidator, r) {
			hits = append(hits, r)
		}
	}
	first := min(params.StartIndex-1, len(hits))
	last := min(first+params.Count, len(hits))
	return scim.Page{TotalResults: len(hits), Resources: hits[first:last]}
}

// passes also offers the common attributes to the filter, which the library
// keeps apart from the others.
func passes(v filter.Validator, r scim.Resource) bool {
	all := maps.Clone(r.Attributes)
	all["id"] = r.ID
	all["meta"] = map[string]any{
		"created":      r.Meta.Created.Format(time.RFC3339),
		"lastModified": r.Meta.LastModified.Format(time.RFC3339),
		"version":      r.Meta.Version,
	}
	return v.PassesFilter(all) == nil
}

// assigned drops what counts as unassigned (RFC 7643 section 2.5): null and
// the empty list.
func assigned(attributes map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range attributes {
		switch v := value.(type) {
		case nil:
			continue
		case []any:
			if len(v) == 0 {
				continue
			}
		case map[string]any:
			if v = assigned(v); len(v) == 0 {
				continue
			}
			value = v
		}
		out[name] = value
	}
	return out
}

// same compares values that SCIM compares without regard to case.
func same(a any, b string) bool {
	s, ok := a.(string)
	return ok && strings.EqualFold(s, b)
}
