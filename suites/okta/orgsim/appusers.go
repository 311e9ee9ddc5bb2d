package orgsim

import (
	"slices"
	"strings"
)

var appUserRoutes = []route{
	{"GET /api/v1/apps/{app}/users", "apps", withApp(listAppUsers)},
	{"POST /api/v1/apps/{app}/users", "apps", withApp(assignUser)},
	{"GET /api/v1/apps/{app}/users/{user}", "apps", withAppUser(getAppUser)},
	{"POST /api/v1/apps/{app}/users/{user}", "apps", withAppUser(updateAppUser)},
	{"DELETE /api/v1/apps/{app}/users/{user}", "apps", withAppUser(unassignUser)},
}

func withAppUser(handle func(*call, *appUser) (int, any, *apiError)) handler {
	return withApp(func(c *call, a *app) (int, any, *apiError) {
		au := a.users[c.r.PathValue("user")]
		if au == nil {
			return 0, nil, notFound(c.r.PathValue("user"), "AppUser")
		}
		return handle(c, au)
	})
}

func appUserID(au *appUser) string { return au.user.id }

// assignments gives the app users in the order in which they came to the org.
func (o *Org) assignments(a *app) []*appUser {
	var out []*appUser
	for _, u := range o.users {
		if au := a.users[u.id]; au != nil {
			out = append(out, au)
		}
	}
	return out
}

func listAppUsers(c *call, a *app) (int, any, *apiError) {
	all := c.assignments(a)
	if q := strings.ToLower(c.r.URL.Query().Get("q")); q != "" {
		all = slices.DeleteFunc(all, func(au *appUser) bool {
			return !slices.ContainsFunc([]string{au.userName, au.user.text("firstName"), au.user.text("lastName"), au.user.text("email")},
				func(s string) bool { return strings.HasPrefix(strings.ToLower(s), q) })
		})
	}
	out, err := page(c, all, appUserID, 50, 500)
	return 200, each(out, c.showAppUser), err
}

func getAppUser(c *call, au *appUser) (int, any, *apiError) { return 200, c.showAppUser(au), nil }

// appUserBody is what assigns and updates carry.
type appUserBody struct {
	ID          string `json:"id"`
	Scope       string `json:"scope"`
	Credentials struct {
		UserName string `json:"userName"`
	} `json:"credentials"`
	Profile object `json:"profile"`
}

func assignUser(c *call, a *app) (int, any, *apiError) {
	var body appUserBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	u := c.findUser(body.ID)
	switch {
	case body.ID == "":
		return 0, nil, invalid("id", "id: The field cannot be left blank")
	case u == nil:
		return 0, nil, notFound(body.ID, "User")
	case !a.scim:
		return 0, nil, denied() // the bookmark is there to be read
	case u.status == "DEPROVISIONED":
		return 0, nil, invalid("user", "Deactivated users cannot be assigned to an app.")
	}
	return 200, c.showAppUser(c.assign(u, &body)), nil
}

// assign assigns a user to the app directly. Assigning again gives what is
// already there, and changes what the body has.
func (o *Org) assign(u *user, body *appUserBody) *appUser {
	au := o.app.users[u.id]
	if au == nil {
		au = o.newAppUser(u)
	}
	au.direct = true
	if body != nil {
		au.change(*body)
	}
	o.remap(au)
	o.sync(u)
	return au
}

func (o *Org) newAppUser(u *user) *appUser {
	au := &appUser{user: u, created: o.now(), updated: o.now(), statusChanged: o.now(), status: "STAGED", syncState: "OUT_OF_SYNC",
		own: object{}}
	o.app.users[u.id] = au
	o.log(event{kind: "application.user_membership.add", user: u, app: o.app})
	return au
}

// change takes over what an admin gives with the assignment.
func (au *appUser) change(body appUserBody) {
	if body.Credentials.UserName != "" {
		au.ownName = body.Credentials.UserName
	}
	for k, v := range body.Profile {
		au.own[k] = v
	}
}

// updateAppUser changes the app's profile of a user. It is also how a failed
// push is tried again.
func updateAppUser(c *call, au *appUser) (int, any, *apiError) {
	var body appUserBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	au.change(body)
	au.updated = c.now()
	if body.Scope == "USER" {
		au.direct = true
	}
	c.remap(au)
	if au.syncState == "ERROR" {
		au.dirty = true
		c.sync(au.user)
	}
	return 200, c.showAppUser(au), nil
}

// unassignUser ends a direct assignment. The description does not say what
// happens to one that comes from a group: it is refused.
func unassignUser(c *call, au *appUser) (int, any, *apiError) {
	if !au.direct {
		return 0, nil, denied()
	}
	c.unassign(au)
	return 204, nil, nil
}

// unassign ends a direct assignment; one by a group may be left.
func (o *Org) unassign(au *appUser) {
	au.direct = false
	if au.user.status != "DEPROVISIONED" && o.groupOf(au.user) != nil {
		au.updated = o.now()
		return
	}
	o.drop(au)
}

func (o *Org) drop(au *appUser) {
	delete(o.app.users, au.user.id)
	o.log(event{kind: "application.user_membership.remove", user: au.user, app: o.app})
	o.sync(au.user)
}

// regroup gives a user the app when one of his groups has it, and takes it from
// him when he had it only by a group.
func (o *Org) regroup(u *user) {
	au, by := o.app.users[u.id], o.groupOf(u)
	switch {
	case au == nil && by != nil && u.status != "DEPROVISIONED":
		o.remap(o.newAppUser(u))
		o.sync(u)
	case au != nil && by == nil && !au.direct:
		o.drop(au)
	}
}

// groupOf is the first of the user's groups that is assigned to the app.
func (o *Org) groupOf(u *user) *group {
	for _, a := range o.app.groups {
		if a.group.members[u.id] {
			return a.group
		}
	}
	return nil
}

// remap computes the app's profile of a user anew, and pushes it if it changed.
func (o *Org) remap(au *appUser) {
	profile := object{}
	for attribute, p := range o.app.mapping {
		if v := evaluate(p.expression, au.user.profile); v != "" {
			profile[attribute] = v
		}
	}
	for k, v := range au.own {
		if v == nil {
			delete(profile, k)
		} else {
			profile[k] = v
		}
	}
	name := au.ownName
	if name == "" {
		name = evaluate(o.app.userName, au.user.profile)
	}
	if name == au.userName && equal(profile, au.profile) {
		return
	}
	au.userName, au.profile, au.dirty, au.updated = name, profile, true, o.now()
	o.sync(au.user)
}

func (c *call) showAppUser(au *appUser) object {
	scope := "GROUP"
	links := object{"app": c.href("/api/v1/apps/" + c.app.id), "user": c.href("/api/v1/users/" + au.user.id)}
	if au.direct {
		scope = "USER"
	} else if g := c.groupOf(au.user); g != nil {
		links["group"] = c.href("/api/v1/groups/" + g.id)
	}
	out := object{
		"id": au.user.id, "externalId": nil, "created": stamp(au.created), "lastUpdated": stamp(au.updated), "scope": scope,
		"status": au.status, "statusChanged": stamp(au.statusChanged), "passwordChanged": nil, "syncState": au.syncState,
		"lastSync": stamp(au.lastSync), "credentials": object{"userName": au.userName}, "profile": au.profile, "_links": links,
	}
	if au.externalID != "" {
		out["externalId"] = au.externalID
	}
	if c.r.URL.Query().Get("expand") == "user" {
		out["_embedded"] = object{"user": c.showUser(au.user)}
	}
	return out
}
