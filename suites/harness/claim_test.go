package harness

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

// A group under a name of the profile is deleted when its session made it and
// claimed it, and only while it still has that name.
func TestCleanUpOfClaimedGroups(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, shown string
		claim       func(*Session)
		deleted     bool
	}{
		{"claimed", "Admins", func(s *Session) { s.Claim("g1", "Admins") }, true},
		{"claimed under another name", "Admins", func(s *Session) { s.Claim("g1", "Analysts") }, false},
		{"renamed by somebody", "Owners", func(s *Session) { s.Claim("g1", "Admins") }, false},
		{"not claimed", "Admins", func(*Session) {}, false},
		{"claim withdrawn", "Admins", func(s *Session) { s.Claim("g1", "Admins"); s.Claim("g1", "") }, false},
		{"another group claimed", "Admins", func(s *Session) { s.Claim("g2", "Admins") }, false},
		{"no name", "", func(s *Session) { s.Claim("g1", "Admins") }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, env := startFake(t, map[string]string{
				"POST /Groups":      `201 {"id":"g1"}`,
				"GET /Groups/g1":    `200 {"id":"g1","displayName":"` + tt.shown + `"}`,
				"DELETE /Groups/g1": `204 `,
			})
			s := env.NewSession(okta.OIN)
			s.Client.CreateGroup(t.Context(), "Admins", nil)
			tt.claim(s)
			env.Close(t.Context(), s)
			got := env.CloseAll(t.Context())
			if deleted := got.Deleted == 1; deleted != tt.deleted {
				t.Errorf("deleted %v, want %v: %+v after %v", deleted, tt.deleted, got, app.asked)
			}
			if !tt.deleted && (len(got.Left) != 1 || !strings.Contains(got.Left[0].Why, "not touched")) {
				t.Errorf("what is left is not said: %+v", got)
			}
		})
	}
}

// A create that was refused leaves nothing to claim: the group of that name is
// somebody else's.
func TestClaimNeedsACreate(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Groups":   `409 {"id":"g1"}`,
		"GET /Groups/g1": `200 {"id":"g1","displayName":"Admins"}`,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateGroup(t.Context(), "Admins", nil)
	s.Claim("g1", "Admins")
	env.Close(t.Context(), s)
	if diff := cmp.Diff([]string{"POST /Groups", "GET /Groups"}, app.asked); diff != "" {
		t.Error(diff)
	}
}
