package groups

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// deleteChecks: a deleted group is gone from every place, and its members are not.
func deleteChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.delete.accepted", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "Deleting a group that has members is answered with success",
			Why:     "Okta sends it when an admin unlinks a pushed group and lets it be deleted.",
			Symptom: "The group stays in the app, with its members and their access.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefDelete, "OIN C9318, C9327"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				t.Report(check.Status(t.Carried().Run.Answers[0], http.StatusNoContent, http.StatusOK))
			},
		},
		{
			ID: "groups.delete.no-content", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "Deleting a group is answered 204 without a body",
			Symptom: "Okta's review of the integration asks for it.",
			Refs:    []string{kit.RefDelete, kit.RefDeleteGroup},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				a := t.Journey().Run.Answers[0]
				t.Report(check.Status(a, http.StatusNoContent))
				if len(a.Body) > 0 {
					t.Failf(a.Op(), "body", "none", "%d octets", len(a.Body))
				}
			},
		},
		{
			ID: "groups.delete.by-id", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "A deleted group, read by id, is answered 404",
			Symptom: "Okta shows the group as deleted, but the app still has it.",
			Refs:    []string{kit.RefDelete, kit.RefDeleteGroup, "OIN C9318"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				g := t.Journey().Group
				t.Eventually("delete group by id", func() []check.Problem { return kit.GroupGone(t, g) })
			},
		},
		{
			ID: "groups.delete.by-lookup", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "The lookup no longer finds a deleted group",
			Why:     "Okta would link the next group of that name to one that does not exist.",
			Symptom: "A group of the same name can never be pushed again.",
			Refs:    []string{kit.RefDelete + ": it is left out of query results", "OIN C9318"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				g := t.Journey().Group
				t.Eventually("delete group by lookup", func() []check.Problem { return kit.NoGroupNamed(t, g.Name) })
			},
		},
		{
			ID: "groups.delete.in-list", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "The list of groups no longer contains a deleted group",
			Symptom: "Group imports bring deleted groups back into Okta.",
			Refs:    []string{kit.RefDelete + ": it is left out of query results", "OIN C9318"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				g := t.Journey().Group
				t.Eventually("delete group in the list", func() []check.Problem {
					if r, _ := t.GroupInList(g.ID); r == nil {
						return nil
					}
					return []check.Problem{{Operation: "GET /Groups (import)", Expected: "no group " + kit.NameOf(t, g.ID), Actual: "it is listed"}}
				})
			},
		},
		{
			ID: "groups.delete.users", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "Deleting a group leaves its members in the app, active and unchanged",
			Why:     "Unlinking a group ends what it grants, not the accounts of its members.",
			Symptom: "Deleting a pushed group deactivates or deletes everybody who was in it.",
			Refs:    []string{kit.RefDeleteGroup, "OIN C9318, C9327"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				for i, p := range j.Mates {
					t.LookAt(j, p, []kit.View{kit.ViewByID}, kit.UnchangedUser(j.Before.Mates[i], kit.AttributesFromGroups(t)...))
				}
			},
		},
		{
			ID: "groups.delete.users-groups", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "Users no longer show a deleted group among their groups",
			Why:     "What the group granted ends with the group.",
			Symptom: "Users keep the rights of a group that is gone.",
			Refs:    []string{kit.RefUserGroups, kit.RefDelete},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				if !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				j := t.Journey()
				t.LookAt(j, j.Mates[0], []kit.View{kit.ViewByID}, func(u okta.Resource) []check.Problem {
					return check.GroupsOf(u, nil, []string{j.Group.ID}, t.Names)
				})
			},
		},
		{
			ID: "groups.delete.others", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "Deleting a group leaves every other user and group unchanged, even one with the same members whose name begins with the same letters",
			Symptom: "Deleting one pushed group takes users out of all of them, or deleting «Sales» deletes «Sales EMEA» too.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefGroup, kit.RefUserGroups, "RFC 7643 §3.1 id"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.LookGroupAt(j, j.Groups[0], []kit.View{kit.ViewByID}, kit.LikeBefore(j.Before.Group))
				if t.UserGroupsVisible() {
					kit.SeeMembership(t, "delete another group of the same members", j.Groups[0], j.Mates)
				}
				t.LookOthers(j)
			},
		},
		{
			ID: "groups.delete.again", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "Deleting a group that is deleted already is answered 404 or 410",
			Why:     "Okta repeats a deletion when the response was lost.",
			Symptom: "Okta takes a deletion of nothing for a success, or keeps trying.",
			Refs:    []string{kit.RefDelete + ": 404 for the resource from then on"},
			Journey: kit.DeleteTeam,
			Body: func(t *kit.T) {
				t.Report(check.Error(t.Journey().Run.Last(), http.StatusNotFound, http.StatusGone))
			},
		},
		{
			ID: "groups.delete.again-no-crash", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "Deleting a group again is no server error",
			Symptom: "A deprovisioning task that fails again with every retry.",
			Refs:    []string{kit.RefDelete, "RFC 7644 §3.12"},
			Journey: kit.DeleteTeam,
			Body:    func(t *kit.T) { t.Report(check.NoCrash(t.Journey().Run.Last())) },
		},
		{
			ID: "groups.delete.inactive-member", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Full, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Deleting a group is answered with success when its member is inactive and when it has none",
			Why:     "An app that looks for the members among the active users does not find that one.",
			Symptom: "Empty groups, and groups that somebody left behind, cannot be unlinked from the app.",
			Refs:    []string{kit.RefDeleteGroup, kit.RefDelete, "https://github.com/wso2/product-is/issues/11233"},
			Body: func(t *kit.T) {
				leaver := t.NewUser()
				groups := []kit.Group{t.NewGroup(leaver), t.NewGroup()}
				kit.DeactivateAndSee(t, leaver)
				for i, g := range groups {
					at := []string{"with an inactive member", "without members"}[i]
					t.ReportAt(at, check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
				}
			},
		},
		{
			ID: "groups.delete.recreate", Level: kit.Must, Evidence: kit.Documented, PerDialect: true,
			Title: "A push to a deleted group is refused; a new group of its name is created without its members, is found alone and takes members",
			Why: "PUT and PATCH change what is there; they do not create. Admins unlink, delete and push again. " +
				"Members of the old group have no claim to what the new one grants.",
			Symptom: "A group that was deleted once can never be pushed again, or gives access to members of the old one.",
			Refs: []string{kit.RefDelete, "RFC 7644 §3.5.1: PUT MUST NOT be used to create", kit.RefPatch, kit.RefDeleteGroup, kit.RefPushGroup,
				kit.RefPostGroup, kit.RefUserGroups, "OIN C9318"},
			Journey: kit.LinkTeam,
			Body:    recreate,
		},
	}
}

// recreate pushes to a deleted group, and then a new one of its name.
func recreate(t *kit.T) {
	mates := t.Carried().Mates
	was, is := mates[0], mates[1]
	old := deletedGroup(t, was)
	var a okta.Answer
	if t.Okta.Dialect() == okta.OIN {
		a = t.Okta.PatchGroup(t, old.ID, okta.AddOp(kit.AsMembers(was)...))
	} else {
		a = t.Okta.PutGroup(t, old.ID, old.Name, kit.AsMembers(was)) // without the GET, which Okta's client repeats
	}
	t.Report(check.Refused(a))
	t.Eventually("push to a deleted group", func() []check.Problem { return kit.GroupGone(t, old) })
	kit.CleanStrayGroup(t, a, old.ID)
	t.StopIfFailed()
	t.Await(kit.MissDeletedGroup, "delete group by lookup", func() []check.Problem { return kit.NoGroupNamed(t, old.Name) })
	g := created(t, t.Okta.CreateGroup(t, old.Name, nil), old.Name)
	t.SeeGroup("create under a deleted name", g.ID, g.Name, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
		return check.Text(r, "displayName", g.Name)
	})
	if !t.MembersVisible() && !t.UserGroupsVisible() {
		return
	}
	kit.SeeMembership(t, "create under a deleted name", g, nil, was)
	t.NeedComplete("pushing members", t.Change(g, []kit.Person{is}, nil, []kit.Person{is}))
	kit.SeeMembership(t, "add a member under a deleted name", g, []kit.Person{is}, was)
}
