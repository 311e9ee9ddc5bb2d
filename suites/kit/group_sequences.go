package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// The sequences of Push Groups.
var (
	// PushTeam: a group with three members is pushed for the first time.
	PushTeam = Sequence{Name: "push a group", Step: PushGroup, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(3)
		j.WatchOthers(t)
		j.pushGroup(t, GroupPushes(t)[0], t.GroupName(), j.Mates...)
	}}
	// PushEmptyTeam: a group without members. The second write says what is stored already.
	PushEmptyTeam = Sequence{Name: "push an empty group", Step: Setup{"groups.push.whole-empty", "pushing an empty group"}, Carry: func(t *T, j *Journey) {
		j.pushGroup(t, GroupPushes(t)[0], t.GroupName())
	}}
	// FindTeam: a group that a lookup finds.
	FindTeam = Sequence{Name: "look a group up", Step: LookUpGroup, Carry: func(t *T, j *Journey) {
		j.Group = t.NewGroup()
		AwaitFindableGroup(t, j.Group)
	}}
	// LinkTeam: a group that was pushed with the first mate, unlinked and left in the app is pushed again, first with nobody,
	// then with the second mate.
	LinkTeam = Sequence{Name: "link a group", Step: LinkGroup, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(2)
		name := t.GroupName()
		first := t.Okta.PushGroup(t, name, AsMembers(j.Mates[0]))
		t.Require(PushGroup, check.Through(first))
		j.Group = Group{ID: first.ID, Name: name}
		t.Know(first.ID, name)
		AwaitFindableGroup(t, j.Group)
		AwaitMembers(t, PushGroup, "push a new group", j.Group, j.Mates[0])
		j.WatchOthers(t)
		if j.Run = t.Okta.PushGroup(t, name, nil); j.Run.Stop != "" || j.Run.ID != first.ID {
			return
		}
		again := t.Okta.PushGroup(t, name, AsMembers(j.Mates[1]))
		again.Answers = append(j.Run.Answers, again.Answers...)
		j.Run = again
	}}
	// RenameTeam: a group with two members, which lookups by both names have shown as it was, beside one whose name begins
	// with the same letters. Groups has the group under its old name, and that one.
	RenameTeam = Sequence{Name: "rename a group", Step: RenameGroup, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(2)
		old := t.NewGroup(j.Mates...)
		j.Group = Group{ID: old.ID, Name: t.GroupName()}
		j.Groups = []Group{old, t.NewGroupNamed(old.Name + " EMEA")}
		AwaitFindableGroup(t, old)
		t.Require(MissGroup, NoGroupNamed(t, j.Group.Name))
		j.WatchOthers(t)
		j.Before.User = t.MustReadUser(j.Mates[0].ID)
		j.Run = t.Okta.RenameGroup(t, j.Group.ID, j.Group.Name, AsMembers(j.Mates...))
	}}
	// DeleteTeam: a group with two members, beside one with the same members whose name begins with the same letters. It is
	// deleted, and deleted again.
	DeleteTeam = Sequence{Name: "delete a group", Step: DeleteGroup, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(2)
		j.Group = t.NewGroup(j.Mates...)
		other := t.NewGroupNamed(j.Group.Name+" EMEA", j.Mates...)
		j.Groups = []Group{other}
		AwaitFindableGroup(t, j.Group)
		t.Await(FindListedGroup, "create group in the list", func() []check.Problem { _, problems := t.GroupInList(j.Group.ID); return problems })
		j.beforeMates(t)
		j.Before.Group = t.MustReadGroup(other.ID)
		j.WatchOthers(t)
		j.Run = t.Okta.UnlinkGroup(t, j.Group.ID, true)
		j.Run.Answers = append(j.Run.Answers, t.Okta.DeleteGroup(t, j.Group.ID))
	}}
)

// pushGroup pushes a group as the last step of a journey.
func (j *Journey) pushGroup(t *T, client *okta.Client, name string, members ...Person) {
	j.Run = client.PushGroup(t, name, AsMembers(members...))
	j.Group = Group{ID: j.Run.ID, Name: name}
}

// GroupPushes are the ways in which Okta pushes a new group: with a lookup, and without one where Import Groups is on. The
// profile may say which it is.
func GroupPushes(t *T) []*okta.Client {
	imported := t.Okta.With(func(c *okta.Config) { c.ImportGroups = true })
	switch on := t.Env().Profile.Okta.ImportGroups; {
	case on == nil:
		return []*okta.Client{t.Okta, imported}
	case *on:
		return []*okta.Client{imported}
	default:
		return []*okta.Client{t.Okta}
	}
}

// AwaitFindableGroup waits until the lookup finds a group, as a set-up.
func AwaitFindableGroup(t *T, g Group) {
	t.Await(LookUpGroup, "create group by lookup", func() []check.Problem { _, problems := t.GroupByLookup(g.Name, g.ID); return problems })
}
