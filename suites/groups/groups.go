// Package groups has the checks of Push Groups: push, link, rename and delete.
package groups

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: pushing a group, linking one that is there, renaming and
// deleting it. Its members are an area of their own.
func Checks() []kit.Check {
	return kit.InArea(kit.Groups, []kit.Need{kit.NeedGroups}, slices.Concat(
		pushChecks(),
		membersPushChecks(),
		nameChecks(),
		lookupChecks(),
		duplicateChecks(),
		linkChecks(),
		renameChecks(),
		renameViewChecks(),
		renameEffectChecks(),
		deleteChecks(),
		deleteViewChecks(),
		deleteEffectChecks(),
	))
}

// Controls: when a check of some finer point fails, the plainest case of the
// same step is tried. When that fails too, the finer point cannot be judged:
// the check is blocked by the one of the plain case, and one defect does not
// make dozens of checks fail.

// needPlainCreate blocks the check when not even a plain empty group can be
// created.
func needPlainCreate(t *kit.T) { kit.MustCreateGroup(t) }

// needPlainLookup blocks the check when not even a plain name is found.
func needPlainLookup(t *kit.T) {
	g, _ := kit.MustCreateGroup(t)
	if problems, ok := t.Wait("control: lookup of a group", func() []check.Problem { _, p := t.GroupByLookup(g.Name, g.ID); return p }); !ok {
		t.Require(kit.LookUpGroup, problems)
	}
}

// linked ends the check when Okta would not get through linking a group.
func linked(t *kit.T, what string, run okta.Run) {
	if problems := check.Through(run); len(problems) > 0 {
		kit.NeedPlainMembership(t)
		t.ReportAt(what, problems)
		t.Stop()
	}
}

// groupPushes are the ways in which Okta pushes a new group: with a lookup, and
// without one where Import Groups is on. The profile may say which it is.
func groupPushes(t *kit.T) []*okta.Client {
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

// findableGroup is a group that was pushed and that the lookup finds.
func findableGroup(t *kit.T, members ...kit.Person) kit.Group {
	g := t.NewGroup(members...)
	awaitLookup(t, g)
	return g
}

func awaitLookup(t *kit.T, g kit.Group) {
	t.Await(kit.LookUpGroup, "create group by lookup", func() []check.Problem { _, problems := t.GroupByLookup(g.Name, g.ID); return problems })
}

// renameGroup sends the dialect's rename; the check is blocked when Okta would
// not get through: groups.rename.accepted is about that. members are those
// that the group has.
func renameGroup(t *kit.T, g kit.Group, name string, members ...kit.Person) okta.Answer {
	run := t.Okta.RenameGroup(t, g.ID, name, kit.AsMembers(members...))
	t.Require(kit.RenameGroup, check.Through(run))
	t.Know(g.ID, name)
	return run.Last()
}

// renamed is a group with members that was renamed, as a set-up: the new name
// shows by id.
func renamed(t *kit.T, members ...kit.Person) (g kit.Group, old string) {
	g = findableGroup(t, members...)
	old, g.Name = g.Name, t.GroupName()
	renameGroup(t, g, g.Name, members...)
	t.Await(kit.SeeRename, "rename by id", func() []check.Problem { return t.GroupHolds(g.ID, kit.HasDisplayName(g.Name)) })
	return g, old
}

// deleteGroup deletes a group as Okta does; the check is blocked when that is
// refused: groups.delete.accepted is about that.
func deleteGroup(t *kit.T, g kit.Group) {
	run := t.Okta.UnlinkGroup(t, g.ID, true)
	t.Require(kit.DeleteGroup, check.Through(run))
}

// deletedGroup is a group that had members and is deleted, as a set-up: it can
// no longer be read.
func deletedGroup(t *kit.T, members ...kit.Person) kit.Group {
	g := findableGroup(t, members...)
	deleteGroup(t, g)
	kit.AwaitGroupGone(t, g)
	return g
}
