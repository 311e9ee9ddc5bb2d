package groups

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// deleteChecks: what a server answers to the deletion of a group.
func deleteChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "groups.delete.accepted", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group that has members is answered with success",
			Why:     "Okta sends it when an admin unlinks a pushed group and lets it be deleted.",
			Symptom: "The group stays in the app, with its members and their access.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefDelete, "OIN C9318, C9327"},
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.empty", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group without members is answered with success",
			Symptom: "Empty groups stay in the app.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefDelete},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.inactive-member", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Deleting a group with a deactivated member is answered with success",
			Why:     "An app that looks for the members among the active users does not find that one.",
			Symptom: "A group that somebody left behind cannot be unlinked from the app.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefDelete, "https://github.com/wso2/product-is/issues/11233"},
			Body: func(t *kit.T) {
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, mate)
				t.Deactivate(leaver)
				t.AwaitInactive(leaver)
				t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.no-content", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Deleting a group is answered 204 without a body",
			Symptom: "Okta's review of the integration asks for it.",
			Refs:    []string{kit.RefDelete, kit.RefDeleteGroup},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				a := t.Okta.DeleteGroup(t, g.ID)
				t.Report(check.Status(a, http.StatusNoContent))
				if len(a.Body) > 0 {
					t.Failf(a.Op(), "body", "none", "%d octets", len(a.Body))
				}
			},
		},
		{
			ID: "groups.delete.again", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Deleting a group that is deleted already is answered 404 or 410",
			Why:     "Okta repeats a deletion when the answer was lost.",
			Symptom: "Okta takes a deletion of nothing for a success, or keeps trying.",
			Refs:    []string{kit.RefDelete + ": 404 for the resource from then on"},
			Body: func(t *kit.T) {
				g := deletedGroup(t)
				t.Report(check.Error(t.Okta.DeleteGroup(t, g.ID), http.StatusNotFound, http.StatusGone))
			},
		},
		{
			ID: "groups.delete.again-no-crash", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group again is no server error",
			Symptom: "A deprovisioning task that fails again with every retry.",
			Refs:    []string{kit.RefDelete, "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				g := deletedGroup(t)
				t.Report(check.NoCrash(t.Okta.DeleteGroup(t, g.ID)))
			},
		},
		{
			ID: "groups.delete.no-push", Level: kit.Must, Evidence: kit.Documented, PerDialect: true,
			Title:   "A push to a deleted group is refused and does not bring it back",
			Why:     "PUT and PATCH change what is there; they do not create.",
			Symptom: "A group that was deleted comes back, and nobody in Okta manages it.",
			Refs:    []string{kit.RefDelete, "RFC 7644 §3.5.1: PUT MUST NOT be used to create", kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := deletedGroup(t)
				a := t.Change(g, []kit.Person{p}, nil, []kit.Person{p}).Last()
				t.Report(check.Refused(a))
				t.Eventually("push to a deleted group", func() []check.Problem { return kit.GroupGone(t, g) })
				kit.CleanStrayGroup(t, a, g.ID)
			},
		},
	}
	for _, id := range []string{"blanks", "ampersand", "plus", "slash", "percent", "quotes", "umlaut"} {
		for _, n := range oddNames() {
			if n.id == id {
				checks = append(checks, deleteOddName(n))
			}
		}
	}
	return checks
}

func deleteOddName(n oddName) kit.Check {
	ground := kit.Documented
	if kit.LevelOfFilter(n.pattern) == kit.Should {
		ground = kit.Assumed
	}
	return kit.Check{
		ID: "groups.delete.name-" + n.id, Level: kit.LevelOfFilter(n.pattern), Evidence: ground,
		Title:   "A group whose name has " + n.what + " is deleted like any other",
		Why:     "A server that finds the group to delete by its name, or puts the name into a path, fails here.",
		Symptom: "That one group cannot be deleted and stays in the app.",
		Refs:    []string{kit.RefDeleteGroup, kit.RefDelete},
		Body: func(t *kit.T) {
			g, a := oddGroup(t, n)
			t.Require(kit.Setup{Check: "groups.push.name-" + n.id, Doing: "creating the group"}, check.Status(a, http.StatusCreated), check.WithResource(a))
			kit.AwaitGroup(t, g.ID)
			deleted := check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK)
			problems, ok := t.Wait("delete group by id", func() []check.Problem { return kit.GroupGone(t, g) })
			if !ok || len(deleted) > 0 {
				deletedGroup(t) // blocks the check when no group can be deleted
			}
			t.Report(deleted, problems)
		},
	}
}

// deleteEffectChecks: what a deletion leaves alone, and a new group of the
// same name.
func deleteEffectChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.delete.other-groups", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group leaves its members in their other groups",
			Symptom: "Deleting one pushed group takes people out of all of them.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefGroup, kit.RefUserGroups},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				a, b := t.NewUser(), t.NewUser()
				g, other := t.NewGroup(a, b), t.NewGroup(a, b)
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", other, a, b)
				deleteGroup(t, g)
				kit.AwaitGroupGone(t, g)
				kit.SeeMembership(t, "delete another group of the same members", other, []kit.Person{a, b})
			},
		},
		{
			ID: "groups.delete.others", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group leaves every other user and group alone",
			Symptom: "Groups and people that have nothing to do with it are gone or changed.",
			Refs:    []string{kit.RefDeleteGroup},
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				untouched := t.WatchBystanders()
				deleteGroup(t, g)
				untouched("delete group")
			},
		},
		{
			ID: "groups.delete.neighbour", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group leaves a group alone whose name begins with the same letters",
			Symptom: "Deleting «Sales» deletes «Sales EMEA» too.",
			Refs:    []string{kit.RefDeleteGroup, "RFC 7643 §3.1 id"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup()
				neighbour := t.NewGroupNamed(g.Name+" EMEA", p)
				before := t.MustReadGroup(neighbour.ID)
				deleteGroup(t, g)
				kit.AwaitGroupGone(t, g)
				t.SeeGroup("delete a group of a similar name", neighbour.ID, neighbour.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
		{
			ID: "groups.delete.recreate", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A new group with the name of a deleted one is created, and the lookup finds it alone",
			Why:     "Admins unlink, delete and push again.",
			Symptom: "A group that was deleted once can never be pushed again.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefPushGroup, kit.RefPostGroup},
			Body: func(t *kit.T) {
				g := recreatedGroup(t, t.NewUser())
				t.SeeGroup("create under a deleted name", g.ID, g.Name, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(g.Name))
			},
		},
		{
			ID: "groups.delete.recreate-empty", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A new group with the name of a deleted one inherits no members",
			Why:     "Who was in the old group has no claim to what the new one grants.",
			Symptom: "People get the access of a new group because they were in an old one of that name.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefGroup, kit.RefUserGroups, "OIN C9318"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUser()
				g := recreatedGroup(t, p)
				kit.SeeMembership(t, "create under a deleted name", g, nil, p)
			},
		},
		{
			ID: "groups.delete.recreate-members", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A new group with the name of a deleted one takes the members that are pushed to it",
			Symptom: "After a group was deleted and pushed again, membership changes are lost.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				was, is := t.NewUser(), t.NewUser()
				g := recreatedGroup(t, was)
				kit.AwaitMembers(t, kit.CreateGroup, "create under a deleted name", g)
				run := t.Change(g, []kit.Person{is}, nil, []kit.Person{is})
				t.NeedComplete("pushing members", run)
				kit.SeeMembership(t, "add a member under a deleted name", g, []kit.Person{is}, was)
			},
		},
	}
}

// recreatedGroup is a new group with the name of one that had these members
// and was deleted. That it is created is reported: it is what is checked.
func recreatedGroup(t *kit.T, members ...kit.Person) kit.Group {
	old := deletedGroup(t, members...)
	t.Await(kit.MissDeletedGroup, "delete group by lookup", func() []check.Problem { return kit.NoGroupNamed(t, old.Name) })
	a := t.Okta.CreateGroup(t, old.Name, nil)
	t.Report(check.Status(a, 201), check.WithResource(a))
	t.StopIfFailed()
	g := kit.Group{ID: a.Resource.ID(), Name: old.Name}
	t.Know(g.ID, "the new group "+g.Name)
	kit.AwaitGroup(t, g.ID)
	return g
}

// deleteViewChecks: a deleted group is gone from every place, and its
// members are not.
func deleteViewChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.delete.by-id", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A deleted group, read by id, is answered 404",
			Symptom: "Okta shows the group as deleted, but the app still has it.",
			Refs:    []string{kit.RefDelete, kit.RefDeleteGroup, "OIN C9318"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				deleteGroup(t, g)
				t.Eventually("delete group by id", func() []check.Problem { return kit.GroupGone(t, g) })
			},
		},
		{
			ID: "groups.delete.by-lookup", Level: kit.Must, Evidence: kit.Documented,
			Title:   "The lookup no longer finds a deleted group",
			Why:     "Okta would link the next group of that name to one that does not exist.",
			Symptom: "A group of the same name can never be pushed again.",
			Refs:    []string{kit.RefDelete + ": it is left out of query results", "OIN C9318"},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				deleteGroup(t, g)
				t.Eventually("delete group by lookup", func() []check.Problem { return kit.NoGroupNamed(t, g.Name) })
			},
		},
		{
			ID: "groups.delete.in-list", Level: kit.Must, Evidence: kit.Documented,
			Title:   "The list of groups no longer holds a deleted group",
			Symptom: "Group imports bring deleted groups back into Okta.",
			Refs:    []string{kit.RefDelete + ": it is left out of query results", "OIN C9318"},
			Body: func(t *kit.T) {
				g := t.ListedGroup()
				deleteGroup(t, g)
				t.Eventually("delete group in the list", func() []check.Problem {
					if r, _ := t.GroupInList(g.ID); r == nil {
						return nil
					}
					return []check.Problem{{Operation: "GET /Groups (import)", Expected: "no group " + kit.NameOf(t, g.ID), Actual: "it is listed"}}
				})
			},
		},
		{
			ID: "groups.delete.users", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group leaves its members in the app, active and unchanged",
			Why:     "Unlinking a group ends what it grants, not the accounts of those who are in it.",
			Symptom: "Deleting a pushed group deactivates or deletes everybody who was in it.",
			Refs:    []string{kit.RefDeleteGroup, "OIN C9318, C9327"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				before := t.MustReadUser(p.ID)
				deleteGroup(t, g)
				kit.AwaitGroupGone(t, g)
				t.See("delete the user's group", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.UnchangedUser(before, kit.AttributesFromGroups(t)...))
			},
		},
		{
			ID: "groups.delete.users-groups", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Users no longer show a deleted group among their groups",
			Why:     "What the group granted ends with the group.",
			Symptom: "People keep the rights of a group that is gone.",
			Refs:    []string{kit.RefUserGroups, kit.RefDelete},
			Body: func(t *kit.T) {
				if !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				p := t.NewUser()
				g := t.NewGroup(p)
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", g, p)
				deleteGroup(t, g)
				t.Eventually("delete group in its users", func() []check.Problem { return kit.UserGroups(t, p, nil, []string{g.ID}) })
			},
		},
	}
}
