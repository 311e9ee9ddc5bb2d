package suites

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// roleSource is how the app, by its profile, makes roles of groups.
type roleSource struct {
	*profile.Roles
}

// roles is the profile's role mapping; the check is unsupported when users do
// not show their role.
func (t *T) roles() roleSource {
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
func (t *T) mapped(n int) []profile.GroupRole {
	ranks := t.roles().ranks()
	if len(ranks) < n {
		t.Unsupported("the app profile maps groups to %d different roles; this needs %d", len(ranks), n)
	}
	return ranks[:n]
}

// needDefaultRole ends the check when the profile does not state the role of
// people in no mapped group.
func (t *T) needDefaultRole() {
	if t.roles().Default == "" {
		t.Unsupported("the app profile does not state roles.default")
	}
}

// seeRole reports whether a person, read afresh by id, shows the role that
// these mapped groups, and no others, give.
func (t *T) seeRole(operation string, p Person, groups ...profile.GroupRole) bool {
	return t.Eventually(operation, t.roleOf(p, groups))
}

// awaitRole is seeRole for a set-up.
func (t *T) awaitRole(operation string, p Person, groups ...profile.GroupRole) {
	t.Await(GiveRole, operation, t.roleOf(p, groups))
}

func (t *T) roleOf(p Person, groups []profile.GroupRole) func() []check.Problem {
	want := t.roles().of(groups...)
	return func() []check.Problem {
		u, problems := t.ByID(p.ID)
		if len(problems) > 0 {
			return problems
		}
		return check.InUser(p.Sent.UserName, check.HasRole(u, want)...)
	}
}

// keepsRoles reads the roles of people now and gives a function that reports
// whose role has become another.
func (t *T) keepsRoles(people ...Person) (unchanged func(operation string)) {
	before := make([]okta.Resource, len(people))
	for i, p := range people {
		before[i] = t.mustReadUser(p.ID)
	}
	return func(operation string) {
		for i, p := range people {
			t.Eventually(operation, func() []check.Problem {
				now, problems := t.ByID(p.ID)
				if len(problems) > 0 {
					return problems
				}
				return check.InUser(p.Sent.UserName, t.sameRole(before[i], now)...)
			})
		}
	}
}

func (t *T) sameRole(before, after okta.Resource) []check.Problem {
	r := t.roles()
	return check.SameRole(before, after, r.Attribute, r.known()...)
}
