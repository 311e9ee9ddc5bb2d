package kit

import (
	"net/http"
	"strings"

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
		AwaitGroup(t, g.ID)
		return g
	}
	holds := func() []check.Problem { return t.MembersOf(g.ID, IDs(members...)) }
	if _, ok := t.Wait("create group with members", holds); !ok {
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
	return check.In("GET /Groups/{id}", check.Members(g, want, t.Names)...)
}

// SeeMembers reports whether a fresh read of both sides, the group's and each
// user's, agrees on the membership: want are in it, gone are not.
func (t *T) SeeMembers(operation string, g Group, want []Person, gone ...Person) bool {
	return t.Eventually(operation, func() []check.Problem { return MembershipProblems(t, g, want, gone...) })
}

// MembershipProblems has the problems of who is in a group, seen afresh from each side
// that the app shows: exactly want by the group, and none of gone by the users.
func MembershipProblems(t *T, g Group, want []Person, gone ...Person) []check.Problem {
	var out []check.Problem
	if t.MembersVisible() {
		out = t.MembersOf(g.ID, IDs(want...))
	}
	if t.UserGroupsVisible() {
		for _, p := range want {
			out = append(out, UserGroups(t, p, []string{g.ID}, nil)...)
		}
		for _, p := range gone {
			out = append(out, UserGroups(t, p, nil, []string{g.ID})...)
		}
	}
	return out
}

// UserGroups has the problems of the user's side of memberships.
func UserGroups(t *T, p Person, present, absent []string) []check.Problem {
	u, problems := t.ByID(p.ID)
	if len(problems) > 0 {
		return problems
	}
	return check.InUser(p.Sent.UserName, check.GroupsOf(u, present, absent, t.Names)...)
}

// Change sends a membership change in the dialect's way: whole is the list
// that a PUT would carry.
func (t *T) Change(g Group, add, remove, whole []Person) okta.Run {
	return t.Okta.ChangeMembers(t, g.ID, g.Name, AsMembers(add...), AsMembers(remove...), AsMembers(whole...))
}

// MustCreateGroup pushes a group and reads nothing back; the check is blocked when
// it is refused.
func MustCreateGroup(t *T, members ...Person) (Group, okta.Answer) {
	name := t.GroupName()
	a := t.Okta.CreateGroup(t, name, AsMembers(members...))
	t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := Group{ID: a.Resource.ID(), Name: name}
	t.Know(g.ID, name)
	return g, a
}

// GroupGone has a problem while a group can still be read by id.
func GroupGone(t *T, g Group) []check.Problem {
	return check.Status(t.Okta.ReadGroup(t, g.ID), http.StatusNotFound, http.StatusGone)
}

// NoGroupNamed has a problem while a lookup finds a group of this name.
func NoGroupNamed(t *T, name string) []check.Problem {
	return check.FindsNone(t.Okta.LookupGroup(t, name), name)
}

// GroupHolds reads a group by id and has the problems that want finds in it.
func (t *T) GroupHolds(id string, want func(okta.Resource) []check.Problem) []check.Problem {
	r, problems := t.GroupByID(id)
	if len(problems) > 0 {
		return problems
	}
	return check.In("GET /Groups/{id}", want(r)...)
}

// HasDisplayName wants a displayName, letter by letter.
func HasDisplayName(name string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) }
}

// Agrees has a problem where two views of one resource at one time contradict
// each other. What the app counts or derives itself may differ, and one view may leave out the types of members.
func Agrees(read, shown okta.Resource) []check.Problem {
	read, shown = withoutTypes(read), withoutTypes(shown)
	return check.Agree(read, shown, append(check.Own(read), check.Own(shown)...)...)
}

func withoutTypes(r okta.Resource) okta.Resource {
	r = r.Clone()
	for _, memberships := range []string{"members", "groups"} {
		for _, e := range check.Elements(r, memberships) {
			delete(e, "type")
		}
	}
	return r
}

// NeedComplete reports where and why Okta would stop, and ends the check then.
func (t *T) NeedComplete(what string, run okta.Run) {
	t.ReportAt(what, check.Through(run))
	t.StopIfFailed()
}

// NeedPlainMembership blocks the check when not even one user can be added to
// an empty group and seen there.
func NeedPlainMembership(t *T) {
	p := t.NewUser()
	g, _ := MustCreateGroup(t)
	t.Require(AddMember, check.Accepted(t.Change(g, []Person{p}, nil, []Person{p}).Last()))
	if problems, ok := t.Wait("control: add a member", func() []check.Problem { return MembershipProblems(t, g, []Person{p}) }); !ok {
		t.Require(AddMember, problems)
	}
}

// SeeMembership is SeeMembers for the finer points of membership.
func SeeMembership(t *T, operation string, g Group, want []Person, gone ...Person) {
	problems, ok := t.Wait(operation, func() []check.Problem { return MembershipProblems(t, g, want, gone...) })
	if !ok {
		NeedPlainMembership(t)
	}
	t.Report(problems)
}

// NeedMembersForPut ends a check that needs to see members. A PUT carries the
// members that the group shows and those that are new: where groups do not show
// members, it cannot carry the old ones.
func NeedMembersForPut(t *T) {
	t.NeedVisibleMembers()
	if Dialect(t) == okta.AIW && t.Okta.GroupDialect() == okta.AIW && !t.MembersVisible() {
		t.Unsupported("groups do not show their members, so that a PUT cannot carry those they had")
	}
}

// AwaitMembers waits, as a set-up, until these are the members on each side
// that the app shows.
func AwaitMembers(t *T, s Setup, operation string, g Group, want ...Person) {
	t.Await(s, operation, func() []check.Problem { return MembershipProblems(t, g, want) })
}

// UnchangedUser wants a user as it was, apart from the named attributes.
func UnchangedUser(before okta.Resource, except ...string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.All(LikeBefore(before, except...)(r), check.Active(r))
	}
}

// AttributesFromGroups are attributes of a user that follow from memberships.
func AttributesFromGroups(t *T) []string {
	follows := []string{"groups", "roles", "entitlements"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		attribute := roles.Attribute
		if end := strings.LastIndex(attribute, ":"); end >= 0 {
			attribute = attribute[:end] + "." + attribute[end+1:] // of an extension
		}
		follows = append(follows, attribute)
	}
	return follows
}
