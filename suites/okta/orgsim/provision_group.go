package orgsim

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// syncPush queues the push of a group's present state; whole pushes all members
// and not only what changed. A push that waits already is enough.
func (o *Org) syncPush(m *pushMapping, whole bool) {
	m.whole = m.whole || whole
	if m.queued {
		return
	}
	m.queued = true
	o.queue.add("group push "+m.id, func(ctx context.Context) { o.pushGroup(ctx, m) })
}

// groupStep is what is sent for one push: the sequences in their order, until
// one fails.
type groupStep struct {
	kind, doing string // of the event of a failure
	send        func(context.Context, *okta.Client) okta.Run
	done        func(okta.Run)
}

func (o *Org) pushGroup(ctx context.Context, m *pushMapping) {
	o.mu.Lock()
	m.queued = false
	steps, client := o.groupSteps(m), o.client
	o.mu.Unlock()
	for _, s := range steps {
		run := s.send(ctx, client)
		o.mu.Lock()
		if run.Stop != "" {
			o.pushFailed(m, s, run)
			o.mu.Unlock()
			return
		}
		s.done(run)
		m.status, m.problem, m.lastPush, m.updated = "ACTIVE", "", o.now(), o.now()
		o.log(event{kind: "application.provision.group_push.updated", group: m.source, app: o.app, mapping: m})
		o.mu.Unlock()
	}
}

// groupSteps decides what to send for a mapping.
func (o *Org) groupSteps(m *pushMapping) []groupStep {
	if m.status == "INACTIVE" || !o.app.sends() || !slices.Contains(o.app.pushes, m) {
		return nil
	}
	whole := m.whole
	m.whole = false
	want := o.wanted(m)
	if !m.started {
		return []groupStep{o.firstPush(m, want)}
	}
	id, name := m.target.external, m.name
	var steps []groupStep
	if name != m.target.name {
		before := ordered(m.pushed)
		steps = append(steps, groupStep{
			kind: "application.provision.group.update", doing: "Error while renaming group " + m.target.name + " to " + name,
			send: func(ctx context.Context, c *okta.Client) okta.Run { return c.RenameGroup(ctx, id, name, before) },
			done: func(okta.Run) { m.target.name, m.target.updated = name, o.now() },
		})
	}
	add, remove := changes(m.pushed, want)
	switch {
	case whole:
		steps = append(steps, groupStep{
			kind: "application.provision.group_membership.add", doing: "Error while pushing all members of group " + name,
			send: func(ctx context.Context, c *okta.Client) okta.Run { return c.PushNow(ctx, id, name, want) },
			done: func(okta.Run) { o.membersPushed(m, want, add, remove) },
		})
	case len(add)+len(remove) > 0:
		kind := "application.provision.group_membership.add"
		if len(add) == 0 {
			kind = "application.provision.group_membership.remove"
		}
		steps = append(steps, groupStep{
			kind: kind, doing: "Error while updating the members of group " + name,
			send: func(ctx context.Context, c *okta.Client) okta.Run {
				return c.ChangeMembers(ctx, id, name, add, remove, want)
			},
			done: func(okta.Run) { o.membersPushed(m, want, add, remove) },
		})
	}
	return steps
}

// firstPush looks the group up, and creates or links it.
func (o *Org) firstPush(m *pushMapping, want []okta.Member) groupStep {
	name := m.name
	return groupStep{
		kind: "application.provision.group.add", doing: "Error while creating group " + name,
		send: func(ctx context.Context, c *okta.Client) okta.Run { return c.PushGroup(ctx, name, want) },
		done: func(run okta.Run) {
			m.started, m.target.external, m.target.name = true, run.ID, name
			o.membersPushed(m, want, want, nil)
		},
	}
}

// membersPushed notes what the group in the app has now.
func (o *Org) membersPushed(m *pushMapping, want, add, remove []okta.Member) {
	clear(m.pushed)
	for _, e := range want {
		m.pushed[e.Value] = e
	}
	for kind, changed := range map[string][]okta.Member{
		"application.provision.group_membership.add": add, "application.provision.group_membership.remove": remove,
	} {
		if len(changed) > 0 {
			o.log(event{kind: kind, group: m.source, app: o.app, mapping: m})
		}
	}
}

// pushFailed notes that a group could not be pushed.
func (o *Org) pushFailed(m *pushMapping, s groupStep, run okta.Run) {
	last, kind := run.Last(), s.kind
	if !m.started {
		switch {
		case last.Method == http.MethodGet:
			kind = "application.provision.group.verify_exists"
		case run.ID != "" && last.Method != http.MethodPost:
			kind = "application.provision.group_membership.add"
		}
		// What was created is known from here on.
		if m.started = run.ID != ""; m.started {
			m.target.external, m.target.name = run.ID, m.name
		}
	}
	reason := s.doing + ": " + o.detail(run)
	o.integrationFailed(nil, m.source, last, reason)
	o.log(event{kind: kind, group: m.source, app: o.app, mapping: m, failure: reason})
	m.status, m.problem, m.updated = "ERROR", reason, o.now()
}

// removeTarget deletes the group in the app.
func (o *Org) removeTarget(m *pushMapping) {
	o.queue.add("delete group "+m.target.id, func(ctx context.Context) {
		o.mu.Lock()
		id, client, sends := m.target.external, o.client, o.app.sends()
		o.mu.Unlock()
		if id == "" || !sends {
			return
		}
		run := client.UnlinkGroup(ctx, id, true)
		o.mu.Lock()
		defer o.mu.Unlock()
		if run.Stop != "" {
			reason := "Error while deleting group " + m.target.name + ": " + o.detail(run)
			o.integrationFailed(nil, m.source, run.Last(), reason)
			o.log(event{kind: "application.provision.group.remove", group: m.source, app: o.app, mapping: m, failure: reason})
			return
		}
		o.groups = slices.DeleteFunc(o.groups, func(g *group) bool { return g == m.target })
		o.log(event{kind: "application.provision.group.remove", group: m.source, app: o.app, mapping: m})
	})
}

// wanted are the members that the group should have in the app: only who is
// assigned to it and has an account there is pushed.
func (o *Org) wanted(m *pushMapping) []okta.Member {
	var out []okta.Member
	for _, u := range o.membersOf(m.source) {
		if au := o.app.users[u.id]; au != nil && au.externalID != "" && u.live() {
			out = append(out, okta.Member{Value: au.externalID, Display: au.userName})
		}
	}
	return out
}

// changes tells which members are new and which are gone.
func changes(have map[string]okta.Member, want []okta.Member) (add, remove []okta.Member) {
	wanted := map[string]bool{}
	for _, m := range want {
		wanted[m.Value] = true
		if _, has := have[m.Value]; !has {
			add = append(add, m)
		}
	}
	for _, m := range ordered(have) {
		if !wanted[m.Value] {
			remove = append(remove, m)
		}
	}
	return add, remove
}

func ordered(members map[string]okta.Member) []okta.Member {
	var out []okta.Member
	for _, m := range members {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b okta.Member) int { return strings.Compare(a.Display+a.Value, b.Display+b.Value) })
	return out
}
