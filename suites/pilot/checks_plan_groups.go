package pilot

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// needGroups ends a check about groups that could not be read.
func (s *setup) needGroups(t *suites.T) {
	if s.target.groupsError != nil {
		cause, _, _ := strings.Cut(s.target.groupsError.Error(), "\n")
		t.Block("%s", cause)
	}
}

// checkGroup holds what the list shows against what Okta's lookup finds.
func (p *Plan) checkGroup(t *suites.T, name string) {
	p.needGroups(t)
	there := p.target.groupsNamed(name)
	var told1 []string
	for _, g := range there {
		told1 = append(told1, fmt.Sprintf("%s (id %s)", g.name, g.id))
	}
	if len(there) > 1 {
		t.Failf("GET /Groups displayName", "no group named "+name+", or one", "%d: %s", len(there), names(told1))
	}
	a := t.Okta.LookupGroup(t, name)
	list, whole := a.List()
	if a.Err == nil && a.Status == http.StatusNotFound && a.Resource != nil {
		list, whole = nil, true
	}
	expected := "the lookup finds no group, which is created"
	if len(there) == 1 {
		expected = "the lookup finds " + told1[0] + ", which is linked"
	}
	switch {
	case !a.OK() && a.Status != http.StatusNotFound, !whole && len(there) > 0:
		t.Failf(a.Op(), expected, "%s: Okta stops and shows an error in Push Groups", answered(a))
	case len(there) > 1:
	case len(there) == 0 && len(list) > 0:
		t.Failf(a.Op(), expected, "%s: Okta would link it and push members to it", told(list))
	case len(there) == 1 && len(list) == 0:
		t.Failf(a.Op(), expected, "nothing: Okta would make a twin")
	case len(there) == 1 && (len(list) > 1 || list[0].ID() != there[0].id):
		t.Failf(a.Op(), expected, "%s: Okta may link the wrong one", told(list))
	}
}

// strangers are members of a present group who are not in the roster's.
func (p *Plan) strangers(name string) []string {
	var out []string
	for _, g := range p.target.groupsNamed(name) {
		for _, id := range g.members {
			a := p.target.user(id)
			if a == nil {
				out = append(out, "id "+id)
				continue
			}
			if one := p.taken[a]; one == nil || !containsFold(one.Groups, name) {
				out = append(out, or(a.userName, "id "+id))
			}
		}
	}
	slices.Sort(out)
	return out
}

func (p *Plan) checkStrangers(t *suites.T, name string) {
	p.needGroups(t)
	if len(p.target.groupsNamed(name)) == 0 {
		return
	}
	if strangers := p.strangers(name); len(strangers) > 0 {
		t.Failf("GET /Groups members", "only people whom the roster has in "+name, "%s more: %s; they stay until Push Now, which removes them", number(len(strangers)), names(strangers))
	}
}

// unassigned are members of a pushed group who are not assigned to the app.
func (s *setup) unassigned(name string) []string {
	var out []string
	for _, one := range s.roster.People {
		if one.Status == roster.NotAssigned && containsFold(one.Groups, name) {
			out = append(out, one.UserName)
		}
	}
	return out
}

func (p *Plan) checkAssigned(t *suites.T, name string) {
	if list := p.unassigned(name); len(list) > 0 {
		t.Failf("the roster", "every member of "+name+" is assigned to the app", "%s not: %s; Okta does not push them", people(len(list)), names(list))
	}
}
