package orgsim

import (
	"slices"
	"strings"
)

var groupRoutes = []route{
	{"GET /api/v1/groups", "groups", listGroups},
	{"POST /api/v1/groups", "groups", createGroup},
	{"GET /api/v1/groups/{id}", "groups", withGroup(getGroup)},
	{"PUT /api/v1/groups/{id}", "groups", withGroup(updateGroup)},
	{"DELETE /api/v1/groups/{id}", "groups", withGroup(deleteGroup)},
	{"GET /api/v1/groups/{id}/users", "groups", withGroup(listMembers)},
	{"GET /api/v1/groups/{id}/apps", "groups", withGroup(listAppsOfGroup)},
	{"PUT /api/v1/groups/{id}/users/{user}", "groups", withMember((*Org).addMember)},
	{"DELETE /api/v1/groups/{id}/users/{user}", "groups", withMember((*Org).removeMember)},
}

func withGroup(handle func(*call, *group) (int, any, *apiError)) handler {
	return func(c *call) (int, any, *apiError) {
		g := c.findGroup(c.r.PathValue("id"))
		if g == nil {
			return 0, nil, notFound(c.r.PathValue("id"), "UserGroup")
		}
		return handle(c, g)
	}
}

// withMember changes the membership of one user in a group made in Okta; twice
// is as good as once.
func withMember(change func(*Org, *group, *user)) handler {
	return withGroup(func(c *call, g *group) (int, any, *apiError) {
		u := c.findUser(c.r.PathValue("user"))
		if u == nil {
			return 0, nil, notFound(c.r.PathValue("user"), "User")
		}
		if g.app || g.builtIn {
			return 0, nil, denied()
		}
		change(c.Org, g, u)
		return 204, nil, nil
	})
}

func (o *Org) findGroup(id string) *group {
	i := slices.IndexFunc(o.groups, func(g *group) bool { return g.id == id })
	if i < 0 {
		return nil
	}
	return o.groups[i]
}

func groupID(g *group) string { return g.id }

// listGroups leaves out the app's groups that are the target of a push mapping.
func listGroups(c *call) (int, any, *apiError) {
	all := slices.DeleteFunc(slices.Clone(c.groups), func(g *group) bool {
		return slices.ContainsFunc(c.app.pushes, func(m *pushMapping) bool { return m.target == g })
	})
	if q := strings.ToLower(c.r.URL.Query().Get("q")); q != "" {
		all = slices.DeleteFunc(all, func(g *group) bool { return !strings.HasPrefix(strings.ToLower(g.name), q) })
	}
	for _, by := range []string{"filter", "search"} {
		var err *apiError
		if all, err = keep(c, by, all, c.showGroup); err != nil {
			return 0, nil, err
		}
	}
	out, err := page(c, all, groupID, 10000, 10000)
	return 200, each(out, c.showGroup), err
}

type groupBody struct {
	Profile struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"profile"`
}

func createGroup(c *call) (int, any, *apiError) {
	var body groupBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	g, err := c.addGroup(body.Profile.Name, body.Profile.Description)
	if err != nil {
		return 0, nil, err
	}
	return 200, c.showGroup(g), nil
}

func (o *Org) addGroup(name, description string) (*group, *apiError) {
	if err := o.checkGroupName(name, nil); err != nil {
		return nil, err
	}
	g := &group{id: o.newID("00g"), name: name, description: description, created: o.now(), updated: o.now(),
		membersMoved: o.now(), members: map[string]bool{}}
	o.groups = append(o.groups, g)
	o.log(event{kind: "group.lifecycle.create", group: g})
	return g, nil
}

func (o *Org) checkGroupName(name string, own *group) *apiError {
	if name == "" {
		return invalid("name", "name: The field cannot be left blank")
	}
	if slices.ContainsFunc(o.groups, func(g *group) bool { return g != own && !g.app && strings.EqualFold(g.name, name) }) {
		return taken("name")
	}
	return nil
}

func getGroup(c *call, g *group) (int, any, *apiError) { return 200, c.showGroup(g), nil }

// updateGroup changes name and description; a pushed group is renamed in the app.
func updateGroup(c *call, g *group) (int, any, *apiError) {
	var body groupBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	if g.app || g.builtIn {
		return 0, nil, denied()
	}
	if err := c.checkGroupName(body.Profile.Name, g); err != nil {
		return 0, nil, err
	}
	renamed := g.name != body.Profile.Name
	g.name, g.description, g.updated = body.Profile.Name, body.Profile.Description, c.now()
	c.log(event{kind: "group.profile.update", group: g})
	if renamed {
		for _, m := range c.pushesOf(g) {
			m.name = g.name
			c.syncPush(m, false)
		}
	}
	return 200, c.showGroup(g), nil
}

// deleteGroup ends the assignments and the push mappings of a group. The group in
// the app is left alone.
func deleteGroup(c *call, g *group) (int, any, *apiError) {
	if g.app || g.builtIn {
		return 0, nil, denied()
	}
	c.groups = slices.DeleteFunc(c.groups, func(e *group) bool { return e == g })
	c.app.pushes = slices.DeleteFunc(c.app.pushes, func(m *pushMapping) bool { return m.source == g })
	c.unassignGroup(g)
	c.log(event{kind: "group.lifecycle.delete", group: g})
	return 204, nil, nil
}

// membersOf gives the members in the order in which they came to the org.
func (o *Org) membersOf(g *group) []*user {
	var out []*user
	for _, u := range o.users {
		if g.members[u.id] {
			out = append(out, u)
		}
	}
	return out
}

func listMembers(c *call, g *group) (int, any, *apiError) {
	out, err := page(c, c.membersOf(g), userID, 1000, 1000)
	return 200, each(out, c.showUser), err
}

func listAppsOfGroup(c *call, g *group) (int, any, *apiError) {
	var apps []*app
	if c.assignmentOf(g) != nil {
		apps = append(apps, c.app)
	}
	out, err := page(c, apps, appID, 20, 200)
	return 200, each(out, c.showApp), err
}

func (o *Org) addMember(g *group, u *user) {
	if g.members[u.id] {
		return
	}
	g.members[u.id], g.membersMoved = true, o.now()
	o.log(event{kind: "group.user_membership.add", user: u, group: g})
	o.regroup(u)
	o.membersChanged(g)
}

func (o *Org) removeMember(g *group, u *user) {
	if !g.members[u.id] {
		return
	}
	delete(g.members, u.id)
	g.membersMoved = o.now()
	o.log(event{kind: "group.user_membership.remove", user: u, group: g})
	o.regroup(u)
	o.membersChanged(g)
}

// membersChanged brings the group's pushes up to date.
func (o *Org) membersChanged(g *group) {
	for _, m := range o.pushesOf(g) {
		o.syncPush(m, false)
	}
}

func (c *call) showGroup(g *group) object {
	self := "/api/v1/groups/" + g.id
	class := "okta:user_group"
	links := object{"self": c.href(self), "users": c.href(self + "/users"), "apps": c.href(self + "/apps")}
	if g.app {
		class = "okta:scim_group"
		links["source"] = c.href("/api/v1/apps/" + c.app.id)
	}
	var description any
	if g.description != "" {
		description = g.description
	}
	return object{
		"id": g.id, "created": stamp(g.created), "lastUpdated": stamp(g.updated), "lastMembershipUpdated": stamp(g.membersMoved),
		"objectClass": []string{class}, "type": g.kind(),
		"profile": object{"name": g.name, "description": description}, "_links": links,
	}
}
