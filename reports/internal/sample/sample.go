// Package sample has reports to test formats with, and compares with golden files.
package sample

import (
	"fmt"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/result"
)

// Exchange returns a PATCH that a sloppy server answers with success.
func Exchange() reports.Exchange {
	return reports.Exchange{
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

// Lookup returns a lookup without a hit.
func Lookup() reports.Exchange {
	return reports.Exchange{
		Method: "GET", URL: "https://app.example.com/scim/v2/Users?filter=userName+eq+%22oktascim-r7-olga.o%27brien%40example.com%22&startIndex=1&count=100",
		RequestHeaders: map[string]string{"Authorization": "Bearer ***"}, Status: 200, MS: 1.2,
		Response: `{"totalResults":0,"Resources":[]}`,
	}
}

// Failing returns a check that failed, in one dialect.
func Failing(id, area, dialect string) reports.Check {
	return reports.Check{
		ID: id, Area: area, Level: reports.Must, Dialect: dialect, Outcome: reports.Fail,
		Title: "A deactivated user is still there, inactive, by id, by lookup and in the list",
		Problems: []reports.Problem{
			{Expected: "active is false", Actual: "active is true", Context: "answer to", Operation: "PATCH /Users/{id}", Part: ",", Place: "$.active"},
			{Expected: "200 and the user", Actual: "404 Not Found", Operation: "GET /Users/{id}"},
		},
		Symptom: "Okta shows the person as deactivated, and the person still signs in to the app.",
		Refs:    []string{"RFC 7644 §3.5.2", "Okta CRUD step 4", "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"},
		Exchanges: []reports.Exchange{
			{Method: "POST", URL: "https://app.example.com/scim/v2/Users", Status: 201, MS: 5.1, Request: "{}", Response: "{}"},
			Lookup(), Exchange(), Lookup(),
		},
		DurationMS: 48.3, Requests: 4, SettleMS: 1400,
	}
}

// Passing returns a check that passed.
func Passing(id, area, dialect string) reports.Check {
	return reports.Check{ID: id, Area: area, Level: reports.Must, Dialect: dialect, Outcome: reports.Pass, Title: "It works", DurationMS: 12.5, Requests: 3,
		Timings: []reports.Timing{{Method: "POST", URL: "https://h/scim/v2/Users", MS: 4}, {Method: "GET", URL: "https://h/scim/v2/Users/1", MS: 1}}}
}

// Mixed returns a run with every outcome in it.
func Mixed() *reports.Report {
	r := &reports.Report{
		Tool: reports.Tool{Name: "oktascim", Version: "0.1.0"}, Target: reports.Target{BaseURL: "https://app.example.com/scim/v2"},
		Profile: reports.Profile{Name: "Holistics", File: "holistics.yaml", Settings: []reports.Setting{
			{Key: "name", Value: "Holistics"}, {Key: "scim.auth.token_env", Value: "OKTASCIM_TOKEN"}, {Key: "scim.settle", Value: "2s"}, {Key: "okta.dialects", Value: "aiw, oin"},
			{Key: "roles.groups[0].group", Value: "oktascim <admins>"}, {Key: "roles.groups[0].role", Value: "Admin | *"}}},
		Started:    time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
		DurationMS: 4321, Dialects: []string{"aiw", "oin"}, Seed: 42, RunID: "r7", Settle: reports.Settle{LimitMS: 2000},
		CleanUp: reports.CleanUp{Deactivated: 118, Deleted: 41, Left: []reports.LeftOver{
			{Type: "Group", ID: "g-9", Name: "oktascim-r7 Zoë & co", Why: "DELETE answered 403 Forbidden"}}},
		Notes: []string{"The target answers with a Date header that is 3 minutes ahead."},
	}
	for _, area := range []string{"connector", "auth", "lookup", "create", "groups", "members"} {
		for i := range 4 {
			for _, dialect := range []string{"aiw", "oin"} {
				r.Checks = append(r.Checks, Passing(fmt.Sprintf("%s.case-%d", area, i), area, dialect))
			}
		}
	}
	r.Checks = append(r.Checks,
		Failing("users.deactivate.stays-visible", "deactivate", "aiw"), Failing("users.deactivate.stays-visible", "deactivate", "oin"),
		Passing("users.deactivate.twice", "deactivate", "aiw"))
	one := Failing("groups.members.add-to-many", "members", "oin")
	one.Title = "Members are added without touching the others"
	one.Symptom = "Push Groups shows Active, and the group lacks people."
	one.Problems = []reports.Problem{{Expected: "members\n  a@example.com\n  b@example.com", Actual: "members\n- a@example.com\n  b@example.com\x1b[31m\u202e", Operation: "GET /Groups/{id}"}}
	one.Exchanges[2].Error, one.Exchanges[2].Status, one.Exchanges[2].Response = "context deadline exceeded", 0, ""
	should := Failing("errors.scim-type", "errors", "")
	should.Level, should.Outcome = reports.Should, reports.Warn
	should.Title = "A duplicate is refused with scimType uniqueness"
	should.Problems = []reports.Problem{{Expected: "scimType uniqueness", Actual: "no scimType", Operation: "POST /Users", Part: ",", Place: "$.scimType"}}
	should.Symptom = "The System Log names no cause for the refused user."
	r.Checks = append(r.Checks, one, should,
		reports.Check{ID: "roles.default", Area: "roles", Level: reports.Must, Outcome: reports.Unsupported, Title: "The default role is given", Reason: "the profile has no roles"},
		reports.Check{ID: "roles.highest", Area: "roles", Level: reports.Must, Outcome: reports.Unsupported, Title: "The highest role wins", Reason: "the profile has no roles"},
		reports.Check{ID: "seats.limit", Area: "seats", Level: reports.Must, Outcome: reports.Excluded, Title: "Seats", Reason: "--read-only leaves out checks that write"},
		reports.Check{ID: "import.pages", Area: "import", Level: reports.Must, Outcome: reports.Blocked, Title: "All pages are walked", Reason: "set-up: POST /Users answered 500 for the 31st user"},
		reports.Check{ID: "import.order", Area: "import", Level: reports.Should, Outcome: reports.Lost, Title: "The order is stable", Reason: "the worker died: signal: killed"},
		reports.Check{ID: "headers.etag", Area: "headers", Level: reports.Should, Outcome: reports.Known, Title: "ETag", Reason: "waived until 2026-12-31"})
	r.Conclude()
	return r
}

// Green returns a run in which everything passed, on the embedded provider.
func Green() *reports.Report {
	r := &reports.Report{Tool: reports.Tool{Version: "0.1.0"}, Target: reports.Target{BaseURL: "http://127.0.0.1:40123/scim/v2", Embedded: true},
		Started: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), DurationMS: 912, Dialects: []string{"aiw", "oin"}, Settle: reports.Settle{LimitMS: 2000}}
	for _, area := range reports.Areas()[:12] {
		for i := range 6 {
			r.Checks = append(r.Checks, Passing(fmt.Sprintf("%s.case-%d", area, i), area, "aiw"), Passing(fmt.Sprintf("%s.case-%d", area, i), area, "oin"))
		}
	}
	r.Conclude()
	return r
}

// Many returns a run with n failing checks.
func Many(n int) *reports.Report {
	r := Green()
	for i := range n {
		c := Failing("lookup.many-"+string(rune('a'+i/26))+string(rune('a'+i%26)), "lookup", "aiw")
		c.Symptom = []string{"People are created twice.", "Push Now fails.", "Import shows no one."}[i%3]
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}

// Incomplete returns a run in which nothing failed and a must was blocked.
func Incomplete() *reports.Report {
	r := Green()
	r.Target = reports.Target{BaseURL: "https://app.example.com/scim/v2"}
	r.Checks = append(r.Checks,
		reports.Check{ID: "seats.over", Area: "seats", Level: reports.Must, Outcome: reports.Blocked, Reason: "set-up: POST /Users answered 429"},
		reports.Check{ID: "seats.lost", Area: "seats", Level: reports.Must, Outcome: reports.Lost, Reason: "the worker died: signal: killed"})
	r.Conclude()
	return r
}

// Regressed returns a run with waivers and a baseline: one with every kind of
// change, or one that went as before.
func Regressed(same bool) *reports.Report {
	r, today := Later(), time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)
	if same {
		r.Compare(Later(), "base.json")
		return r
	}
	r.Target.BaseURL = "https://staging.example.com/scim/v2"
	waiver := func(check, expires string) reports.Waiver {
		return reports.Waiver{Check: check, Reason: "waits for APP-71, the new member service", Owner: "ann@example.com", Expires: expires, At: "waivers.yaml:3"}
	}
	r.Checks = append(r.Checks, Failing("members.waived", "members", "aiw"), Failing("members.waived", "members", "oin"))
	r.Waive([]reports.Waiver{waiver("members.waived", "2026-12-31"), waiver("members.fine", "2026-12-31"), waiver("members.new-failure", "2026-03-05"), waiver("roles.*", "2026-12-31")},
		[]string{"members.waived", "members.fine", "members.new-failure", "roles.default"}, today)
	r.Compare(Earlier(), "base.json")
	return r
}

// Evidence returns a run whose checks stand for tests of Okta.
func Evidence() *reports.Report {
	r := Mixed()
	stand := func(c reports.Check, ref string) {
		c.Refs = []string{ref, "RFC 7644 §3.4.2"}
		r.Checks = append(r.Checks, c)
	}
	hit := Passing("users.lookup.hit", "lookup", "")
	hit.Exchanges = []reports.Exchange{Lookup()}
	stand(hit, "Okta CRUD step 4")
	stand(Passing("users.lookup.upper-case", "lookup", ""), "Okta SPEC step 9")
	for _, dialect := range []string{"aiw", "oin"} {
		stand(Passing("groups.push.empty", "groups", dialect), "OIN C9312, C9317")
		stand(Failing("groups.push.now", "groups", dialect), "OIN C9316, C9319")
	}
	stand(reports.Check{ID: "auth.revoked", Area: "auth", Level: reports.Must, Outcome: reports.Unsupported, Title: "A revoked token is refused",
		Reason: "the profile names no revoked token"}, "OIN C9341")
	r.Conclude()
	return r
}

// Hostile is a text that no output may hold as it is.
const Hostile = "evil\x1b]0;owned\x07\x1b[2J\u009b31m\u202e\r\x00\x7f]]>\xff\ufffe<&\"'"

// Poisoned has the hostile text in every place that holds text.
func Poisoned(text string) *reports.Report {
	r := &reports.Report{Tool: reports.Tool{Name: text, Version: text}, Target: reports.Target{BaseURL: text}, Profile: reports.Profile{Name: text, File: text, Settings: []reports.Setting{{Key: text, Value: text}}}, Dialects: []string{text}, RunID: text,
		Settle: reports.Settle{LimitMS: 1}, Notes: []string{text}, CleanUp: reports.CleanUp{Left: []reports.LeftOver{{Type: text, ID: text, Name: text, Why: text}}}}
	for i, o := range reports.Outcomes() {
		cause := result.ParseAt(text)
		cause.Expected, cause.Actual = text, text
		longer := cause
		longer.Expected = text + "\n" + text
		r.Checks = append(r.Checks, reports.Check{Cause: &result.Cause{Check: "users.create.answer", Problem: &cause}, ID: text + fmt.Sprint(i), Area: text, Level: reports.Must, Dialect: text, Outcome: o, Title: text, Reason: text,
			Problems: []reports.Problem{cause, longer}, Symptom: text, Refs: []string{text, "https://" + text}, SettleMS: 5,
			Exchanges: []reports.Exchange{
				{Method: text, URL: "https://h/" + text, RequestHeaders: map[string]string{text: text, "Accept": text, "Authorization": text}, Request: text, Status: 200,
					ResponseHeaders: map[string]string{"Location": text}, Response: `{"a":"` + text + `"}`},
				{Method: "GET", URL: text, Error: text, Faulty: true},
				{Method: "GET", URL: text, Status: 200, Response: text}},
			Timings: []reports.Timing{{Method: text, URL: "/Users", MS: 1}}})
	}
	for range 20 {
		c := r.Checks[1]
		c.ID += fmt.Sprint(len(r.Checks))
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}

// Earlier and later are two runs of the same app: another run id, other
// generated ids, and each kind of change.
func Earlier() *reports.Report { return twoRuns("aaaa11", 1) }
func Later() *reports.Report   { return twoRuns("bbbb22", 2) }

func twoRuns(id string, n int) *reports.Report {
	r := &reports.Report{
		Tool: reports.Tool{Name: "oktascim", Version: "0.1.0"}, Target: reports.Target{BaseURL: "https://app.example.com/scim/v2"}, Profile: reports.Profile{Name: "Holistics"},
		Started: time.Date(2026, 3, 4+n, 5, 6, 7, 0, time.UTC), DurationMS: 4321, Dialects: []string{"aiw", "oin"}, RunID: id, Settle: reports.Settle{LimitMS: 2000},
	}
	pick := func(first, second reports.Outcome) reports.Outcome { return []reports.Outcome{first, second}[n-1] }
	text := func(first, second string) string { return []string{first, second}[n-1] }
	add := func(check string, o reports.Outcome, problem string) {
		if o == "" {
			return
		}
		c := reports.Check{ID: check, Area: "members", Level: reports.Must, Dialect: "aiw", Outcome: o, Title: "What " + check + " says", Symptom: "Push Groups shows an error."}
		if o == reports.Warn {
			c.Level = reports.Should
		}
		switch {
		case o == reports.Fail || o == reports.Warn:
			c.Problems = []reports.Problem{{Expected: "200", Actual: problem + " for oktascim-" + id + "-7", Operation: "PATCH /Groups/{id}"}}
		case !o.Ran():
			c.Reason = problem
		}
		r.Checks = append(r.Checks, c)
	}
	add("members.fine", reports.Pass, "")
	add("members.new-failure", pick(reports.Pass, reports.Fail), "500")
	add("members.changed", reports.Fail, text("500", "403"))
	add("members.still-failing", reports.Fail, "500 after "+text("1.2 s", "3 s"))
	add("members.fixed", pick(reports.Fail, reports.Pass), "500")
	add("members.new-warning", pick(reports.Pass, reports.Warn), "no detail")
	add("members.still-warning", reports.Warn, "no detail")
	add("members.blocked", pick(reports.Pass, reports.Blocked), "set-up: POST /Users answered 500")
	add("members.still-blocked", reports.Blocked, "set-up: POST /Groups answered 500 for oktascim-"+id+"-1")
	add("members.unsupported", pick(reports.Pass, reports.Unsupported), "PATCH is answered 501")
	add("members.new", pick("", reports.Pass), "")
	add("members.new-and-failing", pick("", reports.Fail), "500")
	add("members.gone", pick(reports.Pass, ""), "")
	add("members.excluded", pick(reports.Pass, reports.Excluded), "--read-only leaves out checks that write")
	add("members.now-supported", pick(reports.Unsupported, reports.Pass), "the profile has no groups")
	r.Latency = []reports.Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 20 * float64(n*n), P95MS: 100, MaxMS: 200}}
	r.Conclude()
	return r
}

// FailedWith returns a check that failed with these problems.
func FailedWith(id string, problems ...reports.Problem) reports.Check {
	c := Failing(id, "create", "")
	c.Problems = problems
	return c
}

// OneBug returns a run against an app with three bugs: one that keeps most checks
// from running, one that shows in three requests, and one in one check alone.
func OneBug() *reports.Report {
	created := reports.Problem{Expected: "201 Created", Actual: "200 OK", Operation: "POST /Users", Place: "status"}
	r := &reports.Report{Checks: []reports.Check{
		FailedWith("auth.error.body", reports.Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users", Part: "error body", Place: "schemas"}, reports.Problem{Expected: "a sentence", Actual: "absent or null", Operation: "GET /Users", Part: "error body", Place: "detail"}),
		FailedWith("groups.push.alone", reports.Problem{Expected: "404 Not Found", Actual: "500", Operation: "DELETE /Groups/{id}", Place: "status"}),
		FailedWith("users.create.listed", created, reports.Problem{Expected: "a resource with id 00u8abc1", Actual: "none on any page", Operation: "GET /Users (import)"}),
		FailedWith("users.create.answer", created),
		FailedWith("users.get.after-much", reports.Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users/{id}", Part: "error body", Place: "schemas"}),
		FailedWith("users.get.unknown", reports.Problem{Expected: "…:Error", Actual: "absent or null", Operation: "GET /Users/{id}", Part: "error body", Place: "schemas"}),
		FailedWith("users.put.unknown", reports.Problem{Expected: "…:Error", Actual: "absent or null", Operation: "PUT /Users/{id}", Part: "error body", Place: "schemas"}),
	}}
	for i := range 20 {
		cause := &result.Cause{Check: "users.create.answer", Problem: &created}
		if i%2 > 0 { // seen elsewhere, and named by the check
			cause.Problem = &reports.Problem{Expected: "an answer with which Okta goes on",
				Actual: "POST /Users answered 200 without an id", Operation: "POST /Users"}
		}
		r.Checks = append(r.Checks, reports.Check{ID: fmt.Sprintf("roles.case-%d", i), Area: "roles", Level: reports.Must,
			Outcome: reports.Blocked, Reason: "creating a user (users.create.answer) failed", Cause: cause})
	}
	r.Checks = append(r.Checks, reports.Check{ID: "seats.over", Area: "seats", Level: reports.Must, Outcome: reports.Blocked, Reason: "no seat is left"})
	r.Checks[4].Exchanges = append(r.Checks[4].Exchanges, Lookup()) // the simplest example is the best one
	r.Conclude()
	return r
}

// Diff has every kind of change in it, and texts that want to break out.
func Diff() *reports.Diff {
	was, now := Earlier(), Later()
	bad := Failing("users.deactivate.stays-visible", "deactivate", "oin")
	bad.Problems[0].Actual = "active is `true` | <b>@everyone</b> \x1b[31m"
	was.Checks = append(was.Checks, Passing(bad.ID, bad.Area, "oin"))
	now.Checks = append(now.Checks, bad)
	now.Tool.Version = "0.2.0"
	was.Conclude()
	now.Conclude()
	return reports.NewDiff(was, now, "was.json", "now.json")
}

// Trend returns n runs, a day apart: one check flips, one fails for a while,
// one operation becomes slower.
func Trend(n int) *reports.Trend {
	var runs []reports.TrendRun
	for i := range n {
		r := Green()
		r.Profile.Name, r.RunID = "Holistics", fmt.Sprintf("run%03d", i)
		r.Started = r.Started.Add(time.Duration(i) * 24 * time.Hour)
		add := func(id string, o reports.Outcome, l reports.Level) {
			r.Checks = append(r.Checks, reports.Check{ID: id, Area: "members", Dialect: "aiw", Level: l, Outcome: o})
		}
		if i%4 == 1 {
			add("groups.members.flaky", reports.Fail, reports.Must)
		} else {
			add("groups.members.flaky", reports.Pass, reports.Must)
		}
		switch {
		case i < n/3:
			add("users.deactivate.by-id", reports.Fail, reports.Must)
		case i < n/2:
			add("users.deactivate.by-id", reports.Known, reports.Must)
		default:
			add("users.deactivate.by-id", reports.Pass, reports.Must)
		}
		if i == 2 {
			add("seats.last", reports.Blocked, reports.Must)
		} else if i > 2 {
			add("seats.last", reports.Pass, reports.Must)
		}
		add("errors.detail", reports.Warn, reports.Should)
		slow := float64(1 + i)
		r.Latency = []reports.Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 12 * slow, P95MS: 30 * slow, MaxMS: 50 * slow},
			{Method: "POST", Resource: "Users", Count: 100, P50MS: 40 + float64(i%3), P95MS: 80, MaxMS: 90}}
		r.Conclude()
		runs = append(runs, reports.NewTrendRun(fmt.Sprintf("reports/%d.json", i), r))
	}
	// The order of files is not that of the runs.
	runs[0], runs[n-1] = runs[n-1], runs[0]
	return reports.NewTrend(runs)
}

// Large returns a run of n failed checks with five exchanges each.
func Large(n int) *reports.Report {
	r := Mixed()
	r.Checks = nil
	for i := range n {
		c := Failing(fmt.Sprintf("members.case-%04d", i), "members", "oin")
		for len(c.Exchanges) < 5 {
			c.Exchanges = append(c.Exchanges, Exchange())
		}
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}
