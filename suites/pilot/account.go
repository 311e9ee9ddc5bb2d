package pilot

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// account is what is kept of a User of the target: a tenant may have a hundred
// thousand.
type account struct {
	id, userName  string
	emails        []string // the primary one first
	given, family string
	displayName   string
	externalID    string
	active        bool
	roles         []string // as the profile writes them
	groups        []string // ids, as the user shows them
	marks         marks
	listed        int // how often the list shows this id
	showsGroups   bool
}

// reading turns resources into accounts. Texts that many accounts share are
// kept once.
type reading struct {
	roleAttribute string
	roles         []string // all of the profile
	marker        *marker
	shared        map[string]string
	lists         map[string][]string
}

func newReading(roleAttribute string, roles []string, m *marker) *reading {
	return &reading{roleAttribute: roleAttribute, roles: roles, marker: m, shared: map[string]string{},
		lists: map[string][]string{}}
}

func (r *reading) account(u okta.Resource) account {
	a := account{
		id: u.ID(), userName: u.String("userName"), given: r.share(u.String("name", "givenName")),
		family:      r.share(u.String("name", "familyName")),
		displayName: u.String("displayName"), externalID: u.String("externalId"), active: isActive(u),
		marks: r.marker.of(u, r.roleAttribute),
	}
	for _, e := range check.Elements(u, "emails") {
		address, _ := e["value"].(string)
		if address == a.userName {
			address = a.userName
		}
		switch {
		case address == "" || slices.Contains(a.emails, address):
		case e["primary"] == true:
			a.emails = slices.Insert(a.emails, 0, address)
		default:
			a.emails = append(a.emails, address)
		}
	}
	if r.roleAttribute != "" {
		a.roles = r.list(check.Role(u, r.roleAttribute, r.roles...))
	}
	if _, shown := u["groups"].([]any); shown {
		a.showsGroups = true
		a.groups = r.list(check.Values(u, "groups"))
	}
	return a
}

// isActive reads active leniently; an app that leaves it out has no inactive
// users.
func isActive(u okta.Resource) bool {
	switch v := u["active"].(type) {
	case bool:
		return v
	case string:
		return !strings.EqualFold(v, "false")
	}
	return true
}

func (r *reading) share(text string) string {
	if kept, known := r.shared[text]; known {
		return kept
	}
	if len(r.shared) < 10_000 {
		r.shared[text] = text
	}
	return text
}

func (r *reading) list(values []string) []string {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	key := strings.Join(values, "\x00")
	if kept, known := r.lists[key]; known {
		return kept
	}
	if len(r.lists) < 10_000 {
		r.lists[key] = values
	}
	return values
}

// group is what is kept of a Group of the target.
type group struct {
	id, name string
	members  []string // ids, sorted
	shown    bool     // the members are known: a list may leave them out
}

func groupOf(r okta.Resource) group {
	g := group{id: r.ID(), name: r.String("displayName")}
	if _, shown := r["members"].([]any); shown {
		g.shown = true
		g.members = check.Values(r, "members")
		slices.Sort(g.members)
	}
	return g
}

func (g group) has(id string) bool {
	_, found := slices.BinarySearch(g.members, id)
	return found
}
