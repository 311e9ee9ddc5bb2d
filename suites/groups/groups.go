// Package groups has the checks of Push Groups: push, link, rename and delete.
package groups

import (
	"net/http"
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
		nameChecks(),
		lookupChecks(),
		duplicateChecks(),
		linkChecks(),
		renameChecks(),
		deleteChecks(),
	))
}

// created is the group that a create made; the check ends with its problems when it was refused.
func created(t *kit.T, a okta.Answer, name string) kit.Group {
	if problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a)); len(problems) > 0 {
		t.Report(problems)
		t.Stop()
	}
	g := kit.Group{ID: a.Resource.ID(), Name: name}
	t.Know(g.ID, name)
	return g
}

// renameGroup sends the dialect's rename; the check is blocked when Okta would not get through: groups.rename.accepted
// is about that. members are those that the group has.
func renameGroup(t *kit.T, g kit.Group, name string, members ...kit.Person) kit.Group {
	t.Require(kit.RenameGroup, check.Through(t.Okta.RenameGroup(t, g.ID, name, kit.AsMembers(members...))))
	t.Know(g.ID, name)
	return kit.Group{ID: g.ID, Name: name}
}

// deletedGroup is a group that had members and is deleted, as a set-up: it can no longer be read.
func deletedGroup(t *kit.T, members ...kit.Person) kit.Group {
	g := t.NewGroup(members...)
	kit.AwaitFindableGroup(t, g)
	t.Require(kit.DeleteGroup, check.Through(t.Okta.UnlinkGroup(t, g.ID, true)))
	kit.AwaitGroupGone(t, g)
	return g
}

// postAnswer is the answer to the create of a sequence.
func postAnswer(run okta.Run) okta.Answer {
	for _, a := range run.Answers {
		if a.Method == http.MethodPost {
			return a
		}
	}
	return run.Last()
}

// sees is a check of one view of the group of a journey.
func sees(c kit.Check, view kit.View) kit.Check {
	c.Level, c.Evidence = kit.Must, kit.Recorded
	c.Body = func(t *kit.T) {
		j := t.Journey()
		t.LookGroup(j, []kit.View{view}, kit.HasDisplayName(j.Group.Name))
	}
	return c
}
