package main

import (
	"errors"
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
	c.Flags().StringVar(&f.path, "journal", "", "`FILE` that names everything the run creates, before it does, for `oktascim sweep` after a crash; off keeps none\n(default: a new one in $XDG_STATE_HOME/oktascim, removed when all is cleaned up)")
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
	if path == "" {
		folder, err := stateFolder(w)
		if err != nil {
			return usagef("no journal can be kept: %w; name one with --journal FILE, or do without with --journal off", err)
		}
		path = filepath.Join(folder, "run-"+s.RunID+s.Worker+journalSuffix)
	}
	journal, err := harness.NewJournal(path, s.RunID, s.Profile.TestData.Prefix, s.BaseURL)
	if err != nil {
		return usagef("%w; --journal FILE names another place, --journal off does without", err)
	}
	s.Journal = journal
	return nil
}

// journalSuffix ends the names of the journals in the state folder.
const journalSuffix = ".journal"

// stateFolder is where journals are kept (XDG Base Directory Specification).
func stateFolder(w world) (string, error) {
	if state := w.env("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "oktascim"), nil
	}
	home := w.env("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", errors.New("neither XDG_STATE_HOME nor HOME is set")
		}
	}
	return filepath.Join(home, ".local", "state", "oktascim"), nil
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
	report.Notes = append(report.Notes, fmt.Sprintf("what is left is listed in %s; `oktascim sweep` cleans it up", journal.Path()))
}
