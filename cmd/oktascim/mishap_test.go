package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports"
)

// `oktascim run | head -1`: the run goes on, cleans up, writes its reports and
// ends with its verdict.
func TestReaderGoesAway(t *testing.T) {
	t.Parallel()
	app := startTarget(t, provider.Options{})
	dir := t.TempDir()
	file := filepath.Join(dir, "r.json")
	c := self(t, "run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.*", "--report", "json="+file)
	c.Env = append(c.Env, "XDG_STATE_HOME="+dir)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReaderSize(out, 16).ReadString('\n'); err != nil {
		t.Errorf("%q: %v", line, err)
	}
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != exitConforms || errs.Len() > 0 {
		t.Errorf("exit code %d (%s): %s", code, c.ProcessState, errs.String())
	}
	if r := reportIn(t, file); r.CleanUp.Deactivated == 0 || len(r.CleanUp.Left) > 0 {
		t.Errorf("clean-up %+v", r.CleanUp)
	}
	if left := journals(t, dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// Two runs that write one path: each writes whole, so one of the two stands.
func TestTwoRunsOnePath(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "r.json")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			got := program(t, time.Minute, nil, "run", "--check", "users.create.*", "--report", "json="+file)
			if got.code != exitConforms {
				t.Errorf("exit code %d:\n%s", got.code, got.output)
			}
		})
	}
	both.Wait()
	if got := program(t, time.Minute, nil, "report", "show", file); got.code != exitConforms {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
	if all, _ := os.ReadDir(filepath.Dir(file)); len(all) != 1 {
		t.Errorf("left %v", all)
	}
}

// A panic of what shows the run, which is outside any check, leaves nothing in
// the tenant.
func TestPanicOutsideACheck(t *testing.T) {
	for name, tt := range map[string]struct {
		on   string // what is written when it panics
		code int
		want string
	}{
		"while it runs": {"✓ create", exitConforms, "a defect of oktascim: out of order"},
		"before":        {"dialects", exitIncomplete, "a defect of oktascim: out of order"},
		"at the end":    {"CONFORMS", exitIncomplete, "oktascim sweep"},
	} {
		t.Run(name, func(t *testing.T) {
			storage := provider.NewMemory()
			app := startTarget(t, provider.Options{Storage: storage})
			state := t.TempDir()
			env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
			getenv := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
			out, errs := &explosive{on: tt.on}, &bytes.Buffer{}
			code := run(t.Context(), []string{"run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.*"},
				getenv, strings.NewReader(""), out, errs)
			if said := out.text.String() + errs.String(); code != tt.code ||
				!strings.Contains(strings.Join(strings.Fields(said), " "), tt.want) || !out.went {
				t.Errorf("exit code %d, want %d with %q:\n%s", code, tt.code, tt.want, said)
			}
			nothingLeft(t, storage)
		})
	}
}

// explosive panics, once, when a text is written to it.
type explosive struct {
	text bytes.Buffer
	on   string
	went bool
}

func (e *explosive) Write(p []byte) (int, error) {
	if !e.went && strings.Contains(string(p), e.on) {
		e.went = true
		panic("out of order")
	}
	return e.text.Write(p)
}

// death is a target that dies in the middle of a run.
type death struct {
	refuses bool  // connections; otherwise it takes them and is silent
	lives   int64 // so many requests
	procs   int
	faults  []string
	code    int
	always  bool // not only with -hostile
}

// What a dead target did not show is lost, and what got no answer is no finding:
// the run is incomplete, unless a must failed while the target lived.
func TestTargetDies(t *testing.T) {
	t.Parallel()
	early := []string{"paging-total-runs-ahead", "lookup-unknown-not-200-empty"}
	for _, tt := range []death{
		{refuses: true, lives: 250, procs: 4, code: exitIncomplete, always: true},
		{refuses: true, lives: 250, procs: 1, code: exitIncomplete},
		{refuses: true, lives: 1200, procs: 4, faults: early, code: exitFails},
		{refuses: true, lives: 1200, procs: 1, faults: early, code: exitFails},
		{refuses: false, lives: 250, procs: 4, code: exitIncomplete},
		{refuses: false, lives: 250, procs: 1, code: exitIncomplete, always: true},
	} {
		if !tt.always && !*allHostile {
			continue
		}
		t.Run(fmt.Sprintf("refuses %t, --parallel %d, %d faults", tt.refuses, tt.procs, len(tt.faults)), func(t *testing.T) {
			t.Parallel()
			tt.test(t)
		})
	}
}

func (d death) test(t *testing.T) {
	hooks, err := faulty.Hooks(d.faults...)
	if err != nil {
		t.Fatal(err)
	}
	server := reference(t, provider.Options{Hooks: hooks})
	var asked atomic.Int64
	var once sync.Once
	var target *httptest.Server
	target = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case asked.Add(1) <= d.lives:
			server.ServeHTTP(w, r)
		case d.refuses:
			once.Do(func() { _ = target.Listener.Close() })
			panic(http.ErrAbortHandler)
		default:
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the client goes
			<-r.Context().Done()
		}
	}))
	target.Config.ErrorLog = quiet
	t.Cleanup(target.Close)
	t.Cleanup(target.CloseClientConnections)
	file := filepath.Join(t.TempDir(), "r.json")
	got := program(t, 2*hostileTime, nil, "run", "--base-url", target.URL+"/scim/v2", "--timeout", "1s", "--parallel",
		fmt.Sprint(d.procs), "--report", "json="+file)
	r := reportIn(t, file)
	outcomes := map[reports.Outcome]int{}
	for _, c := range r.Checks {
		outcomes[c.Outcome]++
		if c.Outcome == reports.Fail && len(d.faults) == 0 {
			t.Errorf("%s fails: %v", c.ID, c.Problems)
		}
	}
	t.Logf("exit code %d in %s: %v", got.code, got.took.Round(10*time.Millisecond), outcomes)
	if got.code != d.code || outcomes[reports.Lost] < 500 ||
		!strings.Contains(strings.Join(strings.Fields(got.output), " "), "the target stopped answering") {
		t.Errorf("exit code %d, want %d:\n%s", got.code, d.code, got.output)
	}
}

// A place that takes no report is an error with a reason, before anything is
// sent. Most of them are closed to root too, who needs no permission.
func TestReportsUnderFire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, closed := filepath.Join(dir, "file"), filepath.Join(dir, "closed")
	writeText(t, file, "before")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	app := startTarget(t, provider.Options{})
	for _, tt := range []struct{ name, report, want string }{
		{"no such folder", filepath.Join(dir, "no", "r.json"), "--report"},
		{"a folder", dir, "--report"},
		{"below a file", filepath.Join(file, "r.json"), "not a directory"},
		{"a folder that takes no files", "/proc/r.json", "is not writable"},
		{"a read-only folder", filepath.Join(closed, "r.json"), "is not writable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := os.Stat("/proc/self"); tt.report == "/proc/r.json" && err != nil {
				t.Skip("this system has no /proc")
			}
			if strings.HasPrefix(tt.report, closed) && os.Geteuid() == 0 {
				t.Skip("root writes into any folder")
			}
			code, _, errs := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, "run", "--base-url", app.url,
				"--check", "connector.users.answer", "--report", "json="+tt.report)
			if code != exitUsage || !strings.Contains(errs, tt.want) || !strings.Contains(errs, tt.report) {
				t.Errorf("exit code %d:\n%s", code, errs)
			}
		})
	}
	if len(app.sent) > 0 {
		t.Errorf("sent %v", app.sent)
	}
}

// A folder that goes away while the run goes on: the result is shown, what was
// made is cleaned up, and the exit code tells that the report is missing.
func TestReportFolderGoesAway(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "reports")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	storage := provider.NewMemory()
	app := startTarget(t, provider.Options{Storage: storage},
		func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if r.Method == http.MethodPost {
				_ = os.RemoveAll(dir)
			}
			next.ServeHTTP(w, r)
		})
	got := program(t, time.Minute, nil, "run", "--base-url", app.url, "--check", "users.create.answer", "--report",
		"json="+filepath.Join(dir, "r.json"))
	if got.code != exitUsage || !strings.Contains(got.output, "CONFORMS") ||
		!strings.Contains(got.output, "reports does not exist") {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
	nothingLeft(t, storage)
}

func needsFullDisk(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
}

// A full disk behind the standard output, or behind a report.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	needsFullDisk(t)
	for _, args := range [][]string{
		{"run", "--check", "users.create.answer"},
		{"run", "--check", "users.create.answer", "--report", "json=-"},
		{"run", "--dry-run", "--check", "users.create.answer"},
		{"list"}, {"list", "--json"}, {"explain", "users.create.answer"}, {"faults"}, {"version"}, {"run", "--help"},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		var errs bytes.Buffer
		c := self(t, args...)
		c.Stdout, c.Stderr = full, &errs
		_ = c.Run()
		if err := full.Close(); err != nil {
			t.Error(err)
		}
		if code := c.ProcessState.ExitCode(); code != exitUsage || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%q: exit code %d: %s", args, code, errs.String())
		}
	}
}

// `--report json=>(head -c 5)`: who reads a report goes away in the middle of it.
func TestReaderOfAReportGoesAway(t *testing.T) {
	t.Parallel()
	fifo := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan error, 1)
	go func() {
		f, err := os.Open(fifo)
		if err == nil {
			_, err = f.Read(make([]byte, 5))
			_ = f.Close()
		}
		read <- err
	}()
	got := program(t, time.Minute, nil, "run", "--area", "connector", "--report", "json="+fifo)
	if err := <-read; err != nil || got.code != exitConforms || !strings.Contains(got.output, "CONFORMS") {
		t.Errorf("%v, exit code %d:\n%s", err, got.code, got.output)
	}
}

func TestJobSummary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "summary.md")
	writeText(t, path, "before\n")
	args := []string{"run", "--check", "connector.users.answer"}
	headings := func(env map[string]string, more ...string) (int, string) {
		t.Helper()
		if code, out, errs := command(t, env, append(args, more...)...); code != 0 {
			t.Fatal(code, out, errs)
		}
		text := readText(t, path)
		if !strings.HasPrefix(text, "before\n") {
			t.Errorf("what was in the summary is gone: %q", text)
		}
		return strings.Count(text, "## ✅ Okta SCIM conformance"), text
	}
	if n, text := headings(map[string]string{stepSummary: path}); n != 0 {
		t.Errorf("outside CI a summary is written: %s", text)
	}
	ci := map[string]string{stepSummary: path, "CI": "true"}
	if n, text := headings(ci); n != 1 {
		t.Errorf("%d reports in the summary: %s", n, text)
	}
	// Asked for as a file too, it is still added once and replaces nothing.
	if n, text := headings(ci, "--report", "markdown="+path); n != 2 {
		t.Errorf("%d reports in the summary: %s", n, text)
	}

	ci[stepSummary] = filepath.Join(path, "none")
	if code, _, errs := command(t, ci, args...); code != 0 ||
		!strings.Contains(errs, "the summary of the job (GITHUB_STEP_SUMMARY): cannot add to") {
		t.Errorf("%d %q", code, errs)
	}
}

// One report that cannot be written does not keep another from being written.
func TestOtherReportsAreWritten(t *testing.T) {
	needsFullDisk(t)
	path := filepath.Join(t.TempDir(), "scim.json")
	code, out, errs := command(t, nil, "run", "--check", "connector.users.answer", "--report", "junit=/dev/full",
		"--report", "json="+path)
	if _, err := os.Stat(path); err != nil || code != exitUsage || !strings.Contains(errs, "/dev/full") ||
		!strings.Contains(out, "CONFORMS") {
		t.Error(err, code, out, errs)
	}
}
