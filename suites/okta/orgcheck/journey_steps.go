package orgcheck

import (
	"context"
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/profile"
)

// step is one thing that an admin does in the org.
type step struct {
	id, title, plan string
	why, symptom    string
	refs            []string
	needs           []kit.Need
	after           string // the step that must have held; "" for none
	do              func(*kit.T)
}

func (j *Journey) steps() []step {
	push, updates := []kit.Need{kit.NeedPushUsers}, []kit.Need{kit.NeedPushUsers, kit.NeedUpdates}
	leavers := []kit.Need{kit.NeedPushUsers, kit.NeedDeactivate}
	groups := []kit.Need{kit.NeedPushUsers, kit.NeedGroups}
	crud, pushes := []string{refCRUD, refAppUsers}, []string{refPush, refCRUD}
	one, two := &j.people[0], &j.people[1]
	assign := func(ctx context.Context) error { return j.client.Assign(ctx, j.app, one.ID) }
	all := []step{
		{id: "assign", needs: push, refs: crud, do: j.assign,
			title:   "A user who is assigned to the app has one active account there, with the mapped attributes",
			plan:    fmt.Sprintf("create the user %s, and assign it to the app", one.Login),
			why:     "It is the first thing that an admin does, and everything else builds on it.",
			symptom: "The user is assigned and has no account in the app, or one with wrong data."},
		{id: "grant", needs: []kit.Need{kit.NeedPushUsers, kit.NeedEntitlements}, refs: []string{refCRUDE}, after: "assign", do: j.grant,
			title:   "A user who is granted entitlements in Okta has the same account, active",
			plan:    "grant it entitlements of the app",
			why:     "The CRUD test of an app with entitlements has this step after the assignment.",
			symptom: "The test is red in its fourth step, or the grant changes the user's account."},
		{id: "update", needs: updates, refs: crud, after: "assign", do: j.update,
			title:   "A change of a user's name in Okta arrives in the app",
			plan:    "change its first name and display name",
			why:     "Okta is the source of names and addresses.",
			symptom: "No error in Okta: the app keeps the old name."},
		{id: "deactivate", needs: leavers, refs: crud, after: "assign",
			do: j.switched("deactivate", false,
				func(ctx context.Context) error { return j.client.DeactivateUser(ctx, one.ID) }),
			title:   "A user who is deactivated in Okta is inactive in the app, and still there",
			plan:    "deactivate it in Okta",
			why:     "A leaver's access must end, and the history must stay.",
			symptom: "No error in Okta: the leaver can still sign in to the app, or the account is gone."},
		{id: "reactivate", needs: leavers, refs: crud, after: "deactivate",
			do: j.switched("reactivate", true, func(ctx context.Context) error {
				if err := j.client.ActivateUser(ctx, one.ID); err != nil {
					return err
				}
				return assign(ctx)
			}),
			title:   "A user who is activated and assigned again has the same account, active",
			plan:    "activate it in Okta, and assign it again",
			why:     "A user who comes back needs the earlier work.",
			symptom: "The user has no access, or a second, empty account."},
		{id: "unassign", needs: leavers, refs: crud, after: "reactivate",
			do: j.switched("unassign", false,
				func(ctx context.Context) error { return j.client.Unassign(ctx, j.app, one.ID) }),
			title:   "A user who is unassigned is inactive in the app, and still there",
			plan:    "unassign it",
			why:     "Unassigning deactivates, and never deletes.",
			symptom: "No error in Okta: the user still has access, or the account is gone."},
		{id: "reassign", needs: leavers, refs: crud, after: "unassign", do: j.switched("reassign", true, assign),
			title:   "A user who is assigned once more has the same account, active",
			plan:    "assign it once more",
			why:     "An admin syncs a user by hand by unassigning and assigning.",
			symptom: "After the manual sync the user has no access, or a second account."},
		{id: "push-group", needs: groups, refs: pushes, after: "assign", do: j.pushGroup,
			title:   "A pushed group is in the app, once, with its member",
			plan:    fmt.Sprintf("create the group %s with it as a member, and push the group", j.group.Name),
			why:     "Roles and access follow pushed groups.",
			symptom: "The Push Groups tab shows an error, or the group is empty in the app."},
		{id: "add-member", needs: groups, refs: pushes, after: "push-group", do: j.addMember,
			title:   "A user who joins a pushed group is a member in the app, beside the others",
			plan:    fmt.Sprintf("create the user %s, assign it, and add it to the group", two.Login),
			why:     "Okta sends each change of a membership.",
			symptom: "No error in Okta: the new member lacks access in the app, or others lost theirs."},
		{id: "remove-member", needs: groups, refs: pushes, after: "add-member", do: j.removeMember,
			title:   "A user who leaves a pushed group is not a member in the app, and keeps the account",
			plan:    fmt.Sprintf("remove %s from the group", one.Login),
			why:     "Access by group must end with the membership.",
			symptom: "No error in Okta: the former member keeps the group's access in the app."},
		{id: "end-push", needs: groups, refs: pushes, after: "push-group", do: j.endPush,
			title:   "A group whose push is removed is gone in the app, and its members are still there",
			plan:    "remove the push, and with it the group in the app",
			why:     "Unlinking with «delete the group in the target app» deletes the group, and none of its members.",
			symptom: "The group stays in the app with its access, or users vanish with it."},
	}
	if j.env != nil && !j.env.Profile.HasAction(profile.Entitlements) { // Okta's CRUD test has thirteen steps then
		all = slices.DeleteFunc(all, func(s step) bool { return s.id == "grant" })
	}
	return all
}

// create creates the user in the org and assigns it.
func (j *Journey) create(t *kit.T, p *person) {
	p.made = true
	created := must[org.User](t)(j.client.CreateUser(in(t), p.User, password()))
	p.ID = created.ID
	need(t, j.client.Assign(in(t), j.app, p.ID))
}

func (j *Journey) assign(t *kit.T) {
	j.create(t, &j.people[0])
	j.assigned = true
	j.arrived(t, &j.people[0])
}

// arrived waits until the user is in the app, learns the id, and looks at the account in every view and at what Okta
// holds about it.
func (j *Journey) arrived(t *kit.T, p *person) {
	p.app = j.only(t, "push new user", p.ID, "exactly one account", p.Login, t.Okta.LookupUser)
	j.see(t, "push new user", p, j.active(p))
	t.Eventually("push new user (Okta)", func() []check.Problem {
		const place = "the app user in Okta"
		u, err := j.client.AppUser(in(t), j.app, p.ID)
		switch {
		case err != nil:
			return wrong(place, "the assignment", err.Error())
		case u.ExternalID != p.app:
			return wrong(place+", externalId", p.app+", the account's id in the app", shown(u.ExternalID))
		case u.SyncState == "ERROR":
			return wrong(place+", syncState", "no error", u.SyncState)
		}
		return nil
	})
}

func (j *Journey) grant(t *kit.T) {
	need(t, j.client.Grant(in(t), j.app, j.people[0].ID))
	j.see(t, "grant", &j.people[0], j.active(&j.people[0]))
}

func (j *Journey) update(t *kit.T) {
	p := &j.people[0]
	changed := p.User
	changed.FirstName, changed.DisplayName = "Joan", "Joan "+changed.LastName
	need(t, j.client.UpdateUser(in(t), changed))
	p.User = changed
	j.see(t, "update", p, j.active(p))
}

// switched carries out a change after which the first user must be active, or inactive, in the app.
func (j *Journey) switched(operation string, on bool, change func(context.Context) error) func(*kit.T) {
	return func(t *kit.T) {
		need(t, change(in(t)))
		want := j.inactive
		if j.assigned = on; on {
			want = j.active
		}
		j.see(t, operation, &j.people[0], want(&j.people[0]))
	}
}

func (j *Journey) pushGroup(t *kit.T) {
	if !j.assigned {
		t.Block("the user is not assigned any more: org.run.reassign did not hold")
	}
	j.grouped = true
	created := must[org.Group](t)(j.client.CreateGroup(in(t), j.group.Name))
	j.group.ID = created.ID
	need(t, j.client.AddToGroup(in(t), j.group.ID, j.people[0].ID))
	j.mapping = must[org.PushMapping](t)(j.client.PushGroup(in(t), j.app, j.group.ID, j.group.Name))
	j.groupID = j.only(t, "push group", j.group.ID, "exactly one group", j.group.Name, t.Okta.LookupGroup)
	j.seeMembers(t, "push group", j.people[:1], nil)
	t.Eventually("push group (Okta)", func() []check.Problem {
		m, err := j.client.PushMapping(in(t), j.app, j.mapping.ID)
		switch {
		case err != nil:
			return wrong("the push in Okta", "a mapping", err.Error())
		case m.Status != org.PushActive || m.ErrorSummary != "":
			return wrong("the push in Okta", "ACTIVE, no error", m.Status+" "+m.ErrorSummary)
		}
		return nil
	})
}

func (j *Journey) addMember(t *kit.T) {
	p := &j.people[1]
	j.create(t, p)
	j.arrived(t, p)
	t.StopIfFailed()
	need(t, j.client.AddToGroup(in(t), j.group.ID, p.ID))
	j.seeMembers(t, "add member", j.people[:], nil)
}

func (j *Journey) removeMember(t *kit.T) {
	gone := &j.people[0]
	need(t, j.client.RemoveFromGroup(in(t), j.group.ID, gone.ID))
	j.seeMembers(t, "remove member", j.people[1:], j.people[:1])
	j.see(t, "remove member", gone, j.active(gone))
}

func (j *Journey) endPush(t *kit.T) {
	need(t, j.client.EndPush(in(t), j.app, j.mapping.ID))
	j.until(t, "delete group", j.group.ID, func() []check.Problem {
		read := t.Okta.ReadGroup(t, j.groupID)
		return check.All(check.Status(read, 404), check.FindsNone(t.Okta.LookupGroup(t, j.group.Name), j.group.Name))
	})
	for _, p := range j.people {
		if p.app != "" {
			t.See("delete group", p.app, p.Login, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.Text(r, "userName", p.Login)
			})
		}
	}
}
