package orgsim_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// inDialects runs a test in both dialects.
func inDialects(t *testing.T, test func(*testing.T, okta.Config)) {
	t.Parallel()
	for _, d := range []okta.Dialect{okta.AIW, okta.OIN} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			test(t, okta.Config{Dialect: d})
		})
	}
}

// The life of a user, as an admin changes it by the API: what the app holds after each step.
func TestLifeOfAUser(t *testing.T) {
	inDialects(t, func(t *testing.T, scim okta.Config) {
		w := simulate(t, orgsim.Options{SCIM: scim})
		const login = "jane@example.com"
		id := w.want(200, "POST", "/api/v1/users?activate=true", map[string]any{
			"profile": map[string]any{"login": login, "email": login, "firstName": "Jane", "lastName": "Doe",
				"displayName": "Jane Doe", "department": "R&D"},
			"credentials": map[string]any{"password": map[string]any{"value": "x"}},
		}).object["id"].(string)
		user, appUser := "/api/v1/users/"+id, w.appPath("/users/"+id)
		assign := func() { w.want(200, "POST", w.appPath("/users"), map[string]any{"id": id, "scope": "USER"}) }
		if w.account(login) != nil {
			t.Error("provisioned without an assignment")
		}
		assign()
		account := w.account(login)
		if account["active"] != true || account.String("displayName") != "Jane Doe" || account.String("externalId") != id ||
			account.String("emails", "0", "value") != login ||
			account.String(okta.EnterpriseSchema, "department") != "R&D" {
			t.Errorf("after the assignment: %v", account)
		}
		au := w.want(200, "GET", appUser, nil).object
		if au["externalId"] != account.ID() || au["status"] != "PROVISIONED" || au["syncState"] != "SYNCHRONIZED" ||
			au["scope"] != "USER" || au["lastSync"] == nil {
			t.Errorf("app user: %v", au)
		}

		w.want(200, "POST", user, map[string]any{"profile": map[string]any{"displayName": "Jane Roe"}})
		if got := w.account(login).String("displayName"); got != "Jane Roe" {
			t.Errorf("after the update: %s", got)
		}
		w.want(200, "POST", user+"/lifecycle/deactivate", nil)
		if w.account(login)["active"] != false {
			t.Error("deactivated in Okta: active in the app")
		}
		w.want(404, "GET", appUser, nil)
		w.want(200, "POST", user+"/lifecycle/activate?sendEmail=false", nil)
		assign()
		if again := w.account(login); again["active"] != true || again.ID() != account.ID() {
			t.Errorf("after the reassignment: %v", again)
		}
		w.want(204, "DELETE", appUser, nil)
		if w.account(login)["active"] != false {
			t.Error("unassigned: active in the app")
		}
		w.want(204, "DELETE", user, nil)
		w.want(204, "DELETE", user, nil)
		w.want(404, "GET", user, nil)

		got := w.events(`eventType sw "application.provision"`)
		const kind = "application.provision.user."
		want := []string{kind + "push", kind + "push_profile", kind + "deactivate", kind + "reactivate", kind + "deactivate"}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

// A user who leaves the pushed group first is no member any more; one who is unassigned first stays one, as inactive users
// are not pushed. With one group for both that is always so. After a reactivation the membership is pushed again.
func TestOrderOfLeaving(t *testing.T) {
	inDialects(t, func(t *testing.T, scim okta.Config) {
		people := orgsim.People(3, "example.com")
		login := func(i int) string { return people[i].Login }
		all := []string{login(0), login(1), login(2)}
		w := simulate(t, orgsim.Options{SCIM: scim, People: people, Groups: []orgsim.Group{
			{Name: "assigned", Members: all[:2], Assigned: true}, {Name: "pushed", Members: all[:2], Pushed: true},
			{Name: "both", Members: all[2:], Assigned: true, Pushed: true}}})
		leave := func(group string, i int) {
			id := w.want(200, "GET", "/api/v1/groups?q="+group, nil).list[0]["id"].(string)
			w.want(204, "DELETE", "/api/v1/groups/"+id+"/users/"+login(i), nil)
		}
		expect := func(step, group string, want ...string) {
			t.Helper()
			if got := w.members(group); !slices.Equal(want, got) {
				t.Errorf("%s: members of %s are %v, want %v", step, group, got, want)
			}
		}
		leave("pushed", 0)
		leave("assigned", 0)
		expect("out of the pushed group first", "pushed", login(1))
		leave("assigned", 1)
		leave("pushed", 1)
		expect("unassigned first", "pushed", login(1))
		leave("both", 2)
		expect("one group for both", "both", login(2))
		for _, who := range all {
			if w.account(who)["active"] != false {
				t.Errorf("%s is active", who)
			}
		}
	})
}

// Only users who are assigned are pushed, and each change of the membership arrives.
func TestPushedGroup(t *testing.T) {
	inDialects(t, func(t *testing.T, scim okta.Config) {
		people := orgsim.People(4, "example.com")
		people[0].Assigned, people[1].Assigned = true, true
		login := func(i int) string { return people[i].Login }
		const name = "Pilot & Co"
		w := simulate(t, orgsim.Options{SCIM: scim, People: people,
			Groups: []orgsim.Group{{Name: name, Members: []string{login(0), login(2)}, Pushed: true}}})
		expect := func(step string, want ...int) {
			t.Helper()
			var logins []string
			for _, i := range want {
				logins = append(logins, login(i))
			}
			if got := w.members(name); !slices.Equal(logins, got) {
				t.Errorf("%s: %v, want %v", step, got, logins)
			}
		}
		group := "/api/v1/groups/" + w.want(200, "GET", "/api/v1/groups?q=Pilot", nil).list[0]["id"].(string)
		expect("pushed", 0)
		w.want(204, "PUT", group+"/users/"+login(1), nil)
		expect("a member more", 0, 1)
		w.want(200, "POST", w.appPath("/users"), map[string]any{"id": w.id(login(2))})
		expect("a member is assigned later", 0, 1, 2)
		w.want(204, "DELETE", group+"/users/"+login(0), nil)
		expect("a member less", 1, 2)

		push := w.appPath("/group-push/mappings")
		push += "/" + w.want(200, "GET", push, nil).list[0]["id"].(string)
		w.want(400, "DELETE", push+"?deleteTargetGroup=true", nil)
		w.want(200, "PATCH", push, map[string]any{"status": "INACTIVE"})
		w.want(204, "DELETE", group+"/users/"+login(1), nil)
		expect("paused", 1, 2)
		w.want(200, "PATCH", push, map[string]any{"status": "ACTIVE"})
		expect("active again", 2)
		w.want(200, "PATCH", push, map[string]any{"status": "INACTIVE"})
		w.want(204, "DELETE", push+"?deleteTargetGroup=true", nil)
		if w.members(name) != nil || w.account(login(2))["active"] != true {
			t.Error("the group is still in the app, or its member is not")
		}
	})
}

// An assignment by a group comes and goes with the membership; a direct one stays.
func TestAssignedByGroup(t *testing.T) {
	t.Parallel()
	people := orgsim.People(2, "example.com")
	first, second := people[0].Login, people[1].Login
	w := simulate(t, orgsim.Options{People: people,
		Groups: []orgsim.Group{{Name: "All", Members: []string{first}, Assigned: true}}})
	group := "/api/v1/groups/" + w.want(200, "GET", "/api/v1/groups?q=all", nil).list[0]["id"].(string)
	if w.want(200, "GET", w.appPath("/users/"+first), nil).object["scope"] != "GROUP" || w.account(first) == nil ||
		w.account(second) != nil {
		t.Error("from the start")
	}
	w.want(204, "PUT", group+"/users/"+second, nil)
	w.want(403, "DELETE", w.appPath("/users/"+second), nil)
	w.want(200, "POST", w.appPath("/users"), map[string]any{"id": w.id(second)})
	w.want(204, "DELETE", group+"/users/"+second, nil)
	if w.account(second)["active"] != true {
		t.Error("assigned directly too, and gone with the group")
	}
	w.want(204, "DELETE", group, nil)
	if w.account(first)["active"] != false {
		t.Error("the group's assignment is gone, the account is not")
	}
}

// A user and a group that are in the app already are linked.
func TestLink(t *testing.T) {
	inDialects(t, func(t *testing.T, scim okta.Config) {
		w := simulate(t, orgsim.Options{SCIM: scim})
		const login = "ann@example.com"
		id := w.scim.CreateUser(t.Context(), okta.User{UserName: login, DisplayName: "Old Name"}).Resource.ID()
		other := w.scim.CreateUser(t.Context(), okta.User{UserName: "other@example.com", Active: true}).Resource.ID()
		w.scim.CreateGroup(t.Context(), "Pilot", []okta.Member{{Value: other}})
		user := w.want(200, "POST", "/api/v1/users", map[string]any{"profile": map[string]any{"login": login,
			"email": login, "firstName": "New", "lastName": "Name", "displayName": "New Name"}}).object["id"].(string)
		w.want(200, "POST", w.appPath("/users"), map[string]any{"id": user})
		if a := w.account(login); a.ID() != id || a.String("displayName") != "New Name" || a["active"] != true {
			t.Errorf("the account: %v", a)
		}
		source := w.want(200, "POST", "/api/v1/groups", `{"profile":{"name":"Pilot in Okta"}}`).object["id"].(string)
		w.want(204, "PUT", "/api/v1/groups/"+source+"/users/"+user, nil)
		w.want(201, "POST", w.appPath("/group-push/mappings"), map[string]any{"sourceGroupId": source,
			"targetGroupName": "Pilot", "status": "ACTIVE"})
		if got := w.members("Pilot"); len(got) != 2 {
			t.Errorf("linked, and its members are %v", got)
		}
		if failures := w.events(`outcome.result eq "FAILURE"`); failures != nil {
			t.Errorf("%v", failures)
		}
	})
}

// A user who comes back is added to the groups again, whatever the app did to the account in the meantime, and created
// if it is gone.
func TestComeBack(t *testing.T) {
	inDialects(t, func(t *testing.T, scim okta.Config) {
		people := assigned(2)
		logins := []string{people[0].Login, people[1].Login}
		w := simulate(t, orgsim.Options{SCIM: scim, People: people,
			Groups: []orgsim.Group{{Name: "Pilot", Members: logins, Pushed: true}}})
		group, _ := w.scim.LookupGroup(t.Context(), "Pilot").List()
		for _, meantime := range []func(id string) okta.Answer{
			func(id string) okta.Answer { return w.scim.PatchGroup(t.Context(), group[0].ID(), okta.RemoveOp(id)) },
			func(id string) okta.Answer {
				return w.scim.Do(t.Context(), okta.Request{Method: "DELETE", Path: "/Users/" + id})
			},
		} {
			w.want(204, "DELETE", w.appPath("/users/"+logins[0]), nil)
			if a := meantime(w.account(logins[0]).ID()); !a.OK() {
				t.Fatalf("%d %s", a.Status, a.Body)
			}
			w.want(200, "POST", w.appPath("/users"), map[string]any{"id": w.id(logins[0])})
			if got := w.members("Pilot"); w.account(logins[0])["active"] != true || !slices.Equal(got, logins) {
				t.Errorf("back as %v, in the group are %v", w.account(logins[0]), got)
			}
		}
	})
}

// An address that is mapped for creates only stays as it was created.
func TestCreateOnly(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{People: assigned(1), Problems: []string{"email-create-only"}})
	const login = "person0001@example.com"
	w.want(200, "POST", "/api/v1/users/"+login, map[string]any{"profile": map[string]any{"email": "new@example.com"}})
	if got := w.account(login).String("emails", "0", "value"); got != login {
		t.Errorf("the address became %q", got)
	}
}

// A refusal by the app is on the app user and in the System Log, with the app's words, and goes away when another
// assignment succeeds.
func TestSeatShortage(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{People: assigned(3), Label: "Holistics"},
		func(o *provider.Options) { o.SeatLimit = 2 })
	list := w.want(200, "GET", w.appPath("/users"), nil).list
	if list[1]["syncState"] != "SYNCHRONIZED" || list[2]["syncState"] != "ERROR" || list[2]["externalId"] != nil ||
		list[2]["status"] != "STAGED" {
		t.Fatalf("app users: %v", list)
	}
	events := w.want(200, "GET", "/api/v1/logs?filter=outcome.result+eq+%22FAILURE%22", nil).list
	if len(events) != 1 || events[0]["eventType"] != "application.provision.user.push" {
		t.Fatalf("failures: %v", events)
	}
	reason, _ := at(events[0], "outcome", "reason").(string)
	if !strings.HasPrefix(reason, "Automatic provisioning of user Chloé Costa to app Holistics failed: Error while "+
		"creating user person0003@example.com: ") || !strings.Contains(reason, "Errors reported by remote server: ") {
		t.Errorf("reason: %s", reason)
	}
	w.want(204, "DELETE", w.appPath("/users/"+list[0]["id"].(string)), nil)
	path := w.appPath("/users/" + list[2]["id"].(string))
	w.want(204, "DELETE", path, nil)
	w.want(200, "POST", w.appPath("/users"), map[string]any{"id": list[2]["id"]})
	if au := w.want(200, "GET", path, nil).object; au["syncState"] != "SYNCHRONIZED" || au["status"] != "PROVISIONED" {
		t.Errorf("with a seat free: %v", au)
	}
}

// How the org records an app that refuses everything, one that is not there and one that sends garbage.
func TestBrokenApp(t *testing.T) {
	t.Parallel()
	const token = "a-secret-of-the-app"
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	const integration, provision = "-application.integration.", "-application.provision.user.push"
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   []string // failures in the log
		reason string
	}{
		{"refuses the token", status(401, `{"detail":"the token `+token+` is revoked"}`),
			[]string{integration + "authentication_failure", provision},
			"Unauthorized. Errors reported by remote server: the token [token] is revoked"},
		{"is overloaded", status(429, `{"detail":"later"}`), []string{integration + "rate_limit_exceeded", provision},
			"Too Many Requests. Errors reported by remote server: later"},
		{"is a web page", status(502, "error code: 502"), []string{provision},
			"Bad Gateway. Errors reported by remote server: Invalid JSON: error code: 502"},
		{"creates nobody", func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				status(200, `{"totalResults":0,"Resources":[]}`)(w, r)
				return
			}
			status(201, `{}`)(w, r)
		}, []string{provision}, "Create new user returned empty user"},
		{"is gone", nil, []string{provision}, "The remote server did not answer: "},
	} {
		base := gone.URL
		if c.answer != nil {
			app := httptest.NewServer(c.answer)
			t.Cleanup(app.Close)
			base = app.URL
		}
		w := simulate(t, orgsim.Options{People: assigned(1),
			SCIM:   okta.Config{BaseURL: base, Authorization: "Bearer " + token},
			Groups: []orgsim.Group{{Name: "G", Pushed: true}}})
		failures := `outcome.result eq "FAILURE" and target.type eq "User"`
		if kinds := w.events(failures); !slices.Equal(kinds, c.want) {
			t.Errorf("%s: %v", c.name, kinds)
		}
		push := w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0]
		if problem, _ := push["errorSummary"].(string); c.name != "creates nobody" &&
			(push["status"] != "ERROR" || !strings.Contains(problem, c.reason)) {
			t.Errorf("%s: the group: %v %s", c.name, push["status"], problem)
		}
		for _, e := range w.want(200, "GET", "/api/v1/logs?"+url.Values{"filter": {failures}}.Encode(), nil).list {
			if reason, _ := at(e, "outcome", "reason").(string); !strings.Contains(reason, c.reason) ||
				strings.Contains(reason, token) {
				t.Errorf("%s: %s", c.name, reason)
			}
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

// Close ends what is under way, and nobody waits for it.
func TestClose(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(app.Close)
	org, err := orgsim.New(orgsim.Options{People: assigned(3), SCIM: okta.Config{BaseURL: app.URL, Timeout: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	org.Close()
	if err := org.WaitIdle(t.Context()); err != nil {
		t.Error(err)
	}
}
