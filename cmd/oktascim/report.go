package main

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

func newReport(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "report",
		Short: "Work with the reports of earlier runs",
		Long: `report works with JSON reports, which a run writes with --report json=FILE. Nothing is sent to an app.

A report that was cut off, that another program wrote or that was edited is refused with exit code 2.`,
		Example: `  oktascim report show scim.json --report html=scim.html
  oktascim report diff main.json branch.json
  oktascim report merge shard-*.json --report json=scim.json
  oktascim report trend reports/ --format csv > trend.csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usagef("report needs a command, such as `oktascim report show report.json`; `oktascim report --help` " +
				"lists them")
		},
	}
	c.AddCommand(newReportShow(w), newReportDiff(w), newReportMerge(w), newReportTrend(w))
	return c
}

// loadReport reads a JSON report from a file, or from standard input for "-".
func loadReport(w world, path string) (*reports.Report, error) {
	if path != "-" {
		r, err := reports.Load(path)
		if err != nil {
			return nil, exitError{exitUsage, err}
		}
		return r, nil
	}
	r, err := reports.Read(w.stdin, "standard input")
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	return r, nil
}

// completeReports offers files to the shell.
func completeReports(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{"json"}, cobra.ShellCompDirectiveFilterFileExt
}

func newReportShow(w world) *cobra.Command {
	f := &documentFlags[*reports.Report]{}
	c := &cobra.Command{
		Use:   "show FILE",
		Short: "Show a report in any format",
		Long: `show renders a JSON report of an earlier run in any format, without a run. FILE may be - for standard input.

Without flags it prints what the run printed. --format prints another format; --report writes files, as for
oktascim run, and prints nothing.

Exit codes: 0, whatever the verdict; 2 when the report cannot be read or written.`,
		Example: `  oktascim report show scim.json
  oktascim report show scim.json --format markdown
  oktascim report show scim.json --report html=scim.html --report junit=scim.xml`,
		Args:              arguments(1, "report show takes one JSON report; `oktascim run --report json=FILE` writes one"),
		ValidArgsFunction: completeReports,
		RunE:              func(_ *cobra.Command, args []string) error { return reportShow(w, f, args[0]) },
	}
	f.register(c, formats.Reports())
	return c
}

func reportShow(w world, f *documentFlags[*reports.Report], path string) error {
	specs, err := f.specs()
	if err != nil {
		return err
	}
	r, err := loadReport(w, path)
	if err != nil {
		return err
	}
	return f.write(w, specs, r, console.Show)
}

func newReportDiff(w world) *cobra.Command {
	f := &documentFlags[*reports.Diff]{}
	c := &cobra.Command{
		Use:   "diff BEFORE AFTER",
		Short: "Show what has changed between two runs",
		Long: `diff compares two JSON reports: what fails now and did not before, what fails in another way, what is fixed,
what has no answer any more, and which operations have become notably slower. One of the two may be - for standard input.

Exit codes: 0 nothing new fails, 1 something new fails or fails in another way, 2 a report cannot be read or written.`,
		Example: `  oktascim report diff main.json branch.json
  oktascim report diff main.json branch.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  oktascim report diff main.json branch.json --report html=diff.html --report console=-`,
		Args:              arguments(2, "report diff takes two JSON reports, the earlier one first"),
		ValidArgsFunction: completeReports,
		RunE: func(_ *cobra.Command, args []string) error {
			return reportDiff(w, f, args[0], args[1])
		},
	}
	f.register(c, formats.Diffs())
	return c
}

func reportDiff(w world, f *documentFlags[*reports.Diff], before, after string) error {
	specs, err := f.specs()
	if err != nil {
		return err
	}
	if before == "-" && after == "-" {
		return usagef("report diff: only one of the two reports can come from standard input")
	}
	was, err := loadReport(w, before)
	if err != nil {
		return err
	}
	now, err := loadReport(w, after)
	if err != nil {
		return err
	}
	d := reports.NewDiff(was, now, before, after)
	if err := f.write(w, specs, d, console.ShowDiff); err != nil {
		return err
	}
	return exitWith(d.ExitCode())
}

type reportMergeFlags struct {
	reports    []string
	regression regressionFlags
}

func newReportMerge(w world) *cobra.Command {
	var f reportMergeFlags
	c := &cobra.Command{
		Use:   "merge FILE...",
		Short: "Join the reports of the shards of one run",
		Long: `merge joins the JSON reports of the shards of one run (oktascim run --shard I/N) into one, prints it and judges it
as a whole. All shards must be there, also those that failed, and be of one run, target, version, profile, set of
dialects and strictness. A check that is in two parts counts once: an answer before none, the worse answer before the better.

Baseline and waivers are applied to the whole, also when the shards had them. Medians and percentiles of the latency are
computed anew from all times, which are in the reports with three significant digits.

Exit codes: as for oktascim run, by the verdict of the whole; 2 when the parts cannot be joined or written.`,
		Example: `  oktascim report merge shard-*.json --report json=scim.json --report junit=scim.xml
  oktascim report merge shard-*.json --baseline main.json --waivers waivers.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("report merge takes the JSON reports of all shards; each shard writes one with --report json=FILE")
			}
			return nil
		},
		ValidArgsFunction: completeReports,
		RunE:              func(_ *cobra.Command, args []string) error { return f.merge(w, args) },
	}
	c.Flags().StringArrayVar(&f.reports, "report", nil, reportHelp("also write the whole as a report"))
	f.regression.register(c)
	return c
}

func (f reportMergeFlags) merge(w world, paths []string) error {
	specs, err := writableSpecs(formats.Reports(), f.reports)
	if err != nil {
		return err
	}
	judge, err := f.regression.prepare(w)
	if err != nil {
		return err
	}
	var parts []reports.Part
	for _, path := range paths {
		r, err := loadReport(w, path)
		if err != nil {
			return err
		}
		parts = append(parts, reports.Part{Name: path, Report: r})
	}
	whole, err := reports.Merge(parts)
	if err != nil {
		return usagef("report merge: %w", err)
	}
	if f.regression.waivers == "" && len(whole.Waivers) > 0 {
		whole.Waive(whole.Waivers, judge.ids, time.Now())
	}
	judge.judge(whole)
	out := consoleOutput(w, specs)
	if err := console.Show(out, whole, console.Detect(out, w.env)); err != nil {
		return err
	}
	for _, s := range specs {
		if err := formats.Write(s, whole, w.stdout); err != nil {
			return exitError{exitUsage, err}
		}
	}
	return exitWith(whole.ExitCode())
}

func newReportTrend(w world) *cobra.Command {
	f := &documentFlags[*reports.Trend]{}
	c := &cobra.Command{
		Use:   "trend DIR",
		Short: "Show outcomes and latency over many runs",
		Long: `trend reads every JSON report in a folder and the folders in it, and shows them in the order in which the runs
started: verdicts and counts, the checks that hold in some runs and fail in others, and the latency of each operation.

Files that are no reports are skipped and named on standard error, as are the shards of a run (join them with
oktascim report merge) and a run that is there twice.

Exit codes: 0, whatever the verdicts; 2 when the folder holds no report or the result cannot be written.`,
		Example: `  oktascim report trend reports/
  oktascim report trend reports/ --format csv > trend.csv`,
		Args: arguments(1, "report trend takes one folder with JSON reports"),
		RunE: func(_ *cobra.Command, args []string) error { return reportTrend(w, f, args[0]) },
	}
	f.register(c, formats.Trends())
	return c
}

func reportTrend(w world, f *documentFlags[*reports.Trend], dir string) error {
	specs, err := f.specs()
	if err != nil {
		return err
	}
	runs, err := readRuns(w, dir)
	if err != nil {
		return err
	}
	return f.write(w, specs, reports.NewTrend(runs), console.ShowTrend)
}

// readRuns reads what can be read, and names on standard error what cannot.
func readRuns(w world, dir string) ([]reports.TrendRun, error) {
	type run struct{ id, started string }
	first := map[run]string{}
	var runs []reports.TrendRun
	skip := func(path, why string) { fmt.Fprintf(w.stderr, "oktascim: skipped %s: %s\n", path, why) }
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir:
			return err
		case err != nil:
			skip(path, err.Error())
			return nil
		case entry.IsDir() || !strings.EqualFold(filepath.Ext(path), ".json"):
			return nil
		}
		r, err := reports.Load(path)
		if err != nil {
			skip(path, strings.TrimPrefix(err.Error(), path+": "))
			return nil
		}
		key := run{r.RunID, r.Started.String()}
		switch other, twice := first[key]; {
		case r.Shard != nil:
			skip(path, "it is shard "+r.Shard.String()+" of a run; join the shards with `oktascim report merge`")
		case twice:
			skip(path, "it is the same run as "+other)
		default:
			first[key] = path
			runs = append(runs, reports.NewTrendRun(path, r))
		}
		return nil
	})
	if err != nil {
		return nil, usagef("report trend: %w", err)
	}
	if len(runs) == 0 {
		return nil, usagef("report trend: there is no report in %s; a run writes one with --report json=FILE", dir)
	}
	return runs, nil
}

// documentFlags say in which formats a report, or what is made of several, goes
// where.
type documentFlags[T any] struct {
	formats formats.Table[T]
	format  string
	reports []string
}

func (f *documentFlags[T]) register(c *cobra.Command, table formats.Table[T]) {
	f.formats = table
	names := strings.Join(table.Names(), ", ")
	c.Flags().StringVar(&f.format, "format", "", "print this `FORMAT`: "+names+" (default console)")
	c.Flags().StringArrayVar(&f.reports, "report", nil,
		"write it as `FORMAT=PATH`, repeatable; - is standard output; formats: "+names)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(table.Names(), cobra.ShellCompDirectiveNoFileComp))
}

// specs finds out, before anything is read, what is asked for and whether it
// can be written.
func (f *documentFlags[T]) specs() ([]formats.Spec, error) {
	asked := slices.Clone(f.reports)
	if f.format != "" {
		if !slices.Contains(f.formats.Names(), f.format) {
			return nil, usagef("--format %q: want one of %s", f.format, strings.Join(f.formats.Names(), ", "))
		}
		asked = append(asked, f.format+"=-")
	}
	return writableSpecs(f.formats, asked)
}

// write writes the value as asked; show is what happens when nothing is.
func (f *documentFlags[T]) write(w world, specs []formats.Spec, value T,
	show func(io.Writer, T, console.Options) error) error {
	if len(specs) == 0 {
		return show(w.stdout, value, console.Detect(w.stdout, w.env))
	}
	for _, s := range specs {
		if err := f.formats.Write(s, value, w.stdout); err != nil {
			return exitError{exitUsage, err}
		}
	}
	return nil
}
