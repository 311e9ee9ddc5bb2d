package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

const (
	scimToken = "scim-token-of-the-test"
	oktaToken = "00aOktaTokenOfTheTest"
)

// lab is a simulated org that provisions a reference provider.
type lab struct {
	org     *orgsim.Org
	url     string // of the org
	scim    string // base URL of the app
	profile string // file
}

// labOptions change what a lab is made of.
type labOptions struct {
	org    orgsim.Options
	app    provider.Options
	before func(*http.Request) // sees each request to the app; nil is none
}

// newLab starts an org with two people and two pushed groups, and the app.
func newLab(t *testing.T, changes ...func(*labOptions)) lab {
	t.Helper()
	o := labOptions{
		app: provider.Options{
			Tokens: []provider.Token{{Secret: scimToken}}, SeatLimit: 12,
			Roles: &provider.RoleMap{Attribute: "roles", Default: "Viewer", Groups: []provider.GroupRole{
				{Group: "oktascim admins", Role: "Admin"}, {Group: "oktascim analysts", Role: "Analyst"}}},
		},
		org: orgsim.Options{
			Token: oktaToken, Label: "Holistics", SCIM: okta.Config{Authorization: "Bearer " + scimToken},
			People: []orgsim.Person{
				{Login: "ann@example.com", FirstName: "Ann", LastName: "Li", DisplayName: "Ann Li"},
				{Login: "bob@example.com", FirstName: "Bob", LastName: "Roe", DisplayName: "Bob Roe", Assigned: true},
			},
			Groups: []orgsim.Group{
				{Name: "oktascim admins", Members: []string{"ann@example.com"}, Assigned: true, Pushed: true},
				{Name: "oktascim analysts", Members: []string{"bob@example.com"}, Assigned: true, Pushed: true},
			},
		},
	}
	for _, change := range changes {
		change(&o)
	}
	server, err := provider.New(o.app)
	if err != nil {
		t.Fatal(err)
	}
	scim := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.before != nil {
			o.before(r)
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(scim.Close)
	o.org.SCIM.BaseURL = scim.URL + "/scim/v2"
	org, err := orgsim.New(o.org)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(org.Close)
	if err := org.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(org)
	t.Cleanup(api.Close)
	profile := filepath.Join(t.TempDir(), "app.yaml")
	writeText(t, profile, pilotProfile)
	return lab{org: org, url: api.URL, scim: o.org.SCIM.BaseURL, profile: profile}
}

// with plants problems in the org.
func with(problems ...string) func(*labOptions) {
	return func(o *labOptions) { o.org.Problems = problems }
}

// environment holds the credentials.
func environment() map[string]string {
	return map[string]string{"OKTA_API_TOKEN": oktaToken, "OKTASCIM_TOKEN": scimToken}
}

// audit runs `oktascim org audit` and returns its report.
func (l lab) audit(t *testing.T, more ...string) (int, reports.Report, string) {
	return l.command(t, t.Context(), append([]string{"org", "audit"}, more...)...)
}

// drive runs `oktascim org run`.
func (l lab) drive(t *testing.T, ctx context.Context, more ...string) (int, reports.Report, string) {
	return l.command(t, ctx, append([]string{"org", "run", "--yes-change-org", "--base-url", l.scim}, more...)...)
}

func (l lab) command(t *testing.T, ctx context.Context, args ...string) (int, reports.Report, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	args = append(args, "--okta-org", l.url, "--app", l.org.AppID(), "--profile", l.profile, "--report", "json="+file)
	code, out, errs := commandContext(t, ctx, environment(), args...)
	var r reports.Report
	if text, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{scimToken, oktaToken} {
			if bytes.Contains(text, []byte(secret)) {
				t.Error("the report shows a token")
			}
		}
	}
	for _, secret := range []string{scimToken, oktaToken} {
		if strings.Contains(out+errs, secret) {
			t.Errorf("a token is shown:\n%s%s", out, errs)
		}
	}
	return code, r, out + errs
}

// bad lists the checks that did not pass.
func bad(r reports.Report) []string {
	var out []string
	for _, c := range r.Checks {
		if c.Outcome != reports.Pass {
			out = append(out, c.ID+": "+string(c.Outcome))
		}
	}
	return out
}

// made lists what a run created and is still there, in the org and in the app; deactivated accounts may stay.
func (l lab) made(t *testing.T) []string {
	t.Helper()
	var out []string
	get := func(url, authorization string, into any) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", authorization)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/users", "/groups"} {
		var all []struct {
			Type    any
			Profile struct{ Login, Name string }
		}
		get(l.url+"/api/v1"+path, "SSWS "+oktaToken, &all)
		for _, o := range all {
			// What Okta remembers of a group in the app may stay.
			if name := o.Profile.Login + o.Profile.Name; o.Type != "APP_GROUP" && strings.HasPrefix(name, "oktascim-") {
				out = append(out, "org: "+name)
			}
		}
		var list struct {
			Resources []struct {
				UserName, DisplayName string
				Active                *bool
			}
		}
		get(l.scim+path, "Bearer "+scimToken, &list)
		for _, r := range list.Resources {
			if strings.HasPrefix(r.UserName+r.DisplayName, "oktascim-") && (r.Active == nil || *r.Active) {
				out = append(out, "app: "+r.UserName+r.DisplayName)
			}
		}
	}
	var mappings []any
	get(l.url+"/api/v1/apps/"+l.org.AppID()+"/group-push/mappings", "SSWS "+oktaToken, &mappings)
	if len(mappings) != 2 {
		out = append(out, "a push mapping")
	}
	return out
}

// An org that cannot be read is one clear error, with exit code 3.
func TestOrgRefuses(t *testing.T) {
	for problem, words := range map[string]string{
		"token-expired": "refuses the credentials",
		"rate-limited":  "rate limit is used up (429) until",
		"endless-pages": "the list does not end",
	} {
		t.Run(problem, func(t *testing.T) {
			code, _, out := newLab(t, with(problem)).audit(t)
			if code != exitIncomplete || !strings.Contains(out, words) {
				t.Errorf("audit: exit %d, want %d and %q\n%s", code, exitIncomplete, words, out)
			}
		})
	}
	code, r, out := newLab(t, with("token-read-only")).drive(t, t.Context())
	if code != exitIncomplete || !strings.Contains(out, "The token may not do this") ||
		r.Summary.Blocked != len(r.Checks) {
		t.Errorf("run: exit %d\n%s", code, out)
	}
}

func TestOrgBadInput(t *testing.T) {
	l, off := newLab(t), newLab(t, with("provisioning-off"))
	audit := []string{"org", "audit"}
	run := []string{"org", "run", "--yes-change-org", "--base-url", l.scim}
	in := func(l lab) []string { return []string{"--app", l.org.AppID(), "--okta-org", l.url} }
	app := []string{"--app", "0oa1"}
	for name, tc := range map[string]struct {
		command, args []string
		env           map[string]string
		words         string
	}{
		"no org": {audit, app, environment(), "--okta-org is required"},
		"no app": {audit, []string{"--okta-org", l.url}, environment(), "--app is required"},
		"admin URL": {audit, append(app, "--okta-org", "https://a-admin.okta.com"), environment(),
			"Leave -admin out: https://a.okta.com"},
		"http": {audit, append(app, "--okta-org", "http://a.okta.com"), environment(),
			"the API token would travel unencrypted"},
		"app name":       {audit, []string{"--app", "my app", "--okta-org", l.url}, environment(), "is not an app id"},
		"unknown app":    {audit, append(app, "--okta-org", l.url), environment(), "there is no app 0oa1"},
		"no credentials": {audit, in(l), nil, "OKTA_API_TOKEN"},
		"no key file": {audit, in(l), map[string]string{"OKTA_CLIENT_ID": "0oa2", "OKTA_PRIVATE_KEY_FILE": "none.pem"},
			"there is no file none.pem"},
		"hours":                {audit, append(in(l), "--hours", "0"), environment(), "--hours 0"},
		"run without app":      {run, []string{"--okta-org", l.url}, environment(), "--app is required"},
		"run, no SCIM":         {run[:2], in(l), environment(), "--base-url is required"},
		"run, no provisioning": {run, in(off), environment(), "has no provisioning in the org"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := command(t, tc.env, slices.Concat(tc.command, tc.args)...)
			if code != exitUsage || !strings.Contains(errs, tc.words) {
				t.Errorf("exit %d, want %d and %q\n%s%s", code, exitUsage, tc.words, out, errs)
			}
		})
	}
}
