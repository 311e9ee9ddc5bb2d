package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Group is a group that a check pushed.
type Group struct {
	ID   string
	Name string
}

// GroupName is a displayName nobody uses: "oktascim-k3f9xq-7 Team".
func (t *T) GroupName() string { return t.Env().Names.Next() + " Team" }

// NewGroup pushes a group with these members as a set-up: the check is blocked
// when that does not work.
func (t *T) NewGroup(members ...Person) Group {
	return t.NewGroupNamed(t.GroupName(), members...)
}

// NewGroupNamed is NewGroup with a displayName.
func (t *T) NewGroupNamed(displayName string, members ...Person) Group {
	a := t.Okta.CreateGroup(t, displayName, AsMembers(members...))
	t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := Group{ID: a.Resource.ID(), Name: displayName}
	t.Know(g.ID, displayName)
	if len(members) == 0 || !t.MembersVisible() {
		t.awaitGroup(g.ID)
		return g
	}
	holds := func() []check.Problem { return t.MembersOf(g.ID, IDs(members...)) }
	if _, ok := t.wait("create group with members", holds); !ok {
		// Some apps take members only as a change; the create has its own check.
		run := t.Okta.ChangeMembers(t, g.ID, g.Name, AsMembers(members...), nil, AsMembers(members...))
		t.Require(AddMember, check.Through(run))
		t.Await(AddMember, "put members into a new group", holds)
	}
	return g
}

// MembersOf has the problems of a group's members seen by a fresh read:
// exactly these ids.
func (t *T) MembersOf(groupID string, want []string) []check.Problem {
	g, problems := t.GroupByID(groupID)
	if len(problems) > 0 {
		return problems
	}
	return check.In("GET /Groups/{id}", check.Members(g, want, t.names)...)
}

// SeeMembers reports whether a fresh read of both sides, the group's and each
// user's, agrees on the membership: want are in it, gone are not.
func (t *T) SeeMembers(operation string, g Group, want []Person, gone ...Person) bool {
	return t.Eventually(operation, func() []check.Problem { return t.membership(g, want, gone...) })
}

// membership has the problems of who is in a group, seen afresh from each side
// that the app shows: exactly want by the group, and none of gone by the users.
func (t *T) membership(g Group, want []Person, gone ...Person) []check.Problem {
	var out []check.Problem
	if t.MembersVisible() {
		out = t.MembersOf(g.ID, IDs(want...))
	}
	if t.UserGroupsVisible() {
		for _, p := range want {
			out = append(out, t.groupsOf(p, []string{g.ID}, nil)...)
		}
		for _, p := range gone {
			out = append(out, t.groupsOf(p, nil, []string{g.ID})...)
		}
	}
	return out
}

// groupsOf has the problems of the user's side of memberships.
func (t *T) groupsOf(p Person, present, absent []string) []check.Problem {
	u, problems := t.ByID(p.ID)
	if len(problems) > 0 {
		return problems
	}
	return check.InUser(p.Sent.UserName, check.GroupsOf(u, present, absent, t.names)...)
}

// change sends a membership change in the dialect's way: whole is the list
// that a PUT would carry.
func (t *T) change(g Group, add, remove, whole []Person) okta.Run {
	return t.Okta.ChangeMembers(t, g.ID, g.Name, AsMembers(add...), AsMembers(remove...), AsMembers(whole...))
}
