package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func equalJSON(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

func contains(s string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := []provider.Token{{Secret: token}}
	for want, o := range map[string]provider.Options{
		"no token":           {},
		"token 1 is empty":   {Tokens: []provider.Token{{}}},
		"white space":        {Tokens: []provider.Token{{Secret: "a b"}}},
		"same as one before": {Tokens: []provider.Token{{Secret: "a"}, {Secret: "a"}}},
		"MaxBody":            {Tokens: good, MaxBody: -1},
		"SeatLimit":          {Tokens: good, SeatLimit: -1},
		"Seed":               {Tokens: good, Seed: -1},
		`role attribute "x"`: {Tokens: good, Roles: &provider.RoleMap{Attribute: "x", Default: "y"}},
		"no default role":    {Tokens: good, Roles: &provider.RoleMap{Attribute: "roles"}},
		"entry 1":            {Tokens: good, Roles: &provider.RoleMap{Attribute: "roles", Default: "x", Groups: []provider.GroupRole{{Group: "g"}}}},
		`unknown fault "connector-resource-null"; did you mean connector-resources-null?`: {Tokens: good, Faults: []string{"connector-resource-null"}},
		`unknown variant "patch204"; did you mean patch-204?`:                             {Tokens: good, Variants: []string{"patch204"}},
		`unknown fault "zzzzzzzz"`: {Tokens: good, Faults: []string{"zzzzzzzz"}},
		"cannot be shown":          {Tokens: good, Faults: []string{"put-new-email-unverified-locks-login"}},
	} {
		if _, err := provider.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		} else if strings.Contains(err.Error(), token) {
			t.Errorf("a secret in an error: %v", err)
		}
	}
}

func TestSeedIsDeterministic(t *testing.T) {
	t.Parallel()
	seeded := func(o *provider.Options) { o.Seed = 30 }
	a, b := newClient(t, seeded), newClient(t, seeded)
	if diff := cmp.Diff(a.get("/Users").body, b.get("/Users").body); diff != "" {
		t.Error(diff)
	}
	a.get("/Users").has("Resources.0.name.givenName", "Ada").has("Resources.0.active", true).has("totalResults", 30.0)
	a.as(otherToken).get("/Users").has("totalResults", 0.0)
	if err := a.server.Seed("", 5); err != nil {
		t.Fatal(err)
	}
	if err := a.server.Seed("globex", 2); err != nil {
		t.Fatal(err)
	}
	a.get("/Users").has("totalResults", 35.0)
	a.as(otherToken).get("/Users").has("totalResults", 2.0)
	if a.server.Seed("", -1) == nil {
		t.Error("a negative seed was taken")
	}
}

func TestDefaultTenant(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) {
		o.Tokens = []provider.Token{{Secret: token}, {Secret: otherToken, Tenant: provider.DefaultTenant}}
		o.Seed = 1
	})
	c.get("/Users").has("totalResults", 1.0)
	c.as(otherToken).get("/Users").has("totalResults", 1.0)
}
