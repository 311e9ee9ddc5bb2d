package orgsim

import (
	"net/http"
	"slices"
	"strings"
)

var userRoutes = []route{
	{"GET /api/v1/users", "users", listUsers},
	{"POST /api/v1/users", "users", createUser},
	{"GET /api/v1/users/{id}", "users", withUser(getUser)},
	{"POST /api/v1/users/{id}", "users", withUser(updateUser)},
	{"PUT /api/v1/users/{id}", "users", withUser(updateUser)},
	{"DELETE /api/v1/users/{id}", "users", withUser(deleteUser)},
	{"GET /api/v1/users/{id}/groups", "users", withUser(listGroupsOfUser)},
	{"POST /api/v1/users/{id}/lifecycle/activate", "users", withUser(activateUser)},
	{"POST /api/v1/users/{id}/lifecycle/reactivate", "users", withUser(reactivateUser)},
	{"POST /api/v1/users/{id}/lifecycle/deactivate", "users", withUser(deactivateUser)},
	{"POST /api/v1/users/{id}/lifecycle/suspend", "users", withUser(suspendUser)},
	{"POST /api/v1/users/{id}/lifecycle/unsuspend", "users", withUser(unsuspendUser)},
}

// withUser finds the user of the path, by id or login.
func withUser(handle func(*call, *user) (int, any, *apiError)) handler {
	return func(c *call) (int, any, *apiError) {
		name := c.r.PathValue("id")
		u := c.findUser(name)
		if u == nil {
			return 0, nil, notFound(name, "User")
		}
		return handle(c, u)
	}
}

// findUser finds by id or by login, whatever the login's case.
func (o *Org) findUser(name string) *user {
	if u := o.byID[name]; u != nil {
		return u
	}
	return o.byName[strings.ToLower(name)]
}

func userID(u *user) string { return u.id }

// listUsers leaves deactivated users out unless there is a filter or a search.
func listUsers(c *call) (int, any, *apiError) {
	all := c.users
	query := c.r.URL.Query()
	if query.Get("filter") == "" && query.Get("search") == "" {
		all = slices.DeleteFunc(slices.Clone(all), func(u *user) bool { return u.status == "DEPROVISIONED" })
	}
	if q := strings.ToLower(query.Get("q")); q != "" {
		all = slices.DeleteFunc(slices.Clone(all), func(u *user) bool {
			return !slices.ContainsFunc([]string{"firstName", "lastName", "email"}, func(a string) bool {
				return strings.HasPrefix(strings.ToLower(u.text(a)), q)
			})
		})
	}
	for _, by := range []string{"filter", "search"} {
		var err *apiError
		if all, err = keep(c, by, all, c.showUser); err != nil {
			return 0, nil, err
		}
	}
	out, err := page(c, all, userID, 200, 200)
	return 200, each(out, c.showUser), err
}

// userBody is what creates and updates carry.
type userBody struct {
	Profile     object `json:"profile"`
	Credentials struct {
		Password struct {
			Value string `json:"value"`
		} `json:"password"`
	} `json:"credentials"`
	GroupIDs []string `json:"groupIds"`
}

func createUser(c *call) (int, any, *apiError) {
	var body userBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	var groups []*group
	for _, id := range body.GroupIDs {
		g := c.findGroup(id)
		if g == nil {
			return 0, nil, notFound(id, "UserGroup")
		}
		groups = append(groups, g)
	}
	u, err := c.addUser(body.Profile, c.truth("activate", true), body.Credentials.Password.Value != "")
	if err != nil {
		return 0, nil, err
	}
	for _, g := range groups {
		c.addMember(g, u)
	}
	return 200, c.showUser(u), nil
}

// addUser makes a user. One who is activated is ACTIVE with a password and
// PROVISIONED (asked by mail to set one) without.
func (o *Org) addUser(profile object, activate, password bool) (*user, *apiError) {
	profile = clean(profile)
	if err := o.checkProfile(profile, nil); err != nil {
		return nil, err
	}
	u := &user{id: o.newID("00u"), status: "STAGED", created: o.now(), updated: o.now(), profile: profile, password: password}
	if password {
		u.passwordChanged = o.now()
	}
	o.users = append(o.users, u)
	o.byID[u.id], o.byName[strings.ToLower(u.login())] = u, u
	o.everyone.members[u.id] = true
	o.log(event{kind: "user.lifecycle.create", user: u})
	if activate {
		o.activate(u)
	}
	return u, nil
}

// clean drops the attributes that are null and keeps the rest, as Okta stores a
// profile.
func clean(profile object) object {
	out := object{}
	for k, v := range profile {
		if v != nil {
			out[k] = v
		}
	}
	return out
}

// checkProfile tells what is wrong with a profile; own is the user who has it.
func (o *Org) checkProfile(profile object, own *user) *apiError {
	for _, a := range []string{"login", "email", "firstName", "lastName"} {
		if s, _ := profile[a].(string); s == "" {
			return invalid(a, a+": The field cannot be left blank")
		}
	}
	login := profile["login"].(string)
	if local, domain, ok := strings.Cut(login, "@"); !ok || local == "" || domain == "" {
		return invalid("login", "login: Username must be in the form of an email address")
	}
	if u := o.byName[strings.ToLower(login)]; u != nil && u != own {
		return taken("login")
	}
	return nil
}

func getUser(c *call, u *user) (int, any, *apiError) { return 200, c.showUser(u), nil }

// updateUser changes some attributes (POST) or all (PUT).
func updateUser(c *call, u *user) (int, any, *apiError) {
	var body userBody
	if err := c.read(&body); err != nil {
		return 0, nil, err
	}
	if u.status == "DEPROVISIONED" {
		return 0, nil, denied()
	}
	profile := object{}
	if c.r.Method == http.MethodPost {
		for k, v := range u.profile {
			profile[k] = v
		}
	}
	for k, v := range body.Profile {
		profile[k] = v
	}
	profile = clean(profile)
	if err := c.checkProfile(profile, u); err != nil {
		return 0, nil, err
	}
	if body.Credentials.Password.Value != "" {
		u.password, u.passwordChanged = true, c.now()
	}
	delete(c.byName, strings.ToLower(u.login()))
	u.profile, u.updated = profile, c.now()
	c.byName[strings.ToLower(u.login())] = u
	c.log(event{kind: "user.account.update_profile", user: u})
	if au := c.app.users[u.id]; au != nil {
		c.remap(au)
	}
	return 200, c.showUser(u), nil
}

// deleteUser deactivates at first, and deletes one who is deactivated.
func deleteUser(c *call, u *user) (int, any, *apiError) {
	if u.status != "DEPROVISIONED" {
		c.deactivate(u)
		return 204, nil, nil
	}
	for _, g := range c.groups {
		delete(g.members, u.id)
	}
	c.users = slices.DeleteFunc(c.users, func(e *user) bool { return e == u })
	delete(c.byID, u.id)
	delete(c.byName, strings.ToLower(u.login()))
	c.log(event{kind: "user.lifecycle.delete.completed", user: u})
	return 204, nil, nil
}

func listGroupsOfUser(c *call, u *user) (int, any, *apiError) {
	in := slices.DeleteFunc(slices.Clone(c.groups), func(g *group) bool { return !g.members[u.id] })
	return 200, each(in, c.showGroup), nil
}

func (c *call) showUser(u *user) object {
	self := "/api/v1/users/" + u.id
	credentials := object{"provider": object{"type": "OKTA", "name": "OKTA"}}
	if u.password {
		credentials["password"] = object{}
	}
	profile := object{"mobilePhone": nil, "secondEmail": nil}
	for k, v := range u.profile {
		profile[k] = v
	}
	return object{
		"id": u.id, "status": u.status, "created": stamp(u.created), "activated": stamp(u.activated),
		"statusChanged": stamp(u.statusChanged), "lastLogin": nil, "lastUpdated": stamp(u.updated),
		"passwordChanged": stamp(u.passwordChanged), "type": object{"id": c.otype},
		"profile": profile, "credentials": credentials,
		"_links": object{"self": c.href(self)},
	}
}
