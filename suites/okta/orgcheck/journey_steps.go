package orgcheck

import (
	"fmt"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
)

func (j *Journey) steps() []step {
	push, updates := []suites.Need{suites.NeedPushUsers}, []suites.Need{suites.NeedPushUsers, suites.NeedUpdates}
	leavers, groups := []suites.Need{suites.NeedPushUsers, suites.NeedDeactivate}, []suites.Need{suites.NeedPushUsers, suites.NeedGroups}
	crud := []string{refCRUD, refAppUsers}
	one, two := j.people[0].Login, j.people[1].Login
	return append([]step{
		{id: "assign", needs: push, refs: crud, do: j.assign,
			title:   "A person who is assigned to the app has one active account there, with the mapped attributes",
			plan:    fmt.Sprintf("create the person %s, and assign it to the app", one),
			why:     "It is the first thing that an admin does, and everything else builds on it.",
			symptom: "The person is assigned and has no account in the app, or one with wrong data."},
		{id: "update", needs: updates, refs: crud, after: []string{"assign"}, do: j.update,
			title:   "A change of a person's name in Okta arrives in the app",
			plan:    "change its first name and display name",
			why:     "Names and addresses are mastered in Okta.",
			symptom: "The app keeps the old name; nothing is red in Okta."},
		{id: "deactivate", needs: leavers, refs: crud, after: []string{"assign"}, do: j.deactivate,
			title:   "A person who is deactivated in Okta is inactive in the app, and still there",
			plan:    "deactivate it in Okta",
			why:     "A leaver's access must end, and the history must stay.",
			symptom: "None in Okta; the leaver can still sign in to the app, or the account is gone."},
		{id: "reactivate", needs: leavers, refs: crud, after: []string{"deactivate"}, do: j.reactivate,
			title:   "A person who is activated and assigned again has the same account, active",
			plan:    "activate it in Okta, and assign it again",
			why:     "People come back, and their work must be theirs again.",
			symptom: "The person has no access, or a second, empty account."},
		{id: "unassign", needs: leavers, refs: crud, after: []string{"reactivate"}, do: j.unassign,
			title:   "A person who is unassigned is inactive in the app, and still there",
			plan:    "unassign it",
			why:     "Unassigning deactivates, and never deletes.",
			symptom: "None in Okta; the person still has access, or the account is gone."},
		{id: "reassign", needs: leavers, refs: crud, after: []string{"unassign"}, do: j.reassign,
			title:   "A person who is assigned once more has the same account, active",
			plan:    "assign it once more",
			why:     "Unassigning and assigning is how an admin syncs a person by hand.",
			symptom: "After the manual sync the person has no access, or a second account."},
	}, j.groupSteps(groups, two)...)
}

func (j *Journey) groupSteps(groups []suites.Need, two string) []step {
	refs := []string{refPush, refCRUD}
	return []step{
		{id: "push-group", needs: groups, refs: refs, after: []string{"assign"}, do: j.pushGroup,
			title:   "A pushed group is in the app, once, with its member",
			plan:    fmt.Sprintf("create the group %s with it as a member, and push the group", j.group.Name),
			why:     "Roles and access follow pushed groups.",
			symptom: "The Push Groups tab shows an error, or the group is empty in the app."},
		{id: "add-member", needs: groups, refs: refs, after: []string{"push-group"}, do: j.addMember,
			title:   "Somebody who joins a pushed group is a member in the app, beside the others",
			plan:    fmt.Sprintf("create the person %s, assign it, and add it to the group", two),
			why:     "Okta sends each change of a membership.",
			symptom: "The new member lacks access in the app, or others lost theirs; nothing is red."},
		{id: "remove-member", needs: groups, refs: refs, after: []string{"add-member"}, do: j.removeMember,
			title:   "Somebody who leaves a pushed group is no member in the app, and still has the account",
			plan:    fmt.Sprintf("remove %s from the group", j.people[0].Login),
			why:     "Access by group must end with the membership.",
			symptom: "The former member keeps the group's access in the app; nothing is red."},
		{id: "end-push", needs: groups, refs: refs, after: []string{"push-group"}, do: j.endPush,
			title:   "A group whose push is removed is gone in the app, and its members are still there",
			plan:    "remove the push, and with it the group in the app",
			why:     "Unlinking with «delete the group in the target app» deletes the group, and nobody in it.",
			symptom: "The group stays in the app with its access, or people vanish with it."},
	}
}

// create makes the person in the org, unless it is there, and assigns it.
func (j *Journey) create(t *suites.T, p *person) {
	ctx := in(t)
	p.made = true
	created, err := j.client.CreateUser(ctx, p.User, password())
	if err != nil {
		t.Block("%v", err)
	}
	p.ID = created.ID
	must[org.AppUser](t)(j.client.Assign(ctx, j.app, p.ID))
}

func (j *Journey) assign(t *suites.T) {
	p := &j.people[0]
	j.create(t, p)
	j.assigned = true
	j.arrived(t, p)
}

// arrived waits until the person is in the app, learns the id and looks at it
// from everywhere, and at what Okta holds of it.
func (j *Journey) arrived(t *suites.T, p *person) {
	found := j.until(t, "push new user", p.ID, func() []check.Problem {
		a := t.Okta.LookupUser(t, p.Login)
		list, _ := a.List()
		if len(list) != 1 {
			return []check.Problem{{At: a.Op() + " for " + p.Login, Expected: "exactly one account", Actual: fmt.Sprintf("%d, status %d", len(list), a.Status)}}
		}
		p.app = list[0].ID()
		return nil
	})
	if !found {
		t.Stop()
	}
	t.Know(p.app, p.Login)
	j.see(t, "push new user", p, j.active(p))
	t.Eventually("push new user (Okta)", func() []check.Problem {
		u, err := j.client.AppUser(in(t), j.app, p.ID)
		switch {
		case err != nil:
			return []check.Problem{{At: "the app user in Okta", Expected: "the assignment", Actual: err.Error()}}
		case u.ExternalID != p.app:
			return []check.Problem{{At: "the app user in Okta, externalId", Expected: p.app + ", the account's id in the app", Actual: shown(u.ExternalID)}}
		case u.SyncState == "ERROR":
			return []check.Problem{{At: "the app user in Okta, syncState", Expected: "no error", Actual: u.SyncState}}
		}
		return nil
	})
}

func (j *Journey) update(t *suites.T) {
	p := &j.people[0]
	changed := p.User
	changed.FirstName, changed.DisplayName = "Joan", "Joan "+changed.LastName
	must[any](t)(nil, j.client.UpdateUser(in(t), changed))
	p.User = changed
	j.see(t, "update", p, j.active(p))
}

func (j *Journey) deactivate(t *suites.T) {
	p := &j.people[0]
	must[any](t)(nil, j.client.DeactivateUser(in(t), p.ID))
	j.assigned = false
	j.see(t, "deactivate", p, j.inactive(p))
}

func (j *Journey) reactivate(t *suites.T) {
	p := &j.people[0]
	must[any](t)(nil, j.client.ActivateUser(in(t), p.ID))
	must[org.AppUser](t)(j.client.Assign(in(t), j.app, p.ID))
	j.assigned = true
	j.see(t, "reactivate", p, j.active(p))
}

func (j *Journey) unassign(t *suites.T) {
	p := &j.people[0]
	must[any](t)(nil, j.client.Unassign(in(t), j.app, p.ID))
	j.assigned = false
	j.see(t, "unassign", p, j.inactive(p))
}

func (j *Journey) reassign(t *suites.T) {
	p := &j.people[0]
	must[org.AppUser](t)(j.client.Assign(in(t), j.app, p.ID))
	j.assigned = true
	j.see(t, "reassign", p, j.active(p))
}

func (j *Journey) pushGroup(t *suites.T) {
	if !j.assigned {
		t.Block("the person is not assigned any more: org.run.reassign did not hold")
	}
	ctx, p := in(t), &j.people[0]
	j.grouped = true
	created, err := j.client.CreateGroup(ctx, j.group.Name)
	if err != nil {
		t.Block("%v", err)
	}
	j.group.ID = created.ID
	must[any](t)(nil, j.client.AddToGroup(ctx, j.group.ID, p.ID))
	mapping, err := j.client.PushGroup(ctx, j.app, j.group.ID, j.group.Name)
	if err != nil {
		t.Block("%v", err)
	}
	j.mapping = mapping
	found := j.until(t, "push group", j.group.ID, func() []check.Problem {
		a := t.Okta.LookupGroup(t, j.group.Name)
		list, _ := a.List()
		if len(list) != 1 {
			return []check.Problem{{At: a.Op() + " for " + j.group.Name, Expected: "exactly one group", Actual: fmt.Sprintf("%d, status %d", len(list), a.Status)}}
		}
		j.groupID = list[0].ID()
		return nil
	})
	if !found {
		t.Stop()
	}
	t.Know(j.groupID, j.group.Name)
	j.seeMembers(t, "push group", j.people[:1], nil)
	t.Eventually("push group (Okta)", func() []check.Problem {
		m, err := j.client.PushMapping(in(t), j.app, j.mapping.ID)
		switch {
		case err != nil:
			return []check.Problem{{At: "the push in Okta", Expected: "a mapping", Actual: err.Error()}}
		case m.Status != org.PushActive || m.ErrorSummary != "":
			return []check.Problem{{At: "the push in Okta", Expected: "ACTIVE, no error", Actual: m.Status + " " + m.ErrorSummary}}
		}
		return nil
	})
}

func (j *Journey) addMember(t *suites.T) {
	p := &j.people[1]
	j.create(t, p)
	j.arrived(t, p)
	t.StopIfFailed()
	must[any](t)(nil, j.client.AddToGroup(in(t), j.group.ID, p.ID))
	j.seeMembers(t, "add member", j.people[:], nil)
}

func (j *Journey) removeMember(t *suites.T) {
	gone := &j.people[0]
	must[any](t)(nil, j.client.RemoveFromGroup(in(t), j.group.ID, gone.ID))
	j.seeMembers(t, "remove member", j.people[1:], j.people[:1])
	j.see(t, "remove member", gone, j.active(gone))
}

func (j *Journey) endPush(t *suites.T) {
	must[any](t)(nil, j.client.EndPush(in(t), j.app, j.mapping.ID, true))
	j.until(t, "delete group", j.group.ID, func() []check.Problem {
		read := t.Okta.ReadGroup(t, j.groupID)
		return check.All(check.Status(read, 404), check.FindsNone(t.Okta.LookupGroup(t, j.group.Name), j.group.Name))
	})
	for i := range j.people {
		if p := &j.people[i]; p.app != "" {
			t.See("delete group", p.app, p.Login, []suites.View{suites.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.Text(r, "userName", p.Login)
			})
		}
	}
}
