// Package roles has the checks of roles, by mapped group: given, changed, removed, and never by accident.
package roles

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// Checks: the app makes roles of the groups that Okta pushes. They use
// groups named in the app profile, of which the tenant has one each, so they run
// one after the other; the one that gives a role to a crowd runs where the crowd is.
func Checks() []kit.Check {
	all := kit.InArea(kit.Roles, []kit.Need{kit.NeedGroupRoles, kit.NeedPushUsers}, slices.Concat(
		adminLockOutChecks(),
		givenChecks(),
		removalChecks(),
		clientChecks(),
		answerChecks(),
		updateChecks(),
		adminChecks(),
		returnChecks(),
		groupChecks(),
		largeChecks(),
	))
	for i := range all {
		if !all[i].Serial {
			all[i].Exclusive = kit.MappedGroups
		}
	}
	return append(all, kit.InArea(kit.Roles, []kit.Need{kit.NeedPushedRoles, kit.NeedPushUsers}, pushedChecks())...)
}

// awaitNoMember waits until the app shows that a person is not in a group.
func awaitNoMember(t *kit.T, g kit.Group, p kit.Person) {
	if t.MembersVisible() {
		t.Await(kit.RemoveMember, "take members out of a group (members.remove.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasNoMember(group, p.ID, p.Sent.UserName))
		})
	}
}

// roleSource is how the app, by its profile, makes roles of groups.
type roleSource struct {
	*profile.Roles
}

// roles is the profile's role mapping; the check is unsupported when users do
// not show their role.
func roles(t *kit.T) roleSource {
	r := t.Env().Profile.Roles
	if r.Attribute == "" {
		t.Unsupported("the app profile does not state roles.attribute: where the app shows a role is not known")
	}
	return roleSource{r}
}

// known are all roles of the profile.
func (r roleSource) known() []string {
	var out []string
	for _, name := range append(r.mappedRoles(), r.Default) {
		if name != "" && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, name) }) {
			out = append(out, name)
		}
	}
	return out
}

func (r roleSource) mappedRoles() []string {
	var out []string
	for _, g := range r.Groups {
		out = append(out, g.Role)
	}
	return out
}

// of is what a member of exactly these mapped groups must show.
func (r roleSource) of(groups ...profile.GroupRole) check.RoleWant {
	want := check.RoleWant{Attribute: r.Attribute, Known: r.known(), Also: []string{r.Default}}
	var names []string
	for _, g := range groups {
		names, want.Also = append(names, g.Group), append(want.Also, g.Role)
	}
	want.Role = r.RoleFor(names...)
	return want
}

// ranks are groups of the mapping, each with another role, the highest first.
func (r roleSource) ranks() []profile.GroupRole {
	var out []profile.GroupRole
	for _, g := range r.Groups {
		if len(out) == 0 || !strings.EqualFold(out[len(out)-1].Role, g.Role) {
			out = append(out, g)
		}
	}
	return out
}

// mapped gives n groups of the mapping, each with another role, the highest
// first. The check is unsupported when there are fewer.
func mapped(t *kit.T, n int) []profile.GroupRole {
	ranks := roles(t).ranks()
	if len(ranks) < n {
		t.Unsupported("the app profile maps groups to %d different roles; this needs %d", len(ranks), n)
	}
	return ranks[:n]
}

// needDefaultRole ends the check when the profile does not state the role of
// people in no mapped group.
func needDefaultRole(t *kit.T) {
	if roles(t).Default == "" {
		t.Unsupported("the app profile does not state roles.default")
	}
}

// seeRole reports whether a person, read afresh by id, shows the role that
// these mapped groups, and no others, give.
func seeRole(t *kit.T, operation string, p kit.Person, groups ...profile.GroupRole) bool {
	return t.Eventually(operation, roleOf(t, p, groups))
}

// awaitRole is seeRole for a set-up.
func awaitRole(t *kit.T, operation string, p kit.Person, groups ...profile.GroupRole) {
	t.Await(kit.GiveRole, operation, roleOf(t, p, groups))
}

func roleOf(t *kit.T, p kit.Person, groups []profile.GroupRole) func() []check.Problem {
	want := roles(t).of(groups...)
	return func() []check.Problem {
		u, problems := t.ByID(p.ID)
		if len(problems) > 0 {
			return problems
		}
		return check.InUser(p.Sent.UserName, check.HasRole(u, want)...)
	}
}

func sameRole(t *kit.T, before, after okta.Resource) []check.Problem {
	r := roles(t)
	return check.SameRole(before, after, r.Attribute, r.known()...)
}
