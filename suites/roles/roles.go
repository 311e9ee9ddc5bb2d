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
		viewChecks(),
		highestChecks(),
		removalChecks(),
		pushNowChecks(),
		othersChecks(),
		groupChecks(),
		updateChecks(),
		activeChecks(),
		clientChecks(),
		answerChecks(),
		largeChecks(),
		adminChecks(),
	))
	for i := range all {
		if !all[i].Serial {
			all[i].Exclusive = kit.MappedGroups
		}
	}
	return append(all, kit.InArea(kit.Roles, []kit.Need{kit.NeedPushedRoles, kit.NeedPushUsers}, pushedChecks())...)
}

// join pushes people into a group in the dialect's way; whole is everybody who
// is in it then. The check is blocked when Okta would not get through.
func join(t *kit.T, g kit.Group, whole []kit.Person, people ...kit.Person) {
	t.Require(kit.AddMember, check.Through(t.Change(g, people, nil, whole)))
}

// leave pushes people out of a group; whole is everybody who stays.
func leave(t *kit.T, g kit.Group, whole []kit.Person, people ...kit.Person) {
	t.Require(kit.RemoveMember, check.Through(t.Change(g, nil, people, whole)))
}

// inRole makes a mapped group of these people as a set-up and waits until each
// has its role.
func inRole(t *kit.T, m profile.GroupRole, people ...kit.Person) kit.Group {
	g := mappedGroup(t, m)
	join(t, g, people, people...)
	for _, p := range people {
		awaitRole(t, "give a role (roles.group.gives)", p, m)
	}
	return g
}

// deleteMapped deletes a mapped group as a set-up and waits until Okta's lookup
// finds it no more.
func deleteMapped(t *kit.T, g kit.Group) {
	a := t.Okta.DeleteGroup(t, g.ID)
	t.Require(kit.DeleteGroup, check.Status(a, 204, 200))
	t.Await(kit.MissDeletedGroup, "delete a mapped group", func() []check.Problem { return check.Miss(t.Okta.LookupGroup(t, g.Name), g.Name) })
}

// comeBack deactivates people and assigns them again, as a set-up.
func comeBack(t *kit.T, people ...kit.Person) {
	for _, p := range people {
		t.Deactivate(p)
		t.AwaitInactive(p)
		t.Require(kit.Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
		kit.AwaitActive(t, p)
	}
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

// viewChecks: a role is the same wherever a user is seen.
func viewChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.seen.lookup", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The lookup by userName shows the role that a read by id shows",
			Symptom: "Okta and the admin see different roles for one person.",
			Refs:    []string{kit.RefRoleMap, "RFC 7644 §3.4.2"},
			Body:    func(t *kit.T) { roleSeen(t, kit.ViewLookup) },
		},
		{
			ID: "roles.seen.list", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "An import shows the role that a read by id shows",
			Symptom: "An import brings wrong roles into Okta.",
			Refs:    []string{kit.RefRoleMap, "RFC 7644 §3.4.2", "OIN C9303"},
			Body:    func(t *kit.T) { roleSeen(t, kit.ViewList) },
		},
	}
}

// roleSeen compares the role in a view with that of a read by id, for a member
// of a mapped group and for a person in none.
func roleSeen(t *kit.T, v kit.View) {
	m := mapped(t, 1)[0]
	member, nobody := t.NewUser(), t.NewUser()
	inRole(t, m, member)
	for _, p := range []kit.Person{member, nobody} {
		byID := t.MustReadUser(p.ID)
		t.See("give a role", p.ID, p.Sent.UserName, []kit.View{v}, func(r okta.Resource) []check.Problem {
			if len(check.Role(r, roles(t).Attribute)) == 0 {
				return nil // a list may leave attributes out that a read shows
			}
			return sameRole(t, byID, r)
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

// keepsRoles reads the roles of people now and gives a function that reports
// whose role has become another.
func keepsRoles(t *kit.T, people ...kit.Person) (unchanged func(operation string)) {
	before := make([]okta.Resource, len(people))
	for i, p := range people {
		before[i] = t.MustReadUser(p.ID)
	}
	return func(operation string) {
		for i, p := range people {
			t.Eventually(operation, func() []check.Problem {
				now, problems := t.ByID(p.ID)
				if len(problems) > 0 {
					return problems
				}
				return check.InUser(p.Sent.UserName, sameRole(t, before[i], now)...)
			})
		}
	}
}

func sameRole(t *kit.T, before, after okta.Resource) []check.Problem {
	r := roles(t)
	return check.SameRole(before, after, r.Attribute, r.known()...)
}
