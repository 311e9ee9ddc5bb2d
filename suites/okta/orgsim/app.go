package orgsim

import (
	"maps"
	"slices"
)

// app is the app integration that is provisioned.
type app struct {
	id, label, status, created string
	toApp                      string // id of the profile mapping
	provisioning               bool   // the SCIM integration is switched on
	create, update, deactivate bool   // capabilities of USER_PROVISIONING
	connection, authScheme     string
	mapping                    map[string]property // by attribute of the app
	pushes                     []*push
}

// property is how one attribute of the app is mapped. With createOnly it is sent with the create and never again
// (pushStatus DONT_PUSH).
type property struct {
	from       string // the user's attribute
	createOnly bool
}

// defaultMapping is what a new custom SCIM app maps, as far as the simulator knows the attributes.
func defaultMapping() map[string]property {
	return map[string]property{"givenName": {from: "firstName"}, "familyName": {from: "lastName"},
		"email": {from: "email"}, "displayName": {from: "displayName"}, "title": {from: "title"},
		"locale": {from: "locale"}, "department": {from: "department"}}
}

// sends reports whether anything at all is sent to the app.
func (a *app) sends() bool {
	return a.status == "ACTIVE" && a.provisioning && a.connection == "ENABLED"
}

func getApp(c *call) (any, error) {
	a := c.app
	features := []string{}
	for _, f := range []struct {
		on   bool
		name string
	}{{true, "GROUP_PUSH"}, {a.create, "PUSH_NEW_USERS"}, {a.update, "PUSH_PROFILE_UPDATES"},
		{a.deactivate, "PUSH_USER_DEACTIVATION"}, {a.deactivate, "REACTIVATE_USERS"}} {
		if f.on && a.provisioning {
			features = append(features, f.name)
		}
	}
	return object{
		"id": a.id, "orn": "orn:okta:idp:00oSIMULATEDORG00000:apps:simulated:" + a.id, "name": "simulated_scimapp_1",
		"label": a.label, "status": a.status, "signOnMode": "SAML_2_0", "created": a.created, "lastUpdated": a.created,
		"features": features, "visibility": object{"autoSubmitToolbar": false},
		"accessibility": object{"selfService": false, "errorRedirectUrl": nil, "loginRedirectUrl": nil},
		"credentials":   object{"userNameTemplate": object{"template": "${source.login}", "type": "BUILT_IN"}},
		"settings":      object{"app": object{}}, "_links": c.link("users", "apps/"+a.id+"/users"),
	}, nil
}

// noProvisioning is the answer about the provisioning of an app that has none.
var noProvisioning = invalid("feature", "Provisioning is not enabled for the app instance.")

func listFeatures(c *call) (any, error) {
	if !c.app.provisioning {
		return nil, noProvisioning
	}
	status := func(on bool) object {
		if on {
			return object{"status": "ENABLED"}
		}
		return object{"status": "DISABLED"}
	}
	return []object{{
		"name": "USER_PROVISIONING", "status": "ENABLED",
		"description": "User provisioning settings from Okta to a downstream application",
		"capabilities": object{
			"create": object{"lifecycleCreate": status(c.app.create)},
			"update": object{"profile": status(c.app.update), "lifecycleDeactivate": status(c.app.deactivate),
				"password": object{"status": "DISABLED", "seed": "RANDOM", "change": "KEEP_EXISTING"}},
		},
		"_links": c.link("self", "apps/"+c.app.id+"/features/USER_PROVISIONING"),
	}}, nil
}

func getConnection(c *call) (any, error) {
	if !c.app.provisioning {
		return nil, noProvisioning
	}
	return object{"authScheme": c.app.authScheme, "status": c.app.connection, "baseUrl": c.options.SCIM.BaseURL,
		"profile": object{"authScheme": c.app.authScheme}, "_links": c.link("self", "apps/"+c.app.id+"/connections/default"),
	}, nil
}

// listMappings leaves the properties out, as Okta does.
func listMappings(c *call) (any, error) {
	all := []*app{c.app}
	if target := c.query.Get("targetId"); target != "" && target != c.app.id {
		all = nil
	}
	return page(c, all, func(c *call, _ *app) (any, error) {
		m := c.mappingObject()
		delete(m, "properties")
		return m, nil
	}, 20, 200)
}

func getMapping(c *call) (any, error) { return c.mappingObject(), nil }

func (c *call) mappingObject() object {
	properties := object{}
	for name, p := range c.app.mapping {
		status := "PUSH"
		if p.createOnly {
			status = "DONT_PUSH"
		}
		properties[name] = object{"expression": "user." + p.from, "pushStatus": status}
	}
	return object{"id": c.app.toApp, "properties": properties, "_links": c.link("self", "mappings/"+c.app.toApp),
		"source": object{"id": "oty1simulated", "name": "user", "type": "user", "_links": c.link()},
		"target": object{"id": c.app.id, "name": "simulated_scimapp_1", "type": "appuser", "_links": c.link()}}
}

func listAppGroups(c *call) (any, error) {
	all := slices.DeleteFunc(slices.Clone(c.groups), func(g *group) bool { return !g.assigned })
	return page(c, all, func(c *call, g *group) (any, error) {
		return object{"id": g.id, "priority": slices.Index(all, g), "lastUpdated": g.updated, "profile": object{},
			"_links": c.link("app", "apps/"+c.app.id, "group", "groups/"+g.id)}, nil
	}, 20, 200)
}

// assignment is the assignment of a user to the app.
type assignment struct {
	created, updated, lastSync string
	status, syncState          string
	externalID                 string            // the SCIM id, once provisioned
	profile, pushed            map[string]string // by the app's attribute names: as it should be, as last pushed
}

// appUser finds the user of the path among those who are assigned.
func appUser(handle func(*call, *user) (any, error)) handler {
	return on("AppUser", func(c *call) *user {
		if u := c.findUser(c.r.PathValue("user")); u != nil && u.app != nil {
			return u
		}
		return nil
	}, handle)
}

func (o *Org) assigned() []*user {
	return slices.DeleteFunc(slices.Clone(o.users), func(u *user) bool { return u.app == nil })
}

func listAppUsers(c *call) (any, error) { return page(c, c.assigned(), (*call).showAppUser, 50, 500) }

func assignUser(c *call) (any, error) {
	var body struct{ ID string }
	if err := c.read(&body); err != nil {
		return nil, err
	}
	u := c.findUser(body.ID)
	if u == nil {
		return nil, notFound(body.ID, "User")
	}
	if u.status == "DEPROVISIONED" {
		return nil, invalid("user", "Deactivated users cannot be assigned to an app.")
	}
	u.direct = true
	c.entitle(u)
	return c.showAppUser(u)
}

// grant accepts a grant of entitlements to somebody who is assigned. What Okta sends to the app then is not documented for
// a grant that names none: nothing is sent.
func grant(c *call) (any, error) {
	var body struct {
		TargetPrincipal struct{ ExternalID string }
		Target          struct{ ExternalID string }
	}
	if err := c.read(&body); err != nil {
		return nil, err
	}
	switch u := c.findUser(body.TargetPrincipal.ExternalID); {
	case body.Target.ExternalID != c.app.id:
		return nil, notFound(body.Target.ExternalID, "AppInstance")
	case u == nil || u.app == nil:
		return nil, invalid("targetPrincipal", "The user is not assigned to the app.")
	}
	return object{"id": c.newID("gra"), "status": "ACTIVE", "grantType": "CUSTOM"}, nil
}

// unassignUser ends a direct assignment. The description does not say what happens to one by a group: it is refused.
func unassignUser(c *call, u *user) (any, error) {
	if !u.direct {
		return nil, denied
	}
	u.direct = false
	c.entitle(u)
	return nil, nil
}

// entitle gives a user the app, or takes it away, as the direct assignment and the groups say.
func (o *Org) entitle(u *user) {
	entitled := u.status != "DEPROVISIONED" && (u.direct || o.assigningGroup(u) != nil)
	switch {
	case entitled && u.app == nil:
		u.app = &assignment{created: now(), updated: now(), status: "STAGED", syncState: "OUT_OF_SYNC"}
		o.log("application.user_membership.add", "", u, o.app)
		o.remap(u)
	case !entitled && u.app != nil:
		u.app = nil
		o.log("application.user_membership.remove", "", u, o.app)
		o.sync(u)
	}
}

// assigningGroup is the first of the user's groups that is assigned to the app.
func (o *Org) assigningGroup(u *user) *group {
	return find(o.groups, func(g *group) bool { return g.assigned && g.members[u] })
}

// remap computes the app's profile of a user, and pushes it if it changed.
func (o *Org) remap(u *user) {
	profile := map[string]string{"userName": u.login()}
	for attribute, p := range o.app.mapping {
		if v := u.text(p.from); v != "" {
			profile[attribute] = v
		}
	}
	if !maps.Equal(profile, u.app.profile) {
		u.app.profile, u.app.updated = profile, now()
		o.sync(u)
	}
}

func (c *call) showAppUser(u *user) (any, error) {
	au, scope := u.app, "GROUP"
	links := c.link("app", "apps/"+c.app.id, "user", "users/"+u.id)
	if u.direct {
		scope = "USER"
	}
	return object{
		"id": u.id, "externalId": orNull(au.externalID), "created": au.created, "lastUpdated": au.updated, "scope": scope,
		"status": au.status, "statusChanged": au.updated, "passwordChanged": nil, "syncState": au.syncState,
		"lastSync": orNull(au.lastSync), "credentials": object{"userName": u.login()}, "profile": au.profile, "_links": links,
	}, nil
}
