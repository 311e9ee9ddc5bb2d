package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// ResourcesArray has a problem unless a 2xx list answer has Resources as an
// array. RFC 7644 §3.4.2 lets a server leave it out when there is nothing to
// list; Okta then says "No results for users returned".
func ResourcesArray(a okta.Answer) []Problem {
	if !a.OK() {
		return nil
	}
	if _, ok := a.Resource["Resources"].([]any); ok {
		return nil
	}
	return seen(a, "Resources", "an array, [] when it is empty", "%s", show(a.Resource["Resources"]))
}

// PageNumbers has a problem for each of totalResults, itemsPerPage and
// startIndex that is no JSON integer, as Okta's SPEC test asserts for the list
// it asks for, and for a startIndex other than the one asked for.
func PageNumbers(a okta.Answer, start int) []Problem {
	out := All(Count(a, "totalResults"), Count(a, "itemsPerPage"), Count(a, "startIndex"))
	if n, ok := Int(a.Resource["startIndex"]); ok && n != start {
		out = append(out, seen(a, "startIndex", strconv.Itoa(start)+", as asked for", "%d", n)...)
	}
	return out
}

// AtMost has a problem when a page has more resources than were asked for
// (RFC 7644 §3.4.2.4).
func AtMost(a okta.Answer, count int) []Problem {
	list, _ := a.List()
	if len(list) <= count {
		return nil
	}
	return seen(a, "Resources", fmt.Sprintf("at most %d, as asked for with count", count), "%d", len(list))
}

// NotEmpty has a problem when a list answer holds no resource.
func NotEmpty(a okta.Answer) []Problem {
	if list, _ := a.List(); !a.OK() || len(list) > 0 {
		return nil
	}
	return seen(a, "Resources", "at least one resource", "%s", show(a.Resource["Resources"]))
}

// specPaths are what Okta's SPEC test reads of the first user in the list.
var specPaths = [][]string{{"id"}, {"userName"}, {"name", "givenName"}, {"name", "familyName"}, {"active"}, {"emails", "0", "value"}}

// Complete has a problem for each value of a user that Okta's SPEC test wants
// to be there: id, userName, both names, active and an e-mail address.
func Complete(r okta.Resource) []Problem {
	var out []Problem
	for _, path := range specPaths {
		if v, _ := r.Get(path...); missing(v) {
			out = append(out, differs(strings.Join(path, "."), "a value", v)...)
		}
	}
	return out
}

// missing is empty for values of which false is one.
func missing(v any) bool { return v != false && empty(v) }

// SameProfile has a problem for each of those values that a second view of the
// same user shows differently. E-mail addresses are one set: their order is
// the server's choice.
func SameProfile(listed, read okta.Resource) []Problem {
	var out []Problem
	for _, path := range specPaths {
		if path[0] == "emails" {
			continue
		}
		was, _ := listed.Get(path...)
		is, _ := read.Get(path...)
		if !(missing(was) && missing(is)) && canonical(was) != canonical(is) {
			out = append(out, differs(strings.Join(path, "."), "as listed: "+show(was), is)...)
		}
	}
	was, is := Values(listed, "emails"), Values(read, "emails")
	slices.Sort(was)
	slices.Sort(is)
	if !slices.Equal(was, is) {
		out = append(out, one("emails", "as listed: "+describe(was, nil), "%s", describe(is, nil))...)
	}
	return out
}

// ForeignShape has the problems of a listed resource that somebody else made:
// it may lack anything but an id and its schema, and a state that is shown must
// be a JSON boolean (RFC 7643 §2.3.2, §3.1).
func ForeignShape(r okta.Resource, schema string) []Problem {
	out := commonShape(r, schema)
	if v := r["active"]; v != nil {
		if _, ok := v.(bool); !ok {
			out = append(out, differs("active", "a JSON boolean", v)...)
		}
	}
	return out
}

// WithJSON has a problem when an answer has no JSON object for its body.
func WithJSON(a okta.Answer) []Problem {
	if a.Err != nil || a.Resource != nil {
		return nil
	}
	return seen(a, "body", "a JSON object", "%s", excerpt(a.Body))
}

// TotalAtLeast has a problem when totalResults is less than n, whatever the
// size of the page.
func TotalAtLeast(a okta.Answer, n int) []Problem {
	if total, ok := Int(a.Resource["totalResults"]); !ok || total >= n {
		return nil
	}
	return seen(a, "totalResults", fmt.Sprintf("at least %d, all that can be listed", n), "%s", show(a.Resource["totalResults"]))
}

// NothingFound has a problem when a list answer shows or counts anything. An
// error finds nothing; its status is judged elsewhere.
func NothingFound(a okta.Answer) []Problem {
	if !a.OK() {
		return nil
	}
	if list, _ := a.List(); len(list) > 0 || Total(a) > 0 {
		return seen(a, "Resources", "nothing found", "%d Resources, totalResults %s", len(list), show(a.Resource["totalResults"]))
	}
	return nil
}
