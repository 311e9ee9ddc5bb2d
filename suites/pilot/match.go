package pilot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// What is what becomes of a person when the pilot is assigned.
type What string

// What can become of a person.
const (
	Create      What = "create"       // nobody is found: a new account
	Link        What = "link"         // one account is found and becomes Okta's
	Provisioned What = "provisioned"  // one account is found, and a SCIM client manages it already: it has an externalId
	Reactivate  What = "reactivate"   // one inactive account is found: the person gets access again
	Ambiguous   What = "ambiguous"    // Okta may link the wrong account, or make a second one
	NoKey       What = "no key"       // there is nothing to look the person up by
	NotPushed   What = "not assigned" // the person is not assigned to the app
	Leaves      What = "leaver"       // the person was assigned and is no longer
)

// match is whom Okta's lookup of a person would find.
type match struct {
	what    What
	account *account // the one that is linked; nil when there is none
	by      string   // the attribute by which it is found
	why     string   // why it is ambiguous
}

// match finds a person among the accounts, as the lookup of Okta would: by
// `userName eq`, whatever the case (userName is caseExact false, RFC 7643 §4.1.1
// and §8.7.1), with what the profile says that it carries.
func (s *setup) match(p *roster.Person) match {
	key := s.key(p)
	if key == "" {
		return match{what: NoKey}
	}
	found := s.target.named(key)
	mailed := without(s.mailed(p, key), found)
	by := "userName"
	if len(found) == 0 && s.byEmail() {
		found, mailed, by = mailed, nil, "email"
	}
	switch {
	case len(found) > 1:
		return match{what: Ambiguous, account: found[0],
			why: fmt.Sprintf("%d accounts match %s %s: %s", len(found), by, key, describe(found))}
	case len(found) == 1 && len(mailed) > 0:
		return match{what: Ambiguous, account: found[0], by: by,
			why: fmt.Sprintf("%s is found by %s, but the address %s is also that of %s", describe(found), by, or(p.Email, key),
				describe(mailed))}
	case len(found) == 0 && len(mailed) > 0:
		return match{what: Ambiguous, account: nil,
			why: fmt.Sprintf("nobody has the userName %s, but the address %s is that of %s: Okta would make a second account, "+
				"or be refused", key, or(p.Email, key), describe(mailed))}
	case len(found) == 0:
		return match{what: Create}
	}
	m := match{what: Link, account: found[0], by: by}
	if by == "userName" && found[0].userName != key {
		m.by = "userName, in another case"
	}
	switch {
	case !found[0].active:
		m.what = Reactivate
	case found[0].externalID != "":
		m.what = Provisioned
	}
	return m
}

// mailed are the accounts with the person's address.
func (s *setup) mailed(p *roster.Person, key string) []*account {
	if p.Email != "" {
		return s.target.mailed(p.Email)
	}
	return s.target.mailed(key)
}

// without returns the accounts of list that are not among some.
func without(list, some []*account) []*account {
	return slices.DeleteFunc(slices.Clone(list), func(a *account) bool {
		return slices.ContainsFunc(some, func(b *account) bool { return a.id == b.id })
	})
}

// describe names accounts so that an admin finds them.
func describe(list []*account) string {
	var out []string
	for _, a := range list {
		text := fmt.Sprintf("%s (id %s", or(a.userName, "an account without userName"), a.id)
		if !a.active {
			text += ", inactive"
		}
		out = append(out, text+")")
	}
	return strings.Join(out, " and ")
}

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

// decisive returns the group, of these, that decides about the role; "" when none of them is mapped.
func (m mapping) decisive(groups []string) string {
	for _, g := range m.groups {
		if containsFold(groups, g.Group) {
			return g.Group
		}
	}
	return ""
}

// of returns the role of a member of these groups; "" when the profile does not state it.
func (m mapping) of(groups []string) string {
	decisive := m.decisive(groups)
	for _, g := range m.groups {
		if g.Group == decisive {
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

// loses reports whether the second role is lower than the first.
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
