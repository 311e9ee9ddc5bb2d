package pilot

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/roster"
)

// eventually judges what was read before the checks ran; while that is wrong,
// afresh, until the settle time is over: a push may show late.
func (v *Verify) eventually(t *suites.T, operation string, known *account, again func() *account, want func(*account) []check.Problem) {
	now := known
	t.Eventually(operation, func() []check.Problem {
		if now == nil {
			now = again()
		}
		problems := want(now)
		now = nil
		return problems
	})
}

func one(at, expected, actual string, args ...any) []check.Problem {
	return []check.Problem{{At: at, Expected: expected, Actual: fmt.Sprintf(actual, args...)}}
}

func (v *Verify) checkThere(t *suites.T, p *roster.Person) {
	listed := v.accountsOf(p)
	read := false
	t.Eventually("assignment", func() []check.Problem {
		if !read && !v.few() && len(listed) == 1 {
			return v.judgeThere(p, listed)
		}
		read = true
		fresh := v.lookUp(t, p)
		found := append([]*account(nil), listed...)
		for i := range fresh {
			found = append(found, without([]*account{&fresh[i]}, found)...)
		}
		problems := v.judgeThere(p, found)
		if len(fresh) == 0 && len(listed) > 0 {
			problems = append(problems, one("GET /Users?filter", "the lookup finds "+describe(listed), "nobody: the next push makes a second account")...)
		}
		return problems
	})
}

func (v *Verify) judgeThere(p *roster.Person, found []*account) []check.Problem {
	switch {
	case len(found) == 0:
		return one("GET /Users", "one account of "+p.UserName, "none: the person did not arrive; Okta's System Log says why")
	case len(found) > 1:
		return one("GET /Users", "one account of "+p.UserName, "%d: %s", len(found), describe(found))
	case found[0].listed > 1:
		return one("GET /Users", "one account of "+p.UserName, "the list shows it %d times (id %s)", found[0].listed, found[0].id)
	}
	if v.before == nil {
		return nil
	}
	if old := v.beforeOf(p); old != nil && old.ID != found[0].id {
		return one("GET /Users", "the account of the plan, id "+old.ID, "another one, %s", describe(found))
	}
	return nil
}

// beforeOf is the account that the person had before the pilot; nil for none,
// and when there were several.
func (v *Verify) beforeOf(p *roster.Person) *SnapshotUser {
	return v.before.named(or(v.key(p), p.UserName))
}

func (v *Verify) checkActive(t *suites.T, p *roster.Person) {
	a := v.once(t, p)
	v.eventually(t, "assignment active", a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
		if a == nil {
			return one("GET /Users/{id}", "the person's account", "nothing: it is in the list and cannot be read")
		}
		if a.active {
			return nil
		}
		return one("GET /Users/{id} active", "true", "false")
	})
}

func (v *Verify) checkValues(t *suites.T, p *roster.Person) {
	a := v.once(t, p)
	v.eventually(t, "assignment attributes", a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
		if a == nil {
			return one("GET /Users/{id}", "the person's account", "nothing: it is in the list and cannot be read")
		}
		var out []check.Problem
		for _, attribute := range []struct{ path, want, got string }{
			{"name.givenName", p.GivenName, a.given}, {"name.familyName", p.FamilyName, a.family},
		} {
			if attribute.want != "" && attribute.want != attribute.got {
				out = append(out, one("GET /Users/{id} "+attribute.path, attribute.want+", as the roster says", "%s", or(attribute.got, "nothing"))...)
			}
		}
		if p.Email != "" && !containsFold(a.emails, p.Email) {
			out = append(out, one("GET /Users/{id} emails", p.Email+", as the roster says", "%s", or(strings.Join(a.emails, ", "), "none"))...)
		}
		return out
	})
}

func (v *Verify) checkRole(t *suites.T, p *roster.Person) {
	if v.mapping.attribute == "" {
		t.Unsupported("the app profile does not state roles.attribute: where the app shows a role is not known")
	}
	a := v.once(t, p)
	want := or(p.Role, v.mapping.of(p.Groups))
	v.eventually(t, "assignment role", a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
		if a == nil {
			return one("GET /Users/{id}", "the person's account", "nothing: it is in the list and cannot be read")
		}
		if containsFold(a.roles, want) && strings.EqualFold(v.mapping.best(a.roles), want) {
			return nil
		}
		return one("GET /Users/{id} "+v.mapping.attribute, "the role "+want, "%s", or(strings.Join(a.roles, ", "), "none"))
	})
}

func (v *Verify) checkKept(t *suites.T, p *roster.Person) {
	found := v.accountsOf(p)
	if len(found) > 0 {
		if !v.few() || v.byID(t, found[0].id) != nil {
			return
		}
		t.Failf("GET /Users/{id}", "the leaver's account, inactive", "nothing: it is in the list and cannot be read")
		return
	}
	if fresh := v.lookUp(t, p); len(fresh) > 0 {
		return
	}
	actual := "none: it was deleted, or never there"
	if v.before != nil {
		if old := v.beforeOf(p); old != nil {
			actual = "none: it was deleted; before the pilot it had the id " + old.ID
		}
	}
	t.Failf("GET /Users", "the account of the leaver "+p.UserName+", inactive", "%s", actual)
}

func (v *Verify) checkInactive(t *suites.T, p *roster.Person) {
	found := v.accountsOf(p)
	if len(found) == 0 {
		t.Block("the leaver is not there (%s)", idKept)
	}
	for _, a := range found {
		v.eventually(t, "deactivate", a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
			if a == nil || !a.active {
				return nil
			}
			return one("GET /Users/{id} active", "false: the person left", "true: the person still has access")
		})
	}
}
