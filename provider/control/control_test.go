package control_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/control"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
	"github.com/oktascim/oktascim/provider/legal"
)

// newServer makes a server with two tenants and all faults and variants to switch, and a client of it.
func newServer(t *testing.T, change ...func(*provider.Options)) (*control.Server, *scimtest.Client) {
	t.Helper()
	s, err := control.New(control.Options{
		Options:  scimtest.Options(change...),
		Faults:   control.Library{Hooks: faulty.Hooks, List: faulty.All()},
		Variants: control.Library{Hooks: legal.Hooks, List: legal.All()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, scimtest.Of(t, s.Server)
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	s, c := newServer(t, func(o *provider.Options) { o.Seed = 3; o.SeatLimit = 10 })
	admin := s.Admin()
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
	c.Get("/Users").Has("Resources.0.roles.0.value", "Viewer")
	c.Post("/Users", scimtest.NewUser("x@example.com")).Is(403)
	call(204, "PUT", "/roles", `null`)
	c.Get("/Users").Has("Resources.0.roles", nil)

	call(204, "DELETE", "/journal", "")
	user := scimtest.NewUser("hidden@example.com")
	user["password"], user["active"] = "s3cret", false
	id := c.Post("/Users?x=y", user).Is(201).ID()
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","path":"password","value":"s3cret"}`, `{"op":"replace","value":{"password":"s3cret"}}`)).Is(200)
	c.Get("/nothing").Is(404)
	journal := call(200, "GET", "/journal", "")
	raw, _ := json.Marshal(journal)
	for _, secret := range []string{scimtest.Token, "s3cret", "Authorization"} {
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

	call(204, "POST", "/tokens/rotate", `{"old":"`+scimtest.Token+`","new":"newer"}`)
	c.Get("/Users").Is(401)
	call(204, "POST", "/reset", "")
	c.As("newer").Get("/Users").Is(200).Has("totalResults", 3.0)
	if got := state()["seat_limit"]; got != 10.0 {
		t.Errorf("seat limit %v after a reset, want 10", got)
	}

	if n := len(call(200, "GET", "/faults", "").([]any)); n != len(faulty.All()) {
		t.Errorf("%d faults listed, want %d", n, len(faulty.All()))
	}
	if n := len(call(200, "GET", "/variants", "").([]any)); n != len(legal.All()) {
		t.Errorf("%d variants listed, want %d", n, len(legal.All()))
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
	s, c := newServer(t)
	c.Get("/Users")
	if n := len(s.Journal()); n != 0 {
		t.Errorf("%d entries before Admin was called", n)
	}
	s.Admin()
	for range 1010 {
		c.Get("/Groups?count=0")
	}
	if entries := s.Journal(); len(entries) != 1000 || entries[999].Number != 1010 {
		t.Errorf("%d entries, the last is number %d", len(entries), entries[len(entries)-1].Number)
	}
}

// okta does once what Okta does all the time; nothing in it may be answered 500 by a fault that is about something else.
func okta(c *scimtest.Client) {
	id := c.Post("/Users", scimtest.NewUser("okta@example.com")).ID()
	c.Filter("/Users", `userName eq "okta@example.com"`)
	c.Put("/Users/"+id, scimtest.NewUser("okta@example.com"))
	group := c.Post("/Groups", `{"displayName":"Admins","members":[]}`).ID()
	c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
	c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"remove","path":"members[value eq \"`+id+`\"]"}`))
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`))
	c.Get("/Users?startIndex=1&count=100")
	c.Delete("/Groups/" + group)
}

// TestAllAtOnce turns each fault and variant on together with all others: none may panic or hang, whatever it is wrapped around.
func TestAllAtOnce(t *testing.T) {
	t.Parallel()
	var faults, variants []string
	for _, f := range faulty.All() {
		if f.Apply != nil && !strings.HasPrefix(f.ID, "rob-slow") {
			faults = append(faults, f.ID)
		}
	}
	for _, v := range legal.All() {
		if !strings.HasPrefix(v.ID, "latency") {
			variants = append(variants, v.ID)
		}
	}
	s, c := newServer(t, scimtest.WithRoles("roles"), func(o *provider.Options) { o.SeatLimit, o.LocalAdmin = 20, "root@example.com" })
	if err := errors.Join(s.SetFaults(faults...), s.SetVariants(variants...)); err != nil {
		t.Fatal(err)
	}
	okta(scimtest.Lenient(c))
	if err := errors.Join(s.SetFaults(), s.SetVariants(), s.Reset()); err != nil {
		t.Fatal(err)
	}
	c.User("fresh@example.com")
}

func TestFaultsForSomeRequests(t *testing.T) {
	t.Parallel()
	s, c := newServer(t)
	c = scimtest.Lenient(c)
	if err := s.SetFaultsFor(3, "connector-resources-null"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetFaultsFor(1, "err-plain-text"); err != nil {
		t.Fatal(err)
	}
	plain := func() bool { return c.Get("/Users/nobody").Header.Get("Content-Type") != "application/scim+json" }
	null := func() bool { return c.Get("/Users").At("Resources") == nil }
	got := []bool{plain(), plain(), null(), null(), plain()}
	if diff := cmp.Diff([]bool{true, false, true, false, false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, n := range []int{0, -1} {
		if s.SetFaultsFor(n, "err-plain-text") == nil {
			t.Errorf("%d requests: no error", n)
		}
	}
	if s.SetFaultsFor(1, "nothing") == nil || null() {
		t.Error("an unknown fault was taken, or changed something")
	}
}

func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	s, c := newServer(t, scimtest.WithRoles("roles"), func(o *provider.Options) { o.Seed = 20 })
	s.Admin()
	group := c.Group("Admins")
	scimtest.AtOnce(12, func(i int) *scimtest.Answer {
		name := fmt.Sprintf("new%d@example.com", i)
		switch i % 6 {
		case 0:
			s.SetFaults("connector-resources-null")
			s.SetFaultsFor(2, "put-update-reactivates")
			s.SetFaults()
		case 1:
			c.Server.SetSeatLimit(100 + i)
			c.Server.SetRoles(scimtest.RoleMap("userType"))
			c.Server.SetRoles(scimtest.RoleMap("roles"))
		case 2:
			s.Journal()
		}
		id := c.User(name)
		c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
		c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`))
		c.Filter("/Users", `roles.value eq "Admin"`)
		if i%2 == 0 {
			c.Delete("/Users/" + id)
		}
		return c.Get("/Users?count=50")
	})
	c.Get("/Groups/" + group).Is(200)
	if n := len(c.Get("/Groups/"+group).Each("members", "value")); n != 6 {
		t.Errorf("%d members, want 6", n)
	}
}
