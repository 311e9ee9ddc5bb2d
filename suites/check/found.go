package check

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// Finds gives the resource that a lookup found, and the problems when it is not
// exactly the one with this id. Unlike Hit it looks at what was found only, not
// at the form of the list.
func Finds(a okta.Answer, name, id string) (okta.Resource, []Problem) {
	if p := Status(a, http.StatusOK); p != nil {
		return nil, p
	}
	list, _ := a.List()
	if len(list) == 1 && list[0].ID() == id && counted(a, 1) {
		return list[0], nil
	}
	ids := make([]string, 0, len(list))
	for _, r := range list {
		ids = append(ids, r.ID())
	}
	return nil, lookedUp(a, name, "exactly one resource, id "+id,
		"totalResults %s, Resources: %s", show(a.Resource["totalResults"]), describe(ids, nil))
}

// FindsNone has the problems of a lookup that must find nobody. Unlike Miss it
// does not look at the form of the list: Resources may be left out.
func FindsNone(a okta.Answer, name string) []Problem {
	if p := Status(a, http.StatusOK, http.StatusNotFound); p != nil || a.Status == http.StatusNotFound {
		return p
	}
	list, _ := a.List()
	if len(list) == 0 && counted(a, 0) {
		return nil
	}
	found := ""
	if len(list) > 0 {
		found = ", the first is " + show(firstName(list[0]))
	}
	return lookedUp(a, name, "no resource, totalResults 0",
		"totalResults %s, %d Resources%s", show(a.Resource["totalResults"]), len(list), found)
}

// counted tells whether totalResults is n, or text that says so.
func counted(a okta.Answer, n int) bool {
	return fmt.Sprint(a.Resource["totalResults"]) == strconv.Itoa(n)
}
