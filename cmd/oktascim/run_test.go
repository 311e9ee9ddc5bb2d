package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/goccy/go-yaml/parser"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
)

// outcomesOf runs the program and gives the outcome of every check.
func outcomesOf(t *testing.T, args ...string) (map[string]reports.Outcome, *reports.Report) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.json")
	code, stdout, stderr := command(t, nil, append(append([]string{"run"}, args...), "--report", "json="+path)...)
	if code == exitUsage {
		t.Fatalf("%s%s", stdout, stderr)
	}
	report := reportIn(t, path)
	out := map[string]reports.Outcome{}
	for _, c := range report.Checks {
		out[c.Key().String()] = c.Outcome
		if c.Outcome == reports.Fail || c.Outcome == reports.Lost || c.Outcome == reports.Blocked {
			t.Logf("%s %s: %s %v", c.Outcome, c.Key(), c.Reason, c.Problems)
		}
	}
	for _, note := range report.Notes {
		t.Log(note)
	}
	return out, report
}

// TestSameOutcomesAtOnce: beside whom a check runs changes nothing, also where seats are few. The areas share what a
// tenant has only one of: seats, mapped groups, the crowd, bystanders.
func TestSameOutcomesAtOnce(t *testing.T) {
	t.Parallel()
	profile := filepath.Join("..", "..", "fixtures", "apps", "reference.yaml")
	args := []string{"--profile", profile, "--area", "connector,deactivate,members,import,roles,seats"}
	want, alone := outcomesOf(t, append(args, "--parallel", "1")...)
	got, crowd := outcomesOf(t, append(args, "--parallel", "8")...)
	if len(got) != len(want) || len(want) < 100 {
		t.Errorf("%d checks at once, %d one by one", len(got), len(want))
	}
	for k, outcome := range want {
		if got[k] != outcome {
			t.Errorf("%s: %s at once, %s one by one", k, got[k], outcome)
		}
	}
	if len(crowd.CleanUp.Left) > 0 || len(crowd.Notes) != 1 ||
		!strings.Contains(crowd.Notes[0], "checks wait for seats: 11 are free") {
		t.Errorf("left behind: %v; notes: %q", crowd.CleanUp.Left, crowd.Notes)
	}
	if a, b := alone.CleanUp, crowd.CleanUp; b.Deactivated < a.Deactivated || b.Deleted < a.Deleted {
		t.Errorf("cleaned up %+v at once, %+v one by one", b, a)
	}
}

// TestParallelFlag: what cannot be is refused before anything is sent, and the old name of the flag is told.
func TestParallelFlag(t *testing.T) {
	t.Parallel()
	refuses(t, "run", map[string]refusal{
		"none":      {[]string{"--parallel", "0"}, "--parallel 0: want a number from 1 to 64"},
		"less":      {[]string{"--parallel", "-1"}, "--parallel -1"},
		"too many":  {[]string{"--parallel", "65"}, "--parallel 65"},
		"a word":    {[]string{"--procs", "x"}, "procs"},
		"rate zero": {[]string{"--rate", "0"}, "--rate 0: want requests a second"},
		"rate less": {[]string{"--rate", "-3"}, "--rate -3"},
		"rate NaN":  {[]string{"--rate", "NaN"}, "--rate NaN"},
		"rate word": {[]string{"--rate", "fast"}, "--rate"},
	})
	if code, _, stderr := command(t, nil, "run", "--procs", "2", "--parallel", "2"); code != exitUsage || stderr == "" {
		t.Errorf("both: exit %d %q", code, stderr)
	}
	if code, stdout, stderr := command(t, nil, "run", "--procs", "2", "--check",
		"users.create.answer"); code != exitConforms || !strings.Contains(stderr, "--parallel") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

// TestRateLimitWithoutRetryAfter: what the target does not let through says
// nothing about it.
func TestRateLimitWithoutRetryAfter(t *testing.T) {
	app := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPost {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken, "HOME": t.TempDir()},
		"run", "--base-url", app.url, "--check", "users.create.answer,users.deactivate.by-id", "--rate", "500")
	if code != exitIncomplete || !strings.Contains(stdout, "limits how many requests") ||
		strings.Contains(stdout, "✗ users.") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

// TestOneFailureAtOnce: a single 503 keeps no run from conforming, whichever of the checks that run at the same time
// meets it.
func TestOneFailureAtOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{1, 2, 9, 30, 77, 150} {
		t.Run(fmt.Sprint("request ", n), func(t *testing.T) {
			t.Parallel()
			var count atomic.Int64
			app := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if count.Add(1) == n {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				next.ServeHTTP(w, r)
			})
			file := filepath.Join(t.TempDir(), "r.json")
			code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken},
				"run", "--base-url", app.url, "--area", "connector,deactivate,members", "--dialect", "oin", "--parallel", "8",
				"--report", "json="+file)
			if r := reportIn(t, file); code != exitConforms ||
				!slices.Contains(r.Notes, "1 request was answered 503 and repeated") || len(r.CleanUp.Left) > 0 {
				t.Errorf("exit %d, notes %q, left %v\n%s%s", code, r.Notes, r.CleanUp.Left, stdout, stderr)
			}
		})
	}
}

// target is a reference provider behind a proxy that notes every request.
type target struct {
	url string

	mu   sync.Mutex
	sent []string // "METHOD path"
}

const targetToken = "a-secret-token-0815"

// reference is the reference provider, with the token of a target unless the options have others.
func reference(t *testing.T, options provider.Options) *provider.Server {
	t.Helper()
	if options.Tokens == nil {
		options.Tokens = []provider.Token{{Secret: targetToken}}
	}
	server, err := provider.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// startTarget starts a target; around, if any, gets its requests first.
func startTarget(t *testing.T, options provider.Options, around ...middleware) *target {
	t.Helper()
	server, out := reference(t, options), &target{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out.mu.Lock()
		out.sent = append(out.sent, r.Method+" "+r.URL.Path)
		out.mu.Unlock()
		if len(around) > 0 {
			around[0](w, r, server)
			return
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	out.url = proxy.URL + "/scim/v2"
	return out
}

// --dry-run says what would be sent, to the target's own URL, and sends nothing.
func TestDryRunSendsNothing(t *testing.T) {
	app := startTarget(t, provider.Options{})
	code, stdout, stderr := command(t, nil, "run", "--base-url", app.url, "--dry-run", "--check",
		"users.create.answer,groups.push.*")
	if code != 0 || stderr != "" {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if len(app.sent) > 0 {
		t.Errorf("sent %v", app.sent)
	}
	for _, want := range []string{"nothing is sent to " + app.url, "POST   " + app.url + "/Users\n", "groups.push.",
		app.url + "/Groups/{id}", "They would create ", "seats at one time"} {
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
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, "run", "--base-url", app.url,
		"--parallel", "1", "--read-only")
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
	if _, stdout, _ := command(t, nil, "run", "--base-url", app.url, "--dry-run", "--check",
		"users.create.answer"); strings.Contains(stdout, "Warning") {
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

// TestShardsOnOneTenant runs the shards of one run and joins their reports: it
// is as if they had been one run.
func TestShardsOnOneTenant(t *testing.T) {
	areas := "connector,headers,deactivate,roles"
	want, _ := outcomesOf(t, "--area", areas)
	got := map[string]reports.Outcome{}
	var files []string
	for i := 1; i <= 3; i++ {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("shard-%d.json", i))
		code, stdout, stderr := command(t, map[string]string{"OKTASCIM_RUN_ID": "r42"},
			"run", "--area", areas, "--shard", fmt.Sprintf("%d/3", i), "--report", "json="+path)
		if code != exitConforms {
			t.Fatalf("shard %d: exit %d\n%s%s", i, code, stdout, stderr)
		}
		report := reportIn(t, path)
		if report.RunID != "r42" || report.Shard == nil || *report.Shard != (reports.Shard{Index: i, Count: 3}) {
			t.Errorf("run %s, shard %v", report.RunID, report.Shard)
		}
		for _, c := range report.Checks {
			k := c.Key().String()
			if _, twice := got[k]; twice {
				t.Errorf("%s is in two shards", k)
			}
			got[k] = c.Outcome
		}
		files = append(files, path)
	}
	for k, outcome := range want {
		if got[k] != outcome {
			t.Errorf("%s: %q in a shard, %s in one run", k, got[k], outcome)
		}
	}
	// Each shard had a reference provider of its own, at an address of its own.
	if code, stdout, stderr := command(t, nil, append([]string{"report", "merge"}, files...)...); code == exitConforms &&
		!strings.Contains(stdout, "CONFORMS") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

func TestShardFlags(t *testing.T) {
	t.Parallel()
	cases := map[string]refusal{
		"no run id": {[]string{"--shard", "1/2"}, "all shards of a run need the same id"},
		"too many": {[]string{"--shard", "9/9", "--run-id", "r42", "--check", "users.deactivate.by-id"},
			"too few for so many shards"},
	}
	for _, shard := range []string{"0/2", "3/2", "1/100", "1/2x", "one", "-1/2"} {
		cases[shard] = refusal{[]string{"--shard", shard, "--run-id", "r42"}, "want I/N"}
	}
	for _, id := range []string{"R 42", "x", "a-b-c"} {
		cases[id] = refusal{[]string{"--run-id", id}, "want 3 to 12 lower-case letters and digits"}
	}
	refuses(t, "run", cases)
}

// TestExamplesForCI: the examples parse, and name only flags that there are.
func TestExamplesForCI(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../fixtures/ci/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%v %v", files, err)
	}
	_, help, _ := command(t, nil, "run", "--help")
	_, mergeHelp, _ := command(t, nil, "report", "merge", "--help")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.ParseBytes(text, 0); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, want := range []string{"--shard", "OKTASCIM_RUN_ID", "report merge"} {
			if !bytes.Contains(text, []byte(want)) {
				t.Errorf("%s does not say %s", file, want)
			}
		}
		for word := range strings.FieldsSeq(string(text)) {
			if strings.HasPrefix(word, "--") && word != "---" && !strings.Contains(help+mergeHelp, word+" ") {
				t.Errorf("%s: there is no flag %s", file, word)
			}
		}
	}
}
