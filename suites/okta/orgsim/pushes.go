package orgsim

import (
	"context"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// push is a group push mapping.
type push struct {
	id, status, problem        string // status ACTIVE, INACTIVE or ERROR
	created, updated, lastPush string
	source, target             *group
	pushed                     map[string]okta.Member // by SCIM id
	queued, whole              bool                   // a push waits; of all members
}

// withPush finds the mapping of the path.
func withPush(handle func(*call, *push) (any, error)) handler {
	return on("GroupPushMapping", func(c *call) *push {
		return find(c.app.pushes, func(m *push) bool { return m.id == c.r.PathValue("id") })
	}, handle)
}

func listPushes(c *call) (any, error) { return page(c, c.app.pushes, (*call).showPush, 100, 1000) }

// createPush pushes a group under a name.
func createPush(c *call) (any, error) {
	var body struct{ SourceGroupID, TargetGroupName, Status string }
	if err := c.read(&body); err != nil {
		return nil, err
	}
	source := c.findGroup(body.SourceGroupID)
	switch {
	case !c.app.provisioning:
		return nil, noProvisioning
	case source == nil || source.inApp:
		return nil, notFound(body.SourceGroupID, "UserGroup")
	case body.TargetGroupName == "":
		return nil, invalid("targetGroupName", "The field cannot be left blank")
	case body.Status != "ACTIVE":
		return nil, invalid("status", "The value must be ACTIVE.")
	case c.pushOf(source) != nil:
		return nil, invalid("sourceGroupId", "The source group has a group push mapping already.")
	}
	c.status = 201
	return c.showPush(c.push(source, body.TargetGroupName))
}

// push adds a group push mapping. The group in the app gets its SCIM id with the first push.
func (o *Org) push(source *group, name string) *push {
	target := &group{id: o.newID("00g"), name: name, created: now(), updated: now(), inApp: true}
	m := &push{id: o.newID("gPm"), status: "ACTIVE", created: now(), updated: now(), source: source, target: target,
		pushed: map[string]okta.Member{}}
	o.groups, o.app.pushes = append(o.groups, target), append(o.app.pushes, m)
	o.log("application.provision.group_push.mapping.created", "", source, m, o.app)
	o.syncPush(source)
	return m
}

func (o *Org) pushOf(g *group) *push {
	return find(o.app.pushes, func(m *push) bool { return m.source == g })
}

// updatePush pauses a mapping or activates it again, which pushes the whole membership as the button Push Now does.
func updatePush(c *call, m *push) (any, error) {
	var body struct{ Status string }
	if err := c.read(&body); err != nil {
		return nil, err
	}
	if body.Status != "ACTIVE" && body.Status != "INACTIVE" {
		return nil, invalid("status", "The value must be ACTIVE or INACTIVE.")
	}
	c.setPush(m, body.Status)
	m.whole = true
	c.syncPush(m.source)
	return c.showPush(m)
}

func (o *Org) setPush(m *push, status string) {
	kind := map[string]string{"ACTIVE": "activate", "INACTIVE": "deactivate"}[status] + "_mapping"
	o.log("application.provision.group_push."+kind, "", m.source, m, o.app)
	m.status, m.problem, m.updated = status, "", now()
}

// deletePush ends a mapping, which must be inactive, and with it the group in the app if asked.
func deletePush(c *call, m *push) (any, error) {
	if m.status != "INACTIVE" {
		return nil, invalid("status", "The group push mapping must be INACTIVE to be deleted.")
	}
	c.app.pushes = slices.DeleteFunc(c.app.pushes, func(e *push) bool { return e == m })
	c.log("application.provision.group_push.removed", "", m.source, m, c.app)
	if c.query.Get("deleteTargetGroup") == "true" {
		o := c.Org
		o.queue.add(func(ctx context.Context) { o.perform(ctx, func() *step { return o.deletion(m) }) })
	}
	return nil, nil
}

func (c *call) showPush(m *push) (any, error) {
	return object{"id": m.id, "status": m.status, "errorSummary": m.problem, "created": m.created,
		"lastUpdated": m.updated, "lastPush": orNull(m.lastPush), "sourceGroupId": m.source.id, "targetGroupId": m.target.id,
		"_links": c.link("app", "apps/"+c.app.id, "sourceGroup", "groups/"+m.source.id, "targetGroup", "groups/"+m.target.id),
	}, nil
}

// syncPush queues the push of a group's present state, once.
func (o *Org) syncPush(g *group) {
	if m := o.pushOf(g); m != nil && !m.queued {
		m.queued = true
		o.queue.add(func(ctx context.Context) { o.perform(ctx, func() *step { return o.pushStep(m) }) })
	}
}

const memberAdd = "application.provision.group_membership.add"

// pushStep decides what to send for a mapping; nil for nothing.
func (o *Org) pushStep(m *push) *step {
	m.queued = false
	if m.status == "INACTIVE" || !o.app.sends() || !slices.Contains(o.app.pushes, m) {
		return nil
	}
	id, name, want := m.target.external, m.target.name, o.wanted(m)
	add, remove := changes(m.pushed, want)
	s := &step{about: []any{m.source, m, o.app}, failed: func(reason string, run okta.Run) {
		if id == "" {
			m.target.external = run.ID // what was created is known from here on
		}
		m.status, m.problem, m.updated = "ERROR", reason, now()
	}}
	s.done = func(run okta.Run) {
		m.target.external, m.whole = run.ID, false
		m.status, m.problem, m.updated, m.lastPush = "ACTIVE", "", now(), now()
		clear(m.pushed)
		for _, e := range want {
			m.pushed[e.Value] = e
		}
	}
	switch {
	case id == "":
		s.kind, s.doing = "application.provision.group.add", "Error while creating group "+name
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.PushGroup(ctx, name, want) }
	case m.whole:
		s.kind, s.doing = memberAdd, "Error while pushing all members of group "+name
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.PushNow(ctx, id, name, want) }
	case len(add)+len(remove) == 0:
		return nil
	default:
		s.kind, s.doing = memberAdd, "Error while updating the members of group "+name
		if len(add) == 0 {
			s.kind = "application.provision.group_membership.remove"
		}
		s.send = func(ctx context.Context, c *okta.Client) okta.Run {
			return c.ChangeMembers(ctx, id, name, add, remove, want)
		}
	}
	return s
}

// deletion deletes the group in the app; nil when it never arrived there.
func (o *Org) deletion(m *push) *step {
	id := m.target.external
	if id == "" || !o.app.sends() {
		return nil
	}
	return &step{
		kind: "application.provision.group.remove", about: []any{m.source, m, o.app},
		doing: "Error while deleting group " + m.target.name,
		send:  func(ctx context.Context, c *okta.Client) okta.Run { return c.UnlinkGroup(ctx, id, true) },
		done:  func(okta.Run) { o.groups = slices.DeleteFunc(o.groups, func(g *group) bool { return g == m.target }) },
	}
}

// wanted returns the members that the group should have in the app: only users who are assigned to it and have an
// account there are pushed.
func (o *Org) wanted(m *push) []okta.Member {
	var out []okta.Member
	for _, u := range o.membersOf(m.source) {
		if u.app != nil && u.app.externalID != "" {
			out = append(out, okta.Member{Value: u.app.externalID, Display: u.login()})
		}
	}
	return out
}

// changes returns which members are new and which are gone.
func changes(have map[string]okta.Member, want []okta.Member) (add, remove []okta.Member) {
	wanted := map[string]bool{}
	for _, m := range want {
		wanted[m.Value] = true
		if _, has := have[m.Value]; !has {
			add = append(add, m)
		}
	}
	for _, m := range have {
		if !wanted[m.Value] {
			remove = append(remove, m)
		}
	}
	slices.SortFunc(remove, func(a, b okta.Member) int { return strings.Compare(a.Display+a.Value, b.Display+b.Value) })
	return add, remove
}
