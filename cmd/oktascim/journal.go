package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
)

// journalFlags say where a run notes what it creates, before it does. Every
// command that creates something has them.
type journalFlags struct{ path string }

// journalOff is the value of --journal for none.
const journalOff = "off"

func (f *journalFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.path, "journal", "", "`FILE` that names everything the run creates, before it does, for `oktascim sweep` after a crash; off keeps none\n(default: a new one in $XDG_STATE_HOME/oktascim, or where there is none in the folder for temporary files, removed when all is cleaned up)")
}

// begin opens the journal of a run that is about to start. Against the built-in
// reference provider none is kept unless it is asked for: it ends with the run.
func (f journalFlags) begin(w world, s *harness.Settings, embedded bool) error {
	path := f.path
	if path == journalOff || path == "" && embedded {
		return nil
	}
	if s.RunID == "" {
		s.RunID = harness.NewRunID()
	}
	paths := []string{path}
	if path == "" {
		paths = nil
		for _, folder := range stateFolders(w) {
			paths = append(paths, filepath.Join(folder, "run-"+s.RunID+s.Part+journalSuffix))
		}
	}
	var err error
	for _, path := range paths {
		if s.Journal, err = harness.NewJournal(path, s.RunID, s.Profile.TestData.Prefix, s.BaseURL); err == nil {
			return nil
		}
	}
	return usagef("%w; --journal FILE names another place, --journal off does without", err)
}

// journalSuffix ends the names of the journals in the state folder.
const journalSuffix = ".journal"

// stateFolders are where journals are kept, the best place first (XDG Base
// Directory Specification); a container may have no home to write to.
func stateFolders(w world) []string {
	temporary := filepath.Join(os.TempDir(), "oktascim")
	if state := w.env("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return []string{filepath.Join(state, "oktascim"), temporary}
	}
	if home := w.env("HOME"); filepath.IsAbs(home) {
		return []string{filepath.Join(home, ".local", "state", "oktascim"), temporary}
	}
	return []string{temporary}
}

// keptJournals are the files of all journals that were kept.
func keptJournals(w world) []string {
	var all []string
	for _, folder := range stateFolders(w) {
		files, _ := filepath.Glob(filepath.Join(folder, "*"+journalSuffix))
		all = append(all, files...)
	}
	return all
}

// endJournal removes the journal of a run that left nothing behind; otherwise
// it stays, and the report says so.
func endJournal(journal *harness.Journal, keep bool, report *reports.Report) {
	if journal.Path() == "" {
		return
	}
	if !keep && len(report.CleanUp.Left) == 0 {
		if err := journal.Remove(); err != nil {
			report.Notes = append(report.Notes, "everything is cleaned up, but the journal cannot be removed: "+err.Error())
		}
		return
	}
	_ = journal.Close()
	then := "tries again"
	if keep {
		then = "cleans it up"
	}
	report.Notes = append(report.Notes, fmt.Sprintf("what is left is listed in %s; `oktascim sweep` %s", journal.Path(), then))
}
