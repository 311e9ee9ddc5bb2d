package main

import (
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
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
	command(t, env, "run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.answer,groups.push.*", "--keep")
	if code, _, stderr := command(t, env, "sweep"); code != exitUsage || !strings.Contains(stderr, app.url) {
		t.Errorf("without a target: exit code %d: %s", code, stderr)
	}
	code, stdout, _ := sweep("--dry-run")
	if code != 0 || writes() > 0 || !strings.Contains(stdout, "will be deactivated") || !strings.Contains(stdout, "will be deleted") || !strings.Contains(stdout, "nothing was") {
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
	if code, stdout, _ := sweep("--all-runs", "--dry-run"); code != 0 || !strings.Contains(stdout, "No run left anything") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
}

// Without a journal a run is found by its id; a name that only looks alike is not.
func TestSweepByTag(t *testing.T) {
	app := startTarget(t, provider.Options{})
	env := map[string]string{"OKTASCIM_TOKEN": targetToken}
	_, stdout, _ := command(t, env, "run", "--base-url", app.url, "--parallel", "1", "--check", "groups.push.*", "--keep", "--journal", "off")
	_, rest, found := strings.Cut(stdout, "named oktascim-")
	if !found {
		t.Fatal(stdout)
	}
	run := rest[:6]
	if code, stdout, _ := command(t, env, "sweep", "--base-url", app.url, "--run-id", "zzzzzz", "--yes"); code != 0 || !strings.Contains(stdout, "No run") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
	if code, stdout, stderr := command(t, env, "sweep", "--base-url", app.url, "--run-id", run, "--yes"); code != 0 || !strings.Contains(stdout, "groups deleted") {
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
	if code, _, stderr = command(t, env, "sweep", "--base-url", app.url, "--journal", journal+"x"); code != exitUsage || !strings.Contains(stderr, "there is no journal") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
