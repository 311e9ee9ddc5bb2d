package okta

import "context"

// PushGroup is what Okta does when a group is pushed: look-up by displayName; no
// hit → POST of the empty group, then its members; a hit → rename and members
// (the group is linked; members it had stay until Push Now).
//
// Like [Client.PushUser] it stops when the look-up gives another group. In AIW a
// link reads the group first and sends old and new members together.
func (c *Client) PushGroup(ctx context.Context, name string, members []Member) Run {
	var run Run
	hit, goOn := run.lookup(c.LookupGroup(ctx, name), "displayName", name)
	if !goOn {
		return run
	}
	if hit == nil {
		a := c.CreateGroup(ctx, name, nil)
		if run.add(a) && run.created(a, "Okta cannot push members to it") && len(members) > 0 {
			c.members(ctx, &run, name, members, nil, members)
		}
		return run
	}
	run.ID = hit.ID()
	if c.config.Dialect == OIN {
		if run.add(c.rename(ctx, run.ID, name)) && len(members) > 0 {
			c.members(ctx, &run, name, members, nil, nil)
		}
		return run
	}
	if read, ok := run.read(c.ReadGroup(ctx, run.ID)); ok {
		run.add(c.PutGroup(ctx, run.ID, name, together(read, members)))
	}
	return run
}

// RenameGroup names a group anew. AIW: PUT with the current members. OIN: PATCH
// with the name alone.
func (c *Client) RenameGroup(ctx context.Context, id, newName string, current []Member) Run {
	run := Run{ID: id}
	if c.config.Dialect == OIN {
		run.add(c.rename(ctx, id, newName))
		return run
	}
	run.add(c.Send(ctx, "rename-group-aiw", Vars{"id": id, "displayName": newName, "members": list(current)}))
	return run
}

// ChangeMembers brings a group's membership up to date. OIN: one PATCH of the
// name, a remove for each of remove, and one add; large changes come in batches.
// AIW: PUT with whole, the list as it shall be.
func (c *Client) ChangeMembers(ctx context.Context, id, name string, add, remove, whole []Member) Run {
	run := Run{ID: id}
	c.members(ctx, &run, name, add, remove, whole)
	return run
}

// PushNow makes the list the whole membership; none empties the group. AIW: PUT.
// OIN: PATCH that replaces members.
func (c *Client) PushNow(ctx context.Context, id, name string, members []Member) Run {
	run := Run{ID: id}
	switch {
	case c.config.Dialect != OIN:
		run.add(c.Send(ctx, "push-now-aiw", Vars{"id": id, "displayName": name, "members": list(members)}))
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

func (c *Client) rename(ctx context.Context, id, name string) Answer {
	return c.Send(ctx, "rename-group-oin", Vars{"id": id, "displayName": name})
}

// members sends a membership change in the client's dialect.
func (c *Client) members(ctx context.Context, run *Run, name string, add, remove, whole []Member) {
	if c.config.Dialect != OIN {
		run.add(c.PutGroup(ctx, run.ID, name, whole))
		return
	}
	for goOn := true; goOn && len(add)+len(remove) > 0; {
		room := max(c.config.Batch, 1)
		ops := []Operation{RenameOp(run.ID, name)}
		for ; room > 0 && len(remove) > 0; room-- {
			ops = append(ops, RemoveOp(remove[0].Value))
			remove = remove[1:]
		}
		if n := min(room, len(add)); n > 0 {
			ops = append(ops, AddOp(add[:n]...))
			add = add[n:]
		}
		goOn = run.add(c.PatchGroup(ctx, run.ID, ops...))
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
