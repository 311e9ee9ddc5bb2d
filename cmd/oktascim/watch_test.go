package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/okta"
)

// watching starts a watch in front of an app, and returns Okta and what ends it: exit code and standard error.
func watching(t *testing.T, base string, args ...string) (*okta.Client, func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr strings.Builder
	done := make(chan int, 1)
	go func() {
		none := func(string) (string, bool) { return "", false }
		args = append([]string{"watch", "--base-url", base, "--listen", "127.0.0.1:0", "--settle", "0s"}, args...)
		code := run(ctx, args, none, strings.NewReader(""), in, &stderr)
		_ = in.Close()
		done <- code
	}()
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("it does not start: exit %d, %s", <-done, &stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	c := okta.New(okta.Config{BaseURL: strings.Fields(line)[0], Authorization: "Bearer " + targetToken, Dialect: okta.OIN})
	return c, func() (int, string) { cancel(); return <-done, stderr.String() }
}

// A pilot in front of a broken app: findings, a report, a recording; the recording replayed against a correct app.
func TestWatchAndReplay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	broken := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPatch {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
	c, stop := watching(t, broken.url, "--verify", "--verify-rate", "1000", "--record", in("pilot.har"), "--findings",
		in("findings.jsonl"),
		"--report", "json="+in("report.json"), "--report", "html="+in("report.html"), "--report", "junit="+in("report.xml"))
	ann := okta.User{UserName: "ann@corp.example", GivenName: "Ann", FamilyName: "Lee", Email: "ann@corp.example",
		Active: true}
	run := c.PushUser(t.Context(), ann)
	c.Deactivate(t.Context(), run.ID)
	code, stderr := stop()
	report := reportIn(t, in("report.json"))
	if code != exitFails || stderr != "" || report.Verdict != reports.DoesNotConform || report.Requests != 3 {
		t.Errorf("exit %d, %s, %d requests: %s", code, report.Verdict, report.Requests, stderr)
	}
	lines := strings.Split(strings.TrimSpace(readText(t, in("findings.jsonl"))), "\n")
	var finding struct{ ID, Level, Symptom, Who, Curl string }
	if err := json.Unmarshal([]byte(lines[0]), &finding); err != nil || !strings.HasPrefix(finding.ID,
		"users.deactivate.") ||
		finding.Level != "must" || finding.Symptom == "" || finding.Who != ann.UserName || !strings.HasPrefix(finding.Curl,
		"curl ") {
		t.Errorf("%v %+v", err, finding)
	}
	for _, file := range []string{"pilot.har", "report.json", "report.html", "report.xml", "findings.jsonl"} {
		if text := readText(t, in(file)); strings.Contains(text, targetToken) || file == "pilot.har" &&
			strings.Contains(text, "corp.example") {
			t.Errorf("%s holds a secret, or the recording a name", file)
		}
	}
	if code, out, errs := command(t, nil, "watch", "diff", in("pilot.har")); code != 0 || !strings.Contains(out,
		"3 SCIM requests, 0 forms") {
		t.Errorf("diff: exit %d, %s%s", code, out, errs)
	}
	env := map[string]string{"OKTASCIM_TOKEN": targetToken}
	for want, app := range map[int]*target{exitFails: startTarget(t, provider.Options{}), exitConforms: broken} {
		args := []string{"replay", in("pilot.har"), "--base-url", app.url, "--report", fmt.Sprintf("json=%s%d",
			in("replay"), want)}
		code, out, errs := command(t, env, args...)
		if code != want && !(want == exitFails && code == 0) { // 204 and 200 are both success
			t.Errorf("replay: exit %d, not %d: %s%s", code, want, out, errs)
		}
	}
	refusing := startTarget(t, provider.Options{}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		next.ServeHTTP(w, r)
	})
	code, out, _ := command(t, env, "replay", in("pilot.har"), "--base-url", refusing.url, "--report",
		"json="+in("base.json"))
	if code != exitFails || !strings.Contains(out, "replay.status") {
		t.Errorf("replay of a build that refuses creates: exit %d\n%s", code, out)
	}
	if code, out, _ = command(t, env, "replay", in("pilot.har"), "--base-url", refusing.url, "--baseline",
		in("base.json")); code != exitConforms {
		t.Errorf("the same with a baseline: exit %d\n%s", code, out)
	}
	if code, out, _ = command(t, nil, "explain", "replay.status"); code != 0 || !strings.Contains(out, "oktascim replay") {
		t.Errorf("explain: exit %d\n%s", code, out)
	}
}

// Unknown requests and a dialect that the profile does not state are told of; --for ends a watch.
func TestWatchTellsWhatIsNew(t *testing.T) {
	t.Parallel()
	app := startTarget(t, provider.Options{})
	dir := t.TempDir()
	profile := writeText(t, filepath.Join(dir, "app.yaml"), "name: Mine\nokta: {dialects: [aiw]}\n")
	c, stop := watching(t, app.url, "--profile", profile, "--record", filepath.Join(dir, "x.har"), "--report",
		"json="+filepath.Join(dir, "r.json"))
	run := c.PushUser(t.Context(), okta.User{UserName: "ann@example.com", Active: true})
	c.Deactivate(t.Context(), run.ID)
	c.Do(t.Context(), okta.Request{Method: "POST", Path: "/Bulk", Body: map[string]any{"secret": "x"}})
	c.Do(t.Context(), okta.Request{Method: "PATCH", Path: "/Users/" + run.ID,
		Body: map[string]any{"schemas": []any{okta.PatchSchema},
			"Operations": []any{map[string]any{"op": "Replace", "path": "active", "value": true}}}})
	stop()
	report := reportIn(t, filepath.Join(dir, "r.json"))
	notes := strings.Join(report.Notes, "\n")
	for _, want := range []string{"POST /Bulk, 1 times: no template has this method and path",
		"PATCH /Users/{id}, 1 times"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is missing in\n%s", want, notes)
		}
	}
	found := false
	for _, r := range report.Checks {
		found = found || r.ID == "watch.profile.dialect" && r.Outcome == reports.Warn
	}
	if !found {
		t.Error("a PATCH came to an app whose profile says aiw, and nobody said so")
	}
	code, out, _ := command(t, nil, "watch", "diff", filepath.Join(dir, "x.har"))
	if code != exitFails || !strings.Contains(out, `"method": "PATCH"`) || strings.Contains(out, `"x"`) {
		t.Errorf("diff: exit %d\n%s", code, out)
	}
	if code, out, _ = command(t, nil, "watch", "--base-url", app.url, "--listen", "127.0.0.1:0", "--for",
		"50ms"); code != exitIncomplete ||
		!strings.Contains(out, "no request came") {
		t.Errorf("--for: exit %d\n%s", code, out)
	}
}

// kill -9 loses at most the exchange under way.
func TestWatchIsKilled(t *testing.T) {
	t.Parallel()
	hang, hanging := make(chan struct{}), make(chan struct{})
	server := reference(t, provider.Options{})
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/hang") {
			close(hanging)
			<-hang
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(app.Close)
	defer close(hang)
	path := filepath.Join(t.TempDir(), "x.har")
	process := self(t, "watch", "--base-url", app.URL+"/scim/v2", "--listen", "127.0.0.1:0", "--record", path)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	c := okta.New(okta.Config{BaseURL: strings.Fields(line)[0], Authorization: "Bearer " + targetToken})
	for range 20 {
		c.TestConnector(t.Context())
	}
	ctx, cancel := context.WithCancel(t.Context())
	go c.ReadUser(ctx, "hang")
	<-hanging
	for entries := 0; entries < 20; { // judged a moment after they were answered
		entries = strings.Count(readText(t, path), `"startedDateTime"`)
	}
	_ = process.Process.Kill()
	_ = process.Wait()
	cancel()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for _, err := range har.Read(file) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 20 {
		t.Errorf("%d entries", n)
	}
}

// Hostile apps of all kinds behind a watch: it passes on what it can, judges it, and ends in time.
func TestWatchHostileApps(t *testing.T) {
	t.Parallel()
	all := slices.Concat(hostileWire(), hostileBodies(), hostileLists(), hostileIDs(), hostileStatuses(), hostileTLS(),
		hostileHTTP2())
	for i, m := range all {
		if !*allHostile && i%9 != 0 {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			storage := provider.NewMemory()
			server := reference(t, provider.Options{Seed: 5, Storage: storage})
			base, ca := m.start(t, victimOf(storage), server)
			args := []string{"--verify", "--verify-rate", "1000", "--record", filepath.Join(t.TempDir(), "x.har")}
			if ca != "" {
				args = append(args, "--profile", writeText(t, filepath.Join(t.TempDir(), "p.yaml"),
					fmt.Sprintf("name: x\nscim: {tls: {ca_file: %q}}\n", ca)))
			}
			c, stop := watching(t, base+"/scim/v2", args...)
			c = c.With(func(c *okta.Config) { c.Timeout = 2 * time.Second })
			run := c.PushUser(t.Context(), okta.User{UserName: "ann@example.com", Active: true})
			c.Deactivate(t.Context(), run.ID)
			c.PushGroup(t.Context(), "G", []okta.Member{{Value: run.ID}})
			c.ImportUsers(t.Context(), 3)
			if code, errs := stop(); strings.Contains(errs, "panic") || code == exitUsage {
				t.Errorf("exit %d: %s", code, errs)
			}
		})
	}
}

func TestWatchBadInput(t *testing.T) {
	t.Parallel()
	used, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = used.Close() })
	dir := t.TempDir()
	there := writeText(t, filepath.Join(dir, "there.har"), "{}")
	foreign := writeText(t, filepath.Join(dir, "foreign.har"),
		`{"log":{"entries":[{"request":{"url":"https://x.example/logo.png"}}]}}`)
	cut := writeText(t, filepath.Join(dir, "cut.har"), `{"log":{"entries":[{"request":{"method":"GE`)
	app := []string{"--base-url", "http://127.0.0.1:1/scim/v2", "--listen", "127.0.0.1:0"}
	refuses(t, "watch", map[string]refusal{
		"no app":        {nil, "no app: give --base-url"},
		"wrong URL":     {[]string{"--base-url", "app.example.com"}, "--base-url"},
		"not encrypted": {[]string{"--base-url", "http://app.example.com/scim"}, "--allow-http"},
		"port in use":   {append(app, "--listen", used.Addr().String()), "port 0 takes a free one"},
		"itself": {[]string{"--base-url", "http://127.0.0.1:47123/scim", "--listen", "127.0.0.1:47123"},
			"is the address of the app itself"},
		"recording there":   {append(app, "--record", there), "is there already"},
		"recording nowhere": {append(app, "--record", filepath.Join(dir, "no", "x.har")), "--record"},
		"findings nowhere":  {append(app, "--findings", filepath.Join(dir, "no", "x")), "--findings"},
		"key alone":         {append(app, "--tls-key", there), "tls-cert"},
		"no certificate":    {append(app, "--tls-key", there, "--tls-cert", there), "--tls-cert"},
		"rate":              {append(app, "--verify", "--verify-rate", "0"), "--verify-rate 0: must be"},
		"for":               {append(app, "--for", "-1s"), "--for -1s"},
		"token not set":     {append(app, "--token-env", "NOT_SET"), "NOT_SET"},
		"diff of nothing":   {[]string{"diff"}, "diff takes one recording"},
		"diff of no file":   {[]string{"diff", filepath.Join(dir, "none")}, "no such file"},
		"diff of no HAR":    {[]string{"diff", there}, "this is no HAR file"},
		"diff, truncated":   {[]string{"diff", cut}, "ends in the middle"},
	})
	if code, _, errs := command(t, nil, "watch", "diff", foreign); code != exitIncomplete || !strings.Contains(errs,
		"holds no request to /Users") {
		t.Errorf("diff of a page: exit %d, %s", code, errs)
	}
	refuses(t, "replay", map[string]refusal{
		"no recording": {nil, "replay takes one recording"},
		"no file":      {[]string{filepath.Join(dir, "none"), "--base-url", "http://127.0.0.1:1"}, "no such file"},
		"directory":    {[]string{dir}, "is a directory"},
		"no target":    {[]string{there}, "no target: give --base-url"},
		"no token":     {[]string{there, "--base-url", "http://127.0.0.1:1/scim"}, "no token"},
		"rate":         {[]string{there, "--rate", "-1"}, "--rate -1: must be"},
	})
	target := startTarget(t, provider.Options{})
	for file, want := range map[string]string{there: "no HAR file", foreign: "holds no request",
		cut: "ends in the middle"} {
		code, _, errs := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, "replay", file, "--base-url",
			target.url)
		if code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("replay %s: exit %d, %s", file, code, errs)
		}
	}
}
