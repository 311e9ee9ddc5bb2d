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
		return org.LogEvent{Published: at, Type: "application.provision.user.push", Reason: reason, Targets: []org.LogTarget{
			{ID: "0oa1", Type: "AppInstance", Name: "Holistics", Alternate: "unknown"},
			{ID: "00u1", Type: "User", Name: name, Alternate: login}}}
	}
	groups := byReason([]org.LogEvent{
		failure("Error while creating user bob@example.com: the role is unknown", "bob@example.com", "Bob Roe"),
		failure("Automatic provisioning of user Ann Li to app Holistics failed: Error while creating user ann@example.com: no seat is free", "ann@example.com", "Ann Li"),
		failure("Automatic provisioning of user Cy Po to app Holistics failed: Error while creating user cy@example.com: no seat is free", "cy@example.com", "Cy Po"),
		failure("Automatic provisioning of user Cy Po to app Holistics failed: Error while creating user cy@example.com: no seat is free", "cy@example.com", "Cy Po"),
		{Published: at, Type: "application.provision.group.add", Message: "Push group", Targets: []org.LogTarget{{Type: "UserGroup", Name: "admins"}}},
	})
	if len(groups) != 3 {
		t.Fatalf("%d groups, want 3", len(groups))
	}
	seats := groups[0]
	if seats.reason != "Error while creating user …: no seat is free" || seats.count != 3 || seats.whom() != " (ann@example.com, cy@example.com)" {
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
		"Conflict. User already exists in the database.":      "twin",
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
