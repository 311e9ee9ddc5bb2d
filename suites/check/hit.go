package check

import (
	"net/http"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// Hit has the problems of a lookup that must find exactly the resource with
// this id. name is what was asked for.
func Hit(a okta.Answer, name, id string) []Problem {
	if p := List(a); p != nil {
		return p
	}
	list, _ := a.List()
	if len(list) == 1 && list[0].ID() == id && Total(a) == 1 {
		return nil
	}
	ids := make([]string, 0, len(list))
	for _, r := range list {
		ids = append(ids, r.ID())
	}
	return lookedUp(a, name, "exactly one resource, id "+id, "totalResults %d, Resources: %s", Total(a), describe(ids, nil))
}

// Miss has the problems of a lookup that must find nobody: 200 with an empty
// list, or, which Okta also takes, 404 with a SCIM Error.
func Miss(a okta.Answer, name string) []Problem {
	if a.Err == nil && a.Status == http.StatusNotFound {
		return ErrorBody(a)
	}
	if p := List(a); p != nil {
		return p
	}
	list, _ := a.List()
	if len(list) == 0 && Total(a) == 0 {
		return nil
	}
	found := ""
	if len(list) > 0 {
		found = ", the first is " + show(firstName(list[0]))
	}
	return lookedUp(a, name, "no resource, totalResults 0", "totalResults %d, %d Resources%s", Total(a), len(list), found)
}

func firstName(r okta.Resource) any {
	if n := r["userName"]; n != nil {
		return n
	}
	return r["displayName"]
}

// lookedUp is a problem of the answer to a lookup of a name.
func lookedUp(a okta.Answer, name, expected, actual string, args ...any) []Problem {
	return Of("for "+strconv.Quote(name), seen(a, "", expected, actual, args...)...)
}
