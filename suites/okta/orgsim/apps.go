package orgsim

import (
	"slices"
	"strings"
)

var appRoutes = []route{
	{"GET /api/v1/apps", "apps", listApps},
	{"GET /api/v1/apps/{app}", "apps", withApp(getApp)},
	{"POST /api/v1/apps/{app}/lifecycle/activate", "apps", withApp(setAppStatus("ACTIVE"))},
	{"POST /api/v1/apps/{app}/lifecycle/deactivate", "apps", withApp(setAppStatus("INACTIVE"))},
	{"GET /api/v1/apps/{app}/features", "apps", withApp(listFeatures)},
	{"GET /api/v1/apps/{app}/features/{name}", "apps", withApp(getFeature)},
	{"PUT /api/v1/apps/{app}/features/{name}", "apps", withApp(updateFeature)},
	{"GET /api/v1/apps/{app}/connections/default", "apps", withApp(getConnection)},
	{"POST /api/v1/apps/{app}/connections/default", "apps", withApp(updateConnection)},
	{"POST /api/v1/apps/{app}/connections/default/lifecycle/activate", "apps", withApp(setConnection("ENABLED"))},
	{"POST /api/v1/apps/{app}/connections/default/lifecycle/deactivate", "apps", withApp(setConnection("DISABLED"))},
}

func withApp(handle func(*call, *app) (int, any, *apiError)) handler {
	return func(c *call) (int, any, *apiError) {
		for _, a := range []*app{c.app, c.wiki} {
			if a.id == c.r.PathValue("app") {
				return handle(c, a)
			}
		}
		return 0, nil, notFound(c.r.PathValue("app"), "AppInstance")
	}
}

func appID(a *app) string { return a.id }

// listApps also answers which apps a user or a group has, by a filter on user.id
// or group.id.
func listApps(c *call) (int, any, *apiError) {
	all := []*app{c.app, c.wiki}
	if q := strings.ToLower(c.r.URL.Query().Get("q")); q != "" {
		all = slices.DeleteFunc(all, func(a *app) bool {
			return !strings.HasPrefix(strings.ToLower(a.label), q) && !strings.HasPrefix(a.name, q)
		})
	}
	all, err := keep(c, "filter", all, func(a *app) object {
		var users, groups []object
		for id := range a.users {
			users = append(users, object{"id": id})
		}
		for _, g := range a.groups {
			groups = append(groups, object{"id": g.group.id})
		}
		return object{"id": a.id, "status": a.status, "name": a.name, "user": users, "group": groups}
	})
	if err != nil {
		return 0, nil, err
	}
	out, err := page(c, all, appID, 20, 200)
	return 200, each(out, c.showApp), err
}

func getApp(c *call, a *app) (int, any, *apiError) { return 200, c.showApp(a), nil }

func setAppStatus(status string) func(*call, *app) (int, any, *apiError) {
	return func(c *call, a *app) (int, any, *apiError) {
		a.status, a.updated = status, c.now()
		return 200, object{}, nil
	}
}

func (c *call) showApp(a *app) object {
	self := "/api/v1/apps/" + a.id
	out := object{
		"id": a.id, "orn": "orn:okta:idp:00oSIMULATEDORG00000:apps:" + a.name + ":" + a.id,
		"name": a.name, "label": a.label, "status": a.status, "signOnMode": a.signOn,
		"created": stamp(a.created), "lastUpdated": stamp(a.updated), "features": a.features(),
		"accessibility": object{"selfService": false, "errorRedirectUrl": nil, "loginRedirectUrl": nil},
		"visibility": object{"autoSubmitToolbar": false, "hide": object{"iOS": false, "web": false},
			"appLinks": object{a.name + "_link": true}},
		"credentials": object{"userNameTemplate": object{"template": "${" + strings.Replace(a.userName, "user.", "source.", 1) + "}", "type": "BUILT_IN"}, "signing": object{}},
		"settings": object{"app": object{}, "notifications": object{"vpn": object{
			"network": object{"connection": "DISABLED"}, "message": nil, "helpUrl": nil}}},
		"_links": object{"users": c.href(self + "/users"), "groups": c.href(self + "/groups"),
			"deactivate": c.href(self + "/lifecycle/deactivate")},
	}
	if !a.scim {
		out["credentials"] = object{"userNameTemplate": object{"template": "${source.login}", "type": "BUILT_IN"}, "signing": object{}}
	}
	return out
}

// features are what the app integration can do and is switched on for.
func (a *app) features() []string {
	out := []string{}
	if !a.scim || !a.provisioning {
		return out
	}
	out = append(out, "GROUP_PUSH", "IMPORT_NEW_USERS", "IMPORT_PROFILE_UPDATES")
	for _, f := range []struct {
		on   bool
		name string
	}{{a.create, "PUSH_NEW_USERS"}, {a.update, "PUSH_PROFILE_UPDATES"}, {a.deactivate, "PUSH_USER_DEACTIVATION"}, {a.deactivate, "REACTIVATE_USERS"}} {
		if f.on {
			out = append(out, f.name)
		}
	}
	return out
}
