package orgsim

import (
	"slices"
	"strings"
)

var appGroupRoutes = []route{
	{"GET /api/v1/apps/{app}/groups", "apps", withApp(listAppGroups)},
	{"GET /api/v1/apps/{app}/groups/{id}", "apps", withAppGroup(getAppGroup)},
	{"PUT /api/v1/apps/{app}/groups/{id}", "apps", withApp(assignAppGroup)},
	{"DELETE /api/v1/apps/{app}/groups/{id}", "apps", withAppGroup(unassignAppGroup)},
}

func withAppGroup(handle func(*call, *groupAssignment) (int, any, *apiError)) handler {
	return withApp(func(c *call, a *app) (int, any, *apiError) {
		for _, g := range a.groups {
			if g.group.id == c.r.PathValue("id") {
				return handle(c, g)
			}
		}
		return 0, nil, notFound(c.r.PathValue("id"), "AppGroup")
	})
}

func listAppGroups(c *call, a *app) (int, any, *apiError) {
	all := slices.Clone(a.groups)
	if q := strings.ToLower(c.r.URL.Query().Get("q")); q != "" {
		all = slices.DeleteFunc(all, func(g *groupAssignment) bool { return !strings.HasPrefix(strings.ToLower(g.group.name), q) })
	}
	out, err := page(c, all, func(g *groupAssignment) string { return g.group.id }, 20, 200)
	return 200, each(out, c.showAppGroup), err
}

func getAppGroup(c *call, g *groupAssignment) (int, any, *apiError) {
	return 200, c.showAppGroup(g), nil
}

func assignAppGroup(c *call, a *app) (int, any, *apiError) {
	var body struct {
		Priority *int
		Profile  object
	}
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	g := c.findGroup(c.r.PathValue("id"))
	switch {
	case g == nil:
		return 0, nil, notFound(c.r.PathValue("id"), "UserGroup")
	case !a.scim || g.app:
		return 0, nil, denied()
	}
	priority := len(a.groups)
	if body.Priority != nil {
		priority = *body.Priority
	}
	return 200, c.showAppGroup(c.assignGroup(g, priority, body.Profile)), nil
}

// assignGroup assigns a group to the app, and with it each member.
func (o *Org) assignGroup(g *group, priority int, profile object) *groupAssignment {
	a := o.assignmentOf(g)
	if a == nil {
		a = &groupAssignment{group: g}
		o.app.groups = append(o.app.groups, a)
		o.log(event{kind: "group.application_assignment.add", group: g, app: o.app})
	}
	a.priority, a.updated, a.profile = priority, o.now(), profile
	if a.profile == nil {
		a.profile = object{}
	}
	for _, u := range o.membersOf(g) {
		o.regroup(u)
	}
	return a
}

func (o *Org) assignmentOf(g *group) *groupAssignment {
	i := slices.IndexFunc(o.app.groups, func(a *groupAssignment) bool { return a.group == g })
	if i < 0 {
		return nil
	}
	return o.app.groups[i]
}

func unassignAppGroup(c *call, g *groupAssignment) (int, any, *apiError) {
	c.unassignGroup(g.group)
	return 204, nil, nil
}

// unassignGroup takes the app from those who had it only by this group.
func (o *Org) unassignGroup(g *group) {
	if o.assignmentOf(g) == nil {
		return
	}
	o.app.groups = slices.DeleteFunc(o.app.groups, func(a *groupAssignment) bool { return a.group == g })
	o.log(event{kind: "group.application_assignment.remove", group: g, app: o.app})
	for _, u := range o.membersOf(g) {
		o.regroup(u)
	}
}

func (c *call) showAppGroup(g *groupAssignment) object {
	self := "/api/v1/apps/" + c.app.id + "/groups/" + g.group.id
	return object{"id": g.group.id, "priority": g.priority, "lastUpdated": stamp(g.updated), "profile": g.profile,
		"_links": object{"app": c.href("/api/v1/apps/" + c.app.id), "self": c.href(self), "group": c.href("/api/v1/groups/" + g.group.id)}}
}
