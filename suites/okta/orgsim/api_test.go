package orgsim_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

func assigned(n int) []orgsim.Person {
	people := orgsim.People(n, "example.com")
	for i := range people {
		people[i].Assigned = true
	}
	return people
}

// What the API refuses, with Okta's status and error code.
func TestRefusals(t *testing.T) {
	t.Parallel()
	people := orgsim.People(2, "example.com")
	w := simulate(t, orgsim.Options{People: people, Groups: []orgsim.Group{{Name: "G", Pushed: true}}})
	admin := "SSWS " + w.org.Token()
	profile := func(login string) string {
		return `{"profile":{"login":"` + login + `","email":"a@example.com","firstName":"A","lastName":"B"}}`
	}
	user, push := "/api/v1/users/"+people[0].Login, w.appPath("/group-push/mappings")
	mapping := w.want(200, "GET", push, nil).list[0]
	target := "/api/v1/groups/" + mapping["targetGroupId"].(string)
	for _, c := range []struct {
		name, as, method, path, body string
		status                       int
		code                         string
	}{
		{"no token", "", "GET", user, "", 401, "E0000011"},
		{"a wrong token", "SSWS wrong", "GET", user, "", 401, "E0000011"},
		{"an empty token", "SSWS ", "GET", user, "", 401, "E0000011"},
		{"the token of another scheme", "Basic " + w.org.Token(), "GET", user, "", 401, "E0000011"},
		{"an access token that was never issued", "Bearer x", "GET", user, "", 401, "E0000011"},
		{"an unknown app", admin, "GET", "/api/v1/apps/0oaNONE", "", 404, "E0000007"},
		{"an unknown user", admin, "GET", "/api/v1/users/nobody@example.com", "", 404, "E0000007"},
		{"an unknown group", admin, "GET", "/api/v1/groups/00gNONE", "", 404, "E0000007"},
		{"an unknown endpoint", admin, "GET", "/api/v1/nothing", "", 404, "E0000007"},
		{"not JSON", admin, "POST", "/api/v1/users", "{", 400, "E0000003"},
		{"a body that is too large", admin, "POST", "/api/v1/users", strings.Repeat(" ", 1<<20) + "{}", 400, "E0000003"},
		{"no login", admin, "POST", "/api/v1/users", profile(""), 400, "E0000001"},
		{"a login that is not an address", admin, "POST", "/api/v1/users", profile("jane"), 400, "E0000001"},
		{"a taken login, another case", admin, "POST", "/api/v1/users", profile("PERSON0001@example.com"), 400, "E0000001"},
		{"a taken group name", admin, "POST", "/api/v1/groups", `{"profile":{"name":"g"}}`, 400, "E0000001"},
		{"a group of the app", admin, "DELETE", target, "", 403, "E0000006"},
		{"activating an active user", admin, "POST", user + "/lifecycle/activate", "", 403, "E0000016"},
		{"assigning an unknown user", admin, "POST", w.appPath("/users"), `{"id":"00uNONE"}`, 404, "E0000007"},
		{"unassigning the unassigned", admin, "DELETE", w.appPath("/users/" + people[0].Login), "", 404, "E0000007"},
		{"a push of nothing", admin, "POST", push, `{}`, 404, "E0000007"},
		{"a second push", admin, "POST", push, `{"sourceGroupId":"` + mapping["sourceGroupId"].(string) +
			`","targetGroupName":"H","status":"ACTIVE"}`, 400, "E0000001"},
		{"a push's status", admin, "PATCH", push + "/" + mapping["id"].(string), `{"status":"ERROR"}`, 400, "E0000001"},
		{"deleting an active push", admin, "DELETE", push + "/" + mapping["id"].(string), "", 400, "E0000001"},
		{"a limit", admin, "GET", "/api/v1/users?limit=201", "", 400, "E0000001"},
		{"a cursor", admin, "GET", "/api/v1/users?after=x", "", 400, "E0000001"},
		{"a filter", admin, "GET", "/api/v1/logs?filter=outcome+is+x", "", 400, "E0000031"},
		{"a filter's operator", admin, "GET", "/api/v1/logs?filter=uuid+gt+%22x%22", "", 400, "E0000031"},
		{"a time", admin, "GET", "/api/v1/logs?since=yesterday", "", 400, "E0000001"},
	} {
		a := w.as(c.as, c.method, c.path, c.body)
		if a.status != c.status || a.object["errorCode"] != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.name, a.status, a.text, c.status, c.code)
		}
		if wrong := errorSchema.problems(a.object); wrong != nil {
			t.Errorf("%s: %v", c.name, wrong)
		}
	}
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
	w := simulate(t, orgsim.Options{People: assigned(7)})
	for _, path := range []string{"/api/v1/users", w.appPath("/users")} {
		for limit, want := range map[int]int{1: 7, 3: 3, 7: 1, 50: 1} {
			var ids []string
			pages := 0
			for at := path + "?limit=" + strconv.Itoa(limit); at != "" && pages < 20; pages++ {
				a := w.want(200, "GET", at, nil)
				for _, e := range a.list {
					ids = append(ids, e["id"].(string))
				}
				at = next(a.header, w.api.URL)
			}
			slices.Sort(ids)
			if len(ids) != 7 || len(slices.Compact(ids)) != 7 || pages != want {
				t.Errorf("%s by %d: %d in %d pages", path, limit, len(ids), pages)
			}
		}
	}
	endless := simulate(t, orgsim.Options{People: assigned(1), Problems: []string{"endless-pages"}})
	if again := next(endless.want(200, "GET", "/api/v1/users", nil).header, endless.api.URL); again == "" ||
		next(endless.want(200, "GET", again, nil).header, endless.api.URL) != again {
		t.Errorf("endless pages end: %q", again)
	}
}

func TestLogFilters(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{People: assigned(2)})
	push, user := `eventType eq "application.provision.user.push"`, w.id("person0001@example.com")
	for filter, want := range map[string]int{
		push: 2,
		push + ` and target.id eq "` + user + `" and outcome.result eq "success"`: 1,
		push + ` and outcome.result eq "FAILURE"`:                                 0,
		`eventType sw "application.provision." or target.type eq "AppInstance"`:   4,
	} {
		if got := w.events(filter); len(got) != want {
			t.Errorf("%s: %v, want %d", filter, got, want)
		}
	}
	for query, want := range map[string]bool{"": true, "?since=2999-01-01T00:00:00Z": false,
		"?until=2020-01-01T00:00:00Z": false, "?until=2999-01-01T00:00:00Z": true} {
		if a := w.want(200, "GET", "/api/v1/logs"+query, nil); len(a.list) > 0 != want {
			t.Errorf("the log %s: %d events", query, len(a.list))
		}
	}
}

// schema restates what Okta's API description says about an object: the names that it may have, those that its examples
// always have, and the values of some.
//
// Source: github.com/okta/okta-management-openapi-spec, management 2026.06.3, dist/current/management-minimal.yaml,
// components/schemas/<name> and the examples of the operations, read on 2026-11-26.
type schema struct {
	name        string
	always, may string            // names, separated by spaces
	values      map[string]string // of texts, separated by spaces
}

var (
	appSchema = schema{"SamlApplication", "id name label status lastUpdated created accessibility visibility features " +
		"signOnMode credentials settings _links orn", "", map[string]string{"status": "ACTIVE DELETED INACTIVE"}}
	featureSchema = schema{"UserProvisioningApplicationFeature", "name status description capabilities _links", "",
		map[string]string{"status": "DISABLED ENABLED"}}
	connectionSchema = schema{"ProvisioningConnectionResponse", "status profile _links", "authScheme baseUrl",
		map[string]string{"status": "DISABLED ENABLED UNKNOWN", "authScheme": "OAUTH2 TOKEN UNKNOWN"}}
	appUserSchema = schema{"AppUser", "id externalId created lastUpdated scope status statusChanged passwordChanged " +
		"syncState lastSync credentials profile _links", "", map[string]string{"scope": "USER GROUP",
		"syncState": "DISABLED ERROR OUT_OF_SYNC SYNCHRONIZED SYNCING", "status": "ACTIVE DEPROVISIONED PROVISIONED STAGED"}}
	appGroupSchema = schema{"ApplicationGroupAssignment", "id priority lastUpdated profile _links", "", nil}
	pushSchema     = schema{"GroupPushMapping", "id created lastUpdated lastPush sourceGroupId targetGroupId status " +
		"errorSummary _links", "", map[string]string{"status": "ACTIVE ERROR INACTIVE"}}
	userSchema = schema{"User", "id status created activated statusChanged lastLogin lastUpdated passwordChanged type " +
		"profile credentials _links", "", map[string]string{"status": "ACTIVE DEPROVISIONED PROVISIONED STAGED SUSPENDED"}}
	groupSchema = schema{"Group", "id created lastUpdated lastMembershipUpdated objectClass type profile _links", "",
		map[string]string{"type": "APP_GROUP BUILT_IN OKTA_GROUP"}}
	mappingListSchema = schema{"ListProfileMappings", "id source target _links", "", nil}
	mappingSchema     = schema{"ProfileMapping", "id source target properties _links", "", nil}
	eventSchema       = schema{"LogEvent", "actor authenticationContext client debugContext displayMessage eventType " +
		"legacyEventType outcome published request securityContext severity target transaction uuid version", "",
		map[string]string{"severity": "DEBUG ERROR INFO WARN"}}
	errorSchema = schema{"Error", "errorCode errorSummary errorLink errorId errorCauses", "", nil}
)

// problems says where an object differs from its schema.
func (s schema) problems(o map[string]any) (out []string) {
	always, may := strings.Fields(s.always), strings.Fields(s.may)
	for _, name := range always {
		if _, ok := o[name]; !ok {
			out = append(out, name+" is missing")
		}
	}
	for name, v := range o {
		if !slices.Contains(always, name) && !slices.Contains(may, name) {
			out = append(out, name+" is unknown")
		}
		text, isText := v.(string)
		if values := s.values[name]; values != "" && (!isText || !slices.Contains(strings.Fields(values), text)) {
			out = append(out, fmt.Sprintf("%s is %v", name, v))
		}
	}
	return out
}

// In each of its states the org shows what the description allows.
func TestShapesOfTheDescription(t *testing.T) {
	t.Parallel()
	for _, problems := range [][]string{nil, {"app-inactive"}, {"create-off"}, {"connection-disabled"},
		{"push-inactive", "connection-auth-scheme"}, {"push-error", "sync-failed", "create-failed", "member-unassigned"}} {
		people := orgsim.People(4, "example.com")
		people[0].Assigned = true
		w := simulate(t, orgsim.Options{People: people, Groups: orgsim.Deal(people, []string{"Pilot"}), Problems: problems})
		w.want(204, "DELETE", "/api/v1/users/"+people[2].Login, nil)
		group := w.want(200, "GET", "/api/v1/groups?q=pilot", nil).list[0]["id"].(string)
		mapping := w.want(200, "GET", "/api/v1/mappings", nil).list[0]["id"].(string)
		push := w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0]
		for path, s := range map[string]schema{
			w.appPath(""): appSchema, w.appPath("/features"): featureSchema,
			w.appPath("/connections/default"): connectionSchema, w.appPath("/users"): appUserSchema,
			w.appPath("/groups"): appGroupSchema, w.appPath("/group-push/mappings"): pushSchema,
			w.appPath("/group-push/mappings/" + push["id"].(string)): pushSchema,
			"/api/v1/users": userSchema, "/api/v1/users/" + people[2].Login: userSchema,
			"/api/v1/groups": groupSchema, "/api/v1/groups/" + push["targetGroupId"].(string): groupSchema,
			"/api/v1/groups/" + group + "/users": userSchema, "/api/v1/mappings": mappingListSchema,
			"/api/v1/mappings/" + mapping: mappingSchema, "/api/v1/logs?limit=1000": eventSchema,
		} {
			a := w.want(200, "GET", path, nil)
			all := a.list
			if a.object != nil {
				all = append(all, a.object)
			}
			if len(all) == 0 {
				t.Errorf("%v: %s is empty", problems, path)
			}
			for _, o := range all {
				if wrong := s.problems(o); wrong != nil {
					t.Errorf("%v: %s is not a valid %s: %v", problems, path, s.name, wrong)
				}
			}
		}
	}
}
