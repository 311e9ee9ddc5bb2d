package orgsim_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

func assigned(n int) []orgsim.Person {
	people := orgsim.People(n, "example.com")
	for i := range people {
		people[i].Assigned = true
	}
	return people
}

// A refusal by the app is on the app user and in the System Log, with the app's
// words, and goes away when it is tried again and works.
func TestSeatShortage(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{People: assigned(3), App: orgsim.App{Label: "Holistics"}}, func(o *provider.Options) { o.SeatLimit = 2 })
	list := w.want(200, "GET", w.appPath("/users"), nil).list
	if list[1]["syncState"] != "SYNCHRONIZED" || list[2]["syncState"] != "ERROR" || list[2]["externalId"] != nil || list[2]["status"] != "STAGED" {
		t.Fatalf("app users: %v", list)
	}
	events := w.want(200, "GET", "/api/v1/logs?filter=outcome.result+eq+%22FAILURE%22", nil).list
	if len(events) != 1 || events[0]["eventType"] != "application.provision.user.push" {
		t.Fatalf("failures: %v", events)
	}
	reason, _ := at(events[0], "outcome", "reason").(string)
	start := "Automatic provisioning of user Chloé Costa to app Holistics failed: Error while creating user person0003@example.com: "
	if !strings.HasPrefix(reason, start) || !strings.Contains(reason, "Errors reported by remote server: ") {
		t.Errorf("reason: %s", reason)
	}
	w.want(204, "DELETE", w.appPath("/users/"+list[0]["id"].(string)), nil)
	path := w.appPath("/users/" + list[2]["id"].(string))
	w.want(200, "POST", path, map[string]any{})
	if au := w.want(200, "GET", path, nil).object; au["syncState"] != "SYNCHRONIZED" || au["status"] != "PROVISIONED" {
		t.Errorf("with a seat free: %v", au)
	}
}

// What the org makes of an app that refuses everything, of one that is not there
// and of one that talks nonsense.
func TestBrokenApp(t *testing.T) {
	t.Parallel()
	const token = "a-secret-of-the-app"
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   []string // failures in the log
		reason string
	}{
		{"refuses the token", status(401, `{"detail":"the token `+token+` is revoked"}`),
			[]string{"application.integration.authentication_failure", "application.provision.user.verify_exists"}, "Unauthorized. Errors reported by remote server: the token [token] is revoked"},
		{"is overloaded", status(429, `{"detail":"later"}`),
			[]string{"application.integration.rate_limit_exceeded", "application.provision.user.verify_exists"}, "Too Many Requests. Errors reported by remote server: later"},
		{"is a web page", status(502, "error code: 502"), []string{"application.provision.user.verify_exists"}, "Bad Gateway. Errors reported by remote server: Invalid JSON: error code: 502"},
		{"creates nobody", func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				status(200, `{"totalResults":0,"Resources":[]}`)(w, r)
				return
			}
			status(201, `{}`)(w, r)
		}, []string{"application.provision.user.push"}, "Create new user returned empty user"},
		{"is gone", nil, []string{"application.provision.user.verify_exists"}, "The remote server did not answer: "},
	} {
		url := gone.URL
		if c.answer != nil {
			app := httptest.NewServer(c.answer)
			t.Cleanup(app.Close)
			url = app.URL
		}
		w := simulate(t, orgsim.Options{People: assigned(1), SCIM: orgsim.SCIM{BaseURL: url, Authorization: "Bearer " + token},
			Groups: []orgsim.Group{{Name: "G", Pushed: true}}})
		var kinds []string
		for _, e := range w.want(200, "GET", "/api/v1/logs?filter=outcome.result+eq+%22FAILURE%22+and+target.type+eq+%22User%22", nil).list {
			kinds = append(kinds, e["eventType"].(string))
			if reason, _ := at(e, "outcome", "reason").(string); !strings.Contains(reason, c.reason) || strings.Contains(reason, token) {
				t.Errorf("%s: %s", c.name, reason)
			}
		}
		if !slices.Equal(kinds, c.want) {
			t.Errorf("%s: %v", c.name, kinds)
		}
		push := w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0]
		if problem, _ := push["errorSummary"].(string); c.name != "creates nobody" && (push["status"] != "ERROR" || !strings.Contains(problem, c.reason)) {
			t.Errorf("%s: the group: %v %s", c.name, push["status"], problem)
		}
	}
}

func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/scim+json")
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}
}

// Somebody who is in the app already is linked, and so is a group.
func TestLink(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		people := assigned(1)
		w := simulate(t, orgsim.Options{SCIM: orgsim.SCIM{Dialect: d}})
		id := w.scim.CreateUser(t.Context(), okta.User{UserName: people[0].Login, DisplayName: "Old Name"}).Resource.ID()
		other := w.scim.CreateUser(t.Context(), okta.User{UserName: "other@example.com", Active: true}).Resource.ID()
		w.scim.CreateGroup(t.Context(), "Pilot", []okta.Member{{Value: other}})
		users, groups, err := w.org.Import(t.Context())
		if users != 2 || groups != 1 || err != nil {
			t.Fatalf("imported %d and %d: %v", users, groups, err)
		}
		target := w.want(200, "GET", "/api/v1/groups?filter=type+eq+%22APP_GROUP%22", nil).list[0]["id"].(string)

		user := w.want(200, "POST", "/api/v1/users", map[string]any{"profile": map[string]any{"login": people[0].Login, "email": people[0].Login,
			"firstName": "New", "lastName": "Name", "displayName": "New Name"}}).object["id"].(string)
		w.want(200, "POST", w.appPath("/users"), map[string]any{"id": user})
		if a := w.account(people[0].Login); a.ID() != id || a.String("displayName") != "New Name" || a["active"] != true {
			t.Errorf("%s: the account: %v", d, a)
		}
		source := w.want(200, "POST", "/api/v1/groups", map[string]any{"profile": map[string]any{"name": "Pilot in Okta"}}).object["id"].(string)
		w.want(204, "PUT", "/api/v1/groups/"+source+"/users/"+user, nil)
		push := w.want(201, "POST", w.appPath("/group-push/mappings"), map[string]any{"sourceGroupId": source, "targetGroupId": target}).object
		if got := w.members("Pilot"); len(got) != 2 {
			t.Errorf("%s: linked, and its members are %v", d, got)
		}
		// Taking it up again pushes Okta's members alone.
		w.want(200, "PATCH", w.appPath("/group-push/mappings/"+push["id"].(string)), map[string]any{"status": "ACTIVE"})
		if got := w.members("Pilot"); !slices.Equal(got, []string{people[0].Login}) {
			t.Errorf("%s: after Push Now: %v", d, got)
		}
		if failures := w.events(`outcome.result eq "FAILURE"`); failures != nil {
			t.Errorf("%s: %v", d, failures)
		}
		if events := w.events(`eventType sw "application.provision.user"`); !slices.Contains(events, "application.provision.user.push_profile") || slices.Contains(events, "application.provision.user.push") {
			t.Errorf("%s: a link is told as %v", d, events)
		}
	}
}

// Close ends what is under way, and nobody waits for it.
func TestClose(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(app.Close)
	org, err := orgsim.New(orgsim.Options{People: assigned(3), SCIM: orgsim.SCIM{BaseURL: app.URL, Timeout: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	org.Close()
	if err := org.WaitIdle(t.Context()); err != nil {
		t.Error(err)
	}
}
