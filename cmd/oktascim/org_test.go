package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
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

// roleApp is an app with roles by group and few seats.
func roleApp() provider.Options {
	return provider.Options{Tokens: []provider.Token{{Secret: scimToken}}, SeatLimit: 12,
		Roles: &provider.RoleMap{Attribute: "roles", Default: "Viewer", Groups: []provider.GroupRole{
			{Group: "oktascim admins", Role: "Admin"}, {Group: "oktascim analysts", Role: "Analyst"}}}}
}

// newLab starts an org with two people and two pushed groups, and the app.
func newLab(t *testing.T, changes ...func(*labOptions)) lab {
	t.Helper()
	o := labOptions{
		app: roleApp(),
		org: orgsim.Options{
			Token: oktaToken, Label: "Holistics", SCIM: okta.Config{Authorization: "Bearer " + scimToken},
			People: []orgsim.Person{
				{Login: "ann@example.com", FirstName: "Ann", LastName: "Li", DisplayName: "Ann Li"},
				{Login: "bob@example.com", FirstName: "Bob", LastName: "Roe", DisplayName: "Bob Roe", Assigned: true},
			},
			Groups: []orgsim.Group{
				{Name: "app users", Members: []string{"ann@example.com", "bob@example.com"}, Assigned: true},
				{Name: "oktascim admins", Members: []string{"ann@example.com"}, Pushed: true},
				{Name: "oktascim analysts", Members: []string{"bob@example.com"}, Pushed: true},
			},
		},
	}
	for _, change := range changes {
		change(&o)
	}
	app := startTarget(t, o.app, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if o.before != nil {
			o.before(r)
		}
		next.ServeHTTP(w, r)
	})
	o.org.SCIM.BaseURL = app.url
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

// With each planted problem the right check fails with the right words, and none about something else.
func TestOrgAuditFindsProblems(t *testing.T) {
	table := map[string]struct{ check, words string }{
		"app-inactive":              {"org.app.active", "INACTIVE. Set the app to Active"},
		"provisioning-off":          {"org.provisioning.on", "provisioning is off. Switch it on"},
		"create-off":                {"org.provisioning.create", "DISABLED. Provisioning > To App > Edit: enable «Create"},
		"update-off":                {"org.provisioning.update", "enable «Update User Attributes»"},
		"deactivate-off":            {"org.provisioning.deactivate", "enable «Deactivate Users»"},
		"connection-disabled":       {"org.connection.enabled", "DISABLED. Provisioning > Integration"},
		"connection-auth-scheme":    {"org.connection.scheme", "HTTP Header"},
		"email-not-mapped":          {"org.mapping.email", "map email"},
		"display-name-not-mapped":   {"org.mapping.display-name", "map displayName"},
		"push-inactive":             {"org.push.active", "INACTIVE. Push Groups"},
		"push-error":                {"org.push.no-error", "the role is unknown"},
		"member-unassigned":         {"org.push.members", "not assigned: not.assigned@example.com"},
		"group-assigned-and-pushed": {"org.push.second-group", "Make a second group"},
		"sync-failed":               {"org.users.synced", "syncState ERROR"},
		"create-failed":             {"org.log.provisioning", "buy seats"},
		"app-refuses-token":         {"org.log.auth", "Generate a new token"},
		"app-rate-limits":           {"org.log.rate-limit", "higher limits"},
		"email-create-only":         {"org.mapping.updates", "on create only (DONT_PUSH)"},
	}
	elsewhere := []string{"token-expired", "token-read-only", "rate-limited", "endless-pages"} // TestOrgRefuses
	for _, p := range orgsim.Problems() {
		if _, here := table[p.Name]; !here && !slices.Contains(elsewhere, p.Name) {
			t.Errorf("the problem %s is not tried", p.Name)
		}
	}
	for problem, tc := range table {
		t.Run(problem, func(t *testing.T) {
			code, r, out := newLab(t, with(problem)).audit(t)
			outcome, exit := reports.Fail, exitFails
			if tc.check == "org.log.rate-limit" || tc.check == "org.mapping.updates" { // a should
				outcome, exit = reports.Warn, exitConforms
			}
			if code != exit {
				t.Errorf("exit %d, want %d\n%s", code, exit, out)
			}
			i := slices.IndexFunc(r.Checks, func(c reports.Check) bool { return c.ID == tc.check && c.Outcome == outcome })
			if i < 0 {
				t.Fatalf("%s does not fail; %v", tc.check, bad(r))
			}
			if text := fmt.Sprint(r.Checks[i].Problems); !strings.Contains(text, tc.words) {
				t.Errorf("%s says %s, which lacks %q", tc.check, text, tc.words)
			}
			for _, id := range bad(r) {
				consequence := strings.HasSuffix(id, ": blocked") || strings.HasPrefix(id, "org.log.provisioning") ||
					strings.HasPrefix(id, "org.users.")
				if !strings.HasPrefix(id, tc.check) && !consequence {
					t.Errorf("%s with %s planted", id, problem)
				}
			}
		})
	}
}

func TestOrgRunAsksFirst(t *testing.T) {
	var requests atomic.Int64
	l := newLab(t, func(o *labOptions) { o.before = func(*http.Request) { requests.Add(1) } })
	before := requests.Load()
	code, out, errs := command(t, environment(), "org", "run", "--okta-org", l.url, "--app", l.org.AppID(),
		"--base-url", l.scim)
	if code != exitUsage || !strings.Contains(errs, "Add --yes-change-org") ||
		!strings.Contains(out, "10. remove the push") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if requests.Load() != before || len(l.made(t)) > 0 {
		t.Error("something was sent")
	}
}

func TestOrgRunGreen(t *testing.T) {
	for _, dialect := range []okta.Dialect{okta.AIW, okta.OIN} {
		t.Run(string(dialect), func(t *testing.T) {
			l := newLab(t, func(o *labOptions) { o.org.SCIM.Dialect = dialect })
			code, r, out := l.drive(t, t.Context())
			if code != exitConforms || len(bad(r)) > 0 || r.Summary.Pass != 10 {
				t.Errorf("exit %d, %v\n%s", code, bad(r), out)
			}
			if left := l.made(t); len(left) > 0 || len(r.CleanUp.Left) > 0 {
				t.Errorf("left: %v %v", left, r.CleanUp.Left)
			}
			if code, r, out := l.audit(t); code != exitConforms || len(bad(r)) > 0 || r.Summary.Pass < 20 {
				t.Errorf("the audit afterwards: exit %d, %v\n%s", code, bad(r), out)
			}
		})
	}
}

// With entitlements in the profile the run is the CRUD test with entitlements.
func TestOrgRunWithEntitlements(t *testing.T) {
	l := newLab(t, func(o *labOptions) { o.org.SCIM.Dialect = okta.Mixed })
	writeText(t, l.profile, "name: demo\nokta: {app: wizard-no-patch, actions: [push-new-users, push-profile-updates, "+
		"deactivate-users, push-groups, entitlements]}\n")
	code, r, out := l.drive(t, t.Context())
	granted := slices.ContainsFunc(r.Checks, func(c reports.Check) bool { return c.ID == "org.run.grant" && c.Outcome == reports.Pass })
	if code != exitConforms || !granted || r.Summary.Pass != 11 || !strings.Contains(out, "2. grant it entitlements") {
		t.Errorf("exit %d, %v\n%s", code, bad(r), out)
	}
}

// A step that fails blocks those that need it, and everything is cleaned up.
func TestOrgRunFindsFaults(t *testing.T) {
	fault := func(dialect okta.Dialect, ids ...string) func(*labOptions) {
		hooks, err := faulty.Hooks(ids...)
		if err != nil {
			t.Fatal(err)
		}
		return func(o *labOptions) { o.org.SCIM.Dialect, o.app.Hooks = dialect, hooks }
	}
	for name, tc := range map[string]struct {
		change  func(*labOptions)
		check   string
		words   string
		blocked []string
	}{
		"Create Users is off": {with("create-off"), "assign", "exactly one account", []string{"update", "end-push"}},
		"updates are off":     {with("update-off"), "update", "Joan", nil},
		"deactivation is off": {with("deactivate-off"), "deactivate", "GET /Users/{id} active",
			[]string{"reactivate", "push-group"}},
		"no seat is free": {func(o *labOptions) { o.app.SeatLimit = 2 }, "assign", "buy seats", []string{"update"}},
		"deactivation does nothing": {fault(okta.OIN, "deactivate-patch-noop-200"), "deactivate", "GET /Users/{id} active",
			[]string{"unassign"}},
		"PUT stores nothing": {fault(okta.AIW, "put-echoes-and-stores-nothing"), "update", "Joan", nil},
		"groups cannot be made": {fault(okta.AIW, "group-create-500"), "push-group", "exactly one group",
			[]string{"add-member", "end-push"}},
		"adding replaces all": {fault(okta.OIN, "member-add-replaces-all"), "add-member", "missing",
			[]string{"remove-member"}},
		"removal does too much": {fault(okta.OIN, "member-remove-deactivates"), "remove-member", "active", nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, tc.change)
			code, r, out := l.drive(t, t.Context(), "--settle", "500ms")
			if code != exitFails {
				t.Errorf("exit %d, want %d\n%s", code, exitFails, out)
			}
			at := func(id string) reports.Check {
				return r.Checks[slices.IndexFunc(r.Checks, func(c reports.Check) bool { return c.ID == "org.run."+id })]
			}
			c := at(tc.check)
			if c.Outcome != reports.Fail || !strings.Contains(fmt.Sprint(c.Problems), tc.words) {
				t.Errorf("%s: %s %v, want it to fail with %q", c.ID, c.Outcome, c.Problems, tc.words)
			}
			for _, id := range tc.blocked {
				if c := at(id); c.Outcome != reports.Blocked || !strings.Contains(c.Reason, "org.run.") {
					t.Errorf("%s: %s %s", c.ID, c.Outcome, c.Reason)
				}
			}
			if left := l.made(t); len(left) > 0 && len(r.CleanUp.Left) == 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// ^C in the middle of a run ends it with 130, and everything is cleaned up.
func TestOrgRunInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var armed atomic.Bool
	l := newLab(t, func(o *labOptions) {
		o.before = func(r *http.Request) {
			if armed.Load() && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Groups") {
				cancel() // the group is being pushed
			}
		}
	})
	armed.Store(true)
	code, r, out := l.drive(t, ctx)
	if code != exitInterrupted || r.Summary.Lost == 0 {
		t.Errorf("exit %d, want %d\n%s", code, exitInterrupted, out)
	}
	if left := l.made(t); len(left) > 0 || len(r.CleanUp.Left) > 0 {
		t.Errorf("left: %v %v\n%s", left, r.CleanUp.Left, out)
	}
}

// With the key of an API service app, as the admin console shows it: the scopes of the README suffice.
func TestOrgOAuth(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{"OKTA_CLIENT_ID": "0oaservice", "OKTA_PRIVATE_KEY_FILE": file,
		"OKTASCIM_TOKEN": scimToken}
	l := newLab(t, func(o *labOptions) {
		o.org.OAuth = []orgsim.OAuthClient{{ID: "0oaservice", Key: &key.PublicKey, Scopes: org.ChangeScopes()}}
	})
	place := []string{"--okta-org", l.url, "--app", l.org.AppID(), "--profile", l.profile, "--report", "json=-"}
	for _, args := range [][]string{{"org", "audit"}, {"org", "run", "--yes-change-org", "--base-url", l.scim}} {
		code, out, errs := command(t, environment, append(args, place...)...)
		if code != exitConforms {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
		if strings.Contains(out+errs, "client_assertion=ey") || strings.Contains(out+errs, "Bearer ey") {
			t.Errorf("%v: a secret is shown", args)
		}
	}
}

func TestOrgRoster(t *testing.T) {
	l := newLab(t, with("member-unassigned"))
	file := filepath.Join(t.TempDir(), "pilot.csv")
	place := []string{"--okta-org", l.url, "--app", l.org.AppID()}
	code, out, errs := command(t, environment(), append([]string{"org", "roster", "--out", file}, place...)...)
	if code != exitConforms {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	text := readText(t, file)
	want := `userName,givenName,familyName,email,groups,role,status
ann@example.com,Ann,Li,ann@example.com,oktascim admins,,
bob@example.com,Bob,Roe,bob@example.com,oktascim analysts,,
not.assigned@example.com,Not,Assigned,not.assigned@example.com,oktascim admins,,not assigned
`
	if text != want {
		t.Errorf("got\n%s", text)
	}
	if _, shown, _ := command(t, environment(), append([]string{"org", "roster"}, place...)...); shown != want {
		t.Errorf("on standard output\n%s", shown)
	}
	// What is written is what the pilot reads.
	code, out, errs = command(t, environment(), "pilot", "plan", "--base-url", l.scim, "--profile", l.profile,
		"--roster", file, "--no-snapshot")
	if code == exitUsage || !strings.Contains(out, "not.assigned@example.com") {
		t.Errorf("pilot plan: exit %d\n%s%s", code, out, errs)
	}

	empty := newLab(t, func(o *labOptions) { o.org.People, o.org.Groups = []orgsim.Person{}, []orgsim.Group{} })
	code, _, errs = command(t, environment(), "org", "roster", "--okta-org", empty.url, "--app", empty.org.AppID())
	if code != exitIncomplete || !strings.Contains(errs, "nobody is assigned to the app") {
		t.Errorf("an empty org: exit %d %s", code, errs)
	}
}
