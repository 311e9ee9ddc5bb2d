package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAlike says which problems of two runs are the same one.
func TestAlike(t *testing.T) {
	t.Parallel()
	was, now := &Report{RunID: "knqxej", Target: Target{BaseURL: "http://127.0.0.1:40123/scim/v2"}}, &Report{RunID: "abcdef", Target: Target{BaseURL: "http://127.0.0.1:5123/scim/v2/"}}
	for name, test := range map[string]struct {
		was, now string
		same     bool
	}{
		"run id without digits": {"user oktascim-knqxej-b@example.com", "user oktascim-abcdef-b@example.com", true},
		"counter of a name":     {"got oktascim-knqxej-749@example.com, oktascim-knqxej-3", "got oktascim-abcdef-12@example.com, oktascim-abcdef-4", true},
		"uuid":                  {"id 2819c223-7f76-453a-919d-413861904646", "id 11aac223-7f76-453a-919d-413861904646", true},
		"address":               {"Location http://127.0.0.1:40123/scim/v2/Users/1", "Location http://127.0.0.1:5123/scim/v2/Users/1", true},
		"time of day":           {"created 2026-03-04T05:06:07Z", "created 2026-03-05T06:07:08.123+01:00", true},
		"HTTP date":             {"Date: Thu, 26 Nov 2026 16:56:34 GMT", "Date: Fri, 27 Nov 2026 01:02:03 GMT", true},
		"duration":              {"answered after 61 ms", "answered after 1.4 s", true},
		"status":                {"status 200", "status 404", false},
		"number":                {"31 users", "30 users", false},
		"word":                  {"active is true", "active is false", false},
		"role":                  {"role Admin", "role Viewer", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := &Check{Outcome: Fail, Problems: []Problem{{Actual: test.was}}}, &Check{Outcome: Fail, Problems: []Problem{{Actual: test.now}}}
			if got := newEye(was).same(a, newEye(now), b); got != test.same {
				t.Errorf("same = %v", got)
			}
		})
	}
	one, two := Problem{Actual: "one"}, Problem{Actual: "two"}
	if !newEye(was).same(&Check{Problems: []Problem{one, two}}, newEye(now), &Check{Problems: []Problem{two, one, two}}) {
		t.Error("the order counts")
	}
}

// Ids, names, numbers of names, methods and addresses do not tell causes apart;
// attributes and values do.
func TestSamenessOfProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b Problem
		same bool
	}{
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "false", Actual: "true", At: "PATCH /Users/{id} active"}, true},
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "true", Actual: "false", At: "GET /Users/{id} active"}, false},
		{Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} active"}, Problem{Expected: "false", Actual: "true", At: "GET /Users/{id} primary"}, false},
		{Problem{Expected: "exactly none", Actual: "oktascim-r7abc1-a1@example.com (too many: oktascim-r7abc1-a1@example.com)", At: "GET /Groups/{id} members"},
			Problem{Expected: "exactly none", Actual: "4 members: oktascim-r7abc1-a1@example.com, oktascim-r7abc1-b2@example.com (too many: …)", At: "GET /Groups/{id} members"}, true},
		{Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "oktascim-r7abc1-a\"b@example.com"`}, Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "x"`}, true},
		{Problem{Expected: "one", Actual: "none", At: `GET /Users?filter=userName eq "x"`}, Problem{Expected: "one", Actual: "none", At: `GET /Groups?filter=displayName eq "x"`}, false},
		{Problem{Expected: "an answer", Actual: "EOF", At: "POST /Users"}, Problem{Expected: "an answer", Actual: "EOF", At: "with a body that is cut off PUT /Groups/{id}"}, true},
	} {
		if same := samenessOf(test.a) == samenessOf(test.b); same != test.same {
			t.Errorf("%v and %v: %v and %v", test.a, test.b, samenessOf(test.a), samenessOf(test.b))
		}
	}
}

// The same problem of three requests is one problem, three times.
func TestRepeatedProblemsAreFolded(t *testing.T) {
	t.Parallel()
	twice, once := Problem{Expected: "a challenge", Actual: "none", At: "GET /Users"}, Problem{Expected: "a challenge", Actual: "none", At: "GET /Groups"}
	for _, test := range []struct{ in, want []Problem }{
		{nil, nil},
		{[]Problem{once, twice}, []Problem{once, twice}},
		{[]Problem{twice, once, twice}, []Problem{{Expected: "a challenge", Actual: "none", At: "GET /Users, 2 times"}, once}},
	} {
		if d := cmp.Diff(test.want, folded(test.in)); d != "" {
			t.Error(d)
		}
	}
}
