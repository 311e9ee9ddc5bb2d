package main

import (
	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

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
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("report diff takes two JSON reports, the earlier one first")
			}
			return nil
		},
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
	if code := d.ExitCode(); code != exitConforms {
		return exitError{code: code}
	}
	return nil
}
