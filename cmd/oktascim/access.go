package main

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// withoutAccess leaves the access probes of a profile out: they ask the app itself, which is not the target.
func withoutAccess(s *harness.Settings) {
	p := *s.Profile
	p.Access, s.Profile = nil, &p
}

// everythingOf is a profile of the reference provider at a base URL with entitlements and access probes.
func everythingOf(p *profile.Profile, baseURL string) *profile.Profile {
	whole := *p
	whole.Okta.Actions = profile.Actions()
	if p.Roles != nil { // entitlements take the attribute roles
		roles := *p.Roles
		roles.Attribute, whole.Roles = "userType", &roles
	}
	app := strings.TrimSuffix(baseURL, "/scim/v2")
	whole.Access = &profile.Access{Probes: []profile.Probe{{Name: "session",
		Get: &profile.Call{HTTP: &profile.HTTPCall{Method: http.MethodPost, URL: app + "/access/sign-in", Take: "session",
			Body: `{"userName": "{{userName}}", "password": "{{password}}"}`}},
		Check: profile.Call{HTTP: &profile.HTTPCall{URL: app + "/access/me",
			Headers: map[string]string{"Authorization": "Bearer {{credential}}"}}},
	}, {Name: "what a group opens", Group: "oktascim analysts",
		Get: &profile.Call{HTTP: &profile.HTTPCall{Method: http.MethodPost, URL: app + "/access/sign-in", Take: "session",
			Body: `{"userName": "{{userName}}", "password": "{{password}}"}`}},
		Check: profile.Call{HTTP: &profile.HTTPCall{URL: app + "/access/groups?name=oktascim%20analysts",
			Headers: map[string]string{"Authorization": "Bearer {{credential}}"}}},
	}}}
	return &whole
}
