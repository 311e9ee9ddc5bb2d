package orgsim_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// What the API refuses, with Okta's status and error code.
func TestRefusals(t *testing.T) {
	t.Parallel()
	people := orgsim.People(3, "example.com")
	people[1].Staged = true
	w := simulate(t, orgsim.Options{ReadOnlyToken: "read-only", People: people, Groups: []orgsim.Group{{Name: "G", Pushed: true}}})
	admin, reader := "SSWS "+w.org.Token(), "SSWS read-only"
	profile := func(login string) string {
		return `{"profile":{"login":"` + login + `","email":"a@example.com","firstName":"A","lastName":"B"}}`
	}
	everyone := w.want(200, "GET", "/api/v1/groups?q=everyone", nil).list[0]["id"].(string)
	user := w.want(200, "GET", "/api/v1/users/"+people[0].Login, nil).object["id"].(string)
	push := w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0]["id"].(string)
	for _, c := range []struct {
		name, as, method, path, body string
		status                       int
		code                         string
	}{
		{"no token", "", "GET", "/api/v1/users", "", 401, "E0000011"},
		{"a wrong token", "SSWS wrong", "GET", "/api/v1/users", "", 401, "E0000011"},
		{"the token of another scheme", "Basic " + w.org.Token(), "GET", "/api/v1/users", "", 401, "E0000011"},
		{"an empty read-only token", "SSWS ", "GET", "/api/v1/users", "", 401, "E0000011"},
		{"an access token that was never given", "Bearer x", "GET", "/api/v1/users", "", 401, "E0000011"},
		{"a read-only admin reads", reader, "GET", "/api/v1/users", "", 200, ""},
		{"a read-only admin writes", reader, "POST", "/api/v1/users", profile("x@example.com"), 403, "E0000006"},
		{"an unknown app", admin, "GET", "/api/v1/apps/0oaNONE", "", 404, "E0000007"},
		{"an unknown user", admin, "GET", "/api/v1/users/nobody@example.com", "", 404, "E0000007"},
		{"an unknown group", admin, "GET", "/api/v1/groups/00gNONE", "", 404, "E0000007"},
		{"an unknown mapping", admin, "GET", "/api/v1/mappings/prmNONE", "", 404, "E0000007"},
		{"an unknown endpoint", admin, "GET", "/api/v1/nothing", "", 404, "E0000007"},
		{"a method that is not there", admin, "PATCH", "/api/v1/users", "", 405, "E0000022"},
		{"not JSON", admin, "POST", "/api/v1/users", "{", 400, "E0000003"},
		{"a body that is too large", admin, "POST", "/api/v1/users", strings.Repeat(" ", 1<<20) + "{}", 413, "E0000003"},
		{"no login", admin, "POST", "/api/v1/users", profile(""), 400, "E0000001"},
		{"a login that is no address", admin, "POST", "/api/v1/users", profile("jane"), 400, "E0000001"},
		{"a login that is taken, in another case", admin, "POST", "/api/v1/users", profile(strings.ToUpper(people[0].Login)), 400, "E0000001"},
		{"a group name that is taken", admin, "POST", "/api/v1/groups", `{"profile":{"name":"g"}}`, 400, "E0000001"},
		{"a member of Everyone", admin, "DELETE", "/api/v1/groups/" + everyone + "/users/" + user, "", 403, "E0000006"},
		{"activating who is active", admin, "POST", "/api/v1/users/" + user + "/lifecycle/activate", "", 403, "E0000016"},
		{"unsuspending who is not suspended", admin, "POST", "/api/v1/users/" + user + "/lifecycle/unsuspend", "", 400, "E0000001"},
		{"suspending who is staged", admin, "POST", "/api/v1/users/" + people[1].Login + "/lifecycle/suspend", "", 400, "E0000001"},
		{"assigning nobody", admin, "POST", w.appPath("/users"), `{}`, 400, "E0000001"},
		{"assigning an unknown user", admin, "POST", w.appPath("/users"), `{"id":"00uNONE"}`, 404, "E0000007"},
		{"the features of an app without provisioning", admin, "GET", "/api/v1/apps/" + w.org.BookmarkID() + "/features", "", 400, "E0000001"},
		{"another feature", admin, "GET", w.appPath("/features/INBOUND_PROVISIONING"), "", 404, "E0000007"},
		{"a feature's status", admin, "PUT", w.appPath("/features/USER_PROVISIONING"), `{"create":{"lifecycleCreate":{"status":"ON"}}}`, 400, "E0000001"},
		{"a push without a target", admin, "POST", w.appPath("/group-push/mappings"), `{"sourceGroupId":"` + everyone + `"}`, 400, "E0000001"},
		{"a push's status", admin, "PATCH", w.appPath("/group-push/mappings/" + push), `{"status":"ERROR"}`, 400, "E0000001"},
		{"deleting an active push", admin, "DELETE", w.appPath("/group-push/mappings/" + push), "", 400, "E0000001"},
		{"a limit", admin, "GET", "/api/v1/users?limit=201", "", 400, "E0000001"},
		{"a cursor", admin, "GET", "/api/v1/users?after=x", "", 400, "E0000001"},
		{"a filter", admin, "GET", "/api/v1/users?filter=status+is+x", "", 400, "E0000031"},
		{"a time", admin, "GET", "/api/v1/logs?since=yesterday", "", 400, "E0000001"},
	} {
		a := w.as(c.as, c.method, c.path, c.body)
		code, _ := a.object["errorCode"].(string)
		if a.status != c.status || code != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.name, a.status, code, c.status, c.code)
		}
		if c.code != "" && (a.object["errorSummary"] == "" || a.object["errorLink"] != c.code || a.object["errorId"] == "" || a.object["errorCauses"] == nil) {
			t.Errorf("%s: %s", c.name, a.text)
		}
	}
}

// An org without a read-only token does not take none for it.
func TestNoReadOnlyToken(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{})
	for _, as := range []string{"SSWS", "SSWS "} {
		if a := w.as(as, "GET", "/api/v1/org", nil); a.status != 401 {
			t.Errorf("%q: %d", as, a.status)
		}
	}
}

// walk reads a list to its end by its next links.
func (w *world) walk(path string) (all []map[string]any, pages int) {
	w.Helper()
	for path != "" {
		a := w.want(200, "GET", path, nil)
		all, pages, path = append(all, a.list...), pages+1, next(a.header, w.api.URL)
		if pages > 100 {
			w.Fatalf("%s does not end", path)
		}
	}
	return all, pages
}

func next(header http.Header, base string) string {
	for _, link := range header["Link"] {
		if target, ok := strings.CutSuffix(link, `>; rel="next"`); ok {
			return strings.TrimPrefix(target, "<"+base)
		}
	}
	return ""
}

func TestPaging(t *testing.T) {
	t.Parallel()
	people := orgsim.People(7, "example.com")
	for i := range people {
		people[i].Assigned = true
	}
	w := simulate(t, orgsim.Options{People: people})
	everyone := w.want(200, "GET", "/api/v1/groups?q=everyone", nil).list[0]["id"].(string)
	for _, path := range []string{"/api/v1/users", w.appPath("/users"), "/api/v1/groups/" + everyone + "/users"} {
		for limit, want := range map[int]int{1: 7, 3: 3, 7: 1, 50: 1} {
			all, pages := w.walk(path + "?limit=" + strconv.Itoa(limit))
			var ids []string
			for _, e := range all {
				ids = append(ids, e["id"].(string))
			}
			slices.Sort(ids)
			if len(all) != 7 || len(slices.Compact(ids)) != 7 || pages != want {
				t.Errorf("%s by %d: %d in %d pages", path, limit, len(all), pages)
			}
		}
	}
	// A bounded query of the log ends; one that polls has always a next link.
	until := "until=" + time.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04:05.000Z")
	bounded, pages := w.walk("/api/v1/logs?limit=10&" + until)
	if pages < 2 || len(bounded) < 20 {
		t.Errorf("%d events in %d pages", len(bounded), pages)
	}
	path, polled := "/api/v1/logs?limit=10", 0
	for {
		a := w.want(200, "GET", path, nil)
		if path = next(a.header, w.api.URL); path == "" {
			t.Fatal("polling the log: no next link")
		}
		if polled += len(a.list); len(a.list) == 0 {
			break
		}
	}
	if polled != len(bounded) {
		t.Errorf("polled %d events of %d", polled, len(bounded))
	}
	w.want(200, "POST", "/api/v1/users/"+people[0].Login, map[string]any{"profile": map[string]any{"nickName": "x"}})
	if a := w.want(200, "GET", path, nil); len(a.list) != 1 || a.list[0]["eventType"] != "user.account.update_profile" {
		t.Errorf("after the end, something happened: %s", a.text)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	people := orgsim.People(3, "example.com")
	people[1].Staged = true
	people[2].Assigned = true
	w := simulate(t, orgsim.Options{People: people})
	login := people[0].Login
	w.want(204, "DELETE", "/api/v1/users/"+login, nil)
	for query, want := range map[string]int{
		"": 2, "?filter=status+eq+%22DEPROVISIONED%22": 1, "?search=profile.login+eq+%22" + login + "%22": 1,
		"?filter=profile.email+eq+%22nobody%22": 0, "?search=profile.login+sw+%22person%22+and+(status+eq+%22STAGED%22+or+status+eq+%22ACTIVE%22)": 2,
		"?q=" + people[1].FirstName: 1, "?search=created+gt+%222001-01-01T00:00:00.000Z%22": 3,
		"?search=not+(status+eq+%22STAGED%22)": 2, "?search=profile.title+pr": 3, "?search=profile.nickName+pr": 0,
	} {
		if a := w.want(200, "GET", "/api/v1/users"+query, nil); len(a.list) != want {
			t.Errorf("users%s: %d, want %d", query, len(a.list), want)
		}
	}
	user := w.want(200, "GET", "/api/v1/users/"+people[2].Login, nil).object["id"].(string)
	for query, want := range map[string]int{"": 2, "?filter=user.id+eq+%22" + user + "%22": 1, "?filter=status+eq+%22INACTIVE%22": 0, "?q=scim": 1} {
		if a := w.want(200, "GET", "/api/v1/apps"+query, nil); len(a.list) != want {
			t.Errorf("apps%s: %d, want %d", query, len(a.list), want)
		}
	}
	if got := w.events(`eventType eq "application.provision.user.push" and target.id eq "` + user + `" and outcome.result eq "SUCCESS"`); len(got) != 1 {
		t.Errorf("the log by event and target: %v", got)
	}
	if a := w.want(200, "GET", "/api/v1/logs?q="+people[2].Login+"+push&sortOrder=DESCENDING", nil); len(a.list) != 1 {
		t.Errorf("the log by words: %d", len(a.list))
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	var now atomic.Int64
	now.Store(1_000_000)
	w := simulate(t, orgsim.Options{RateLimit: orgsim.RateLimit{Limit: 2, Window: time.Minute},
		Now: func() time.Time { return time.Unix(now.Load(), 0) }})
	for i, want := range []struct {
		status int
		left   string
	}{{200, "1"}, {200, "0"}, {429, "0"}, {200, "1"}} {
		if i == 3 {
			now.Add(60)
		}
		a := w.as("SSWS "+w.org.Token(), "GET", "/api/v1/org", nil)
		reset := fmt.Sprint(1_000_060 + 60*(i/3))
		if a.status != want.status || a.header.Get("X-Rate-Limit-Remaining") != want.left || a.header.Get("X-Rate-Limit-Limit") != "2" ||
			a.header.Get("X-Rate-Limit-Reset") != reset {
			t.Errorf("request %d: %d %v", i, a.status, a.header)
		}
		if want.status == 429 && a.object["errorCode"] != "E0000047" {
			t.Errorf("%s", a.text)
		}
	}
}
