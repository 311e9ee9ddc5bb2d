package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// inArea puts an area and common needs on its checks.
func inArea(area Area, needs []Need, checks []Check) []Check {
	for i := range checks {
		checks[i].Area = area
		checks[i].Needs = append(append([]Need(nil), needs...), checks[i].Needs...)
	}
	return checks
}

// mustReadUser is a user as it is now; the check is blocked when it cannot be
// read.
func (t *T) mustReadUser(id string) okta.Resource {
	r, problems := t.ByID(id)
	t.Require(ReadUser, problems)
	return r
}

// mustReadGroup is a group as it is now.
func (t *T) mustReadGroup(id string) okta.Resource {
	r, problems := t.GroupByID(id)
	t.Require(ReadGroup, problems)
	return r
}

// unknownID is an id that no server has given out: the one of Okta's SPEC test.
func (t *T) unknownID() string { return "00919288221112222" }

// holds reads a user by id and has the problems that want finds in it.
func (t *T) holds(id string, want func(okta.Resource) []check.Problem) []check.Problem {
	r, problems := t.ByID(id)
	if len(problems) > 0 {
		return problems
	}
	return check.In("GET /Users/{id}", want(r)...)
}
