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
			if got := newNormalizer(was).same(a, newNormalizer(now), b); got != test.same {
				t.Errorf("same = %v", got)
			}
		})
	}
	one, two := Problem{Actual: "one"}, Problem{Actual: "two"}
	if !newNormalizer(was).same(&Check{Problems: []Problem{one, two}}, newNormalizer(now), &Check{Problems: []Problem{two, one, two}}) {
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
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "false", Actual: "true", Operation: "PATCH /Users/{id}", Place: "active"}, true},
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "true", Actual: "false", Operation: "GET /Users/{id}", Place: "active"}, false},
		{Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "active"}, Problem{Expected: "false", Actual: "true", Operation: "GET /Users/{id}", Place: "primary"}, false},
		{Problem{Expected: "exactly none", Actual: "oktascim-r7abc1-a1@example.com (too many: oktascim-r7abc1-a1@example.com)", Operation: "GET /Groups/{id}", Place: "members"},
			Problem{Expected: "exactly none", Actual: "4 members: oktascim-r7abc1-a1@example.com, oktascim-r7abc1-b2@example.com (too many: …)", Operation: "GET /Groups/{id}", Place: "members"}, true},
		{Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "oktascim-r7abc1-a\"b@example.com"`}, Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "x"`}, true},
		{Problem{Expected: "one", Actual: "none", Operation: "GET /Users", Part: `for "x"`}, Problem{Expected: "one", Actual: "none", Operation: "GET /Groups", Part: `for "x"`}, false},
		{Problem{Expected: "an answer", Actual: "EOF", Operation: "POST /Users"}, Problem{Expected: "an answer", Actual: "EOF", Context: "with a body that is cut off", Operation: "PUT /Groups/{id}"}, true},
	} {
		if same := samenessOf(test.a) == samenessOf(test.b); same != test.same {
			t.Errorf("%v and %v: %v and %v", test.a, test.b, samenessOf(test.a), samenessOf(test.b))
		}
	}
}

// The same problem of three requests is one problem, three times.
func TestRepeatedProblemsAreFolded(t *testing.T) {
	t.Parallel()
	twice, once := Problem{Expected: "a challenge", Actual: "none", Operation: "GET /Users"}, Problem{Expected: "a challenge", Actual: "none", Operation: "GET /Groups"}
	for _, test := range []struct{ in, want []Problem }{
		{nil, nil},
		{[]Problem{once, twice}, []Problem{once, twice}},
		{[]Problem{twice, once, twice}, []Problem{{Expected: "a challenge", Actual: "none", Operation: "GET /Users", Times: 2}, once}},
	} {
		if d := cmp.Diff(test.want, folded(test.in)); d != "" {
			t.Error(d)
		}
	}
}
