package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/org"
)

func TestOrgSimulate(t *testing.T) {
	t.Parallel()
	first, stop := serving(t, map[string]string{"API": "the-org-token"}, "org", "simulate", "--people", "30", "--groups",
		"A,B",
		"--okta-token-env", "API", "--dialect", "oin", "--problem", "push-inactive")
	if len(first) != 3 {
		t.Fatalf("the first line is %q", first)
	}
	url, app, token := first[0], first[1], first[2]
	if token != "the-org-token" {
		t.Errorf("token %q", token)
	}
	c, err := org.New(org.Config{URL: url, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	users, err := c.AppUsers(t.Context(), app)
	for _, u := range users {
		if u.Status != "PROVISIONED" {
			t.Errorf("the line is there, and %v", u)
		}
	}
	pushes, failed := c.PushMappings(t.Context(), app)
	if err != nil || failed != nil || len(users) != 30 || len(pushes) != 2 || pushes[0].Status != org.PushInactive ||
		pushes[1].Status != org.PushActive {
		t.Errorf("%d users, pushes %v: %v %v", len(users), pushes, err, failed)
	}
	code, stderr := stop()
	const progress = "30 users assigned: 30 provisioned, 0 failed; groups: 1 pushed, 0 failed, 1 paused"
	if code != exitConforms || !strings.Contains(stderr, progress) || !strings.Contains(stderr, "okta api") ||
		strings.Contains(stderr, token) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestOrgSimulateRefuses(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		`there is no problem "nope"; there are app-inactive`: {"--problem", "nope"},
		"--people -1: must be a number from 0":               {"--people", "-1"},
		"served on loopback only":                            {"--listen", "0.0.0.0:0"},
		"--listen nowhere":                                   {"--listen", "nowhere"},
		"the environment variable NOT_SET is not set":        {"--okta-token-env", "NOT_SET"},
		"no token for http://127.0.0.1:1/scim":               {"--base-url", "http://127.0.0.1:1/scim"},
		`--dialect "both"`:                                   {"--dialect", "both"},
		`group "": name: The field cannot be left blank`:     {"--groups", " ,A"},
		"open none.yaml":                                     {"--profile", "none.yaml"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		code, stdout, stderr := commandContext(t, ctx, nil, append([]string{"org", "simulate"}, args...)...)
		cancel()
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit %d, %s%s", args, code, stdout, stderr)
		}
	}
}
