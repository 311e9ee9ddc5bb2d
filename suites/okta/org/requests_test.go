package org_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta/org"
)

// The literal answers are of the shapes in Okta's public API description.
func TestRead(t *testing.T) {
	t.Parallel()
	path := "GET /api/v1/apps/" + appID
	c := client(t, fake{
		path: `{"id":"` + appID + `","name":"holistics_scim_1","label":"Holistics","status":"ACTIVE","signOnMode":"SAML_2_0",
			"features":["PUSH_NEW_USERS","GROUP_PUSH"],"settings":{"app":{}}}`,
		path + "/features": `[{"name":"USER_PROVISIONING","status":"ENABLED","description":"…","capabilities":{
			"create":{"lifecycleCreate":{"status":"ENABLED"}},
			"update":{"lifecycleDeactivate":{"status":"DISABLED"},"password":{"status":"DISABLED","seed":"RANDOM"},
			"profile":{"status":"ENABLED"}}}}]`,
		path + "/connections/default": `{"authScheme":"TOKEN","status":"ENABLED","_links":{}}`,
		path + "/users": `[{"id":"00u1","externalId":"70c1","scope":"USER","status":"PROVISIONED",
			"syncState":"SYNCHRONIZED","lastSync":"2026-01-02T03:04:05.000Z","credentials":{"userName":"ann@example.com"},
			"profile":{"email":"ann@example.com"}},null,{"id":"00u2","externalId":null,"scope":"GROUP","syncState":"ERROR"}]`,
		path + "/groups": `[{"id":"00g1","priority":0}]`,
		path + "/group-push/mappings": `[{"id":"gPm1","sourceGroupId":"00g1","targetGroupId":"00g9","status":"ERROR",
			"errorSummary":"Failed","lastPush":"2026-01-02T03:04:05.000Z"}]`,
		"GET /api/v1/groups/00g1": `{"id":"00g1","type":"OKTA_GROUP","profile":{"name":"admins","description":null}}`,
		"GET /api/v1/groups": `[{"id":"00g8","type":"APP_GROUP","profile":{"name":"admins"}},
			{"id":"00g1","type":"OKTA_GROUP","profile":{"name":"admins"}}]`,
		"GET /api/v1/groups/00g1/users": `[{"id":"00u1","status":"ACTIVE","profile":{"login":"ann@example.com",
			"email":"ann@example.com","firstName":"Ann","lastName":"Li","displayName":"Ann Li"}}]`,
		"GET /api/v1/mappings": `[{"id":"prm1","source":{"id":"oty1","name":"user","type":"user"},
			"target":{"id":"` + appID + `","name":"holistics_scim_1","type":"appuser"}}]`,
		"GET /api/v1/mappings/prm1": `{"id":"prm1","target":{"id":"` + appID + `","type":"appuser"},
			"properties":{"email":{"expression":"user.email","pushStatus":"PUSH"},
			"displayName":{"expression":"user.displayName","pushStatus":"DONT_PUSH"}}}`,
		"GET /api/v1/logs": `[{"uuid":"1","published":"2026-01-02T03:04:05.000Z","severity":"WARN",
			"eventType":"application.provision.user.push","displayMessage":"Push new user",
			"outcome":{"result":"FAILURE","reason":"Error while creating user"},"target":[
			{"id":"` + appID + `","type":"AppInstance","displayName":"Holistics"},
			{"id":"00u1","type":"User","alternateId":"ann@example.com","displayName":"Ann Li"}]}]`,
	})
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	is := func(got any, err error, want any) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	ctx := t.Context()
	app, err := c.App(ctx, appID)
	is(app, err, org.App{ID: appID, Label: "Holistics", Status: "ACTIVE",
		Features: []string{"PUSH_NEW_USERS", "GROUP_PUSH"}})
	features, err := c.Features(ctx, appID)
	feature := org.Feature{Name: org.UserProvisioning, Status: "ENABLED"}
	feature.Capabilities.Create.LifecycleCreate.Status = "ENABLED"
	feature.Capabilities.Update.Profile.Status = "ENABLED"
	feature.Capabilities.Update.LifecycleDeactivate.Status = "DISABLED"
	is(features, err, []org.Feature{feature})
	connection, err := c.Connection(ctx, appID)
	is(connection, err, org.Connection{AuthScheme: "TOKEN", Status: "ENABLED"})
	users, err := c.AppUsers(ctx, appID)
	is(users, err, []org.AppUser{
		{ID: "00u1", UserName: "ann@example.com", ExternalID: "70c1", Status: "PROVISIONED", SyncState: "SYNCHRONIZED",
			Profile: map[string]any{"email": "ann@example.com"}},
		{ID: "00u2", SyncState: "ERROR"}})
	pushes, err := c.PushMappings(ctx, appID)
	is(pushes, err, []org.PushMapping{{ID: "gPm1", SourceGroupID: "00g1", Status: "ERROR", ErrorSummary: "Failed"}})
	group := org.Group{ID: "00g1", Name: "admins", Type: "OKTA_GROUP"}
	groups, err := c.AppGroups(ctx, appID)
	is(groups, err, []org.Group{group})
	found, ok, err := c.FindGroup(ctx, "admins")
	is(found, err, group)
	is(ok, nil, true)
	members, err := c.GroupUsers(ctx, "00g1")
	is(members, err, []org.User{{ID: "00u1", Status: "ACTIVE", Login: "ann@example.com", Email: "ann@example.com",
		FirstName: "Ann", LastName: "Li", DisplayName: "Ann Li"}})
	mapping, ok, err := c.ToApp(ctx, appID)
	is(mapping.Properties, err, map[string]org.Property{"email": {Expression: "user.email", PushStatus: "PUSH"},
		"displayName": {Expression: "user.displayName", PushStatus: "DONT_PUSH"}})
	is(ok, nil, true)
	events, err := c.Logs(ctx, appID, org.Failures, at, at.Add(time.Hour))
	event := org.LogEvent{Published: at, EventType: "application.provision.user.push", DisplayMessage: "Push new user",
		Target: []org.LogTarget{{ID: appID, Type: "AppInstance", DisplayName: "Holistics"},
			{ID: "00u1", Type: "User", DisplayName: "Ann Li", AlternateID: "ann@example.com"}}}
	event.Outcome.Reason = "Error while creating user"
	is(events, err, []org.LogEvent{event})
}

func TestAbsent(t *testing.T) {
	t.Parallel()
	c := client(t, fake{"GET /api/v1/mappings": `[]`})
	if _, found, err := c.ToApp(t.Context(), appID); err != nil || found {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := c.AppUser(t.Context(), appID, "00u1"); org.Status(err) != 404 {
		t.Errorf("%v: want a 404", err)
	}
}

// A push that is under way makes a mapping active again between the two requests that end it.
func TestEndPush(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []string
	refuse := 2
	var waited []time.Duration
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == http.MethodPatch:
			fmt.Fprint(w, `{"id":"gPm1","status":"INACTIVE"}`)
		case refuse > 0:
			refuse--
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"errorCode":"E0000001","errorSummary":"must be INACTIVE"}`)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}), noWait(&waited))
	if err := c.EndPush(t.Context(), appID, "gPm1"); err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/apps/" + appID + "/group-push/mappings/gPm1"
	pair := []string{"PATCH " + path, "DELETE " + path + "?deleteTargetGroup=true"}
	if want := slices.Concat(pair, pair, pair); !slices.Equal(asked, want) || len(waited) != 2 {
		t.Errorf("asked %q, waited %v", asked, waited)
	}
	refuse = 99
	wantError(t, c.EndPush(t.Context(), appID, "gPm1"), false, "removing the push", "must be INACTIVE")
}
