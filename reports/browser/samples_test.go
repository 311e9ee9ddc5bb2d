package browser

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/html"
)

const base = "https://app.example.com/scim/v2"

func page(t *testing.T, r *reports.Report) []byte {
	t.Helper()
	r.Conclude()
	var b bytes.Buffer
	if err := html.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func describe() *reports.Report {
	return &reports.Report{
		Tool: reports.Tool{Name: "oktascim", Version: "0.1.0"}, Target: reports.Target{BaseURL: base}, Profile: reports.Profile{Name: "Holistics"},
		Started: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), DurationMS: 4321, Dialects: []string{"aiw", "oin"}, Settle: reports.Settle{LimitMS: 2000},
	}
}

func user(n int, active bool) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223-7f76-453a-919d-%012d","externalId":"00u%d",
"userName":"oktascim-r7-%d@example.com","active":%t,"name":{"givenName":"Ölga","familyName":"O'Brien 山田"},"displayName":"Ölga O'Brien",
"emails":[{"value":"olga%d@example.com","primary":true,"type":"work"}],"locale":"en-US","roles":[{"value":"Viewer","primary":true}],
"meta":{"resourceType":"User","created":"2026-01-02T03:04:05Z","lastModified":"2026-01-02T03:04:05Z","location":"%s/Users/2819c223-7f76-453a-919d-%012d"}}`,
		n, n, n, active, n, base, n)
}

func exchange(method, path, request, response string, status int) reports.Exchange {
	return reports.Exchange{
		Method: method, URL: base + path, Request: request, Response: response, Status: status, MS: 3.4,
		RequestHeaders:  map[string]string{"Accept": "application/scim+json", "Authorization": "Bearer ***", "Content-Type": "application/scim+json; charset=utf-8", "User-Agent": "Okta SCIM Client 1.0.0"},
		ResponseHeaders: map[string]string{"Content-Type": "application/scim+json", "Server": "nginx", "Vary": "Accept-Encoding"},
	}
}

func failing(n int, area, dialect string) reports.Check {
	id := fmt.Sprintf("/Users/2819c223-7f76-453a-919d-%012d", n)
	patch := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}`
	list := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[` + user(n, true) + `]}`
	c := reports.Check{
		ID: fmt.Sprintf("%s.broken-%d", area, n), Area: area, Level: reports.Must, Dialect: dialect, Outcome: reports.Fail,
		Title: fmt.Sprintf("Requirement number %d of the area %s holds", n, area), Why: "A server that answers 200 and changes nothing leaves the leaver's access open.",
		Symptom:  fmt.Sprintf("Okta shows the person as deactivated, and the person still signs in: kind %d.", n%40),
		Problems: []reports.Problem{{Expected: "active is false", Actual: "active is true", Context: fmt.Sprintf("GET /Users/{id} step %d", n)}},
		Refs:     []string{"RFC 7644 §3.5.2", "Okta CRUD step 8", "OIN C9292", "Okta SCIM FAQ: emails with primary", "https://github.com/example/app/issues/1"},
		Exchanges: []reports.Exchange{
			exchange("POST", "/Users", user(n, true), user(n, true), 201),
			exchange("GET", id, "", user(n, true), 200),
			exchange("PATCH", id, patch, user(n, true), 200),
			exchange("GET", "/Users?filter=userName%20eq%20%22oktascim-r7%40example.com%22&startIndex=1&count=100", "", list, 200),
			exchange("GET", id, "", user(n, true), 200),
		},
		DurationMS: 48.3, Requests: 5, SettleMS: 1400,
	}
	c.Exchanges[4].Faulty = true
	return c
}

func passing(n int, area, dialect string) reports.Check {
	return reports.Check{ID: fmt.Sprintf("%s.case-%d", area, n), Area: area, Level: reports.Must, Dialect: dialect, Outcome: reports.Pass,
		Title: fmt.Sprintf("A requirement of the area %s, number %d, that takes a sentence of the usual length to say, holds", area, n),
		Refs:  []string{"RFC 7644 §3.5.2"}, DurationMS: 12.5, Requests: 8,
		Timings: []reports.Timing{{Method: "POST", URL: base + "/Users", MS: 4}, {Method: "GET", URL: base + "/Users/1", MS: 1}}}
}

func green(n int) *reports.Report {
	r := describe()
	areas := reports.Areas()
	for i := range n {
		r.Checks = append(r.Checks, passing(i/2, areas[i%15], []string{"aiw", "oin"}[i%2]))
	}
	return r
}

// mixed is a run with every outcome in it.
func mixed() *reports.Report {
	r := green(60)
	for i, area := range []string{"lookup", "create", "update", "deactivate", "groups", "members"} {
		r.Checks = append(r.Checks, failing(i, area, "aiw"), failing(i, area, "oin"))
	}
	warned, known := failing(90, "errors", ""), failing(91, "headers", "aiw")
	warned.Level, warned.Outcome = reports.Should, reports.Warn
	known.Outcome, known.Reason = reports.Known, "waived until 2026-12-31"
	about := failing(92, "pilot", "")
	about.ID, about.Subject = "pilot.verify.role", "ann@example.com"
	r.Checks = append(r.Checks, warned, known, about,
		reports.Check{ID: "roles.default", Area: "roles", Level: reports.Must, Outcome: reports.Unsupported, Title: "The default role is given", Reason: "the profile has no roles"},
		reports.Check{ID: "seats.limit", Area: "seats", Level: reports.Must, Outcome: reports.Excluded, Title: "Seats", Reason: "--read-only leaves out checks that write"},
		reports.Check{ID: "import.pages", Area: "import", Level: reports.Must, Outcome: reports.Blocked, Title: "All pages are walked", Reason: "set-up: POST /Users answered 500"},
		reports.Check{ID: "import.order", Area: "import", Level: reports.Should, Outcome: reports.Lost, Title: "The order is stable", Reason: "the worker died"})
	r.Checks[60].Problems = append(r.Checks[60].Problems, reports.Problem{
		Expected: "members\n  a@example.com\n  b@example.com", Actual: "members\n  a@example.com\n  c@example.com " + strings.Repeat("x", 400), Operation: "GET /Groups/{id}"})
	r.CleanUp = reports.CleanUp{Deactivated: 118, Left: []reports.LeftOver{{Type: "Group", ID: "g-9", Name: "Zoë & co", Why: "DELETE answered 403"}}}
	return r
}

func large(n int) *reports.Report {
	r := describe()
	areas := reports.Areas()
	for i := range n {
		r.Checks = append(r.Checks, failing(i, areas[i%15], []string{"aiw", "oin"}[i%2]))
	}
	return r
}
