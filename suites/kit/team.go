package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Users are a user and a group of this check, made when they are first needed.
type Users struct {
	*T
	person *Person
	group  *Group
}

func (s *Users) User() Person {
	if s.person == nil {
		p := s.NewUser()
		s.person = &p
	}
	return *s.person
}

func (s *Users) Team() Group {
	if s.group == nil {
		g := s.NewGroup()
		s.group = &g
	}
	return *s.group
}

func UserAsBefore(t *T, p Person, before okta.Resource) []check.Problem {
	problems := sameAgain(before, func() (okta.Resource, []check.Problem) { return t.ByID(p.ID) })
	return check.At("afterwards", check.In("GET /Users/{id}", problems...)...)
}

func GroupAsBefore(t *T, g Group, before okta.Resource) []check.Problem {
	problems := sameAgain(before, func() (okta.Resource, []check.Problem) { return t.GroupByID(g.ID) })
	return check.At("afterwards", check.In("GET /Groups/{id}", problems...)...)
}

// sameAgain has a problem for every attribute that is another than before. One
// that differs from read to read, such as a counter, says nothing.
func sameAgain(before okta.Resource, read func() (okta.Resource, []check.Problem)) []check.Problem {
	now, problems := read()
	if len(problems) > 0 {
		return problems
	}
	changed := check.Unchanged(before, now)
	if len(changed) == 0 {
		return nil
	}
	again, problems := read()
	if len(problems) > 0 {
		return changed
	}
	return check.Unchanged(before, now, placesOf(check.Unchanged(now, again))...)
}
