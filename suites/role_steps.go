package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// join pushes people into a group in the dialect's way; whole is everybody who
// is in it then. The check is blocked when Okta would not get through.
func (t *T) join(g Group, whole []Person, people ...Person) {
	t.through("putting members into a group (members.add.*)", t.change(g, people, nil, whole))
}

// leave pushes people out of a group; whole is everybody who stays.
func (t *T) leave(g Group, whole []Person, people ...Person) {
	t.through("taking members out of a group (members.remove.*)", t.change(g, nil, people, whole))
}

// through blocks the check when a sequence did not go through.
func (t *T) through(what string, run okta.Run) {
	if run.Stop != "" {
		t.Block("%s failed: %s", what, run.Stop)
	}
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
	t.BlockOn("deleting a group (groups.delete.*)", check.Status(a, 204, 200))
	t.Await("delete a mapped group", func() []check.Problem { return check.Miss(t.Okta.LookupGroup(t, g.Name), g.Name) })
}

// comeBack deactivates people and assigns them again, as a set-up.
func (t *T) comeBack(people ...Person) {
	for _, p := range people {
		t.deactivate(p)
		t.Await("deactivate by id", func() []check.Problem { return t.inactiveByID(p) })
		t.through("reactivating a user (users.reactivate.*)", t.Okta.Reactivate(t, p.ID, p.Sent))
		t.Await("reactivate by id", func() []check.Problem { return t.holds(p.ID, check.Active) })
	}
}

// awaitMember waits until the app shows that a person is in a group, where it
// shows memberships.
func (t *T) awaitMember(g Group, p Person) {
	if t.MembersVisible() {
		t.Await("put members into a group (members.add.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasMember(group, p.ID, p.Sent.UserName))
		})
	}
}

// awaitNoMember waits until the app shows that a person is not in a group.
func (t *T) awaitNoMember(g Group, p Person) {
	if t.MembersVisible() {
		t.Await("take members out of a group (members.remove.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasNoMember(group, p.ID, p.Sent.UserName))
		})
	}
}
