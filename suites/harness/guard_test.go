package harness

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

// A write goes out only to what a read shows as the run's own, or to where
// there is nothing.
func TestGuardLetsThroughOnlyTheRunsOwn(t *testing.T) {
	t.Parallel()
	patch := func(id string) func(context.Context, *Session) okta.Answer {
		return func(ctx context.Context, s *Session) okta.Answer {
			return s.Client.PatchUser(ctx, id, map[string]any{"active": false})
		}
	}
	rename := func(id string) func(context.Context, *Session) okta.Answer {
		return func(ctx context.Context, s *Session) okta.Answer {
			return s.Client.PatchGroup(ctx, id, okta.RenameOp(id, "X"))
		}
	}
	tests := []struct {
		name    string
		answers map[string]string
		permit  string // userName of u1
		claim   string // displayName of g1
		send    func(context.Context, *Session) okta.Answer
		write   string // that must arrive; empty: none may
		why     string // part of the refusal
	}{
		{name: "its own", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"TAG@example.com"}`}, send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "its own in capitals", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"OKTASCIM-RUN123-1@EXAMPLE.COM"}`}, send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "tagged in externalId alone", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","externalId":"00u-TAG"}`}, send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "tagged in the address alone", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"x","emails":[{"value":"TAG@example.com"}]}`}, send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "id is a number", answers: map[string]string{"GET /Users/7": `200 {"id":7,"userName":"TAG@example.com"}`}, send: patch("7"), write: "PATCH /Users/7"},
		{name: "a stranger", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"ceo@example.com"}`}, send: patch("u1"), why: `"ceo@example.com", which this run did not make`},
		{name: "another run's", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"oktascim-run124-1@example.com"}`}, send: patch("u1"), why: "did not make"},
		{name: "another id under this one", answers: map[string]string{"GET /Users/u1": `200 {"id":"u2","userName":"TAG@example.com"}`}, send: patch("u1"), why: `the id "u2"`},
		{name: "nothing there", send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "no such form of id", answers: map[string]string{"GET /Users/u1": `400 {}`}, send: patch("u1"), write: "PATCH /Users/u1"},
		{name: "nobody can tell", answers: map[string]string{"GET /Users/u1": `500 {}`}, send: patch("u1"), why: "status 500"},
		{name: "not allowed to look", answers: map[string]string{"GET /Users/u1": `403 {}`}, send: patch("u1"), why: "status 403"},
		{name: "a web page", answers: map[string]string{"GET /Users/u1": `200 <html>`}, send: patch("u1"), why: "does not show whose it is"},
		{name: "an account of the profile", permit: "admin@example.com", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"Admin@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.PutUser(ctx, "u1", okta.Resource{"active": true})
			}, write: "PUT /Users/u1"},
		{name: "an account of the profile is not deactivated", permit: "admin@example.com", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"admin@example.com"}`},
			send: patch("u1"), why: "neither deactivated nor deleted"},
		{name: "an account of the profile is not deleted", permit: "admin@example.com", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"admin@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.Do(ctx, okta.Request{Method: http.MethodDelete, Path: "/Users/u1"})
			}, why: "neither deactivated nor deleted"},
		{name: "somebody else under the permitted id", permit: "admin@example.com", answers: map[string]string{"GET /Users/u1": `200 {"id":"u1","userName":"ceo@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.PutUser(ctx, "u1", okta.Resource{})
			}, why: "ceo@example.com"},
		{name: "an empty id", send: func(ctx context.Context, s *Session) okta.Answer {
			return s.Client.Do(ctx, okta.Request{Method: http.MethodDelete, Path: "/Groups/"})
		}, why: "empty id"},
		{name: "an id that climbs", send: func(ctx context.Context, s *Session) okta.Answer { return s.Client.DeleteGroup(ctx, "..") }, why: "leads out"},
		{name: "a group", answers: map[string]string{"GET /Groups/g1": `200 {"id":"g1","displayName":"TAG Team"}`}, send: rename("g1"), write: "PATCH /Groups/g1"},
		{name: "a group of strangers", answers: map[string]string{"GET /Groups/g1": `200 {"id":"g1","displayName":"Admins","members":[{"display":"TAG"}]}`}, send: rename("g1"), why: `"Admins"`},
		{name: "a claimed group", claim: "Admins", answers: map[string]string{"GET /Groups/g1": `200 {"id":"g1","displayName":"Admins"}`}, send: rename("g1"), write: "PATCH /Groups/g1"},
		{name: "a claimed group that got another name", claim: "Admins", answers: map[string]string{"GET /Groups/g1": `200 {"id":"g1","displayName":"Owners"}`}, send: rename("g1"), why: `"Owners"`},
		{name: "another endpoint", send: func(ctx context.Context, s *Session) okta.Answer {
			return s.Client.Do(ctx, okta.Request{Method: http.MethodPost, Path: "/Bulk"})
		}, why: "only users and groups"},
		{name: "another host", send: func(ctx context.Context, s *Session) okta.Answer {
			return s.Client.With(func(c *okta.Config) { c.BaseURL = "http://elsewhere.example.com/scim/v2" }).ReadUser(ctx, "u1")
		}, why: "not the target"},
		{name: "a stranger as a member", answers: map[string]string{
			"GET /Groups/g1": `200 {"id":"g1","displayName":"TAG Team"}`, "GET /Users/ceo": `200 {"id":"ceo","userName":"ceo@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.PatchGroup(ctx, "g1", okta.AddOp(okta.Member{Value: "ceo"}))
			}, why: `"ceo" a member`},
		{name: "a stranger as a member of a new group", answers: map[string]string{"GET /Users/ceo": `200 {"id":"ceo","userName":"ceo@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.CreateGroup(ctx, "oktascim-run123-9 Team", []okta.Member{{Value: "ceo"}})
			}, why: `"ceo" a member`},
		{name: "a stranger who is a member already", answers: map[string]string{
			"GET /Groups/g1": `200 {"id":"g1","displayName":"TAG Team","members":[{"value":"ceo"}]}`, "GET /Users/ceo": `200 {"id":"ceo","userName":"ceo@example.com"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.PutGroup(ctx, "g1", "oktascim-run123-9 Team", []okta.Member{{Value: "ceo"}})
			}, write: "PUT /Groups/g1"},
		{name: "a stranger is thrown out", answers: map[string]string{"GET /Groups/g1": `200 {"id":"g1","displayName":"TAG Team"}`},
			send: func(ctx context.Context, s *Session) okta.Answer {
				return s.Client.PatchGroup(ctx, "g1", okta.RemoveOp("ceo"))
			}, write: "PATCH /Groups/g1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, env := startFake(t, tt.answers)
			s := env.NewSession(okta.OIN)
			if tt.permit != "" {
				s.Permit("u1", tt.permit)
			}
			if tt.claim != "" {
				s.Claim("g1", tt.claim)
			}
			a := tt.send(t.Context(), s)
			var writes []string
			for _, asked := range app.asked {
				if !strings.HasPrefix(asked, "GET ") {
					writes = append(writes, asked)
				}
			}
			var no *Refusal
			switch {
			case tt.write != "" && !slices.Equal(writes, []string{tt.write}):
				t.Errorf("sent %v, want %s: %v", writes, tt.write, a.Err)
			case tt.write == "" && len(writes) > 0:
				t.Errorf("sent %v", writes)
			case tt.write == "" && (!errors.As(a.Err, &no) || !strings.Contains(no.Why, tt.why)):
				t.Errorf("got %v, want a refusal with %q", a.Err, tt.why)
			case (s.Refused() == nil) != (tt.write != ""):
				t.Errorf("the session knows of %v", s.Refused())
			}
		})
	}
}

// What was the run's own is looked at again when an answer casts doubt on it.
func TestGuardLooksAgain(t *testing.T) {
	t.Parallel()
	own := `200 {"id":"u1","userName":"TAG@example.com"}`
	tests := []struct {
		name   string
		answer string // of a PATCH of u1
		then   string // of GET /Users/u1
		sent   bool
	}{
		{"answered in order", `200 {"id":"u1","userName":"TAG@example.com"}`, "", true},
		{"answered without a body", `204 `, "", true},
		{"another id, and it is a stranger's", `200 {"id":"u9","userName":"TAG@example.com"}`, `200 {"id":"u1","userName":"ceo@example.com"}`, false},
		{"another id, and all is well", `200 {"id":"u9","userName":"TAG@example.com"}`, own, true},
		{"another name", `200 {"id":"u1","userName":"ceo@example.com"}`, `200 {"id":"u1","userName":"ceo@example.com"}`, false},
		{"gone and given out again", `404 {}`, `200 {"id":"u1","userName":"new@example.com"}`, false},
		{"gone", `404 {}`, `404 {}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, env := startFake(t, map[string]string{"GET /Users/u1": own, "PATCH /Users/u1": tt.answer})
			s := env.NewSession(okta.OIN)
			s.Client.ReadUser(t.Context(), "u1")
			s.Client.PatchUser(t.Context(), "u1", map[string]any{"title": "x"})
			app.mu.Lock()
			app.answers["GET /Users/u1"] = tt.then
			app.mu.Unlock()
			var no *Refusal
			a := s.Client.PatchUser(t.Context(), "u1", map[string]any{"title": "y"})
			if sent := !errors.As(a.Err, &no); sent != tt.sent {
				t.Errorf("sent %v, want %v: %v", sent, tt.sent, a.Err)
			}
		})
	}
}

// A create that is answered with the id of somebody who does not show is not
// trusted.
func TestGuardDoesNotTrustACreate(t *testing.T) {
	t.Parallel()
	_, env := startFake(t, map[string]string{"POST /Users": `201 {"id":"ceo","userName":"TAG@example.com"}`})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	a := s.Client.PatchUser(t.Context(), "ceo", map[string]any{"active": false})
	if a.Err == nil || !strings.Contains(a.Err.Error(), "does not show what the create answered") {
		t.Errorf("got %v", a.Err)
	}
}

// Ids may be the same in two tenants.
func TestGuardKeepsTenantsApart(t *testing.T) {
	t.Parallel()
	_, env := startFake(t, map[string]string{"GET /Users/1": `200 {"id":"1","userName":"TAG@example.com"}`})
	env.Guard.other = "Bearer other"
	env.Guard.read = func(_ context.Context, tenant, _, id string) okta.Answer {
		name := "oktascim-run123-1@example.com"
		if tenant != "" {
			name = "ceo@example.com"
		}
		return okta.Answer{Status: 200, Resource: okta.Resource{"id": id, "userName": name}}
	}
	s := env.NewSession(okta.OIN)
	if a := s.Client.PatchUser(t.Context(), "1", nil); a.Err != nil {
		t.Error(a.Err)
	}
	other := s.Client.With(func(c *okta.Config) { c.Authorization = "Bearer other" })
	if a := other.PatchUser(t.Context(), "1", nil); a.Err == nil || !strings.Contains(a.Err.Error(), "ceo@example.com") {
		t.Errorf("got %v", a.Err)
	}
}

// Limits and --read-only hold for everything but the clean-up.
func TestGuardLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Guard)
		sent   int // creates of users that go out
		why    string
	}{
		{"none", func(*Guard) {}, 3, ""},
		{"users", func(g *Guard) { g.limits.Users = 2 }, 2, "safety.max_users"},
		{"requests", func(g *Guard) { g.limits.Requests = 1 }, 1, "safety.max_requests"},
		{"groups", func(g *Guard) { g.limits.Groups = 1 }, 3, ""},
		{"reads only", func(g *Guard) { g.readOnly = true }, 0, "--read-only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, env := startFake(t, map[string]string{"POST /Users": `201 {}`})
			tt.change(env.Guard)
			s := env.NewSession(okta.OIN)
			var last error
			for range 3 {
				last = s.Client.CreateUser(t.Context(), okta.User{UserName: env.Names.Next()}).Err
			}
			if len(app.asked) != tt.sent {
				t.Errorf("sent %v, want %d", app.asked, tt.sent)
			}
			if tt.why != "" && (last == nil || !strings.Contains(last.Error(), tt.why)) {
				t.Errorf("got %v, want %q", last, tt.why)
			}
		})
	}
}
