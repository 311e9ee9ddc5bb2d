package pilot

import (
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/pilot/roster"
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
			problems = append(problems, problem("GET /Users?filter", "the lookup finds "+describe(listed), "nobody: the next push makes a second account")...)
		}
		return problems
	})
}

func (v *Verify) judgeThere(p *roster.Person, found []*account) []check.Problem {
	switch {
	case len(found) == 0:
		return problem("GET /Users", "one account of "+p.UserName, "none: the person did not arrive; Okta's System Log says why")
	case len(found) > 1:
		return problem("GET /Users", "one account of "+p.UserName, "%d: %s", len(found), describe(found))
	case found[0].listed > 1:
		return problem("GET /Users", "one account of "+p.UserName, "the list shows it %d times (id %s)", found[0].listed, found[0].id)
	}
	if v.before == nil {
		return nil
	}
	if old := v.beforeOf(p); old != nil && old.ID != found[0].id {
		return problem("GET /Users", "the account of the plan, id "+old.ID, "another one, %s", describe(found))
	}
	return nil
}

// beforeOf is the account that the person had before the pilot; nil for none,
// and when there were several.
func (v *Verify) beforeOf(p *roster.Person) *SnapshotUser {
	return v.before.named(or(v.key(p), p.UserName))
}

// checkAccount judges the one account of a person, afresh while it is wrong.
func (v *Verify) checkAccount(t *suites.T, p *arrived, operation string, judge func(*arrived, *account) []check.Problem) {
	a := v.once(t, p.Person)
	v.eventually(t, operation, a, func() *account { return v.byID(t, a.id) }, func(a *account) []check.Problem {
		if a == nil {
			return problem("GET /Users/{id}", "the person's account", "nothing: it is in the list and cannot be read")
		}
		return judge(p, a)
	})
}

func (v *Verify) judgeActive(_ *arrived, a *account) []check.Problem {
	if a.active {
		return nil
	}
	return problem("GET /Users/{id} active", "true", "false")
}

func (v *Verify) judgeValues(p *arrived, a *account) []check.Problem {
	var out []check.Problem
	for _, attribute := range []struct{ path, want, got string }{
		{"name.givenName", p.GivenName, a.given}, {"name.familyName", p.FamilyName, a.family},
	} {
		if attribute.want != "" && attribute.want != attribute.got {
			out = append(out, problem("GET /Users/{id} "+attribute.path, attribute.want+", as the roster says", "%s", or(attribute.got, "nothing"))...)
		}
	}
	if p.Email != "" && !containsFold(a.emails, p.Email) {
		out = append(out, problem("GET /Users/{id} emails", p.Email+", as the roster says", "%s", or(strings.Join(a.emails, ", "), "none"))...)
	}
	return out
}

func (v *Verify) judgeRole(p *arrived, a *account) []check.Problem {
	want := or(p.Role, v.mapping.of(p.Groups))
	if strings.EqualFold(v.mapping.best(a.roles), want) {
		return nil
	}
	return problem("GET /Users/{id} "+v.mapping.attribute, "the role "+want, "%s", or(strings.Join(a.roles, ", "), "none"))
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
			return problem("GET /Users/{id} active", "false: the person left", "true: the person still has access")
		})
	}
}
