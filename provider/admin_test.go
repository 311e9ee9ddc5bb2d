package provider_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func TestAdmin(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.Seed = 3; o.SeatLimit = 10 })
	admin := c.server.Admin()
	call := func(status int, method, path, body string) any {
		t.Helper()
		w := httptest.NewRecorder()
		admin.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
		if w.Code != status {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
		}
		var v any
		if w.Body.Len() > 0 && strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
				t.Fatal(err)
			}
		}
		return v
	}
	state := func() provider.Object { return call(200, "GET", "/", "").(provider.Object) }

	call(204, "POST", "/seed", `{"count":2}`)
	call(204, "POST", "/seed", `{"count":1,"tenant":"globex"}`)
	call(204, "PUT", "/faults", `{"on":["connector-resources-null"]}`)
	call(204, "PUT", "/faults", `{"on":["err-plain-text"],"requests":2}`)
	call(204, "PUT", "/variants", `{"on":["patch-204"]}`)
	call(204, "PUT", "/faults", `{"on":["connector-resources-null"]}`)
	call(204, "PUT", "/faults", `{"on":["err-plain-text"],"requests":2}`)
	call(204, "PUT", "/seats", `{"limit":5}`)
	call(204, "PUT", "/roles", `{"attribute":"roles","default":"Viewer","groups":[{"group":"Admins","role":"Admin"}]}`)
	want := provider.Object{
		"faults": []any{"connector-resources-null"}, "faults_for_requests": provider.Object{"err-plain-text": 2.0}, "variants": []any{"patch-204"},
		"seat_limit": 5.0,
		"roles":      provider.Object{"attribute": "roles", "default": "Viewer", "groups": []any{provider.Object{"group": "Admins", "role": "Admin"}}},
		"tenants": provider.Object{
			"acme":   provider.Object{"users": 5.0, "active": 5.0, "groups": 0.0},
			"globex": provider.Object{"users": 1.0, "active": 1.0, "groups": 0.0},
		},
	}
	if diff := cmp.Diff(any(want), any(state())); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	call(204, "DELETE", "/faults", "")
	call(204, "DELETE", "/variants", "")
	c.get("/Users").has("Resources.0.roles.0.value", "Viewer")
	c.post("/Users", newUser("x@example.com")).is(403)
	call(204, "PUT", "/roles", `null`)
	c.get("/Users").has("Resources.0.roles", nil)

	call(204, "DELETE", "/journal", "")
	user := newUser("hidden@example.com")
	user["password"], user["active"] = "s3cret", false
	id := c.post("/Users?x=y", user).is(201).id()
	c.patch("/Users/"+id, operations(`{"op":"replace","path":"password","value":"s3cret"}`, `{"op":"replace","value":{"password":"s3cret"}}`)).is(200)
	c.get("/nothing").is(404)
	journal := call(200, "GET", "/journal", "")
	raw, _ := json.Marshal(journal)
	for _, secret := range []string{token, "s3cret", "Authorization"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("%q is in the journal", secret)
		}
	}
	entries := journal.([]any)
	if len(entries) != 3 {
		t.Fatalf("%d entries in the journal, want 3", len(entries))
	}
	first := entries[0].(provider.Object)
	for key, want := range map[string]any{"number": 1.0, "method": "POST", "url": "/scim/v2/Users?x=y", "status": 201.0, "tenant": "acme"} {
		if first[key] != want {
			t.Errorf("journal: %s is %v, want %v", key, first[key], want)
		}
	}

	call(204, "POST", "/tokens/rotate", `{"old":"`+token+`","new":"newer"}`)
	c.get("/Users").is(401)
	call(204, "POST", "/reset", "")
	c.as("newer").get("/Users").is(200).has("totalResults", 3.0)
	if got := state()["seat_limit"]; got != 10.0 {
		t.Errorf("seat limit %v after a reset, want 10", got)
	}

	if n := len(call(200, "GET", "/faults", "").([]any)); n != len(provider.Faults()) {
		t.Errorf("%d faults listed, want %d", n, len(provider.Faults()))
	}
	if n := len(call(200, "GET", "/variants", "").([]any)); n != len(provider.Variants()) {
		t.Errorf("%d variants listed, want %d", n, len(provider.Variants()))
	}
	for _, bad := range [][3]string{
		{"PUT", "/faults", `{"on":["nothing"]}`}, {"PUT", "/faults", `{"on":["err-plain-text"],"requests":-1}`}, {"PUT", "/faults", `{"off":[]}`},
		{"PUT", "/variants", `{"on":["nothing"]}`}, {"PUT", "/seats", `{"limit":-1}`}, {"PUT", "/seats", `{"limit":"x"}`}, {"PUT", "/roles", `{}`},
		{"POST", "/tokens/rotate", `{}`}, {"POST", "/seed", `{"count":-1}`}, {"POST", "/seed", `{`},
	} {
		if v := call(400, bad[0], bad[1], bad[2]).(provider.Object); v["error"] == "" {
			t.Errorf("%v: no error text", bad)
		}
	}
	call(404, "GET", "/nothing", "")
	call(405, "GET", "/seed", "")
}

func TestJournalIsBounded(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	c.get("/Users")
	if n := len(c.server.Journal()); n != 0 {
		t.Errorf("%d entries before Admin was called", n)
	}
	c.server.Admin()
	for range 1010 {
		c.get("/Groups?count=0")
	}
	if entries := c.server.Journal(); len(entries) != 1000 || entries[999].Number != 1010 {
		t.Errorf("%d entries, the last is number %d", len(entries), entries[len(entries)-1].Number)
	}
}
