package orgsim

import (
	"slices"
	"strings"
)

// group is a group created in Okta, or one that Okta created in the app.
type group struct {
	id, name, description string
	created, updated      string
	members               map[*user]bool
	assigned              bool   // to the app, and with it each member
	inApp                 bool   // an APP_GROUP
	external              string // the SCIM id of an APP_GROUP, once it is pushed
}

func (o *Org) findGroup(id string) *group {
	return find(o.groups, func(g *group) bool { return g.id == id })
}

// find returns the first element that matches; nil for none.
func find[T any](list []*T, matches func(*T) bool) *T {
	if i := slices.IndexFunc(list, matches); i >= 0 {
		return list[i]
	}
	return nil
}

// withGroup finds the group of the path. Nothing but a push changes groups of the app.
func withGroup(handle func(*call, *group) (any, error)) handler {
	return on("UserGroup", func(c *call) *group { return c.findGroup(c.r.PathValue("id")) },
		func(c *call, g *group) (any, error) {
			if g.inApp && c.r.Method != "GET" {
				return nil, denied
			}
			return handle(c, g)
		})
}

// withMember adds or removes a member; twice has the same effect as once.
func withMember(add bool) handler {
	return withGroup(func(c *call, g *group) (any, error) {
		return withUser(func(c *call, u *user) (any, error) {
			if g.members[u] == add {
				return nil, nil
			}
			kind := "group.user_membership.remove"
			if delete(g.members, u); add {
				kind, g.members[u] = "group.user_membership.add", true
			}
			c.log(kind, "", u, g)
			c.entitle(u)
			c.syncPush(g)
			return nil, nil
		})(c)
	})
}

// listGroups leaves out the app's groups that are the target of a push mapping.
func listGroups(c *call) (any, error) {
	q := strings.ToLower(c.query.Get("q"))
	all := slices.DeleteFunc(slices.Clone(c.groups), func(g *group) bool {
		return !strings.HasPrefix(strings.ToLower(g.name), q) ||
			slices.ContainsFunc(c.app.pushes, func(m *push) bool { return m.target == g })
	})
	return page(c, all, (*call).showGroup, 10000, 10000)
}

func createGroup(c *call) (any, error) {
	var body struct {
		Profile struct{ Name, Description string }
	}
	if err := c.read(&body); err != nil {
		return nil, err
	}
	g, err := c.addGroup(body.Profile.Name, body.Profile.Description)
	if err != nil {
		return nil, err
	}
	return c.showGroup(g)
}

func (o *Org) addGroup(name, description string) (*group, error) {
	if name == "" {
		return nil, invalid("name", "The field cannot be left blank")
	}
	if slices.ContainsFunc(o.groups, func(g *group) bool { return !g.inApp && strings.EqualFold(g.name, name) }) {
		return nil, taken("name")
	}
	g := &group{id: o.newID("00g"), name: name, description: description, created: now(), updated: now(),
		members: map[*user]bool{}}
	o.groups = append(o.groups, g)
	o.log("group.lifecycle.create", "", g)
	return g, nil
}

// deleteGroup ends the assignments and the push mapping of a group. The group in the app stays.
func deleteGroup(c *call, g *group) (any, error) {
	c.groups = slices.DeleteFunc(c.groups, func(e *group) bool { return e == g })
	c.app.pushes = slices.DeleteFunc(c.app.pushes, func(m *push) bool { return m.source == g })
	for _, u := range c.membersOf(g) {
		c.entitle(u)
	}
	c.log("group.lifecycle.delete", "", g)
	return nil, nil
}

// membersOf returns the members in the order in which they came to the org.
func (o *Org) membersOf(g *group) []*user {
	return slices.DeleteFunc(slices.Clone(o.users), func(u *user) bool { return !g.members[u] })
}

func listMembers(c *call, g *group) (any, error) {
	return page(c, c.membersOf(g), (*call).showUser, 1000, 1000)
}

func (c *call) showGroup(g *group) (any, error) {
	class, kind, links := "okta:user_group", "OKTA_GROUP", c.link("self", "groups/"+g.id, "users", "groups/"+g.id+"/users")
	if g.inApp {
		class, kind, links = "okta:scim_group", "APP_GROUP", c.link("self", "groups/"+g.id, "source", "apps/"+c.app.id)
	}
	return object{"id": g.id, "created": g.created, "lastUpdated": g.updated, "lastMembershipUpdated": g.updated,
		"objectClass": []string{class}, "type": kind, "_links": links,
		"profile": object{"name": g.name, "description": orNull(g.description)}}, nil
}
