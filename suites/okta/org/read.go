package org

import (
	"context"
	"fmt"
	"net/http"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
	"github.com/okta/okta-sdk-golang/v2/okta/query"
)

// Page sizes: the largest that Okta allows (apps/{appId}/users 500, logs and
// groups/{groupId}/users 1000; of the latter Okta recommends 200).
const (
	appUsersPage   = 500
	groupUsersPage = 200
	mappingsPage   = 100
	logsPage       = 1000
)

// App reads the app. An id that the org does not know is a usage error.
func (c *Client) App(ctx context.Context, appID string) (App, error) {
	if err := CheckAppID(appID); err != nil {
		return App{}, err
	}
	got, resp, err := c.sdk.Application.GetApplication(ctx, appID, sdk.NewApplication(), nil)
	if err != nil {
		err = explain("reading the app "+appID, resp, err)
		if Status(err) == http.StatusNotFound {
			e := usage(fmt.Sprintf("there is no app %s in %s, or the token may not see it", appID, c.config.URL),
				"Take the id from the address of the app's page in the admin console (0oa…), and check --okta-org.")
			e.Status = http.StatusNotFound
			return App{}, e
		}
		return App{}, err
	}
	app, ok := got.(*sdk.Application)
	if !ok || app == nil || app.Id == "" {
		return App{}, &Error{Cause: fmt.Sprintf("reading the app %s: the answer holds no app", appID), Remedy: "Check --okta-org: it must lead to Okta itself."}
	}
	return appOf(app), nil
}

// Features reads the app's provisioning features. Okta answers with an error
// when provisioning is off, and for kinds of apps whose features its API does
// not tell; Status gives its number.
func (c *Client) Features(ctx context.Context, appID string) ([]Feature, error) {
	list, resp, err := c.sdk.Application.ListFeaturesForApplication(ctx, appID)
	if err != nil {
		return nil, explain("reading the features of the app", resp, err)
	}
	return each(list, featureOf), nil
}

// Connection reads the app's default provisioning connection.
func (c *Client) Connection(ctx context.Context, appID string) (Connection, error) {
	got, resp, err := c.sdk.Application.GetDefaultProvisioningConnectionForApplication(ctx, appID)
	if err != nil || got == nil {
		return Connection{}, explain("reading the provisioning connection of the app", resp, err)
	}
	return Connection{AuthScheme: got.AuthScheme, Status: got.Status}, nil
}

// AppUsers reads everybody who is assigned to the app.
func (c *Client) AppUsers(ctx context.Context, appID string) ([]AppUser, error) {
	const what = "listing the users of the app"
	page, resp, err := c.sdk.Application.ListApplicationUsers(ctx, appID, query.NewQueryParams(query.WithLimit(appUsersPage)))
	list, err := pages(ctx, c, what, page, resp, err)
	return each(list, appUserOf), err
}

// AppUser reads one assignment; Status is 404 when there is none.
func (c *Client) AppUser(ctx context.Context, appID, userID string) (AppUser, error) {
	got, resp, err := c.sdk.Application.GetApplicationUser(ctx, appID, userID, nil)
	if err != nil || got == nil {
		return AppUser{}, explain("reading the assignment of "+userID, resp, err)
	}
	return appUserOf(got), nil
}

// AppGroups reads the groups that are assigned to the app.
func (c *Client) AppGroups(ctx context.Context, appID string) ([]Group, error) {
	const what = "listing the groups of the app"
	page, resp, err := c.sdk.Application.ListApplicationGroupAssignments(ctx, appID, query.NewQueryParams(query.WithLimit(groupUsersPage)))
	list, err := pages(ctx, c, what, page, resp, err)
	if err != nil {
		return nil, err
	}
	var out []Group
	for _, a := range list {
		if a == nil {
			continue
		}
		g, err := c.Group(ctx, a.Id)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// Group reads a group.
func (c *Client) Group(ctx context.Context, groupID string) (Group, error) {
	got, resp, err := c.sdk.Group.GetGroup(ctx, groupID)
	if err != nil || got == nil {
		return Group{}, explain("reading the group "+groupID, resp, err)
	}
	return groupOf(got), nil
}

// FindGroup finds one of the org's own groups by its exact name. What Okta
// knows of groups in apps (APP_GROUP) does not count.
func (c *Client) FindGroup(ctx context.Context, name string) (Group, bool, error) {
	page, resp, err := c.sdk.Group.ListGroups(ctx, query.NewQueryParams(query.WithQ(name)))
	list, err := pages(ctx, c, "looking for the group "+name, page, resp, err)
	for _, g := range each(list, groupOf) {
		if g.Name == name && g.Type == "OKTA_GROUP" {
			return g, true, err
		}
	}
	return Group{}, false, err
}

// GroupUsers reads the members of a group.
func (c *Client) GroupUsers(ctx context.Context, groupID string) ([]User, error) {
	what := "listing the members of the group " + groupID
	page, resp, err := c.sdk.Group.ListGroupUsers(ctx, groupID, query.NewQueryParams(query.WithLimit(groupUsersPage)))
	list, err := pages(ctx, c, what, page, resp, err)
	return each(list, userOf), err
}

// User reads a person by id or login; Status is 404 when there is none.
func (c *Client) User(ctx context.Context, idOrLogin string) (User, error) {
	got, resp, err := c.sdk.User.GetUser(ctx, idOrLogin)
	if err != nil || got == nil {
		return User{}, explain("reading the person "+idOrLogin, resp, err)
	}
	return userOf(got), nil
}

// ToApp reads the profile mapping from the org's people to the app; false when
// there is none.
func (c *Client) ToApp(ctx context.Context, appID string) (ProfileMapping, bool, error) {
	const what = "listing the profile mappings of the app"
	page, resp, err := c.sdk.ProfileMapping.ListProfileMappings(ctx, query.NewQueryParams(query.WithTargetId(appID), query.WithLimit(mappingsPage)))
	list, err := pages(ctx, c, what, page, resp, err)
	if err != nil {
		return ProfileMapping{}, false, err
	}
	for _, m := range each(list, profileMappingOf) {
		if m.TargetID != appID {
			continue
		}
		// The list leaves the properties out.
		whole, resp, err := c.sdk.ProfileMapping.GetProfileMapping(ctx, m.ID)
		if err != nil || whole == nil {
			return ProfileMapping{}, false, explain("reading the profile mapping "+m.ID, resp, err)
		}
		return profileMappingOf(whole), true, nil
	}
	return ProfileMapping{}, false, nil
}

// Filters of the System Log for Logs.
const (
	Failures    = `outcome.result eq "FAILURE"`
	AuthFailed  = `eventType eq "application.integration.authentication_failure"`
	RateLimited = `eventType eq "application.integration.rate_limit_exceeded"`
)

// Logs reads what the System Log holds about the app between two times, as far
// as the filter chooses it, the oldest first. With an upper bound Okta's list
// has an end; without one its pages go on for ever.
func (c *Client) Logs(ctx context.Context, appID, filter string, since, until time.Time) ([]LogEvent, error) {
	const what = "reading the System Log"
	const layout = "2006-01-02T15:04:05.000Z"
	page, resp, err := c.sdk.LogEvent.GetLogs(ctx, query.NewQueryParams(
		query.WithSince(since.UTC().Format(layout)), query.WithUntil(until.UTC().Format(layout)),
		query.WithFilter(fmt.Sprintf("target.id eq %q and %s", appID, filter)), query.WithLimit(logsPage)))
	list, err := pages(ctx, c, what, page, resp, err)
	return each(list, logEventOf), err
}
