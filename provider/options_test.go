package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
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
	good := []provider.Token{{Secret: scimtest.Token}}
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
	} {
		if _, err := provider.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		} else if strings.Contains(err.Error(), scimtest.Token) {
			t.Errorf("a secret in an error: %v", err)
		}
	}
}

func TestSeedIsDeterministic(t *testing.T) {
	t.Parallel()
	seeded := func(o *provider.Options) { o.Seed = 30 }
	a, b := scimtest.NewClient(t, seeded), scimtest.NewClient(t, seeded)
	if diff := cmp.Diff(a.Get("/Users").Body, b.Get("/Users").Body); diff != "" {
		t.Error(diff)
	}
	a.Get("/Users").Has("Resources.0.name.givenName", "Ada").Has("Resources.0.active", true).Has("totalResults", 30.0)
	a.As(scimtest.OtherToken).Get("/Users").Has("totalResults", 0.0)
	if err := a.Server.Seed("", 5); err != nil {
		t.Fatal(err)
	}
	if err := a.Server.Seed("globex", 2); err != nil {
		t.Fatal(err)
	}
	a.Get("/Users").Has("totalResults", 35.0)
	a.As(scimtest.OtherToken).Get("/Users").Has("totalResults", 2.0)
	if a.Server.Seed("", -1) == nil {
		t.Error("a negative seed was taken")
	}
}

func TestDefaultTenant(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) {
		o.Tokens = []provider.Token{{Secret: scimtest.Token}, {Secret: scimtest.OtherToken, Tenant: provider.DefaultTenant}}
		o.Seed = 1
	})
	c.Get("/Users").Has("totalResults", 1.0)
	c.As(scimtest.OtherToken).Get("/Users").Has("totalResults", 1.0)
}
