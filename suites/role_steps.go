package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/profile"
)

// join pushes people into a group in the dialect's way; whole is everybody who
// is in it then. The check is blocked when Okta would not get through.
func (t *T) join(g Group, whole []Person, people ...Person) {
	t.Require(AddMember, check.Through(t.change(g, people, nil, whole)))
}

// leave pushes people out of a group; whole is everybody who stays.
func (t *T) leave(g Group, whole []Person, people ...Person) {
	t.Require(RemoveMember, check.Through(t.change(g, nil, people, whole)))
}

// inRole makes a mapped group of these people as a set-up and waits until each
// has its role.
func (t *T) inRole(m profile.GroupRole, people ...Person) Group {
	g := t.mappedGroup(m)
	t.join(g, people, people...)
	for _, p := range people {
		t.awaitRole("give a role (roles.group.gives)", p, m)
	}
	return g
}

// deleteMapped deletes a mapped group as a set-up and waits until Okta's lookup
// finds it no more.
func (t *T) deleteMapped(g Group) {
	a := t.Okta.DeleteGroup(t, g.ID)
	t.Require(DeleteGroup, check.Status(a, 204, 200))
	t.Await(MissDeletedGroup, "delete a mapped group", func() []check.Problem { return check.Miss(t.Okta.LookupGroup(t, g.Name), g.Name) })
}

// comeBack deactivates people and assigns them again, as a set-up.
func (t *T) comeBack(people ...Person) {
	for _, p := range people {
		t.deactivate(p)
		t.awaitInactive(p)
		t.Require(Reactivation, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
		t.awaitActive(p)
	}
}

// awaitMember waits until the app shows that a person is in a group, where it
// shows memberships.
func (t *T) awaitMember(g Group, p Person) {
	if t.MembersVisible() {
		t.Await(AddMember, "put members into a group (members.add.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasMember(group, p.ID, p.Sent.UserName))
		})
	}
}

// awaitNoMember waits until the app shows that a person is not in a group.
func (t *T) awaitNoMember(g Group, p Person) {
	if t.MembersVisible() {
		t.Await(RemoveMember, "take members out of a group (members.remove.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasNoMember(group, p.ID, p.Sent.UserName))
		})
	}
}
