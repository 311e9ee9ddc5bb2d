package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// specList asks for one user, as Okta's SPEC test does.
func (t *T) specList() okta.Answer { return t.Okta.Send(t, "connector-users-spec", nil) }

// listedPerson is a person who was pushed and shows in the list, so that the
// tenant is not empty.
func (t *T) listedPerson(options ...Option) Person {
	p := t.NewUser(options...)
	t.Await(FindListedUser, "create user in the list", func() []check.Problem { _, problems := t.InList(p.ID); return problems })
	return p
}

// somebody is a person who was pushed into a tenant whose list is not empty,
// though it may show that person later.
func (t *T) somebody() Person {
	p := t.NewUser()
	t.Await(FindListedUser, "create user into an empty list", func() []check.Problem {
		if a := t.specList(); a.OK() && check.Total(a) == 0 {
			return []check.Problem{{Operation: a.Op(), Place: "totalResults", Expected: "at least 1", Actual: "0"}}
		}
		return nil
	})
	return p
}

// mustList is the page as a list; the check is blocked when it is none, which
// the checks of the list itself report.
func (t *T) mustList(a okta.Answer) []okta.Resource {
	t.Require(ListUsers, check.List(a))
	list, _ := a.List()
	return list
}

// firstListed is the first user of the list that can be judged. Other users of
// this or an earlier run may lack what a check left out on purpose, and are
// passed over when they do; p has everything and is judged at last.
func (t *T) firstListed(p Person) okta.Resource {
	first := t.mustList(t.specList())
	if len(first) > 0 && !t.bareOnPurpose(first[0], p) {
		return first[0]
	}
	for _, r := range t.mustList(t.Okta.ListUsers(t, 1, importPage)) {
		if !t.bareOnPurpose(r, p) {
			return r
		}
	}
	r, problems := t.InList(p.ID)
	t.Require(FindListedUser, problems)
	return r
}

func (t *T) bareOnPurpose(r okta.Resource, p Person) bool {
	return r.ID() != p.ID && t.ofAnyRun(r) && len(check.Complete(r)) > 0
}

// ofAnyRun tells whether this or another run of the tool made a resource.
func (t *T) ofAnyRun(r okta.Resource) bool {
	prefix := strings.ToLower(t.Env().Names.Prefix()) + "-"
	for _, name := range []string{"userName", "externalId", "displayName"} {
		if strings.Contains(strings.ToLower(r.String(name)), prefix) {
			return true
		}
	}
	return false
}
