package orgcheck

import (
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/org"
)

func TestByReason(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	failure := func(reason, login, name string) org.LogEvent {
		at = at.Add(time.Minute)
		return org.LogEvent{Published: at, EventType: "application.provision.user.push",
			Outcome: struct{ Reason string }{reason},
			Target: []org.LogTarget{{ID: "0oa1", Type: "AppInstance", DisplayName: "Holistics", AlternateID: "unknown"},
				{ID: "00u1", Type: "User", DisplayName: name, AlternateID: login}}}
	}
	noSeat := func(login, name string) org.LogEvent {
		return failure("Automatic provisioning of user "+name+" to app Holistics failed: Error while creating user "+login+
			": no seat is free", login, name)
	}
	groups := byReason([]org.LogEvent{
		failure("Error while creating user bob@example.com: the role is unknown", "bob@example.com", "Bob Roe"),
		noSeat("ann@example.com", "Ann Li"), noSeat("cy@example.com", "Cy Po"), noSeat("cy@example.com", "Cy Po"),
		{Published: at, EventType: "application.provision.group.add", DisplayMessage: "Push group",
			Target: []org.LogTarget{{Type: "UserGroup", DisplayName: "admins"}}},
	})
	if len(groups) != 3 {
		t.Fatalf("%d groups, want 3", len(groups))
	}
	seats := groups[0]
	if seats.reason != "Error while creating user …: no seat is free" || seats.count != 3 ||
		seats.whom() != " (ann@example.com, cy@example.com)" {
		t.Errorf("%+v", seats)
	}
	if got := groups[1].reason; got != "Error while creating user …: the role is unknown" {
		t.Errorf("reason %q", got)
	}
	if g := groups[2]; g.reason != "Push group" || g.whom() != " (admins)" {
		t.Errorf("%+v", g)
	}
}

func TestRemedies(t *testing.T) {
	t.Parallel()
	for reason, words := range map[string]string{
		"Errors reported by remote server: no seat is free":   "buy seats",
		"Matching user not found: 404":                        "removed in the app",
		"Unauthorized. Errors reported by remote server: 401": "Generate a new token",
		"Conflict. User already exists in the database.":      "duplicate",
		"Bad Request: displayName is a required attribute":    "not mapped",
		"Create new user returned empty user":                 "oktascim run",
		"java.net.SocketTimeoutException: Read timed out":     "not reachable",
		"Too Many Requests":                                   "higher limits",
		"something that nobody has seen yet":                  "Dashboard > Tasks",
	} {
		if got := remedyFor(reason, remedyLog); !strings.Contains(got, words) {
			t.Errorf("%q: %q lacks %q", reason, got, words)
		}
	}
}

func TestSome(t *testing.T) {
	t.Parallel()
	if got := some(strings.Split(strings.Repeat("x ", 11)+"x", " ")); !strings.HasSuffix(got, "and 2 more") {
		t.Errorf("%q", got)
	}
}
