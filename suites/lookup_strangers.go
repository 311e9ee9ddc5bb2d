package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// mostStrangers are looked up from each end of a tenant's list.
const mostStrangers = 3

// strangers are accounts at the ends of the tenant's list that no run of the
// tool made and that the check can use.
func (t *T) strangers(usable func(okta.Resource) bool) []okta.Resource {
	first := t.Okta.ListUsers(t, 1, importPage)
	listed := t.mustList(first)
	if end := lastPage(check.Total(first)); end > 1 {
		listed = append(listed, t.mustList(t.Okta.ListUsers(t, end, importPage))...)
	}
	seen := map[string]bool{}
	var out []okta.Resource
	for _, r := range listed {
		if id := r.ID(); id != "" && !seen[id] && !t.ofAnyRun(r) && usable(r) {
			seen[id] = true
			out = append(out, r)
		}
	}
	if len(out) > 2*mostStrangers {
		out = slices.Concat(out[:mostStrangers], out[len(out)-mostStrangers:])
	}
	return out
}

// findsStrangers reports whether the lookup finds accounts of the list that
// other clients made. They belong to somebody else, who may change them at any
// time: one that is not as listed any more says nothing. The check is
// unsupported when there is none.
func (t *T) findsStrangers(usable func(okta.Resource) bool) {
	all := t.strangers(usable)
	if len(all) == 0 {
		t.Unsupported("the list shows no account that other clients made")
	}
	for _, r := range all {
		userName := r.String("userName")
		problems, _ := t.wait("look up a listed account", func() []check.Problem {
			a := t.Okta.LookupUser(t, userName)
			if find(a, r.ID()) != nil {
				return nil
			}
			_, problems := check.Finds(a, userName, r.ID())
			return problems
		})
		if len(problems) > 0 && t.isStill(r) {
			t.Report(problems)
			return
		}
	}
}

// isStill tells whether an account can be read and has the userName and the
// state with which it was listed.
func (t *T) isStill(listed okta.Resource) bool {
	a := t.Okta.ReadUser(t, listed.ID())
	return a.Status == http.StatusOK && a.Resource.String("userName") == listed.String("userName") &&
		a.Resource["active"] == listed["active"]
}

// plainAddress tells whether a userName is an address of letters, digits and the
// signs that need no care in a filter or a query.
func plainAddress(userName string) bool {
	const signs = "abcdefghijklmnopqrstuvwxyz0123456789.-_"
	local, domain, ok := strings.Cut(strings.ToLower(userName), "@")
	return ok && local != "" && domain != "" && strings.Trim(local+domain, signs) == ""
}
