package org_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// simulator is a simulated org that provisions the reference provider.
func simulator(t *testing.T, clients ...orgsim.OAuthClient) (*orgsim.Org, *httptest.Server) {
	t.Helper()
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "scim-token"}}})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(server)
	t.Cleanup(app.Close)
	people := orgsim.People(5, "example.com")
	sim, err := orgsim.New(orgsim.Options{
		SCIM:   okta.Config{BaseURL: app.URL + "/scim/v2", Authorization: "Bearer scim-token"},
		People: people, Groups: orgsim.Deal(people, []string{"Pilot"}), Token: token, OAuth: clients,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	if err := sim.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(sim)
	t.Cleanup(api.Close)
	return sim, api
}

// What the simulated org answers has the names and the types of the SDK's own models, so that it cannot agree with our
// reading of them alone. Members that the SDK of 2023 does not know are listed: they are in Okta's API description of
// today (github.com/okta/okta-management-openapi-spec, dist/current).
func TestSimulatorHasTheShapesOfTheSDK(t *testing.T) {
	t.Parallel()
	sim, api := simulator(t)
	c := client(t, nil, func(c *org.Config) { c.URL = api.URL })
	group, found, err := c.FindGroup(t.Context(), "Pilot")
	if err != nil || !found {
		t.Fatalf("the group: %v %v", found, err)
	}
	mapping, _, err := c.ToApp(t.Context(), sim.AppID())
	if err != nil {
		t.Fatal(err)
	}
	app, user := "/api/v1/apps/"+sim.AppID(), "/person0001@example.com"
	for path, shape := range map[string]struct {
		model any
		newer []string // members that only the description of today has
	}{
		app:                                     {&[]sdk.Application{}, []string{"orn"}},
		app + "/features":                       {&[]sdk.ApplicationFeature{}, nil},
		app + "/connections/default":            {&[]sdk.ProvisioningConnection{}, []string{"profile", "baseUrl"}},
		app + "/users":                          {&[]sdk.AppUser{}, nil},
		app + "/users" + user:                   {&[]sdk.AppUser{}, nil},
		app + "/groups":                         {&[]sdk.ApplicationGroupAssignment{}, nil},
		"/api/v1/users":                         {&[]sdk.User{}, nil},
		"/api/v1/users" + user:                  {&[]sdk.User{}, nil},
		"/api/v1/groups":                        {&[]sdk.Group{}, nil},
		"/api/v1/groups/" + group.ID:            {&[]sdk.Group{}, nil},
		"/api/v1/groups/" + group.ID + "/users": {&[]sdk.User{}, nil},
		"/api/v1/mappings":                      {&[]sdk.ProfileMapping{}, nil},
		"/api/v1/mappings/" + mapping.ID:        {&[]sdk.ProfileMapping{}, nil},
		"/api/v1/logs":                          {&[]sdk.LogEvent{}, nil},
	} {
		rq, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, api.URL+path, nil)
		rq.Header.Set("Authorization", "SSWS "+token)
		resp, err := http.DefaultClient.Do(rq)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || bytes.Equal(text, []byte("[]")) {
			t.Fatalf("%s: %d %v %s", path, resp.StatusCode, err, text)
		}
		decoder := json.NewDecoder(bytes.NewReader(without(t, text, shape.newer)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(shape.model); err != nil {
			t.Errorf("%s: %v in %.300s", path, err, text)
		}
	}
}

// without removes members from an object, or from the objects of a list; each must be there.
func without(t *testing.T, text []byte, names []string) []byte {
	t.Helper()
	list := []map[string]any{{}}
	if json.Unmarshal(text, &list) != nil && json.Unmarshal(text, &list[0]) != nil {
		t.Fatalf("%s", text)
	}
	for _, name := range names {
		if _, there := list[0][name]; !there {
			t.Errorf("%s is not there: the exception is stale", name)
		}
		delete(list[0], name)
	}
	out, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A service app gets in with its private key, and only as far as its scopes go.
func TestServiceApp(t *testing.T) {
	t.Parallel()
	keys := []*rsa.PrivateKey{newKey(t), newKey(t)}
	sim, api := simulator(t, orgsim.OAuthClient{ID: "0oaService", KeyID: "k1", Key: &keys[0].PublicKey,
		Scopes: []string{"okta.users.read", "okta.apps.manage"}})
	service := func(key *rsa.PrivateKey, kid, scope string) *org.Client {
		block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
		return client(t, nil, func(c *org.Config) {
			c.URL, c.Token, c.ClientID, c.KeyID, c.Scopes = api.URL, "", "0oaService", kid, []string{scope}
			c.PrivateKey = string(pem.EncodeToMemory(block))
		})
	}
	const user = "person0001@example.com"
	reader := service(keys[0], "k1", "okta.users.read")
	if got, err := reader.User(t.Context(), user); err != nil || got.Login != user {
		t.Errorf("%v: %v", got, err)
	}
	if _, err := service(keys[0], "k1", "okta.apps.manage").App(t.Context(), sim.AppID()); err != nil {
		t.Errorf("manage includes read: %v", err)
	}
	wantError(t, reader.DeactivateUser(t.Context(), user), false, "does not contain the required scopes")
	for words, c := range map[string]*org.Client{
		"not granted the scope okta.users.manage": service(keys[0], "k1", "okta.users.manage"),
		"signature is invalid":                    service(keys[1], "k1", "okta.users.read"),
		"client_assertion signature":              service(keys[0], "k2", "okta.users.read"),
	} {
		_, err := c.User(t.Context(), user)
		wantError(t, err, false, words)
	}
}
