package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// A container may have no home, or one that cannot be written to: the journal then goes to the folder for temporary files.
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
