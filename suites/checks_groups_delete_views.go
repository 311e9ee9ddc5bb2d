package suites

import "github.com/oktascim/oktascim/suites/check"

// groupDeleteViewChecks: a deleted group is gone from every place, and its
// members are not.
func groupDeleteViewChecks() []Check {
	return []Check{
		{
			ID: "groups.delete.by-id", Level: Must,
			Title:   "A deleted group, read by id, is answered 404",
			Symptom: "Okta shows the group as deleted, but the app still has it.",
			Refs:    []string{refDelete, refDeleteGroup, "OIN C9318"},
			Body: func(t *T) {
				g := t.NewGroup()
				t.deleteGroup(g)
				t.Eventually("delete group by id", func() []check.Problem { return t.groupGone(g) })
			},
		},
		{
			ID: "groups.delete.by-lookup", Level: Must,
			Title:   "The lookup no longer finds a deleted group",
			Why:     "Okta would link the next group of that name to one that does not exist.",
			Symptom: "A group of the same name can never be pushed again.",
			Refs:    []string{refDelete + ": it is left out of query results", "OIN C9318"},
			Body: func(t *T) {
				g := t.findableGroup()
				t.deleteGroup(g)
				t.Eventually("delete group by lookup", func() []check.Problem { return t.groupMiss(g.Name) })
			},
		},
		{
			ID: "groups.delete.in-list", Level: Must,
			Title:   "The list of groups no longer holds a deleted group",
			Symptom: "Group imports bring deleted groups back into Okta.",
			Refs:    []string{refDelete + ": it is left out of query results", "OIN C9318"},
			Body: func(t *T) {
				g := t.listedGroup()
				t.deleteGroup(g)
				t.Eventually("delete group in the list", func() []check.Problem {
					if r, _ := t.GroupInList(g.ID); r == nil {
						return nil
					}
					return []check.Problem{{Operation: "GET /Groups (import)", Expected: "no group " + t.nameOf(g.ID), Actual: "it is listed"}}
				})
			},
		},
		{
			ID: "groups.delete.users", Level: Must,
			Title:   "Deleting a group leaves its members in the app, active and unchanged",
			Why:     "Unlinking a group ends what it grants, not the accounts of those who are in it.",
			Symptom: "Deleting a pushed group deactivates or deletes everybody who was in it.",
			Refs:    []string{refDeleteGroup, "OIN C9318, C9327"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				before := t.mustReadUser(p.ID)
				t.deleteGroup(g)
				t.awaitGroupGone(g)
				t.See("delete the user's group", p.ID, p.Sent.UserName, []View{ViewByID}, unchangedUser(before, t.followsGroups()...))
			},
		},
		{
			ID: "groups.delete.users-groups", Level: Must,
			Title:   "Users no longer show a deleted group among their groups",
			Why:     "What the group granted ends with the group.",
			Symptom: "People keep the rights of a group that is gone.",
			Refs:    []string{refUserGroups, refDelete},
			Body: func(t *T) {
				if !t.UserGroupsVisible() {
					t.Unsupported("users do not show their groups")
				}
				p := t.NewUser()
				g := t.NewGroup(p)
				t.awaitMembers(CreateWith, "create group with members", g, p)
				t.deleteGroup(g)
				t.Eventually("delete group in its users", func() []check.Problem { return t.groupsOf(p, nil, []string{g.ID}) })
			},
		},
	}
}
