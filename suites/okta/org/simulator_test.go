package org_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
	"github.com/okta/okta-sdk-golang/v2/okta/query"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// simulator is a simulated org that provisions the reference provider.
func simulator(t *testing.T, change func(*orgsim.Options)) (*orgsim.Org, *httptest.Server) {
	t.Helper()
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "scim-token"}}})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(server)
	t.Cleanup(app.Close)
	people := orgsim.People(5, "example.com")
	options := orgsim.Options{
		SCIM:   orgsim.SCIM{BaseURL: app.URL + "/scim/v2", Authorization: "Bearer scim-token"},
		People: people, Groups: orgsim.Deal(people, []string{"Pilot"}),
	}
	if change != nil {
		change(&options)
	}
	org, err := orgsim.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(org.Close)
	if err := org.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(org)
	t.Cleanup(api.Close)
	return org, api
}

func sdkClient(t *testing.T, setters ...sdk.ConfigSetter) *sdk.Client {
	t.Helper()
	_, client, err := sdk.NewClient(t.Context(), append([]sdk.ConfigSetter{sdk.WithTestingDisableHttpsCheck(true), sdk.WithCache(false),
		sdk.WithRateLimitMaxRetries(0)}, setters...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// What the simulated org answers has the names and the types of the SDK's own
// models, so that it cannot agree with our reading of them alone. Members that
// the SDK of 2023 does not know are listed: they are in Okta's API description of
// today (github.com/okta/okta-management-openapi-spec, dist/current).
func TestSimulatorHasTheShapesOfTheSDK(t *testing.T) {
	t.Parallel()
	org, api := simulator(t, nil)
	client := sdkClient(t, sdk.WithOrgUrl(api.URL), sdk.WithToken(org.Token()))
	app := "/api/v1/apps/" + org.AppID()
	groups, _, err := client.Group.ListGroups(t.Context(), query.NewQueryParams(query.WithQ("Pilot")))
	if err != nil || len(groups) != 1 {
		t.Fatalf("%d groups: %v", len(groups), err)
	}
	users, _, err := client.User.ListUsers(t.Context(), nil)
	if err != nil || len(users) != 5 {
		t.Fatalf("%d users: %v", len(users), err)
	}
	mappings, _, err := client.ProfileMapping.ListProfileMappings(t.Context(), query.NewQueryParams(query.WithTargetId(org.AppID())))
	if err != nil || len(mappings) != 1 {
		t.Fatalf("%d mappings: %v", len(mappings), err)
	}
	group, user := "/"+groups[0].Id, "/"+users[0].Id
	for path, shape := range map[string]struct {
		model any
		newer []string // members that only the description of today has
	}{
		"/api/v1/apps":                       {&[]sdk.Application{}, []string{"orn"}},
		app:                                  {&sdk.Application{}, []string{"orn"}},
		app + "/features":                    {&[]sdk.ApplicationFeature{}, nil},
		app + "/features/USER_PROVISIONING":  {&sdk.ApplicationFeature{}, nil},
		app + "/connections/default":         {&sdk.ProvisioningConnection{}, []string{"profile", "baseUrl"}},
		app + "/users":                       {&[]sdk.AppUser{}, nil},
		app + "/users" + user:                {&sdk.AppUser{}, nil},
		app + "/groups":                      {&[]sdk.ApplicationGroupAssignment{}, nil},
		app + "/groups" + group:              {&sdk.ApplicationGroupAssignment{}, nil},
		"/api/v1/users":                      {&[]sdk.User{}, nil},
		"/api/v1/users" + user:               {&sdk.User{}, nil},
		"/api/v1/users" + user + "/groups":   {&[]sdk.Group{}, nil},
		"/api/v1/groups":                     {&[]sdk.Group{}, nil},
		"/api/v1/groups" + group:             {&sdk.Group{}, nil},
		"/api/v1/groups" + group + "/users":  {&[]sdk.User{}, nil},
		"/api/v1/groups" + group + "/apps":   {&[]sdk.Application{}, []string{"orn"}},
		"/api/v1/mappings":                   {&[]sdk.ProfileMapping{}, nil},
		"/api/v1/mappings/" + mappings[0].Id: {&sdk.ProfileMapping{}, nil},
		"/api/v1/logs":                       {&[]sdk.LogEvent{}, []string{"detailEntry"}},
		"/api/v1/org":                        {&sdk.OrgSetting{}, nil},
		"/api/v1/meta/types/user":            {&[]sdk.UserType{}, nil},
	} {
		text := get(t, api.URL+path, org.Token())
		if bytes.Equal(bytes.TrimSpace(text), []byte("[]")) {
			t.Errorf("%s is empty: nothing is shown", path)
		}
		decoder := json.NewDecoder(bytes.NewReader(without(t, text, shape.newer)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(shape.model); err != nil {
			t.Errorf("%s: %v in %.300s", path, err, text)
		}
	}
}

func get(t *testing.T, url, token string) []byte {
	t.Helper()
	rq, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	rq.Header.Set("Authorization", "SSWS "+token)
	resp, err := http.DefaultClient.Do(rq)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s: %d %v %s", url, resp.StatusCode, err, text)
	}
	return text
}

// without takes members out of the objects of a text, and of the objects in
// them; each must be there.
func without(t *testing.T, text []byte, names []string) []byte {
	t.Helper()
	var all any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				strip(e)
			}
		case map[string]any:
			for k, e := range v {
				// A target of the log has a detailEntry in the SDK too.
				if _, target := v["alternateId"]; slices.Contains(names, k) && (k != "detailEntry" || target) {
					found[k] = true
					delete(v, k)
					continue
				}
				strip(e)
			}
		}
	}
	strip(all)
	for _, name := range names {
		if !found[name] {
			t.Errorf("%s is not there: the exception is stale", name)
		}
	}
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The SDK drives the simulated org: what it sends is understood, and what comes
// back has what it asks for.
func TestSDKDrivesTheSimulator(t *testing.T) {
	t.Parallel()
	org, api := simulator(t, nil)
	client := sdkClient(t, sdk.WithOrgUrl(api.URL), sdk.WithToken(org.Token()))
	ctx := t.Context()
	user, _, err := client.User.CreateUser(ctx, sdk.CreateUserRequest{Profile: &sdk.UserProfile{"login": "jane@example.com", "email": "jane@example.com",
		"firstName": "Jane", "lastName": "Doe"}}, query.NewQueryParams(query.WithActivate(true)))
	if err != nil || user.Status != "PROVISIONED" || user.Activated == nil || (*user.Profile)["login"] != "jane@example.com" {
		t.Fatalf("create: %v %v", user, err)
	}
	_, _, err = client.Application.AssignUserToApplication(ctx, org.AppID(), sdk.AppUser{Id: user.Id, Scope: "USER"})
	idle(t, org, err)
	au, _, err := client.Application.GetApplicationUser(ctx, org.AppID(), user.Id, nil)
	if err != nil || au.ExternalId == "" || au.Status != "PROVISIONED" || au.SyncState != "SYNCHRONIZED" || au.LastSync == nil || au.Credentials.UserName != "jane@example.com" {
		t.Fatalf("app user: %+v %v", au, err)
	}
	changed, _, err := client.User.PartialUpdateUser(ctx, user.Id, sdk.User{Profile: &sdk.UserProfile{"lastName": "Roe"}}, nil)
	if idle(t, org, err); (*changed.Profile)["lastName"] != "Roe" || (*changed.Profile)["firstName"] != "Jane" {
		t.Errorf("update: %v", changed.Profile)
	}
	_, err = client.User.DeactivateUser(ctx, user.Id, nil)
	idle(t, org, err)
	_, _, err = client.User.ActivateUser(ctx, user.Id, query.NewQueryParams(query.WithSendEmail(false)))
	idle(t, org, err)
	for range 2 {
		_, err = client.User.DeactivateOrDeleteUser(ctx, user.Id, nil)
		idle(t, org, err)
	}
	_, resp, err := client.User.GetUser(ctx, user.Id)
	var problem *sdk.Error
	if !errors.As(err, &problem) || problem.ErrorCode != "E0000007" || resp.StatusCode != 404 {
		t.Errorf("after the deletion: %v", err)
	}
	feature, _, err := client.Application.UpdateFeatureForApplication(ctx, org.AppID(), "USER_PROVISIONING", sdk.CapabilitiesObject{
		Create: &sdk.CapabilitiesCreateObject{LifecycleCreate: &sdk.LifecycleCreateSettingObject{Status: "DISABLED"}}})
	if err != nil || feature.Capabilities.Create.LifecycleCreate.Status != "DISABLED" || feature.Capabilities.Update.Profile.Status != "ENABLED" {
		t.Errorf("feature: %+v %v", feature, err)
	}
	page, resp, err := client.User.ListUsers(ctx, query.NewQueryParams(query.WithLimit(2)))
	n := len(page)
	for err == nil && resp.HasNextPage() {
		page = nil
		resp, err = resp.Next(ctx, &page)
		n += len(page)
	}
	if err != nil || n != 5 {
		t.Errorf("%d users by pages of 2: %v", n, err)
	}
}

func idle(t *testing.T, org *orgsim.Org, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := org.WaitIdle(ctx); err != nil {
		t.Fatal(err)
	}
}

// A service app gets in with its private key, and only as far as its scopes go.
func TestSDKWithAPrivateKey(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	org, api := simulator(t, func(o *orgsim.Options) {
		o.OAuth = []orgsim.OAuthClient{{ID: "0oaService", KeyID: "k1", Key: &key.PublicKey, Scopes: []string{"okta.users.read", "okta.apps.manage"}}}
	})
	service := func(key *rsa.PrivateKey, kid string, scopes ...string) *sdk.Client {
		block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
		return sdkClient(t, sdk.WithOrgUrl(api.URL), sdk.WithAuthorizationMode("PrivateKey"), sdk.WithClientId("0oaService"),
			sdk.WithPrivateKey(string(block)), sdk.WithPrivateKeyId(kid), sdk.WithScopes(scopes))
	}
	reader := service(key, "k1", "okta.users.read")
	if users, _, err := reader.User.ListUsers(t.Context(), nil); err != nil || len(users) != 5 {
		t.Errorf("%d users: %v", len(users), err)
	}
	refused := map[string]func() error{
		"does not contain the required scopes": func() error {
			_, err := reader.User.DeactivateOrDeleteUser(t.Context(), "person0001@example.com", nil)
			return err
		},
		"not granted the scope okta.users.manage": func() error {
			_, _, err := service(key, "k1", "okta.users.manage").User.ListUsers(t.Context(), nil)
			return err
		},
		"signature is invalid": func() error {
			_, _, err := service(stranger, "k1", "okta.users.read").User.ListUsers(t.Context(), nil)
			return err
		},
	}
	for want, try := range refused {
		if err := try(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	signer, err := sdk.CreateKeySigner(string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})), "k1")
	if err != nil {
		t.Fatal(err)
	}
	assertion, err := sdk.CreateClientAssertion("https://another.okta.com", "0oaService", signer)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = sdkClient(t, sdk.WithOrgUrl(api.URL), sdk.WithAuthorizationMode("JWT"), sdk.WithClientAssertion(assertion),
		sdk.WithScopes([]string{"okta.users.read"})).User.ListUsers(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "audience") {
		t.Errorf("an assertion for another org: %v", err)
	}
	if _, _, err := service(key, "k2", "okta.users.read").User.ListUsers(t.Context(), nil); err == nil {
		t.Error("another key id is accepted")
	}
	if _, _, err := service(key, "k1", "okta.apps.manage").Application.GetApplication(t.Context(), org.AppID(), sdk.NewApplication(), nil); err != nil {
		t.Errorf("manage includes read: %v", err)
	}
}
