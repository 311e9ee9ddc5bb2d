package check

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// Once has a problem unless the pages of a whole list hold this user exactly
// once: one resource with the id, and none but it with the userName, in
// whatever case.
func Once(pages []okta.Answer, id, userName string) []Problem {
	ids, names := 0, 0
	for _, page := range pages {
		if p := List(page); p != nil {
			return p
		}
		list, _ := page.List()
		for _, r := range list {
			if r.ID() == id {
				ids++
			}
			if strings.EqualFold(r.String("userName"), userName) {
				names++
			}
		}
	}
	var out []Problem
	if ids != 1 {
		out = append(out, one("", "the id "+id+" once", "%s", showCount(ids))...)
	}
	if names > 1 {
		out = append(out, one("", "the userName "+userName+" once", "%s", showCount(names))...)
	}
	return In("GET /Users (import)", out...)
}
