package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider"
)

// target is a reference provider behind a proxy that notes every request.
type target struct {
	url string

	mu   sync.Mutex
	sent []string // "METHOD path"
}

const targetToken = "a-secret-token-0815"

func startTarget(t *testing.T, options provider.Options) *target {
	t.Helper()
	options.Tokens = []provider.Token{{Secret: targetToken}}
	server, err := provider.New(options)
	if err != nil {
		t.Fatal(err)
	}
	out := &target{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out.mu.Lock()
		out.sent = append(out.sent, r.Method+" "+r.URL.Path)
		out.mu.Unlock()
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	out.url = proxy.URL + "/scim/v2"
	return out
}

// --dry-run says what would be sent, to the target's own URL, and sends nothing.
func TestDryRunSendsNothing(t *testing.T) {
	app := startTarget(t, provider.Options{})
	code, stdout, stderr := command(t, nil, "run", "--base-url", app.url, "--dry-run", "--check", "users.create.answer,groups.push.*")
	if code != 0 || stderr != "" {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if len(app.sent) > 0 {
		t.Errorf("sent %v", app.sent)
	}
	for _, want := range []string{"nothing is sent to " + app.url, "POST   " + app.url + "/Users\n", "groups.push.", app.url + "/Groups/{id}", "They would create ", "seats at one time"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the plan lacks %q:\n%s", want, stdout)
		}
	}
	if strings.Count(stdout, "127.0.0.1") != strings.Count(stdout, app.url) {
		t.Errorf("the plan names the stand-in:\n%s", stdout)
	}
}

// --read-only sends GET alone, and runs what can be run so.
func TestReadOnlySendsGET(t *testing.T) {
	app := startTarget(t, provider.Options{Seed: 5})
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, "run", "--base-url", app.url, "--parallel", "1", "--read-only")
	if code != 0 || !strings.Contains(stdout, "changes nothing") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
	if len(app.sent) < 20 {
		t.Errorf("only %d requests were sent", len(app.sent))
	}
	for _, s := range app.sent {
		if !strings.HasPrefix(s, "GET ") {
			t.Errorf("sent %s", s)
		}
	}
}

// Who may get mail from the app is warned of before anybody is created, and it changes no verdict.
func TestDomainOfOthersIsWarnedOf(t *testing.T) {
	app := startTarget(t, provider.Options{})
	profile := filepath.Join(t.TempDir(), "app.yaml")
	writeText(t, profile, "name: demo\ntest_data: {domain: gmail.com}\n")
	const warning = "Warning: test_data.domain: anybody can have an address at gmail.com"
	args := []string{"run", "--base-url", app.url, "--profile", profile, "--check", "users.create.answer"}
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, args...)
	before, _, _ := strings.Cut(stdout, "✓ create")
	if code != 0 || !strings.Contains(before, warning) || !strings.Contains(stdout, "NOTES") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
	if _, stdout, _ := command(t, nil, append(args, "--dry-run")...); !strings.Contains(stdout, warning) {
		t.Errorf("the plan does not warn:\n%s", stdout)
	}
	if _, stdout, _ := command(t, nil, "run", "--base-url", app.url, "--dry-run", "--check", "users.create.answer"); strings.Contains(stdout, "Warning") {
		t.Errorf("example.com is warned of:\n%s", stdout)
	}
}

// A run names in its journal what it creates, and removes it when all is
// cleaned up; with --keep it stays. No secret is in it, and nobody else reads it.
func TestJournalOfARun(t *testing.T) {
	app := startTarget(t, provider.Options{})
	state := t.TempDir()
	env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
	args := []string{"run", "--base-url", app.url, "--check", "users.create.answer"}
	if code, _, stderr := command(t, env, args...); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if left := journals(t, state); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	_, stdout, _ := command(t, env, append(args, "--keep")...)
	left := journals(t, state)
	if len(left) != 1 || !strings.Contains(stdout, "oktascim sweep") {
		t.Fatalf("journals %v:\n%s", left, stdout)
	}
	text := readText(t, left[0])
	if strings.Contains(text, targetToken) || !strings.Contains(text, `"event":"sending","kind":"Users"`) {
		t.Errorf("the journal holds\n%s", text)
	}
	if info, err := os.Stat(left[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v (%v)", info.Mode(), err)
	}
	// A journal that is there is not overwritten, and nothing is sent.
	app.sent = nil
	code, _, stderr := command(t, env, append(args, "--journal", left[0])...)
	if code != exitUsage || !strings.Contains(stderr, "there already") || len(app.sent) > 0 {
		t.Errorf("exit code %d, sent %v: %s", code, app.sent, stderr)
	}
}

// What cannot be noted is not created.
func TestJournalThatCannotBeWritten(t *testing.T) {
	app := startTarget(t, provider.Options{})
	env := map[string]string{"OKTASCIM_TOKEN": targetToken}
	for _, path := range []string{"/dev/full", filepath.Join(os.DevNull, "x")} {
		code, _, stderr := command(t, env, "run", "--base-url", app.url, "--check", "users.create.answer", "--journal", path)
		if code != exitUsage || !strings.Contains(stderr, "--journal off") {
			t.Errorf("%s: exit code %d: %s", path, code, stderr)
		}
	}
	for _, s := range app.sent {
		if !strings.HasPrefix(s, "GET ") {
			t.Errorf("sent %s", s)
		}
	}
}

func journals(t *testing.T, state string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(state, "oktascim", "*.journal"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Bounds of the profile end the checks that would go beyond, and the run is
// incomplete.
func TestBoundsOfTheProfile(t *testing.T) {
	app := startTarget(t, provider.Options{})
	file := filepath.Join(t.TempDir(), "app.yaml")
	writeText(t, file, "name: x\nsafety: {max_users: 2}\n")
	code, stdout, _ := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken},
		"run", "--base-url", app.url, "--profile", file, "--check", "users.create.answer,users.create.duplicate*")
	if code != exitIncomplete || !strings.Contains(stdout, "safety.max_users") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
	created := 0
	for _, s := range app.sent {
		if s == "POST /scim/v2/Users" {
			created++
		}
	}
	if created != 2 {
		t.Errorf("%d creates were sent, want 2", created)
	}
}
