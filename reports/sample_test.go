package reports

import (
	"fmt"
	"time"
)

// sampleExchange is a PATCH that a sloppy server answers with success.
func sampleExchange() Exchange {
	return Exchange{
		Method: "PATCH", URL: "https://app.example.com/scim/v2/Users/2819c223-7f76-453a-919d-413861904646",
		RequestHeaders: map[string]string{
			"Authorization": "Bearer ***", "Content-Type": "application/scim+json; charset=utf-8",
			"Accept": "application/scim+json", "User-Agent": "Okta SCIM Client 1.0.0", "Accept-Encoding": "gzip",
		},
		Request: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}`,
		Status:  200, ResponseHeaders: map[string]string{"Content-Type": "application/scim+json", "Server": "nginx"},
		Response: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223-7f76-453a-919d-413861904646",` +
			`"userName":"oktascim-r7-olga.o'brien@example.com","active":true,"name":{"givenName":"Ölga","familyName":"O'Brien 山田"},` +
			`"emails":[{"value":"olga@example.com","primary":true,"type":"work"}],"meta":{"resourceType":"User","location":` +
			`"https://app.example.com/scim/v2/Users/2819c223-7f76-453a-919d-413861904646","created":"2026-01-02T03:04:05Z",` +
			`"lastModified":"2026-01-02T03:04:05Z"},"groups":[{"value":"g1","display":"All"},{"value":"g2","display":"Staff"}]}`,
		MS: 3.4, Faulty: true,
	}
}

func sampleLookup() Exchange {
	return Exchange{
		Method: "GET", URL: "https://app.example.com/scim/v2/Users?filter=userName+eq+%22oktascim-r7-olga.o%27brien%40example.com%22&startIndex=1&count=100",
		RequestHeaders: map[string]string{"Authorization": "Bearer ***"}, Status: 200, MS: 1.2,
		Response: `{"totalResults":0,"Resources":[]}`,
	}
}

// failing is a check that failed, in one dialect.
func failing(id, area, dialect string) Check {
	return Check{
		ID: id, Area: area, Level: Must, Dialect: dialect, Outcome: Fail,
		Title: "A deactivated user is still there, inactive, by id, by lookup and in the list",
		Problems: []Problem{
			{Expected: "active is false", Actual: "active is true", Context: "answer to", Operation: "PATCH /Users/{id}", Part: ",", Place: "$.active"},
			{Expected: "200 and the user", Actual: "404 Not Found", Operation: "GET /Users/{id}"},
		},
		Symptom: "Okta shows the person as deactivated, and the person still signs in to the app.",
		Refs:    []string{"RFC 7644 §3.5.2", "Okta CRUD step 4", "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"},
		Exchanges: []Exchange{
			{Method: "POST", URL: "https://app.example.com/scim/v2/Users", Status: 201, MS: 5.1, Request: "{}", Response: "{}"},
			sampleLookup(), sampleExchange(), sampleLookup(),
		},
		DurationMS: 48.3, Requests: 4, SettleMS: 1400,
	}
}

func passing(id, area, dialect string) Check {
	return Check{ID: id, Area: area, Level: Must, Dialect: dialect, Outcome: Pass, Title: "It works", DurationMS: 12.5, Requests: 3,
		Timings: []Timing{{Method: "POST", URL: "https://h/scim/v2/Users", MS: 4}, {Method: "GET", URL: "https://h/scim/v2/Users/1", MS: 1}}}
}

// sample is a run with every outcome in it.
func sample() *Report {
	r := &Report{
		Tool: Tool{Name: "oktascim", Version: "0.1.0"}, Target: Target{BaseURL: "https://app.example.com/scim/v2"},
		Profile: Profile{Name: "Holistics", File: "holistics.yaml", Settings: []Setting{
			{"name", "Holistics"}, {"scim.auth.token_env", "OKTASCIM_TOKEN"}, {"scim.settle", "2s"}, {"okta.dialects", "aiw, oin"},
			{"roles.groups[0].group", "oktascim <admins>"}, {"roles.groups[0].role", "Admin | *"}}},
		Started:    time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
		DurationMS: 4321, Dialects: []string{"aiw", "oin"}, Seed: 42, RunID: "r7", Settle: Settle{LimitMS: 2000},
		CleanUp: CleanUp{Deactivated: 118, Deleted: 41, Left: []LeftOver{
			{Type: "Group", ID: "g-9", Name: "oktascim-r7 Zoë & co", Why: "DELETE answered 403 Forbidden"}}},
		Notes: []string{"The target answers with a Date header that is 3 minutes ahead."},
	}
	for _, area := range []string{"connector", "auth", "lookup", "create", "groups", "members"} {
		for i := range 4 {
			for _, dialect := range []string{"aiw", "oin"} {
				r.Checks = append(r.Checks, passing(fmt.Sprintf("%s.case-%d", area, i), area, dialect))
			}
		}
	}
	r.Checks = append(r.Checks,
		failing("users.deactivate.stays-visible", "deactivate", "aiw"), failing("users.deactivate.stays-visible", "deactivate", "oin"),
		passing("users.deactivate.twice", "deactivate", "aiw"))
	one := failing("groups.members.add-to-many", "members", "oin")
	one.Title = "Members are added without touching the others"
	one.Symptom = "Push Groups shows Active, and the group lacks people."
	one.Problems = []Problem{{Expected: "members\n  a@example.com\n  b@example.com", Actual: "members\n- a@example.com\n  b@example.com\x1b[31m\u202e", Operation: "GET /Groups/{id}"}}
	one.Exchanges[2].Error, one.Exchanges[2].Status, one.Exchanges[2].Response = "context deadline exceeded", 0, ""
	should := failing("errors.scim-type", "errors", "")
	should.Level, should.Outcome = Should, Warn
	should.Title = "A duplicate is refused with scimType uniqueness"
	should.Problems = []Problem{{Expected: "scimType uniqueness", Actual: "no scimType", Operation: "POST /Users", Part: ",", Place: "$.scimType"}}
	should.Symptom = "The System Log names no cause for the refused user."
	r.Checks = append(r.Checks, one, should,
		Check{ID: "roles.default", Area: "roles", Level: Must, Outcome: Unsupported, Title: "The default role is given", Reason: "the profile has no roles"},
		Check{ID: "roles.highest", Area: "roles", Level: Must, Outcome: Unsupported, Title: "The highest role wins", Reason: "the profile has no roles"},
		Check{ID: "seats.limit", Area: "seats", Level: Must, Outcome: Excluded, Title: "Seats", Reason: "--read-only leaves out checks that write"},
		Check{ID: "import.pages", Area: "import", Level: Must, Outcome: Blocked, Title: "All pages are walked", Reason: "set-up: POST /Users answered 500 for the 31st user"},
		Check{ID: "import.order", Area: "import", Level: Should, Outcome: Lost, Title: "The order is stable", Reason: "the worker died: signal: killed"},
		Check{ID: "headers.etag", Area: "headers", Level: Should, Outcome: Known, Title: "ETag", Reason: "waived until 2026-12-31"})
	r.Conclude()
	return r
}

// green is a run in which everything passed, on the embedded provider.
func green() *Report {
	r := &Report{Tool: Tool{Version: "0.1.0"}, Target: Target{BaseURL: "http://127.0.0.1:40123/scim/v2", Embedded: true},
		Started: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), DurationMS: 912, Dialects: []string{"aiw", "oin"}, Settle: Settle{LimitMS: 2000}}
	for _, area := range Areas()[:12] {
		for i := range 6 {
			r.Checks = append(r.Checks, passing(fmt.Sprintf("%s.case-%d", area, i), area, "aiw"), passing(fmt.Sprintf("%s.case-%d", area, i), area, "oin"))
		}
	}
	r.Conclude()
	return r
}
