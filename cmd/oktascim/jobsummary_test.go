package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
	if code, _, errs := command(t, ci, args...); code != 0 || !strings.Contains(errs, "the summary of the job (GITHUB_STEP_SUMMARY): cannot add to") {
		t.Errorf("%d %q", code, errs)
	}
}

// One report that cannot be written does not keep another from being written.
func TestOtherReportsAreWritten(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	path := filepath.Join(t.TempDir(), "scim.json")
	code, out, errs := command(t, nil, "run", "--check", "connector.users.answer", "--report", "junit=/dev/full", "--report", "json="+path)
	if _, err := os.Stat(path); err != nil || code != exitUsage || !strings.Contains(errs, "/dev/full") || !strings.Contains(out, "CONFORMS") {
		t.Error(err, code, out, errs)
	}
}
