package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/org"
)

// simulated starts `org simulate` and returns the fields of its first line; stop ends it and returns the exit code and
// what it wrote to standard error.
func simulated(t *testing.T, env map[string]string, args ...string) (first []string, stop func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr strings.Builder
	done := make(chan int, 1)
	go func() {
		getenv := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
		code := run(ctx, append([]string{"org", "simulate"}, args...), getenv, strings.NewReader(""), in, &stderr)
		_ = in.Close()
		done <- code
	}()
	stop = func() (int, string) { cancel(); code := <-done; return code, stderr.String() }
	line, err := bufio.NewReader(out).ReadString('\n')
	fields := strings.Fields(line)
	if err != nil || len(fields) != 3 {
		code, text := stop()
		t.Fatalf("%q, %v, exit %d: %s", line, err, code, text)
	}
	return fields, stop
}

func TestOrgSimulate(t *testing.T) {
	t.Parallel()
	first, stop := simulated(t, map[string]string{"API": "the-org-token"}, "--people", "30", "--groups", "A,B",
		"--okta-token-env", "API", "--dialect", "oin", "--problem", "push-inactive")
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
