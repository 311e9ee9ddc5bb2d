package selftest

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// optional are areas that a profile has to switch on.
var optional = []kit.Area{kit.Entitlements, kit.Access}

func isOptional(c kit.Check) bool { return slices.Contains(optional, c.Area) }

// optionalChecks are the checks of these areas.
func optionalChecks() []kit.Check {
	return slices.DeleteFunc(suites.Catalogue(), func(c kit.Check) bool { return !isOptional(c) })
}

// everything is a small profile with all that can be switched on. The role by group shows in userType, as entitlements
// take roles.
func everything(p *profile.Profile) {
	small(p)
	p.Roles.Attribute = "userType"
	p.Okta.Actions = profile.Actions()
	p.Access = accessOf("http://scim.example.com")
}

// accessOf is how a user gets into the reference provider at an address.
func accessOf(base string) *profile.Access {
	signIn := func(at, take string) *profile.Call {
		return &profile.Call{HTTP: &profile.HTTPCall{Method: http.MethodPost, URL: base + "/access/" + at,
			Body: `{"userName": "{{userName}}", "password": "{{password}}"}`, Take: take}}
	}
	get := func(path string) profile.Call {
		return profile.Call{HTTP: &profile.HTTPCall{URL: base + path, Headers: map[string]string{"Authorization": "Bearer {{credential}}"}}}
	}
	refresh := profile.Call{HTTP: &profile.HTTPCall{Method: http.MethodPost, URL: base + "/access/refresh",
		Body: `{"refresh_token": "{{credential}}"}`}}
	return &profile.Access{Within: profile.Duration{Duration: 4 * time.Second}, Probes: []profile.Probe{
		{Name: "session", Get: signIn("sign-in", "session"), Check: get("/access/me")},
		{Name: "refresh token", Get: signIn("tokens", "refresh_token"), Check: refresh},
		{Name: "API token", Get: signIn("tokens", "api_token"), Check: get("/access/api")},
		{Name: "reports", Group: "oktascim analysts", Get: signIn("sign-in", "session"), Check: get("/access/groups?name=oktascim%20analysts")},
	}}
}

// TestOptional runs the checks of the optional areas against the correct reference provider.
func TestOptional(t *testing.T) {
	t.Parallel()
	checks, err := kit.Selection{IDs: split(*checkFlag)}.Pick(optionalChecks())
	if err != nil {
		t.Fatal(err)
	}
	out := lab{checks: checks, profile: everything, faults: split(*faultFlag), variants: split(*variantFlag)}.run(t)
	for _, c := range out.checks {
		if c.Outcome != reports.Pass {
			t.Errorf("%s %s %s: %s %v", c.Outcome, c.ID, c.Dialect, c.Reason, c.Problems)
		}
	}
	if len(out.cleanUp.Left) > 0 {
		t.Errorf("left: %v", out.cleanUp.Left)
	}
	t.Logf("%d checks, %d requests", len(out.checks), out.requests)
}

// withoutEntitlements are variants of apps that cannot have entitlements, and why.
var withoutEntitlements = map[string]string{
	"no-discovery":                "entitlements are found in /ResourceTypes",
	"optional-attributes-dropped": "the app keeps no roles, entitlements or extensions",
}

// optionalIn is the profile of an app with these variants that has all it can have.
func optionalIn(variants []string) func(*profile.Profile) {
	return func(p *profile.Profile) {
		everything(p)
		for _, v := range variants {
			if withoutEntitlements[v] != "" {
				p.Okta.Actions = slices.DeleteFunc(p.Okta.Actions, func(a profile.Action) bool {
					return a == profile.Entitlements || a == profile.ImportUserSchema
				})
			}
		}
	}
}
