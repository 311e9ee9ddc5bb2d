package orgcheck

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/profile"
)

const app = "0oa1gjh63g214q0Hq0g4"

// answers are those of an org in which all is well, by path. A body that starts with "400 " has that status.
type answers map[string]string

func wellOrg() answers {
	path := "/api/v1/apps/" + app
	return answers{
		path: `{"id":"` + app + `","label":"Holistics","status":"ACTIVE",
			"features":["PUSH_NEW_USERS","PUSH_PROFILE_UPDATES","PUSH_USER_DEACTIVATION","GROUP_PUSH"]}`,
		path + "/features": `[{"name":"USER_PROVISIONING","status":"ENABLED","capabilities":{
			"create":{"lifecycleCreate":{"status":"ENABLED"}},
			"update":{"lifecycleDeactivate":{"status":"ENABLED"},"profile":{"status":"ENABLED"}}}}]`,
		path + "/connections/default": `{"authScheme":"TOKEN","status":"ENABLED"}`,
		path + "/groups":              `[{"id":"00g3"}]`,
		path + "/users": `[{"id":"00u1","externalId":"70c1","status":"PROVISIONED","syncState":"SYNCHRONIZED",
			"credentials":{"userName":"ann@example.com"}}]`,
		path + "/group-push/mappings": `[{"id":"gPm1","sourceGroupId":"00g1","status":"ACTIVE"},
			{"id":"gPm2","sourceGroupId":"00g2","status":"ACTIVE"}]`,
		"/api/v1/groups/00g1":       `{"id":"00g1","profile":{"name":"oktascim admins"}}`,
		"/api/v1/groups/00g2":       `{"id":"00g2","profile":{"name":"oktascim analysts"}}`,
		"/api/v1/groups/00g1/users": `[{"id":"00u1","status":"ACTIVE","profile":{"login":"ann@example.com"}}]`,
		"/api/v1/groups/00g2/users": `[]`,
		"/api/v1/mappings":          `[{"id":"prm1","source":{"type":"user"},"target":{"id":"` + app + `"}}]`,
		"/api/v1/mappings/prm1": `{"id":"prm1","target":{"id":"` + app + `"},"properties":{
			"email":{"expression":"user.email","pushStatus":"PUSH"},
			"displayName":{"expression":"user.displayName","pushStatus":"PUSH"}}}`,
		"/api/v1/logs": `[]`,
	}
}

// with changes some of the answers.
func (a answers) with(change answers) answers {
	maps.Copy(a, change)
	return a
}

// server serves the answers and counts what was asked.
func (a answers) server(t *testing.T, asked map[string]int) *httptest.Server {
	var mu sync.Mutex
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.Method+" "+r.URL.RequestURI()]++
		mu.Unlock()
		body, ok := a[r.URL.Path]
		if filtered, is := a[r.URL.Path+"?"+r.URL.Query().Get("filter")]; is {
			body, ok = filtered, true
		}
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			body = `404 {"errorCode":"E0000007","errorSummary":"Not found"}`
		}
		if status := 0; len(body) > 3 && body[3] == ' ' {
			if _, err := fmt.Sscan(body[:3], &status); err == nil {
				w.WriteHeader(status)
				body = body[4:]
			}
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s
}

// audited runs an audit against the answers and gives its results by id and, where there is one, subject.
func audited(t *testing.T, a answers, change ...func(*profile.Profile)) (map[string]reports.Check, map[string]int) {
	t.Helper()
	asked := map[string]int{}
	server := a.server(t, asked)
	p := profile.Default()
	p.Roles = &profile.Roles{Attribute: "roles", Default: "Viewer",
		Groups: []profile.GroupRole{{Group: "oktascim admins", Role: "Admin"}}}
	for _, c := range change {
		c(p)
	}
	env := harness.NewEnv(harness.Settings{Profile: p, BaseURL: server.URL})
	audit, err := NewAudit(org.Config{URL: server.URL, Token: "00aSecretToken", Transport: http.DefaultTransport,
		Secret: env.Redactor.Add}, app, 24)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]reports.Check{}
	_, err = kit.Run(context.WithoutCancel(t.Context()), env, audit.Checks(), kit.Observer{Finished: func(c reports.Check) {
		got[strings.TrimSpace(c.ID+" "+c.Subject)] = c
	}})
	if err != nil {
		t.Fatal(err)
	}
	return got, asked
}

// not lists the checks that did not pass, "id: outcome".
func not(got map[string]reports.Check) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(got)) {
		if c := got[id]; c.Outcome != reports.Pass {
			out = append(out, id+": "+string(c.Outcome))
		}
	}
	return out
}

func TestAuditOfAWellOrg(t *testing.T) {
	got, asked := audited(t, wellOrg())
	if bad := not(got); len(bad) > 0 {
		t.Errorf("%v", bad)
	}
	if len(got) != len((&Audit{}).Checks())+4 { // the four checks of pushed groups, for two groups
		t.Errorf("%d checks", len(got))
	}
	for request, n := range asked {
		if n > 1 || !strings.HasPrefix(request, "GET ") {
			t.Errorf("%s was sent %d times", request, n)
		}
	}
}

func TestFindings(t *testing.T) {
	path := "/api/v1/apps/" + app
	logs := `/api/v1/logs?target.id eq "` + app + `" and `
	inactive := func(push string) string { return strings.Replace(push, "ACTIVE", "INACTIVE", 1) }
	pushes := wellOrg()[path+"/group-push/mappings"]
	none := []string{"org.push.active: unsupported", "org.push.members: unsupported", "org.push.no-error: unsupported",
		"org.push.roles: warn", "org.push.second-group: unsupported"}
	refused := `400 {"errorCode":"E0000001"}`
	// cmd/oktascim tries each problem of a simulated org; here is what that cannot have, and what else must not fail.
	for name, tc := range map[string]struct {
		change answers
		want   []string // "check: outcome"
		words  string   // in the first of them
	}{
		"features unknown to the API, listed by the app": {answers{path + "/features": refused}, nil, ""},
		"no provisioning": {answers{path: `{"id":"` + app + `","status":"ACTIVE"}`, path + "/features": refused},
			[]string{"org.provisioning.on: fail", "org.provisioning.create: blocked", "org.provisioning.update: blocked",
				"org.provisioning.deactivate: blocked", "org.users.provisioned: blocked", "org.users.synced: blocked",
				"org.users.up-to-date: blocked"}, "Switch it on"},
		"connection not covered": {answers{path + "/connections/default": `{"authScheme":"UNKNOWN","status":"UNKNOWN"}`},
			[]string{"org.connection.enabled: unsupported", "org.connection.scheme: unsupported"}, ""},
		"an empty expression": {answers{"/api/v1/mappings/prm1": `{"id":"prm1","target":{"id":"` + app + `"},"properties":{
			"email":{"expression":" "},"displayName":{"expression":"user.displayName"}}}`},
			[]string{"org.mapping.email: fail"}, "map email"},
		"no mapping": {answers{"/api/v1/mappings": `[]`}, []string{"org.mapping.display-name: blocked",
			"org.mapping.email: blocked", "org.mapping.updates: blocked"}, ""},
		"a role's group is not pushed": {answers{path + "/group-push/mappings": `[{"id":"gPm2","sourceGroupId":"00g2",
			"status":"ACTIVE"}]`}, []string{"org.push.roles: warn"}, `"oktascim admins"`},
		"nothing is pushed":          {answers{path + "/group-push/mappings": `[]`}, none, ""},
		"the app cannot push groups": {answers{path + "/group-push/mappings": refused}, none, ""},
		"one push inactive": {answers{path + "/group-push/mappings": inactive(pushes)},
			[]string{"org.push.active oktascim admins: fail"}, "Activate group push"},
		"one group for both": {answers{path + "/groups": `[{"id":"00g3"},{"id":"00g1"}]`},
			[]string{"org.push.second-group oktascim admins: fail"}, "a second group"},
		"never provisioned": {answers{path + "/users": `[{"id":"00u1","status":"ACTIVE","syncState":"DISABLED",
			"credentials":{"userName":"ann@example.com"}}]`}, []string{"org.users.provisioned: fail"}, "ann@example.com"},
		"out of sync": {answers{path + "/users": `[{"id":"00u1","externalId":"7","syncState":"OUT_OF_SYNC",
			"credentials":{"userName":"ann@example.com"}}]`}, []string{"org.users.up-to-date: warn"}, "OUT_OF_SYNC"},
		"nobody is assigned": {answers{path + "/users": `[]`},
			[]string{"org.push.members oktascim admins: fail", "org.users.provisioned: unsupported",
				"org.users.synced: unsupported", "org.users.up-to-date: unsupported"}, "ann@example.com"},
		"errors in the log": {answers{logs + org.Failures: `[{"eventType":"user.session.start","outcome":{}},
			{"eventType":"application.provision.user.push","outcome":{"result":"FAILURE","reason":"no seat is free"}}]`},
			[]string{"org.log.provisioning: fail"}, "1 × no seat is free"},
		"the log may not be read": {answers{"/api/v1/logs": `403 {"errorCode":"E0000006"}`},
			[]string{"org.log.auth: blocked", "org.log.provisioning: blocked", "org.log.rate-limit: blocked"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := audited(t, wellOrg().with(tc.change))
			want := slices.Sorted(slices.Values(tc.want))
			if have := not(got); !slices.Equal(have, want) {
				t.Errorf("got  %v\nwant %v", have, want)
			}
			if tc.words == "" {
				return
			}
			id, _, _ := strings.Cut(tc.want[0], ":")
			if text := fmt.Sprint(got[id].Problems); !strings.Contains(text, tc.words) {
				t.Errorf("%s says %s, which lacks %q", id, text, tc.words)
			}
		})
	}
}

// What the profile does not state is not checked.
func TestProfileDecides(t *testing.T) {
	a := wellOrg().with(answers{"/api/v1/apps/" + app + "/features": `[{"name":"USER_PROVISIONING",
		"status":"ENABLED","capabilities":{
		"create":{"lifecycleCreate":{"status":"ENABLED"}},
		"update":{"profile":{"status":"DISABLED"},"lifecycleDeactivate":{"status":"DISABLED"}}}}]`})
	got, _ := audited(t, a, func(p *profile.Profile) {
		p.Okta.Actions, p.Roles = []profile.Action{profile.PushNewUsers}, nil
	})
	want := []string{"org.mapping.updates: unsupported", "org.provisioning.deactivate: unsupported",
		"org.provisioning.update: unsupported"}
	have := slices.DeleteFunc(not(got), func(s string) bool {
		return strings.HasPrefix(s, "org.push.") || s == "org.users.up-to-date: unsupported"
	})
	if !slices.Equal(have, want) {
		t.Errorf("got %v, want %v", have, want)
	}
}
