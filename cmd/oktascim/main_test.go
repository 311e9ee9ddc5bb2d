package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
)

// command runs the program and gives its exit code and what it printed.
func command(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return commandContext(t, t.Context(), env, args...)
}

func commandContext(t *testing.T, ctx context.Context, env map[string]string, args ...string) (int, string, string) {
	t.Helper()
	var out, errs bytes.Buffer
	state := t.TempDir()
	getenv := func(name string) (string, bool) {
		v, ok := env[name]
		if name == "XDG_STATE_HOME" && !ok {
			return state, true
		}
		return v, ok
	}
	code := run(ctx, args, getenv, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// refusal is a command line that is refused, and a part of what it says on standard error.
type refusal struct {
	args []string
	want string
}

// refuses runs command lines that are wrong: each ends with 2, says why, and prints nothing else.
func refuses(t *testing.T, subcommand string, cases map[string]refusal) {
	t.Helper()
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := command(t, nil, append(strings.Fields(subcommand), tt.args...)...)
			if code != exitUsage || out != "" || !strings.Contains(errs, tt.want) {
				t.Errorf("exit %d, %q on standard output, error %q; want %q in it", code, out, errs, tt.want)
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	var writes atomic.Int64
	answer := func(status int, contentType, body string) *httptest.Server {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				writes.Add(1)
			}
			if status/100 == 3 {
				w.Header().Set("Location", "https://login.example.com/")
			}
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(s.Close)
		return s
	}
	html := answer(200, "text/html", "<html>Welcome</html>")
	unauthorized := answer(401, "application/scim+json", `{"detail":"bad token"}`)
	missing := answer(404, "application/json", `{}`)
	redirect := answer(302, "text/html", "")
	notSCIM := answer(200, "application/json", `{"ok":true}`)
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hanging.Close)
	selfSigned := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(selfSigned.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()

	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	profileFile := filepath.Join(dir, "app.yaml")
	for path, text := range map[string]string{empty: "\n", profileFile: "name: x\nscimm: {}\n"} {
		writeText(t, path, text)
	}
	token := map[string]string{"OKTASCIM_TOKEN": targetToken}

	tests := []struct {
		name string
		env  map[string]string
		args []string
		code int
		want string // part of standard error
	}{
		{"unknown command", nil, []string{"rum"}, 2, `unknown command "rum"`},
		{"unknown flag", nil, []string{"run", "--bas-url", "x"}, 2,
			"unknown flag: --bas-url (did you mean --base-url?); `oktascim run --help`"},
		{"other name of a flag", nil, []string{"run", "--url", "x"}, 2, "did you mean --base-url?"},
		{"unknown flag that is like none", nil, []string{"run", "--frobnicate"}, 2,
			"unknown flag: --frobnicate; `oktascim run --help`"},
		{"token as a flag", nil, []string{"run", "--token", "hunter22"}, 2, "set OKTASCIM_TOKEN"},
		{"secret in the URL, which is an argument", nil, []string{"run", "https://me:hunter22@app.example.com/scim"}, 2,
			"--base-url https://me:xxxxx@app.example.com/scim"},
		{"argument instead of a flag", nil, []string{"run", "https://app.example.com/scim/v2"}, 2,
			"give the address as --base-url https://app.example.com/scim/v2"},
		{"argument too many", nil, []string{"list", "auth"}, 2, "`oktascim list` takes no argument, but got \"auth\""},
		{"no scheme", token, []string{"run", "--base-url", "app.example.com/scim"}, 2, "--base-url"},
		{"wrong scheme", token, []string{"run", "--base-url", "ftp://app.example.com/scim"}, 2, "--base-url"},
		{"secret in the URL", token, []string{"run", "--base-url", "https://me:hunter22@app.example.com/scim"}, 2,
			"--base-url"},
		{"not encrypted", token, []string{"run", "--base-url", "http://app.example.com/scim/v2"}, 2, "--allow-http"},
		{"nothing that only reads", nil, []string{"run", "--read-only", "--area", "groups"}, 2, "--read-only"},
		{"a plan as a report", nil, []string{"run", "--dry-run", "--report", "json=-"}, 2, "[dry-run report]"},
		{"no token", nil, []string{"run", "--base-url", html.URL}, 2, "set the environment variable OKTASCIM_TOKEN"},
		{"token variable not set", token, []string{"run", "--base-url", html.URL, "--token-env", "OTHER"}, 2, "OTHER"},
		{"token file missing", nil, []string{"run", "--base-url", html.URL, "--token-file", filepath.Join(dir, "none")}, 2,
			"there is no file"},
		{"token file empty", nil, []string{"run", "--base-url", html.URL, "--token-file", empty}, 2, "is empty"},
		{"token file is a directory", nil, []string{"run", "--base-url", html.URL, "--token-file", dir}, 2, "is a directory"},
		{"web page", token, []string{"run", "--base-url", html.URL}, 3, "answers with a web page"},
		{"not SCIM", token, []string{"run", "--base-url", notSCIM.URL}, 3, "does not answer like SCIM"},
		{"401", token, []string{"run", "--base-url", unauthorized.URL}, 3, "refuses the credentials"},
		{"404", token, []string{"run", "--base-url", missing.URL}, 3, "there is no SCIM service at"},
		{"redirect", token, []string{"run", "--base-url", redirect.URL}, 3, `redirects to "https://login.example.com/"`},
		{"refused", token, []string{"run", "--base-url", closed.URL}, 3, "refuses the connection"},
		{"self-signed", token, []string{"run", "--base-url", selfSigned.URL}, 3, "not trusted"},
		{"TLS towards a plain server", token, []string{"run", "--base-url", strings.Replace(html.URL, "http:", "https:", 1)},
			3, "does not speak TLS"},
		{"unknown host", token, []string{"run", "--base-url", "https://no-such-host.invalid/scim/v2"}, 3,
			"no-such-host.invalid"},
		{"time-out", token, []string{"run", "--base-url", hanging.URL, "--timeout", "50ms"}, 3, "does not answer"},
		{"time-out of zero", token, []string{"run", "--base-url", html.URL, "--timeout", "0s"}, 2, "--timeout"},
		{"settle too long", token, []string{"run", "--settle", "1h"}, 2, "--settle"},
		{"unknown dialect", nil, []string{"run", "--dialect", "entra"}, 2, `--dialect "entra"`},
		{"unknown area", nil, []string{"run", "--area", "deactivat"}, 2,
			`there is no area "deactivat" (did you mean "deactivate"?)`},
		{"check that selects nothing", nil, []string{"run", "--check", "users.deactivate.by-idd"}, 2,
			`did you mean "users.deactivate.by-id"?`},
		{"check outside the area", nil, []string{"run", "--area", "auth", "--check", "users.deactivate.*"}, 2,
			"no check is both"},
		{"bad glob", nil, []string{"run", "--check", "users.[x"}, 2, "is not a glob"},
		{"report without a format", nil, []string{"run", "--report", "out.xml"}, 2,
			"write FORMAT=PATH, such as junit=out.xml"},
		{"page without a format", nil, []string{"run", "--report", "out.html"}, 2, "such as html=out.html"},
		{"report into a missing folder", nil, []string{"run", "--report", "json=" + filepath.Join(dir, "no", "r.json")}, 2,
			"--report json="},
		{"profile missing", nil, []string{"run", "--profile", filepath.Join(dir, "none.yaml")}, 2,
			"none.yaml: no such file or directory; `oktascim init` writes one"},
		{"profile wrong", nil, []string{"run", "--profile", profileFile}, 2, "scimm"},
		{"explain without a check", nil, []string{"explain"}, 2, "explain takes one check id"},
		{"explain an unknown check", nil, []string{"explain", "nonsense"}, 2, "oktascim: \"nonsense\" matches no check"},
		{"explain an area", nil, []string{"explain", "deactivate"}, 2, "`oktascim list --area deactivate` shows"},
		{"serve an unknown fault", nil, []string{"serve", "--fault", "nonsense"}, 2, "nonsense"},
		{"serve a wrong role", nil, []string{"serve", "--role", "admins"}, 2, "want GROUP=ROLE"},
		{"serve without the named token", nil, []string{"serve", "--token-env", "NONE"}, 2, "NONE"},
		{"serve data of somebody else", nil, []string{"serve", "--data", "main_test.go"}, 2,
			"main_test.go is not a SQLite file"},
		{"serve on a bad address", nil, []string{"serve", "--listen", "nowhere"}, 2, "--listen nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := command(t, tt.env, tt.args...)
			if code != tt.code || !strings.Contains(stderr, tt.want) {
				t.Errorf("exit %d, want %d; standard error %q, want %q in it", code, tt.code, stderr, tt.want)
			}
			if strings.Contains(stdout+stderr, "hunter22") || strings.Contains(stdout+stderr, targetToken) {
				t.Errorf("a secret was printed: %s%s", stdout, stderr)
			}
			if strings.Contains(stderr, "panic") {
				t.Errorf("it panicked: %s", stderr)
			}
		})
	}
	t.Cleanup(func() {
		if n := writes.Load(); n > 0 {
			t.Errorf("%d requests that write were sent to targets that cannot be tested", n)
		}
	})
}

func TestRunOnTheEmbeddedProvider(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	code, stdout, stderr := command(t, nil, "run", "--area", "deactivate", "--report", "json="+path)
	if code != 0 || !strings.Contains(stdout, "CONFORMS") {
		t.Fatalf("exit %d\n%s%s", code, stdout, stderr)
	}
	report := reportIn(t, path)
	if report.Schema != "oktascim/report/v1" || report.Verdict != reports.Conforms || len(report.Checks) < 20 {
		t.Errorf("schema %q, verdict %q, %d checks", report.Schema, report.Verdict, len(report.Checks))
	}
}

func TestRunFindsADefectAndCleansUp(t *testing.T) {
	// An app that takes deactivations and ignores them.
	broken := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPatch {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
	path := filepath.Join(t.TempDir(), "junit.xml")
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken},
		"run", "--base-url", broken.url, "--parallel", "1", "--dialect", "oin", "--area", "deactivate", "--settle", "50ms",
		"--report", "junit="+path)
	if code != 1 {
		t.Fatalf("exit %d\n%s%s", code, stdout, stderr)
	}
	for _, want := range []string{"DOES NOT CONFORM", "users.deactivate.by-id", "$OKTASCIM_TOKEN", "still sign in"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the console does not say %q:\n%s", want, stdout)
		}
	}
	if strings.Contains(stdout, targetToken) {
		t.Error("the token was printed")
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "<failure") {
		t.Errorf("junit: %v %s", err, text)
	}
}

func TestRunIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var requests atomic.Int64
	app := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if requests.Add(1) == 20 {
			cancel()
		}
		next.ServeHTTP(w, r)
	})
	code, stdout, _ := commandContext(t, ctx, map[string]string{"OKTASCIM_TOKEN": targetToken},
		"run", "--base-url", app.url, "--parallel", "1", "--area", "deactivate")
	if code != exitInterrupted || strings.Contains(stdout, "✓ CONFORMS") {
		t.Errorf("exit %d\n%s", code, stdout)
	}
	if left := activeUsers(t, app.url); left > 0 {
		t.Errorf("%d users are still active", left)
	}
}

// serving starts a command that serves and returns the fields of its first line; stop ends it and returns the exit
// code and what it wrote to standard error.
func serving(t *testing.T, env map[string]string, args ...string) (first []string, stop func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr strings.Builder
	done := make(chan int, 1)
	go func() {
		getenv := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
		code := run(ctx, args, getenv, strings.NewReader(""), in, &stderr)
		_ = in.Close()
		done <- code
	}()
	stop = func() (int, string) {
		t.Helper()
		cancel()
		select {
		case code := <-done:
			return code, stderr.String()
		case <-time.After(10 * time.Second):
			t.Fatal("it does not stop")
			return 0, ""
		}
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		code, text := stop()
		t.Fatalf("%q, %v, exit %d: %s", line, err, code, text)
	}
	return strings.Fields(line), stop
}

// provide starts `oktascim serve` with a token and returns its base URL and a function that stops it.
func provide(t *testing.T, args ...string) (base string, stop func()) {
	t.Helper()
	env := map[string]string{"SCIM_TOKEN": targetToken, "OLD": "old-token-1234"}
	first, end := serving(t, env, append([]string{"serve", "--token-env", "SCIM_TOKEN", "--quiet"}, args...)...)
	if len(first) != 2 || first[1] != targetToken {
		t.Fatalf("the first line is %q", first)
	}
	return first[0], func() {
		t.Helper()
		if code, errs := end(); code != 0 {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
}

func TestServe(t *testing.T) {
	base, stop := provide(t, "--revoked-token-env", "OLD", "--seed", "3")
	defer stop()
	if got := activeUsers(t, base); got != 3 {
		t.Errorf("%d seeded users, want 3", got)
	}
	if status := get(t, base+"/Users", "old-token-1234").StatusCode; status != 401 {
		t.Errorf("the revoked token got %d", status)
	}
}

func TestServeKeepsData(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	for _, seed := range []string{"3", "5"} { // the second one finds people, so it makes none
		base, stop := provide(t, "--data", path, "--seed", seed)
		if got := activeUsers(t, base); got != 3 {
			t.Errorf("--seed %s: %d users, want 3", seed, got)
		}
		stop()
	}
}

func TestListAndExplain(t *testing.T) {
	code, stdout, _ := command(t, nil, "list", "--area", "deactivate", "--json")
	var checks []struct {
		ID       string
		Dialects []string
		Source   string
	}
	err := json.Unmarshal([]byte(stdout), &checks)
	if code != 0 || err != nil || len(checks) < 10 || !strings.HasPrefix(checks[0].Source, "suites/lifecycle/") {
		t.Fatalf("exit %d, %v, %+v", code, err, checks)
	}
	code, stdout, stderr := command(t, nil, "explain", "users.deactivate.by-id", "--dialect", "oin")
	for _, want := range []string{"users.deactivate.by-id", "still there and inactive", "Okta CRUD step 8",
		`"value":{"active":false}`, "PATCH  /Users/",
		"\nSource\n  suites/lifecycle/"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("exit %d: %q is missing in\n%s%s", code, want, stdout, stderr)
		}
	}
	if code, stdout, _ := command(t, nil, "version"); code != 0 || !strings.HasPrefix(stdout, "oktascim ") {
		t.Errorf("version: exit %d %q", code, stdout)
	}
	if code, stdout, _ := command(t, nil, "completion", "bash"); code != 0 || !strings.Contains(stdout, "oktascim") {
		t.Errorf("completion: exit %d", code)
	}
}

func get(t *testing.T, url, token string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

func activeUsers(t *testing.T, base string) int {
	t.Helper()
	var list struct{ Resources []struct{ Active bool } }
	if err := json.NewDecoder(get(t, base+"/Users?count=100", targetToken).Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, u := range list.Resources {
		if u.Active {
			n++
		}
	}
	return n
}

// A flag that is just given or not is shown as such, and the columns stay.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {"run", "--help"}, {"help", "sweep"}, {"pilot", "-h"}} {
		code, stdout, stderr := command(t, nil, args...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "\nUsage:\n") || strings.Contains(stdout, "true|false") {
			t.Errorf("%q: %d\n%s%s", args, code, stdout, stderr)
		}
	}
}

// writeText writes a file and gives its path.
func writeText(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readText is the text of a file.
func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// reportIn is the report in a JSON file.
func reportIn(t *testing.T, path string) *reports.Report {
	t.Helper()
	r, err := reports.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// asProgram is the variable that makes this test binary the program itself.
const asProgram = "OKTASCIM_TEST_AS_PROGRAM"

func init() {
	if os.Getenv(asProgram) != "" {
		_ = os.Unsetenv(asProgram)
		main() // exits
	}
}

// self is the program as a process that is not started yet.
func self(t *testing.T, args ...string) *exec.Cmd { return selfContext(t, t.Context(), args...) }

func selfContext(t *testing.T, ctx context.Context, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = []string{asProgram + "=1", "XDG_STATE_HOME=" + t.TempDir(), "OKTASCIM_TOKEN=" + targetToken}
	return c
}

// ended is what came of one process.
type ended struct {
	code   int
	output string // of both streams
	took   time.Duration
	// memory is the largest resident set, in bytes.
	memory int64
}

// program runs the program in a process of its own, which is killed after limit.
func program(t *testing.T, limit time.Duration, env []string, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	c := selfContext(t, ctx, args...)
	c.Env = append(append(c.Env, "GOTRACEBACK=all", "GOMAXPROCS=1"), env...)
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	start := time.Now()
	err := c.Run()
	out := ended{code: c.ProcessState.ExitCode(), output: output.String(), took: time.Since(start)}
	if ctx.Err() != nil {
		t.Errorf("the program hangs: killed after %s", limit)
	} else if err != nil && out.code < 0 {
		t.Errorf("the program: %v", err)
	}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		out.memory = usage.Maxrss << 10
	}
	if strings.Contains(out.output, "goroutine ") || strings.Contains(out.output, "panic:") {
		t.Errorf("the program panicked:\n%s", out.output)
	}
	return out
}
