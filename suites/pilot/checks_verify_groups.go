package pilot

import (
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
)

func (v *Verify) checkGroupThere(t *suites.T, name string) {
	v.needGroups(t)
	listed := v.target.groupsNamed(name)
	t.Eventually("push group", func() []check.Problem {
		var there []string
		for _, g := range listed {
			there = append(there, fmt.Sprintf("%s (id %s)", g.name, g.id))
		}
		a := t.Okta.LookupGroup(t, name)
		list, _ := a.List()
		for _, r := range list {
			if !slices.ContainsFunc(listed, func(g *group) bool { return g.id == r.ID() }) {
				there = append(there, told(list))
			}
		}
		switch {
		case len(there) == 0:
			return problem("GET /Groups", "one group named "+name, "none: it was not pushed; Okta's tab Push Groups says why")
		case len(there) > 1:
			return problem("GET /Groups", "one group named "+name, "%d: %s", len(there), names(there))
		case len(list) == 0:
			return problem("GET /Groups?filter", "the lookup finds "+there[0], "nothing: the next push makes a twin")
		}
		return nil
	})
}

// checkGroups sees a membership from the group's side, and from the user's
// where the app shows it there.
func (v *Verify) checkGroups(t *suites.T, p *arrived) {
	a := v.once(t, p.Person)
	fresh := false
	t.Eventually("push members", func() []check.Problem {
		if fresh {
			v.refresh(t)
			if again := v.byID(t, a.id); again != nil {
				a = again
			}
		}
		fresh = true
		return v.judgeGroups(p, a)
	})
}

func (v *Verify) judgeGroups(p *arrived, a *account) []check.Problem {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out []check.Problem
	for _, name := range v.pushed {
		want := slices.Contains(p.Groups, name)
		there := v.target.groupsNamed(name)
		if len(there) == 0 {
			if want {
				out = append(out, problem("GET /Groups", "a member of "+name, "there is no such group (%s)", idGroupThere)...)
			}
			continue
		}
		member := slices.ContainsFunc(there, a.member)
		switch {
		case want && !member:
			out = append(out, problem("GET /Groups members", "a member of "+name, "not a member")...)
		case !want && member:
			out = append(out, problem("GET /Groups members", "not a member of "+name, "a member")...)
		}
		if there[0].shown && a.showsGroups && slices.Contains(a.groups, there[0].id) != member && len(there) == 1 && want == member {
			out = append(out, problem("GET /Users/{id} groups", "what the group shows: "+membership(member, name), "%s", membership(!member, name))...)
		}
	}
	return out
}

func membership(member bool, name string) string {
	if member {
		return "a member of " + name
	}
	return "not a member of " + name
}

// refresh reads the pushed groups once more.
func (v *Verify) refresh(t *suites.T) {
	for _, name := range v.pushed {
		for _, g := range v.target.groupsNamed(name) {
			a := t.Okta.ReadGroup(t, g.id)
			if a.OK() && a.Resource.ID() == g.id {
				v.mu.Lock()
				*g = groupOf(a.Resource)
				v.mu.Unlock()
			}
		}
	}
}
