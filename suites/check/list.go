package check

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// ListSchema is the schema of a list answer (RFC 7644 §3.4.2).
const ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// List has all problems of a list answer that Okta would trip over: status,
// envelope, integers that are integers, and Resources as an array even when it
// is empty (RFC 7644 §3.4.2 allows to leave it out then; Okta says "No results
// for users returned").
func List(a okta.Answer) []Problem {
	if p := Status(a, http.StatusOK); p != nil {
		return p
	}
	if a.JSONErr != nil || a.Resource == nil {
		return seen(a, "body", "a ListResponse as a JSON object", "%s", excerpt(a.Body))
	}
	var out []Problem
	if !slices.Contains(texts(a.Resource["schemas"]), ListSchema) {
		out = append(out, seen(a, "schemas", ListSchema, "%s", show(a.Resource["schemas"]))...)
	}
	out = append(out, Count(a, "totalResults")...)
	for _, optional := range []string{"startIndex", "itemsPerPage"} {
		if _, present := a.Resource[optional]; present {
			out = append(out, Count(a, optional)...)
		}
	}
	resources, ok := a.Resource["Resources"].([]any)
	if !ok {
		return append(out, seen(a, "Resources", "an array, also when it is empty", "%s", show(a.Resource["Resources"]))...)
	}
	for i, r := range resources {
		if _, ok := r.(map[string]any); !ok {
			out = append(out, seen(a, "Resources["+strconv.Itoa(i)+"]", "a resource", "%s", show(r))...)
		}
	}
	if total, ok := Int(a.Resource["totalResults"]); ok && total < len(resources) {
		out = append(out, seen(a, "totalResults", "at least the number of Resources", "%d for %d Resources", total, len(resources))...)
	}
	return out
}

// Count has a problem unless the member is a JSON integer of 0 or more.
func Count(a okta.Answer, member string) []Problem {
	if n, ok := Int(a.Resource[member]); ok && n >= 0 {
		return nil
	}
	return seen(a, member, "a JSON integer", "%s", show(a.Resource[member]))
}

// Int is the value of a JSON integer; text that looks like one is none.
func Int(v any) (int, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(n.String())
	return i, err == nil
}

// Total is totalResults, or -1 when it is no integer.
func Total(a okta.Answer) int {
	if n, ok := Int(a.Resource["totalResults"]); ok {
		return n
	}
	return -1
}
