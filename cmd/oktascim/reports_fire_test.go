package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
)

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
			got := program(t, time.Minute, nil, "run", "--base-url", app.url, "--check", "connector.users.answer", "--report", "json="+tt.report)
			if got.code != exitUsage || !strings.Contains(got.output, tt.want) || !strings.Contains(got.output, tt.report) {
				t.Errorf("exit code %d:\n%s", got.code, got.output)
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
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "good-token-1234"}}, Storage: storage})
	if err != nil {
		t.Fatal(err)
	}
	url := app(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		if r.Method == http.MethodPost {
			_ = os.RemoveAll(dir)
		}
		server.ServeHTTP(w, r)
	})
	got := program(t, time.Minute, []string{"OKTASCIM_TOKEN=good-token-1234"}, "run", "--base-url", url, "--check", "users.create.answer", "--report", "json="+filepath.Join(dir, "r.json"))
	if got.code != exitUsage || !strings.Contains(got.output, "CONFORMS") || !strings.Contains(got.output, "reports does not exist") {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		if tx.Active() > 0 {
			t.Errorf("%d active users are left", tx.Active())
		}
		return nil
	})
}

// A full disk behind the standard output, or behind a report.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	got := program(t, time.Minute, nil, "run", "--check", "connector.users.answer", "--report", "json=/dev/full")
	if got.code != exitUsage || !strings.Contains(got.output, "no space") || !strings.Contains(got.output, "CONFORMS") {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
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

// self is the program as a process that is not started yet.
func self(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = []string{asProgram + "=1", "XDG_STATE_HOME=" + t.TempDir(), "OKTASCIM_TOKEN=" + targetToken}
	return c
}
