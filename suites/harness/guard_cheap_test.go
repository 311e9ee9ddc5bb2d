package harness

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

// A lookup that shows whose an id is lets it become a member, and no more.
func TestGuardLearnsFromLists(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"GET /Users":    `200 {"totalResults":1,"Resources":[{"id":"u1","userName":"TAG@example.com"},{"id":"ceo","userName":"ceo@example.com"}]}`,
		"GET /Users/u1": `200 {"id":"u1","userName":"ceo@example.com"}`, "GET /Groups/g1": `200 {"id":"g1","displayName":"TAG Team"}`,
		"GET /Users/ceo": `200 {"id":"ceo","userName":"ceo@example.com"}`,
	})
	s := env.NewSession(okta.OIN)
	s.Client.LookupUser(t.Context(), "oktascim-run123-1@example.com")
	s.Client.ReadGroup(t.Context(), "g1")
	s.Client.PatchGroup(t.Context(), "g1", okta.AddOp(okta.Member{Value: "u1"}))
	if a := s.Client.PatchGroup(t.Context(), "g1", okta.AddOp(okta.Member{Value: "ceo"})); a.Err == nil {
		t.Error("a stranger of the same list became a member")
	}
	if slices.Contains(app.asked, "GET /Users/u1") || !slices.Contains(app.asked, "PATCH /Groups/g1") {
		t.Errorf("asked %v", app.asked)
	}
	if a := s.Client.PatchUser(t.Context(), "u1", map[string]any{"active": false}); a.Err == nil {
		t.Error("a list was enough to change a user")
	}
}

// Many members are looked for in pages of the list; whom it does not show is
// read, and a stranger among them stops the request.
func TestGuardWalksForManyMembers(t *testing.T) {
	t.Parallel()
	for _, stranger := range []bool{false, true} {
		var resources []string
		var members []okta.Member
		for i := range 50 {
			id := fmt.Sprintf("u%d", i)
			members = append(members, okta.Member{Value: id})
			resources = append(resources, fmt.Sprintf(`{"id":%q,"userName":"oktascim-run123-%d@example.com"}`, id, i))
		}
		answers := map[string]string{"GET /Users": `200 {"totalResults":50,"Resources":[` + strings.Join(resources, ",") + `]}`}
		if stranger {
			members = append(members, okta.Member{Value: "ceo"})
			answers["GET /Users/ceo"] = `200 {"id":"ceo","userName":"ceo@example.com"}`
		}
		app, env := startFake(t, answers)
		s := env.NewSession(okta.OIN)
		a := s.Client.CreateGroup(t.Context(), "oktascim-run123-99 Team", members)
		if (a.Err != nil) != stranger || len(app.asked) != 2 || s.GuardReads() != len(app.asked)-s.Recorder.Count() {
			t.Errorf("stranger %v: %v, asked %v, %d reads of the guard", stranger, a.Err, app.asked, s.GuardReads())
		}
	}
}

// What a check has read is cleaned up without a further read.
func TestCleanUpReadsNothingTwice(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users": `201 {"id":"u1","userName":"TAG@example.com"}`, "GET /Users/u1": `200 {"id":"u1","userName":"TAG@example.com","active":true}`,
		"PATCH /Users/u1": `200 {"id":"u1","userName":"TAG@example.com","active":false}`,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	s.Client.ReadUser(t.Context(), "u1")
	if n := env.Close(t.Context(), s); n.Requests != 1 || app.asked[len(app.asked)-1] != "PATCH /Users/u1" {
		t.Errorf("%d requests: %v", n.Requests, app.asked)
	}
}
