package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// sweep shows first, asks, cleans up what the journal names, and touches nobody
// else.
func TestSweep(t *testing.T) {
	app := startTarget(t, provider.Options{Seed: 20})
	state := t.TempDir()
	env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
	sweep := func(args ...string) (int, string, string) {
		app.sent = nil
		return command(t, env, append([]string{"sweep", "--base-url", app.url}, args...)...)
	}
	writes := func() (n int) {
		for _, s := range app.sent {
			if !strings.HasPrefix(s, "GET ") {
				n++
			}
		}
		return n
	}
	if code, stdout, _ := sweep("--yes"); code != 0 || !strings.Contains(stdout, "No run left anything") {
		t.Errorf("exit code %d: %s", code, stdout)
	}
	command(t, env, "run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.answer,groups.push.*",
		"--keep")
	if code, _, stderr := command(t, env, "sweep"); code != exitUsage || !strings.Contains(stderr, app.url) {
		t.Errorf("without a target: exit code %d: %s", code, stderr)
	}
	code, stdout, _ := sweep("--dry-run")
	if code != 0 || writes() > 0 || !strings.Contains(stdout, "will be deactivated") ||
		!strings.Contains(stdout, "will be deleted") || !strings.Contains(stdout, "nothing was") {
		t.Errorf("exit code %d, %d writes:\n%s", code, writes(), stdout)
	}
	if code, _, stderr := sweep(); code != exitUsage || writes() > 0 || !strings.Contains(stderr, "--yes") {
		t.Errorf("exit code %d, %d writes: %s", code, writes(), stderr)
	}
	code, stdout, stderr := sweep("--yes")
	if code != 0 || writes() == 0 || !strings.Contains(stdout, "Cleaned up: ") {
		t.Errorf("exit code %d, %d writes: %s\n%s", code, writes(), stderr, stdout)
	}
	if left := journals(t, state); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	// Twenty strangers are active as before, and nobody of the run.
	code, stdout, _ = sweep("--all-runs", "--yes")
	if code != 0 || writes() > 0 || !strings.Contains(stdout, "users are deactivated already") {
		t.Errorf("exit code %d, %d writes:\n%s", code, writes(), stdout)
	}
	if code, stdout, _ := sweep("--all-runs", "--yes", "--purge"); code != 0 || writes() == 0 {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
	if code, stdout, _ := sweep("--all-runs", "--dry-run"); code != 0 ||
		!strings.Contains(stdout, "No run left anything") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
}

// Without a journal a run is found by its id; a name that only looks alike is not.
func TestSweepByTag(t *testing.T) {
	app := startTarget(t, provider.Options{})
	env := map[string]string{"OKTASCIM_TOKEN": targetToken}
	_, stdout, _ := command(t, env, "run", "--base-url", app.url, "--parallel", "1", "--check", "groups.push.*", "--keep",
		"--journal", "off")
	_, rest, found := strings.Cut(stdout, "named oktascim-")
	if !found {
		t.Fatal(stdout)
	}
	run := rest[:6]
	if code, stdout, _ := command(t, env, "sweep", "--base-url", app.url, "--run-id", "zzzzzz", "--yes"); code != 0 ||
		!strings.Contains(stdout, "No run") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
	if code, stdout, stderr := command(t, env, "sweep", "--base-url", app.url, "--run-id", run, "--yes"); code != 0 ||
		!strings.Contains(stdout, "groups deleted") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
}

// A journal is of one target, and of one that is not damaged.
func TestSweepRefusesJournals(t *testing.T) {
	app, other := startTarget(t, provider.Options{}), startTarget(t, provider.Options{})
	state := t.TempDir()
	env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
	command(t, env, "run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.answer", "--keep")
	journal := journals(t, state)[0]
	code, _, stderr := command(t, env, "sweep", "--base-url", other.url, "--journal", journal, "--yes")
	if code != exitUsage || !strings.Contains(stderr, "nothing is touched") || len(other.sent) > 0 {
		t.Errorf("exit code %d, sent %v: %s", code, other.sent, stderr)
	}
	writeText(t, journal, "hello\n")
	code, _, stderr = command(t, env, "sweep", "--base-url", app.url, "--journal", journal, "--yes")
	if code != exitUsage || !strings.Contains(stderr, "no line of a journal") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if code, _, stderr = command(t, env, "sweep", "--base-url", app.url, "--journal", journal+"x"); code != exitUsage ||
		!strings.Contains(stderr, "there is no journal") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

// A container may have no home, or one that cannot be written to: the journal then goes to the folder for temporary
// files.
func TestJournalWithoutAHome(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	file := filepath.Join(t.TempDir(), "a file, no folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string]map[string]string{
		"none":       {},
		"unwritable": {"HOME": file},
		"relative":   {"HOME": "home", "XDG_STATE_HOME": "state"},
	} {
		w := world{getenv: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}
		s := harness.Settings{Profile: profile.Default(), BaseURL: "https://app.example.com/scim/v2"}
		if err := (journalFlags{}).begin(w, &s, false); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if path := s.Journal.Path(); !strings.HasPrefix(path, filepath.Join(temporary, "oktascim")) {
			t.Errorf("%s: the journal is %s", name, path)
		}
		if kept := keptJournals(w); len(kept) != 1 || kept[0] != s.Journal.Path() {
			t.Errorf("%s: sweep finds %v", name, kept)
		}
		if err := s.Journal.Remove(); err != nil {
			t.Error(err)
		}
	}
}

// What a run made that is killed in the middle is in the journal: sweep cleans it up.
func TestRunIsKilled(t *testing.T) {
	t.Parallel()
	storage := provider.NewMemory()
	made, once := make(chan struct{}), sync.Once{}
	app := startTarget(t, provider.Options{Storage: storage},
		func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(w, r)
			if r.Method == http.MethodPost && r.URL.Path == "/scim/v2/Groups" && active(storage) >= 6 {
				once.Do(func() { close(made) })
			}
		})
	state := t.TempDir()
	c := self(t, "run", "--base-url", app.url, "--area", "members,groups,update", "--parallel", "4")
	c.Env = append(c.Env, "XDG_STATE_HOME="+state)
	errs := &strings.Builder{}
	c.Stdout, c.Stderr = errs, errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-made:
	case <-time.After(time.Minute):
		t.Error("the run made nothing within a minute")
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if active(storage) == 0 {
		t.Fatalf("nothing was there to be cleaned up: the test shows nothing\n%s", errs)
	}
	left := journals(t, state)
	if len(left) != 1 {
		t.Fatalf("journals: %v\n%s", left, errs)
	}
	env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
	if code, out, errs := command(t, env, "sweep", "--base-url", app.url, "--yes"); code != exitConforms {
		t.Errorf("sweep: exit code %d\n%s%s", code, out, errs)
	}
	nothingLeft(t, storage)
	if left := journals(t, state); len(left) > 0 {
		t.Errorf("journals after sweep: %v", left)
	}
}

// nothingLeft fails where there are active users or groups.
func nothingLeft(t *testing.T, storage provider.Storage) {
	t.Helper()
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		if tx.Active() > 0 || tx.Count(provider.KindGroup) > 0 {
			t.Errorf("%d active users and %d groups are left", tx.Active(), tx.Count(provider.KindGroup))
		}
		return nil
	})
}

// active is the number of active users.
func active(storage provider.Storage) (n int) {
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error { n = tx.Active(); return nil })
	return n
}
