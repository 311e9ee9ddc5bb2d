package pilot

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/profile"
)

// mapping is how the app, by its profile, makes roles of groups.
type mapping struct {
	stated    bool
	attribute string // where a user shows the role; "" when that is not known
	fallback  string // of people in no mapped group
	groups    []profile.GroupRole
	roles     []string // all, the highest first
	admin     string   // an administrator whom the profile names
}

func newMapping(p *profile.Profile) mapping {
	r := p.Roles
	if r == nil {
		return mapping{}
	}
	m := mapping{stated: true, attribute: r.Attribute, fallback: r.Default, groups: r.Groups, admin: r.ExistingAdmin}
	for _, g := range r.Groups {
		if !containsFold(m.roles, g.Role) {
			m.roles = append(m.roles, g.Role)
		}
	}
	if r.Default != "" && !containsFold(m.roles, r.Default) {
		m.roles = append(m.roles, r.Default)
	}
	return m
}

// Roles are the roles of an app profile, the highest first.
func Roles(p *profile.Profile) []string { return newMapping(p).roles }

// highest is the role of the first group; "" when no group is mapped.
func (m mapping) highest() string {
	if len(m.groups) == 0 {
		return ""
	}
	return m.groups[0].Role
}

// of is the role of a member of these groups; "" when the profile does not
// state it.
func (m mapping) of(groups []string) string {
	for _, g := range m.groups {
		if containsFold(groups, g.Group) {
			return g.Role
		}
	}
	return m.fallback
}

// rank orders roles, 0 is the highest; one that no group gives, such as an
// owner's, stands above all.
func (m mapping) rank(role string) int {
	return slices.IndexFunc(m.roles, func(r string) bool { return strings.EqualFold(r, role) })
}

// best is the highest of the roles that a user shows; one that the profile
// does not know counts only when there is no other. "" is none.
func (m mapping) best(shown []string) string {
	best := ""
	for _, role := range shown {
		if best == "" || m.rank(role) >= 0 && (m.rank(best) < 0 || m.rank(role) < m.rank(best)) {
			best = role
		}
	}
	return best
}

// loses tells whether the second role is lower than the first.
func (m mapping) loses(now, then string) bool {
	switch {
	case now == "" || strings.EqualFold(now, then):
		return false
	case then == "":
		return m.rank(now) >= 0 && m.rank(now) < len(m.roles)-1 || m.rank(now) < 0
	}
	return m.rank(now) < m.rank(then)
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(e string) bool { return strings.EqualFold(e, s) })
}
