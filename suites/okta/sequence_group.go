package okta

import (
	"context"
	"net/http"
	"slices"
)

// PushGroup is what Okta does when a group is pushed. It looks the group up by
// displayName, unless Import Groups is on: then the imported list has said that
// there is none. No hit: AIW posts the group with its members, then reads it and
// puts the same content, also when it is empty; OIN posts it empty, names it once
// more, and adds the members in a request of their own. A hit is linked, see
// [Client.LinkGroup].
//
// Like [Client.PushUser] it stops when the look-up gives another group.
func (c *Client) PushGroup(ctx context.Context, name string, members []Member) Run {
	var run Run
	if !c.config.ImportGroups {
		hit, goOn := run.lookup(c.LookupGroup(ctx, name), "displayName", name)
		if !goOn {
			return run
		}
		if hit != nil {
			linked := c.LinkGroup(ctx, hit.ID(), name, members)
			linked.Answers = append(run.Answers, linked.Answers...)
			return linked
		}
	}
	posted := members
	if c.GroupDialect() == OIN {
		posted = nil
	}
	if !run.add(c.CreateGroup(ctx, name, posted)) || !run.created(run.Last(), "Okta cannot push members to it") {
		return run
	}
	if c.GroupDialect() != OIN {
		c.replaceGroup(ctx, &run, "put-group", name, members)
	} else if run.add(c.rename(ctx, run.ID, name)) {
		c.members(ctx, &run, members, nil)
	}
	return run
}

// LinkGroup makes a group that is in the app already the target of a push: its
// name and members are pushed, and members it had stay until Push Now. AIW reads
// the group and puts old and new members together.
func (c *Client) LinkGroup(ctx context.Context, id, name string, members []Member) Run {
	run := Run{ID: id}
	if c.GroupDialect() == OIN {
		if run.add(c.rename(ctx, id, name)) {
			c.members(ctx, &run, members, nil)
		}
		return run
	}
	if read, ok := run.read(c.ReadGroup(ctx, id)); ok {
		run.add(c.PutGroup(ctx, id, name, together(read, members)))
	}
	return run
}

// RenameGroup names a group anew. AIW: GET and PUT with the current members. OIN:
// PATCH with the name alone.
func (c *Client) RenameGroup(ctx context.Context, id, newName string, current []Member) Run {
	run := Run{ID: id}
	if c.GroupDialect() == OIN {
		run.add(c.rename(ctx, id, newName))
		return run
	}
	c.replaceGroup(ctx, &run, "rename-group-aiw", newName, current)
	return run
}

// ChangeMembers brings a group's membership up to date. AIW: GET and PUT with
// whole, the list as it shall be, and both once more with the list in another
// order. OIN: a PATCH for each of remove, then one that adds; many come in batches.
func (c *Client) ChangeMembers(ctx context.Context, id, name string, add, remove, whole []Member) Run {
	run := Run{ID: id}
	if c.GroupDialect() == OIN {
		c.members(ctx, &run, add, remove)
		return run
	}
	if c.replaceGroup(ctx, &run, "put-group", name, whole) {
		again := slices.Clone(whole)
		slices.Reverse(again)
		c.replaceGroup(ctx, &run, "put-group", name, again)
	}
	return run
}

// ChangeTogether is a membership change as Okta's reference has it and nobody
// recorded it: AIW puts the group without its id, OIN sends one PATCH of the name,
// a remove for each of remove, and one add.
func (c *Client) ChangeTogether(ctx context.Context, id, name string, add, remove, whole []Member) Run {
	run := Run{ID: id}
	if c.GroupDialect() != OIN {
		run.add(c.Send(ctx, "put-group-without-id", Vars{"id": id, "displayName": name, "members": list(whole)}))
		return run
	}
	ops := []Operation{RenameOp(id, name)}
	for _, m := range remove {
		ops = append(ops, RemoveOp(m.Value))
	}
	if len(add) > 0 {
		ops = append(ops, AddOp(add...))
	}
	run.add(c.PatchGroup(ctx, id, ops...))
	return run
}

// PushNow makes the list the whole membership; none empties the group. AIW: GET
// and PUT. OIN: PATCH that replaces members.
func (c *Client) PushNow(ctx context.Context, id, name string, members []Member) Run {
	run := Run{ID: id}
	switch {
	case c.GroupDialect() != OIN:
		c.replaceGroup(ctx, &run, "push-now-aiw", name, members)
	case len(members) == 0:
		run.add(c.Send(ctx, "push-now-empty-oin", Vars{"id": id}))
	default:
		run.add(c.Send(ctx, "push-now-oin", Vars{"id": id, "members": members}))
	}
	return run
}

// UnlinkGroup ends the push of a group. With deleteIt the group is deleted in the
// app, else nothing is sent.
func (c *Client) UnlinkGroup(ctx context.Context, id string, deleteIt bool) Run {
	run := Run{ID: id}
	if deleteIt {
		run.add(c.DeleteGroup(ctx, id))
	}
	return run
}

// replaceGroup is GET and PUT of a group, and reports whether both went through.
func (c *Client) replaceGroup(ctx context.Context, run *Run, shape, name string, members []Member) bool {
	var read Answer
	c.config.Until(ctx, func() bool { read = c.ReadGroup(ctx, run.ID); return read.Status != http.StatusNotFound })
	_, ok := run.read(read)
	return ok && run.add(c.Send(ctx, shape, Vars{"id": run.ID, "displayName": name, "members": list(members)}))
}

func (c *Client) rename(ctx context.Context, id, name string) Answer {
	return c.Send(ctx, "rename-group-oin", Vars{"id": id, "displayName": name})
}

// members sends a membership change by PATCH.
func (c *Client) members(ctx context.Context, run *Run, add, remove []Member) {
	for _, m := range remove {
		if !run.add(c.Send(ctx, "remove-member", Vars{"id": run.ID, "member": m.Value})) {
			return
		}
	}
	for batch := range slices.Chunk(add, max(c.config.Batch, 1)) {
		if !run.add(c.Send(ctx, "add-members", Vars{"id": run.ID, "members": batch})) {
			return
		}
	}
}

// together gives the members of a group as read, and those of more that are new.
func together(group Resource, more []Member) []Member {
	var out []Member
	seen := map[string]bool{}
	old, _ := group["members"].([]any)
	for _, e := range old {
		m, _ := e.(map[string]any)
		display, _ := m["display"].(string)
		if id := idOf(m["value"]); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, Member{Value: id, Display: display})
		}
	}
	for _, m := range more {
		if !seen[m.Value] {
			seen[m.Value] = true
			out = append(out, m)
		}
	}
	return out
}
