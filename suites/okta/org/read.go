package org

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// Page sizes: the largest that Okta allows (apps/{appId}/users 500, logs 1000); of the members of a group it recommends
// 200.
const (
	appUsersPage = "?limit=500"
	groupsPage   = "?limit=200"
	mappingsPage = "?limit=100"
)

func appPath(appID, more string) string { return "/api/v1/apps/" + appID + more }

func userPath(idOrLogin, more string) string {
	return "/api/v1/users/" + url.PathEscape(idOrLogin) + more
}

func groupPath(groupID, more string) string { return "/api/v1/groups/" + groupID + more }

func pushPath(appID, more string) string { return appPath(appID, "/group-push/mappings"+more) }

// App reads the app. An id that the org does not know is a usage error.
func (c *Client) App(ctx context.Context, appID string) (App, error) {
	if err := CheckAppID(appID); err != nil {
		return App{}, err
	}
	app, err := get[App](ctx, c, "reading the app "+appID, appPath(appID, ""))
	if Status(err) == http.StatusNotFound {
		e := usage(fmt.Sprintf("there is no app %s in %s, or the token may not see it", appID, c.config.URL),
			"Take the id from the URL of the app's page in the admin console (0oa…), and check --okta-org.")
		e.Status = http.StatusNotFound
		return App{}, e
	}
	if err == nil && app.ID == "" {
		err = &Error{Cause: fmt.Sprintf("reading the app %s: the answer holds no app", appID),
			Remedy: "Check --okta-org: it must lead to Okta itself."}
	}
	return app, err
}

// Features reads the app's provisioning features. Okta answers with an error when provisioning is off, and for kinds of
// apps whose features its API does not cover; see [Status].
func (c *Client) Features(ctx context.Context, appID string) ([]Feature, error) {
	return list[Feature](ctx, c, "reading the features of the app", appPath(appID, "/features"))
}

// Connection reads the app's default provisioning connection.
func (c *Client) Connection(ctx context.Context, appID string) (Connection, error) {
	return get[Connection](ctx, c, "reading the connection of the app", appPath(appID, "/connections/default"))
}

// AppUsers reads all users who are assigned to the app.
func (c *Client) AppUsers(ctx context.Context, appID string) ([]AppUser, error) {
	all, err := list[sdk.AppUser](ctx, c, "listing the users of the app", appPath(appID, "/users"+appUsersPage))
	return each(all, appUserOf), err
}

// AppUser reads one assignment; the error has [Status] 404 when there is none.
func (c *Client) AppUser(ctx context.Context, appID, userID string) (AppUser, error) {
	got, err := get[sdk.AppUser](ctx, c, "reading the assignment of "+userID, appPath(appID, "/users/"+userID))
	return appUserOf(got), err
}

// AppGroupIDs reads the ids of the groups that are assigned to the app.
func (c *Client) AppGroupIDs(ctx context.Context, appID string) ([]string, error) {
	assigned, err := list[Group](ctx, c, "listing the groups of the app", appPath(appID, "/groups"+groupsPage))
	return each(assigned, func(g Group) string { return g.ID }), err
}

// AppGroups reads the groups that are assigned to the app.
func (c *Client) AppGroups(ctx context.Context, appID string) ([]Group, error) {
	assigned, err := c.AppGroupIDs(ctx, appID)
	if err != nil {
		return nil, err
	}
	var out []Group
	for _, id := range assigned {
		g, err := c.Group(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// Group reads a group.
func (c *Client) Group(ctx context.Context, groupID string) (Group, error) {
	got, err := get[sdk.Group](ctx, c, "reading the group "+groupID, groupPath(groupID, ""))
	return groupOf(got), err
}

// FindGroup finds one of the org's own groups by its exact name. Groups of apps (APP_GROUP) do not count.
func (c *Client) FindGroup(ctx context.Context, name string) (Group, bool, error) {
	all, err := list[sdk.Group](ctx, c, "looking up the group "+name, "/api/v1/groups?q="+url.QueryEscape(name))
	for _, g := range each(all, groupOf) {
		if g.Name == name && g.Type == "OKTA_GROUP" {
			return g, true, err
		}
	}
	return Group{}, false, err
}

// GroupUsers reads the members of a group.
func (c *Client) GroupUsers(ctx context.Context, groupID string) ([]User, error) {
	what := "listing the members of the group " + groupID
	all, err := list[sdk.User](ctx, c, what, groupPath(groupID, "/users"+groupsPage))
	return each(all, userOf), err
}

// User reads a user by id or login; the error has [Status] 404 when there is none.
func (c *Client) User(ctx context.Context, idOrLogin string) (User, error) {
	got, err := get[sdk.User](ctx, c, "reading the user "+idOrLogin, userPath(idOrLogin, ""))
	return userOf(got), err
}

// PushMappings reads which groups are pushed to the app.
func (c *Client) PushMappings(ctx context.Context, appID string) ([]PushMapping, error) {
	return list[PushMapping](ctx, c, "listing the pushed groups", pushPath(appID, mappingsPage))
}

// PushMapping reads one mapping; the error has [Status] 404 when there is none.
func (c *Client) PushMapping(ctx context.Context, appID, mappingID string) (PushMapping, error) {
	return get[PushMapping](ctx, c, "reading the push of a group", pushPath(appID, "/"+mappingID))
}

// ToApp reads the profile mapping from the org's users to the app; false when there is none.
func (c *Client) ToApp(ctx context.Context, appID string) (ProfileMapping, bool, error) {
	const path = "/api/v1/mappings"
	all, err := list[ProfileMapping](ctx, c, "listing the profile mappings of the app",
		path+mappingsPage+"&targetId="+appID)
	for _, m := range all {
		if m.Target.ID == appID { // the list leaves the properties out
			whole, err := get[ProfileMapping](ctx, c, "reading the profile mapping "+m.ID, path+"/"+m.ID)
			return whole, err == nil, err
		}
	}
	return ProfileMapping{}, false, err
}

// Filters of the System Log for Logs.
const (
	Failures    = `outcome.result eq "FAILURE"`
	AuthFailed  = `eventType eq "application.integration.authentication_failure"`
	RateLimited = `eventType eq "application.integration.rate_limit_exceeded"`
)

// Logs reads the events of the System Log about the app between two times that the filter selects, the oldest first.
// With an upper bound Okta's list has an end; without one its pages go on forever.
func (c *Client) Logs(ctx context.Context, appID, filter string, since, until time.Time) ([]LogEvent, error) {
	const layout = "2006-01-02T15:04:05.000Z"
	query := url.Values{"since": {since.UTC().Format(layout)}, "until": {until.UTC().Format(layout)},
		"filter": {fmt.Sprintf("target.id eq %q and %s", appID, filter)}, "limit": {"1000"}}
	return list[LogEvent](ctx, c, "reading the System Log", "/api/v1/logs?"+query.Encode())
}
