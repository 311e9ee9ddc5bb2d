package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

const pilotProfile = `name: demo
scim: {settle: 50ms}
roles:
  attribute: roles
  default: Viewer
  groups:
    - {group: oktascim admins, role: Admin}
    - {group: oktascim analysts, role: Analyst}
seats: {limit: 12}
`

// pilotApp is a reference provider and the files of a pilot.
type pilotApp struct {
	t      *testing.T
	url    string
	dir    string
	writes atomic.Int64
	okta   *okta.Client
}

func newPilotApp(t *testing.T) *pilotApp {
	t.Helper()
	a := &pilotApp{t: t, dir: t.TempDir()}
	options := roleApp()
	options.Seed, options.LocalAdmin = 2, "root@example.com"
	a.url = startTarget(t, options, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method != http.MethodGet {
			a.writes.Add(1)
		}
		next.ServeHTTP(w, r)
	}).url
	a.okta = okta.New(okta.Config{BaseURL: a.url, Authorization: "Bearer " + scimToken, Dialect: okta.AIW})
	a.file("app.yaml", pilotProfile)
	return a
}

func (a *pilotApp) file(name, text string) string {
	a.t.Helper()
	return writeText(a.t, a.path(name), text)
}

func (a *pilotApp) path(name string) string { return filepath.Join(a.dir, name) }

func (a *pilotApp) pilot(args ...string) (int, string) {
	a.t.Helper()
	before := a.writes.Load()
	code, out, errs := command(a.t, map[string]string{"OKTASCIM_TOKEN": scimToken},
		append([]string{"pilot", args[0], "--base-url", a.url, "--profile", a.path("app.yaml"), "--snapshot",
			a.path("before.json")}, args[1:]...)...)
	if n := a.writes.Load() - before; n > 0 {
		a.t.Errorf("pilot %s sent %d writes", args[0], n)
	}
	if strings.Contains(out+errs, scimToken) {
		a.t.Error("the token is shown")
	}
	return code, out + errs
}

// TestPilotCommands goes the whole way with the files that an admin has.
func TestPilotCommands(t *testing.T) {
	a := newPilotApp(t)
	roster := a.file("pilot.csv", "userName,givenName,familyName,email,groups,role\nann@example.com,Ann,Almeida,ann@example.com,oktascim admins,Admin\nben@example.com,Ben,Berg,ben@example.com,oktascim analysts,Analyst\n")
	left := a.file("left.csv", "userName\nperson2@example.com\n")
	code, out := a.pilot("plan", "--roster", roster, "--leavers", left, "--plan", a.path("plan.csv"), "--report",
		"json="+a.path("plan.json"))
	if code != exitConforms {
		t.Fatalf("plan: %d\n%s", code, out)
	}
	for _, want := range []string{"2 will be created, 1 leaver", "Seats: 2 needed, 9 of 12 free.",
		"leaver, will be deactivated", "oktascim pilot verify --roster"} {
		if !strings.Contains(out, want) {
			t.Errorf("plan does not say %q:\n%s", want, out)
		}
	}
	if text, err := os.ReadFile(a.path("plan.csv")); err != nil ||
		!strings.Contains(string(text), "ann@example.com,create,,,,,Admin,Admin,oktascim admins,") {
		t.Errorf("plan.csv: %v\n%s", err, text)
	}
	if info, err := os.Stat(a.path("before.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the snapshot: %v %v", info, err)
	}
	if text := readText(t, a.path("before.json")); strings.Contains(text, scimToken) || strings.Contains(text, "Almeida") {
		t.Errorf("the snapshot holds more than it should:\n%s", text)
	}

	if code, out := a.pilot("verify", "--roster", roster, "--leavers", left); code != exitFails ||
		!strings.Contains(out, "the person did not arrive") {
		t.Errorf("verify before the assignment: %d\n%s", code, out)
	}
	ctx := t.Context()
	for _, p := range []struct {
		name, given, family,
		group string
	}{{"ann@example.com", "Ann", "Almeida", "oktascim admins"}, {"ben@example.com", "Ben", "Berg", "oktascim analysts"}} {
		run := a.okta.PushUser(ctx, okta.User{UserName: p.name, GivenName: p.given, FamilyName: p.family, Email: p.name,
			ExternalID: "00u" + p.given, Active: true})
		a.okta.PushGroup(ctx, p.group, []okta.Member{{Value: run.ID, Display: p.name}})
	}
	list, _ := a.okta.LookupUser(ctx, "person2@example.com").List()
	a.okta.Deactivate(ctx, list[0].ID())
	if code, out := a.pilot("verify", "--roster", roster, "--leavers", left, "--report",
		"junit="+a.path("verify.xml")); code != exitConforms {
		t.Errorf("verify: %d\n%s", code, out)
	}
	if !strings.Contains(readText(t, a.path("verify.xml")), "pilot.verify.role &lt;ann@example.com&gt;") {
		t.Error("no case a person in the JUnit report")
	}
}

// TestPilotSaysAdminsFirst: the first thing that an admin reads.
func TestPilotSaysAdminsFirst(t *testing.T) {
	a := newPilotApp(t)
	roster := a.file("pilot.csv", "userName,groups\nroot@example.com,staff\n")
	code, out := a.pilot("plan", "--roster", roster, "--plan", a.path("plan.json"))
	if code != exitFails {
		t.Errorf("exit code %d", code)
	}
	first := strings.Index(out, "✗ 1 present admin would become Viewer: root@example.com")
	if first < 0 || strings.Index(out, "nobody would be Admin any more") < first || strings.Index(out, "PEOPLE") < first {
		t.Errorf("not first:\n%s", out)
	}
	var plan struct {
		Schema    string
		Headlines []struct{ Text string }
		People    []struct{ UserName, RoleNow, RoleThen, What string }
	}
	err := json.Unmarshal([]byte(readText(t, a.path("plan.json"))), &plan)
	if err != nil || plan.Schema != "oktascim/pilot-plan/v1" || len(plan.People) != 1 ||
		plan.People[0].RoleNow != "Admin" || plan.People[0].RoleThen != "Viewer" {
		t.Errorf("%v: %+v", err, plan)
	}
}

// listing is a target that lists resources, JSON without the brackets, whatever is asked; before sees each request
// and reports whether it answered it.
func listing(t *testing.T, total int, resources string, before func(http.ResponseWriter, *http.Request) bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/scim+json")
		if before == nil || !before(w, r) {
			fmt.Fprintf(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":%d,"Resources":[%s]}`,
				total, resources)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestPilotBadInput(t *testing.T) {
	a := newPilotApp(t)
	good := a.file("good.csv", "userName,role\nann@example.com,Admin\n")
	const head = `{"schema":"oktascim/pilot-snapshot/v1","target":`
	other := a.file("other.json", head+`"https://other.example.com/scim/v2","userCount":0}`+"\n")
	cut := a.file("cut.json", head+`"`+a.url+`","userCount":3}`+"\n"+`{"id":"1","marks":"........"}`+"\n")
	broken := listing(t, 0, "", func(w http.ResponseWriter, r *http.Request) bool {
		fails := r.URL.Query().Get("count") == "100"
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
		}
		return fails
	})
	endless := listing(t, 500, `{"id":"1","userName":"a","active":true}`, nil)
	var page []string
	for i := range 100 {
		page = append(page, fmt.Sprintf(`{"id":"%d","userName":"u%d","active":true}`, i, i))
	}
	samePage := listing(t, 150, strings.Join(page, ","), nil)
	plan, verify := "pilot plan --base-url "+a.url, "pilot verify --base-url "+a.url
	planGood, verifyGood := plan+" --roster "+good, verify+" --roster "+good
	of := func(url string) string {
		return "pilot plan --base-url " + url + " --roster " + good + " --snapshot " + a.path("s.json")
	}
	for _, tt := range []struct {
		name, args string
		code       int
		want       string
	}{
		{"no subcommand", "pilot", 2, "pilot is two commands"},
		{"no roster", plan, 2, "who takes part? Give --roster FILE"},
		{"no target", "pilot plan --roster " + good, 2, "no target: give --base-url"},
		{"roster missing", plan + " --roster " + a.path("none.csv"), 2, "--roster: there is no file"},
		{"roster wrong", plan + " --roster " + a.file("bad.csv",
			"userName,role\nann,Admn\n") + " --profile " + a.path("app.yaml"), 2,
			"did you mean Admin?"},
		{"leaver in both", verifyGood + " --leavers " + a.file("left.csv", "userName\nANN@example.com\n"), 2,
			"ANN@example.com is also in " + good + ", line 2"},
		{"roster and org", planGood + " --okta-org https://example.okta.com", 2, "roster okta-org"},
		{"org without app", plan + " --okta-org https://example.okta.com", 2, "--app is required"},
		{"plan into a missing folder", planGood + " --plan " + a.path("no/plan.csv"), 2, "--plan: cannot write"},
		{"snapshot into a folder", planGood + " --snapshot " + a.dir, 2, "--snapshot: cannot write"},
		{"snapshot missing", verifyGood + " --snapshot " + a.path("none.json"), 2, "`oktascim pilot plan` writes one"},
		{"snapshot of another target", verifyGood + " --snapshot " + other, 2,
			"is of another target, https://other.example.com/scim/v2"},
		{"snapshot cut off", verifyGood + " --snapshot " + cut, 2, "user 2 of 3 cannot be read"},
		{"snapshot of something else", verifyGood + " --snapshot " + good, 2, "this is no snapshot"},
		{"list fails", of(broken), 3, "GET /Users?startIndex=1&count=100 answered 500"},
		{"pages never end", of(endless), 3, "an import never ends"},
		{"startIndex ignored", of(samePage), 3, "page 2 of users shows only who was shown before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := command(t, map[string]string{"OKTASCIM_TOKEN": scimToken}, strings.Fields(tt.args)...)
			if code != tt.code || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d, want %d with %q\n%s%s", code, tt.code, tt.want, out, errs)
			}
		})
	}
}

func TestPilotInterrupted(t *testing.T) {
	a := newPilotApp(t)
	roster := a.file("good.csv", "userName,role\nann@example.com,Admin\n")
	ctx, cancel := context.WithCancel(t.Context())
	stopping := listing(t, 0, "", func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("count") == "100" {
			cancel()
		}
		return false
	})
	code, out, errs := commandContext(t, ctx, map[string]string{"OKTASCIM_TOKEN": scimToken}, "pilot", "plan",
		"--base-url", stopping, "--roster", roster, "--snapshot", a.path("s.json"))
	if code != exitInterrupted {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if _, err := os.Stat(a.path("s.json")); err == nil {
		t.Error("half a snapshot was written")
	}
}

// TestPilotOfOrg takes the roster from a simulated org that has provisioned the
// app: everybody is there, and whom it does not push is named.
func TestPilotOfOrg(t *testing.T) {
	l := newLab(t, func(o *labOptions) {
		o.org.People = append(o.org.People, orgsim.Person{Login: "eve@example.com", FirstName: "Eve", LastName: "Doe",
			DisplayName: "Eve Doe"})
		o.org.Groups = append(o.org.Groups, orgsim.Group{Name: "Finance",
			Members: []string{"bob@example.com", "eve@example.com"}, Pushed: true})
	})
	snapshot := filepath.Join(t.TempDir(), "before.json")
	code, r, out := l.command(t, t.Context(), "pilot", "plan", "--base-url", l.scim, "--snapshot", snapshot)
	if code != exitFails || !strings.Contains(out,
		"1 member of Finance is not assigned to the app and will not be pushed: eve@example.com") {
		t.Errorf("plan: %d\n%s", code, out)
	}
	for _, c := range r.Checks {
		if c.Outcome == reports.Fail && c.ID != "pilot.plan.assigned" {
			t.Errorf("%s <%s> fails: %v", c.ID, c.Subject, c.Problems)
		}
	}
	if code, _, out := l.command(t, t.Context(), "pilot", "verify", "--base-url", l.scim, "--snapshot",
		snapshot); code != exitConforms {
		t.Errorf("verify: %d\n%s", code, out)
	}
}
