package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

// answer makes an answer from its parts; body "" is an empty body.
func answer(method, path string, status int, body string) okta.Answer {
	a := okta.Answer{Method: method, URL: "https://app.example.com/scim/v2" + path, Status: status,
		Header: http.Header{"Content-Type": {"application/scim+json"}}, Body: []byte(body)}
	if body != "" {
		d := json.NewDecoder(bytes.NewReader(a.Body))
		d.UseNumber()
		a.JSONErr = d.Decode(&a.Resource)
	}
	return a
}

func resource(t *testing.T, body string) okta.Resource {
	t.Helper()
	r := answer("GET", "/Users/1", 200, body).Resource
	if r == nil {
		t.Fatalf("not an object: %s", body)
	}
	return r
}

// expect fails unless the problems are exactly as many as the wanted texts and
// each text is part of its problem.
func expect(t *testing.T, got []Problem, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d: %v", len(got), len(want), got)
	}
	for i, w := range want {
		if !strings.Contains(got[i].String(), w) {
			t.Errorf("problem %d is %q, want it to say %q", i, got[i], w)
		}
	}
}

func TestAnswerJudgements(t *testing.T) {
	t.Parallel()
	lost := okta.Answer{Method: "GET", URL: "https://x/Users", Err: errors.New("no answer within 1m0s")}
	tests := []struct {
		name string
		got  []Problem
		want []string
	}{
		{"status allowed", Status(answer("GET", "/Users", 200, "{}"), 200, 204), nil},
		{"status with the server's words", Status(answer("POST", "/Users", 400, `{"detail":"bad name"}`), 201), []string{"POST /Users status: expected 201 Created, got 400 Bad Request: bad name"}},
		{"status with a body that is no JSON", Status(answer("POST", "/Users", 500, "oops\n  at x"), 200, 201), []string{"200 OK or 201 Created, got 500 Internal Server Error: oops at x"}},
		{"no answer", Status(lost, 200), []string{"within Okta's 60 s, got no answer"}},
		{"refused", Refused(answer("POST", "/Users", 409, "")), nil},
		{"not refused", Refused(answer("POST", "/Users", 201, "")), []string{"a 4xx refusal, got 201"}},
		{"a crash is no refusal", Refused(answer("POST", "/Users", 500, "")), []string{"got 500"}},
		{"lost is no refusal", Refused(lost), []string{"no answer"}},
		{"no crash", NoCrash(answer("POST", "/Users", 422, "")), nil},
		{"crash", NoCrash(answer("POST", "/Users", 503, "")), []string{"got 503"}},
		{"crash by silence", NoCrash(lost), []string{"no answer"}},
		{"PATCH 204", Accepted(answer("PATCH", "/Users/1", 204, "")), nil},
		{"PATCH 200", Accepted(answer("PATCH", "/Users/1", 200, `{"id":"1"}`)), nil},
		{"PUT 204 has no resource", Accepted(answer("PUT", "/Users/1", 204, "")), []string{"expected 200 OK, got 204", "the resource as a JSON object"}},
		{"create without a body", WithResource(answer("POST", "/Users", 201, "")), []string{"an empty body"}},
		{"create without an id", WithResource(answer("POST", "/Users", 201, `{"userName":"a"}`)), []string{"id: expected a non-empty string, got absent"}},
		{"create with a body that is no JSON", WithResource(answer("POST", "/Users", 201, "<html>")), []string{"a JSON object"}},
		{"errors are judged elsewhere", WithResource(answer("POST", "/Users", 400, "")), nil},
		{"media type", JSONMediaType(answer("GET", "/Users", 200, "{}")), nil},
		{"inactive", Inactive(resource(t, `{"active":false}`)), nil},
		{"inactive as text", Inactive(resource(t, `{"active":"false"}`)), []string{`expected false, got "false"`}},
		{"inactive left out", Inactive(resource(t, `{}`)), []string{"absent"}},
		{"active", Active(resource(t, `{"active":true}`)), nil},
		{"active as a number", Active(resource(t, `{"active":1}`)), []string{"expected true, got 1"}},
		{"text", Text(resource(t, `{"name":{"givenName":"Zoë"}}`), "name.givenName", "Zoë"), nil},
		{"text garbled", Text(resource(t, `{"name":{"givenName":"ZoÃ«"}}`), "name.givenName", "Zoë"), []string{"name.givenName: expected \"Zoë\""}},
		{"empty text", Text(resource(t, `{}`), "title", ""), nil},
		{"same id", SameID(answer("POST", "/Users", 201, `{"id":"7"}`), "7"), nil},
		{"another id", SameID(answer("POST", "/Users", 201, `{"id":"8"}`), "7"), []string{`got "8"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { t.Parallel(); expect(t, tt.got, tt.want...) })
	}
}

func TestJSONMediaType(t *testing.T) {
	t.Parallel()
	for value, good := range map[string]bool{
		"application/scim+json": true, "application/json; charset=utf-8": true, "APPLICATION/SCIM+JSON": true,
		"application/json+scim": false, "text/html": false, "": false,
	} {
		a := answer("GET", "/Users", 200, "{}")
		a.Header.Set("Content-Type", value)
		if got := len(JSONMediaType(a)) == 0; got != good {
			t.Errorf("%q judged good=%v, want %v", value, got, good)
		}
	}
}

func TestErrorBody(t *testing.T) {
	t.Parallel()
	const good = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"no such user"}`
	tests := []struct {
		name, body string
		want       []string
	}{
		{"good", good, nil},
		{"status as a number is in Okta's samples", strings.Replace(good, `"404"`, `404`, 1), nil},
		{"status left out", strings.Replace(good, `"status":"404",`, ``, 1), nil},
		{"status differs", strings.Replace(good, `"404"`, `"400"`, 1), []string{`status: expected "404"`}},
		{"status is an object", strings.Replace(good, `"404"`, `{"code":404}`, 1), []string{"status: expected"}},
		{"plain text", "not found", []string{"got not found"}},
		{"empty", "", []string{"an empty body"}},
		{"wrapped", `{"error":` + good + `}`, []string{"schemas: expected", "detail: expected"}},
		{"no detail", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":""}`, []string{"a sentence for the admin"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, Error(answer("GET", "/Users/9", 404, tt.body), 404), tt.want...)
		})
	}
	expect(t, ErrorBody(answer("GET", "/Users/9", 200, "{}")))
	expect(t, ErrorStatusText(answer("GET", "/Users/9", 404, good)))
	expect(t, ErrorStatusText(answer("GET", "/Users/9", 404, strings.Replace(good, `"404"`, `404`, 1))), `the text "404", got 404`)
	expect(t, ScimType(answer("POST", "/Users", 409, `{"scimType":"uniqueness"}`), "uniqueness"))
	expect(t, ScimType(answer("POST", "/Users", 409, `{}`), "uniqueness"), `got ""`)
}

func TestList(t *testing.T) {
	t.Parallel()
	const head = `"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],`
	tests := []struct {
		name, body string
		want       []string
	}{
		{"empty", `{` + head + `"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}`, nil},
		{"without the optional members", `{` + head + `"totalResults":0,"Resources":[]}`, nil},
		{"Resources null", `{` + head + `"totalResults":0,"Resources":null}`, []string{"Resources: expected an array"}},
		{"Resources in lower case", `{` + head + `"totalResults":1,"resources":[{}]}`, []string{"Resources: expected an array"}},
		{"total as text", `{` + head + `"totalResults":"0","Resources":[]}`, []string{`totalResults: expected a JSON integer, got "0"`}},
		{"startIndex as text", `{` + head + `"totalResults":0,"startIndex":"1","Resources":[]}`, []string{"startIndex"}},
		{"fractions", `{` + head + `"totalResults":1.5,"Resources":[]}`, []string{"totalResults"}},
		{"schema of the resource", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"totalResults":0,"Resources":[]}`, []string{"ListResponse"}},
		{"total below the page", `{` + head + `"totalResults":1,"Resources":[{"id":"1"},{"id":"2"}]}`, []string{"1 for 2 Resources"}},
		{"an id instead of a resource", `{` + head + `"totalResults":1,"Resources":["1"]}`, []string{"Resources[0]"}},
		{"no JSON", `[]`, []string{"a ListResponse"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, List(answer("GET", "/Users", 200, tt.body)), tt.want...)
		})
	}
	expect(t, List(answer("GET", "/Users", 500, "")), "expected 200 OK, got 500")
}

func TestHitAndMiss(t *testing.T) {
	t.Parallel()
	list := func(total string, resources string) okta.Answer {
		return answer("GET", "/Users?filter=x", 200, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":`+total+`,"Resources":[`+resources+`]}`)
	}
	expect(t, Hit(list("1", `{"id":"7"}`), "jane", "7"))
	expect(t, Hit(list("0", ``), "jane", "7"), `for "jane": expected exactly one resource, id 7, got totalResults 0`)
	expect(t, Hit(list("1", `{"id":"8"}`), "jane", "7"), "Resources: 8")
	expect(t, Hit(list("2", `{"id":"7"},{"id":"9"}`), "jane", "7"), "totalResults 2")
	expect(t, Hit(list("40", `{"id":"7"}`), "jane", "7"), "totalResults 40")
	expect(t, Miss(list("0", ``), "jane"))
	expect(t, Miss(list("1", `{"id":"8","userName":"joe"}`), "jane"), `the first is "joe"`)
	expect(t, Miss(list("1", `{"id":"8","displayName":"Team"}`), "jane"), `the first is "Team"`)
	expect(t, Miss(answer("GET", "/Users?filter=x", 404, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"none"}`), "jane"))
	expect(t, Miss(answer("GET", "/Users?filter=x", 404, ``), "jane"), "SCIM Error")
	expect(t, Miss(answer("GET", "/Users?filter=x", 400, ``), "jane"), "got 400")
}
