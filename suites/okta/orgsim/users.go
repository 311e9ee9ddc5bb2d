package orgsim

import (
	"maps"
	"slices"
	"strings"
)

// user is a user of the org and, when assigned, of the app.
type user struct {
	id, status       string // ACTIVE; PROVISIONED without a password; DEPROVISIONED
	created, updated string
	profile          object
	password         bool
	direct           bool        // assigned to the app by hand, and not only by a group
	app              *assignment // to the app; nil for none
	account          string      // the SCIM id in the app, beyond the end of an assignment
	active           bool        // the account, as far as Okta knows
	queued           bool        // the provisioning waits in the queue
}

func (u *user) text(attribute string) string { s, _ := u.profile[attribute].(string); return s }
func (u *user) login() string                { return u.text("login") }
func (u *user) name() string {
	return strings.TrimSpace(u.text("firstName") + " " + u.text("lastName"))
}

// findUser finds by id, or by login in any case.
func (o *Org) findUser(name string) *user {
	if u := o.index[name]; u != nil {
		return u
	}
	return o.index[strings.ToLower(name)]
}

// withUser finds the user of the path.
func withUser(handle func(*call, *user) (any, error)) handler {
	return on("User", func(c *call) *user { return c.findUser(c.r.PathValue("user")) }, handle)
}

// listUsers leaves deactivated users out.
func listUsers(c *call) (any, error) {
	all := slices.DeleteFunc(slices.Clone(c.users), func(u *user) bool { return u.status == "DEPROVISIONED" })
	return page(c, all, (*call).showUser, 200, 200)
}

// userBody is what creates and updates carry.
type userBody struct {
	Profile     object
	Credentials struct{ Password struct{ Value string } }
}

func createUser(c *call) (any, error) {
	var body userBody
	if err := c.read(&body); err != nil {
		return nil, err
	}
	u, err := c.addUser(body.Profile, body.Credentials.Password.Value != "")
	if err != nil {
		return nil, err
	}
	return c.showUser(u)
}

func (o *Org) addUser(profile object, password bool) (*user, error) {
	u := &user{created: now(), password: password}
	if err := o.setProfile(u, profile); err != nil {
		return nil, err
	}
	u.id = o.newID("00u")
	o.users = append(o.users, u)
	o.index[u.id] = u
	o.log("user.lifecycle.create", "", u)
	o.activate(u)
	return u, nil
}

// setProfile changes the attributes that are named; null and "" take one away.
func (o *Org) setProfile(u *user, change object) error {
	profile := maps.Clone(u.profile)
	if profile == nil {
		profile = object{}
	}
	maps.Copy(profile, change)
	maps.DeleteFunc(profile, func(_ string, v any) bool { return v == nil || v == "" })
	for _, name := range []string{"login", "email", "firstName", "lastName"} {
		if s, _ := profile[name].(string); s == "" {
			return invalid(name, "The field cannot be left blank")
		}
	}
	login := strings.ToLower(profile["login"].(string))
	if local, domain, _ := strings.Cut(login, "@"); local == "" || domain == "" {
		return invalid("login", "Username must be in the form of an email address")
	}
	if known := o.index[login]; known != nil && known != u {
		return taken("login")
	}
	delete(o.index, strings.ToLower(u.login()))
	o.index[login] = u
	u.profile, u.updated = profile, now()
	return nil
}

func taken(field string) error {
	return invalid(field, "An object with this field already exists in the current organization")
}

// updateUser changes some attributes, and pushes what is mapped.
func updateUser(c *call, u *user) (any, error) {
	var body userBody
	if err := c.read(&body); err != nil {
		return nil, err
	}
	if u.status == "DEPROVISIONED" {
		return nil, denied
	}
	if err := c.setProfile(u, body.Profile); err != nil {
		return nil, err
	}
	c.log("user.account.update_profile", "", u)
	if u.app != nil {
		c.remap(u)
	}
	return c.showUser(u)
}

// deleteUser deactivates first, and deletes a deactivated user.
func deleteUser(c *call, u *user) (any, error) {
	if u.status != "DEPROVISIONED" {
		return deactivateUser(c, u)
	}
	for _, g := range c.groups {
		delete(g.members, u)
	}
	c.users = slices.DeleteFunc(c.users, func(e *user) bool { return e == u })
	delete(c.index, u.id)
	delete(c.index, strings.ToLower(u.login()))
	c.log("user.lifecycle.delete.completed", "", u)
	return nil, nil
}

func activateUser(c *call, u *user) (any, error) {
	if u.status != "DEPROVISIONED" {
		return nil, &apiError{403, "E0000016", "Activation failed because the user is already active", ""}
	}
	c.activate(u)
	return object{}, nil
}

// activate gives a user the apps of the user's groups.
func (o *Org) activate(u *user) {
	u.status, u.updated = "PROVISIONED", now()
	if u.password {
		u.status = "ACTIVE"
	}
	o.log("user.lifecycle.activate", "", u)
	o.entitle(u)
}

// deactivateUser ends every assignment; the user stays in the groups.
func deactivateUser(c *call, u *user) (any, error) {
	if u.status == "DEPROVISIONED" {
		return nil, denied
	}
	u.status, u.direct, u.updated = "DEPROVISIONED", false, now()
	c.log("user.lifecycle.deactivate", "", u)
	c.entitle(u)
	if c.r.Method != "POST" {
		return nil, nil
	}
	return object{}, nil
}

func (c *call) showUser(u *user) (any, error) {
	profile := object{"mobilePhone": nil, "secondEmail": nil}
	maps.Copy(profile, u.profile)
	return object{
		"id": u.id, "status": u.status, "created": u.created, "activated": u.created, "statusChanged": u.updated,
		"lastLogin": nil, "lastUpdated": u.updated, "passwordChanged": u.created, "type": object{"id": "oty1simulated"},
		"profile": profile, "credentials": object{"provider": object{"type": "OKTA", "name": "OKTA"}},
		"_links": c.link("self", "users/"+u.id),
	}, nil
}
