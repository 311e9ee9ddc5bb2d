package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createGroup pushes a group and reads nothing back; the check is blocked when
// it is refused.
func (t *T) createGroup(members ...Person) (Group, okta.Answer) {
	name := t.GroupName()
	a := t.Okta.CreateGroup(t, name, AsMembers(members...))
	t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := Group{ID: a.Resource.ID(), Name: name}
	t.Know(g.ID, name)
	return g, a
}

// findableGroup is a group that was pushed and that the lookup finds.
func (t *T) findableGroup(members ...Person) Group {
	g := t.NewGroup(members...)
	t.awaitLookup(g)
	return g
}

func (t *T) awaitLookup(g Group) {
	t.Await(LookUpGroup, "create group by lookup", func() []check.Problem { _, problems := t.GroupByLookup(g.Name, g.ID); return problems })
}

// renameGroup sends the dialect's rename; the check is blocked when Okta would
// not get through: groups.rename.accepted is about that. members are those
// that the group has.
func (t *T) renameGroup(g Group, name string, members ...Person) okta.Answer {
	run := t.Okta.RenameGroup(t, g.ID, name, AsMembers(members...))
	t.Require(RenameGroup, check.Through(run))
	t.Know(g.ID, name)
	return run.Last()
}

// renamed is a group with members that was renamed, as a set-up: the new name
// shows by id.
func (t *T) renamed(members ...Person) (g Group, old string) {
	g = t.findableGroup(members...)
	old, g.Name = g.Name, t.GroupName()
	t.renameGroup(g, g.Name, members...)
	t.Await(SeeRename, "rename by id", func() []check.Problem { return t.groupHolds(g.ID, called(g.Name)) })
	return g, old
}

// deleteGroup deletes a group as Okta does; the check is blocked when that is
// refused: groups.delete.accepted is about that.
func (t *T) deleteGroup(g Group) {
	run := t.Okta.UnlinkGroup(t, g.ID, true)
	t.Require(DeleteGroup, check.Through(run))
}

// deletedGroup is a group that had members and is deleted, as a set-up: it can
// no longer be read.
func (t *T) deletedGroup(members ...Person) Group {
	g := t.findableGroup(members...)
	t.deleteGroup(g)
	t.awaitGroupGone(g)
	return g
}

// groupGone has a problem while a group can still be read by id.
func (t *T) groupGone(g Group) []check.Problem {
	return check.Status(t.Okta.ReadGroup(t, g.ID), http.StatusNotFound, http.StatusGone)
}

// groupMiss has a problem while a lookup finds a group of this name.
func (t *T) groupMiss(name string) []check.Problem {
	return check.FindsNone(t.Okta.LookupGroup(t, name), name)
}

// groupHolds reads a group by id and has the problems that want finds in it.
func (t *T) groupHolds(id string, want func(okta.Resource) []check.Problem) []check.Problem {
	r, problems := t.GroupByID(id)
	if len(problems) > 0 {
		return problems
	}
	return check.In("GET /Groups/{id}", want(r)...)
}

// called wants a displayName, letter by letter.
func called(name string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) }
}

// agrees has a problem where two views of one resource at one time contradict
// each other. What the app counts or derives itself may differ.
func agrees(read, shown okta.Resource) []check.Problem {
	return check.Agree(read, shown, append(check.Own(read), check.Own(shown)...)...)
}

// wentThrough reports where and why Okta would stop, and ends the check then.
func (t *T) wentThrough(what string, run okta.Run) {
	t.ReportAt(what, check.Through(run))
	t.StopIfFailed()
}
