package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
)

type sweepFlags struct {
	target                      targetFlags
	journals, runs              []string
	allRuns, yes, dryRun, purge bool
}

func newSweep(w world) *cobra.Command {
	var f sweepFlags
	c := &cobra.Command{
		Use:   "sweep",
		Short: "Clean up what earlier runs left in a target",
		Long: `sweep cleans up after runs that were killed, that ran with --keep, or whose clean-up failed: groups are deleted,
users deactivated (and deleted with --purge). It shows what it found and asks first.

A run names everything it creates in a journal, before it does; what is cleaned up is struck off. Without --run-id
and --all-runs, sweep takes the journals of this target from $XDG_STATE_HOME/oktascim; --journal names others.
Where there is no journal, --run-id and --all-runs walk over all users and groups and find what carries
the tag of a run in its name.

Only what a fresh read shows with the tag of its run is touched. Runs that are going on are left alone.

Exit codes: 0 all is cleaned up, 2 wrong usage or settings, or not confirmed, 3 the target cannot be reached or something
is left, 130 interrupted.`,
		Example: `  oktascim sweep --profile app.yaml
  oktascim sweep --base-url https://app.example.com/scim/v2 --dry-run
  oktascim sweep --profile app.yaml --run-id k3f9xq --yes
  oktascim sweep --profile app.yaml --all-runs --purge`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.target.register(c)
	_ = c.Flags().MarkHidden("dialect") // what one does not deactivate, the other does
	flags := c.Flags()
	flags.StringArrayVar(&f.journals, "journal", nil, "journal `FILE` of a run to clean up after, repeatable")
	flags.StringSliceVar(&f.runs, "run-id", nil, "clean up what carries the tag of these runs: `IDS`, comma separated")
	flags.BoolVar(&f.allRuns, "all-runs", false,
		"clean up what carries the tag of any run with the profile's test_data.prefix, runs that are going on elsewhere "+
			"included")
	flags.BoolVar(&f.yes, "yes", false, "do not ask")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would be cleaned up, and do nothing")
	flags.BoolVar(&f.purge, "purge", false, "delete the users, after deactivating them")
	c.MarkFlagsMutuallyExclusive("journal", "run-id", "all-runs")
	c.MarkFlagsMutuallyExclusive("yes", "dry-run")
	return c
}

// leftovers are what one run left.
type leftovers struct {
	env     *harness.Env
	journal string // its file; empty when found by tag
	found   []harness.Found
	left    []harness.Left // cannot or must not be touched
}

func (f sweepFlags) run(c *cobra.Command, w world) error {
	ctx := c.Context()
	settings, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if settings.BaseURL == "" {
		return usagef("sweep needs a target: --base-url, OKTASCIM_BASE_URL or a profile with scim.base_url%s",
			f.knownTargets(w))
	}
	settings.Purge = f.purge
	runs, err := f.collect(ctx, w, settings)
	if err != nil {
		return err
	}
	work := f.show(w.stdout, settings.BaseURL, runs)
	if f.dryRun {
		return nil
	}
	if work && !f.yes {
		if err := confirm(w); err != nil {
			return err
		}
	}
	return f.clean(ctx, w.stdout, runs)
}

// collect finds the leftovers of each run.
func (f sweepFlags) collect(ctx context.Context, w world, settings harness.Settings) ([]leftovers, error) {
	if f.allRuns || len(f.runs) > 0 {
		return f.byTag(ctx, settings)
	}
	files := f.journals
	if len(files) == 0 {
		files = keptJournals(w)
	}
	var out []leftovers
	for _, file := range files {
		j, err := harness.ReadJournal(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usagef("there is no journal %s", file)
		case err != nil && len(f.journals) > 0:
			return nil, exitError{exitUsage, err}
		case err != nil:
			fmt.Fprintln(w.stderr, "oktascim: passed over:", err)
		case j.BaseURL != settings.BaseURL && len(f.journals) > 0:
			return nil, usagef("%s is of a run against %s, not %s: nothing is touched", file, j.BaseURL, settings.BaseURL)
		case j.BaseURL != settings.BaseURL:
		case j.Running:
			fmt.Fprintf(w.stdout, "Run %s is going on: it is left alone.\n", j.Run)
		default:
			env := envOf(settings, j.Run, j.Prefix)
			found, left := env.Look(ctx, j.Open)
			out = append(out, leftovers{env: env, journal: file, found: found, left: left})
		}
	}
	return out, nil
}

// envOf is the environment of an earlier run: its names are the run's own.
func envOf(settings harness.Settings, run, prefix string) *harness.Env {
	p := *settings.Profile
	p.TestData.Prefix = prefix
	settings.Profile, settings.RunID = &p, run
	return harness.NewEnv(settings)
}

func (f sweepFlags) byTag(ctx context.Context, settings harness.Settings) ([]leftovers, error) {
	tagged, err := harness.NewEnv(settings).Tagged(ctx)
	if err != nil {
		return nil, exitError{exitIncomplete, err}
	}
	var out []leftovers
	for run, created := range tagged {
		if !f.allRuns && !slices.ContainsFunc(f.runs, func(id string) bool { return strings.EqualFold(id, run) }) {
			continue
		}
		env := envOf(settings, run, settings.Profile.TestData.Prefix)
		found, left := env.Look(ctx, created)
		out = append(out, leftovers{env: env, found: found, left: left})
	}
	slices.SortFunc(out, func(a, b leftovers) int { return strings.Compare(a.env.RunID, b.env.RunID) })
	return out, nil
}

// knownTargets says against which targets there are journals.
func (f sweepFlags) knownTargets(w world) string {
	var targets []string
	for _, file := range append(keptJournals(w), f.journals...) {
		if j, err := harness.ReadJournal(file); err == nil && !slices.Contains(targets, j.BaseURL) {
			targets = append(targets, j.BaseURL)
		}
	}
	if len(targets) == 0 {
		return ""
	}
	return "; there are journals of runs against " + strings.Join(targets, ", ")
}

// show lists what was found, and tells whether there is something to do.
func (f sweepFlags) show(out io.Writer, target string, runs []leftovers) (work bool) {
	b := bufio.NewWriter(out)
	defer b.Flush()
	count := 0
	for _, r := range runs {
		inactive := 0
		fmt.Fprintf(b, "Run %s left in %s:\n", r.env.RunID, target)
		for _, l := range r.found {
			what := ""
			switch {
			case l.Kind == harness.Groups:
				what = "will be deleted"
			case l.Active && f.purge:
				what = "will be deactivated and deleted"
			case l.Active:
				what = "will be deactivated"
			case f.purge:
				what = "will be deleted"
			default:
				inactive++
				continue
			}
			count++
			fmt.Fprintf(b, "  %-6s %s  (id %s)  %s\n", strings.ToLower(strings.TrimSuffix(string(l.Kind), "s")),
				reports.Plain(l.Shown), reports.Plain(l.ID), what)
		}
		for _, l := range r.left {
			fmt.Fprintf(b, "  %s  stays: %s\n", leftOver(l), reports.Plain(l.Why))
		}
		if inactive > 0 {
			fmt.Fprintf(b, "  %d users are deactivated already; --purge deletes them\n", inactive)
		}
		if len(r.found)+len(r.left) == 0 {
			fmt.Fprintln(b, "  nothing")
		}
	}
	if len(runs) == 0 {
		fmt.Fprintf(b, "No run left anything in %s that is known here; --all-runs looks for what carries a tag.\n", target)
	}
	if f.dryRun {
		fmt.Fprintf(b, "%d resources would be cleaned up; nothing was.\n", count)
	}
	return count > 0
}

// confirm asks on the terminal.
func confirm(w world) error {
	if !isTerminal(w.stdin) {
		return usagef("nobody can be asked whether to clean this up: look at the list and use --yes")
	}
	fmt.Fprint(w.stdout, "Clean up? Nothing else is touched. [y/N] ")
	answer, _ := bufio.NewReader(w.stdin).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return usagef("nothing was cleaned up")
}

// clean does the work. A journal of which nothing is left is removed.
func (f sweepFlags) clean(ctx context.Context, out io.Writer, runs []leftovers) error {
	var sum harness.CleanUp
	for _, r := range runs {
		done := r.env.Sweep(ctx, r.found)
		done.Left = append(done.Left, r.left...)
		sum.Add(done)
		if r.journal != "" && len(done.Left) == 0 {
			if err := harness.RemoveJournal(r.journal); err != nil {
				return exitError{exitUsage, err}
			}
		}
	}
	if len(runs) > 0 {
		fmt.Fprintf(out, "Cleaned up: %s deactivated, %d deleted, %s deleted.\n", counted(sum.Deactivated, "user"),
			sum.Purged, counted(sum.Deleted, "group"))
	}
	if len(sum.Left) == 0 {
		return nil
	}
	for _, l := range sum.Left {
		fmt.Fprintf(out, "  left: %s: %s\n", leftOver(l), reports.Plain(l.Why))
	}
	return exitError{exitIncomplete, fmt.Errorf("%s could not be cleaned up and must be removed by hand",
		counted(len(sum.Left), "resource"))}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// leftOver names what is left so that it can be found by hand: an app may have
// lost its name.
func leftOver(l harness.Left) string {
	kind := strings.ToLower(strings.TrimSuffix(l.Type, "s"))
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s (id %s)", kind, reports.Plain(l.Name), reports.Plain(l.ID))),
		" ")
}

// journalFlags say where a run notes what it creates, before it does. Every
// command that creates something has them.
type journalFlags struct{ path string }

// journalOff is the value of --journal for none.
const journalOff = "off"

func (f *journalFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.path, "journal", "",
		"`FILE` that names everything the run creates, before it does, for `oktascim sweep` after a crash; off keeps "+
			"none\n(default: a new one in $XDG_STATE_HOME/oktascim, or where there is none in the folder for temporary "+
			"files, removed when all is cleaned up)")
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
	report.Notes = append(report.Notes, fmt.Sprintf("what is left is listed in %s; `oktascim sweep` %s", journal.Path(),
		then))
}
