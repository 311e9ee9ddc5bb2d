package main

import (
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
			return usagef("report needs a command, such as `oktascim report show report.json`; `oktascim report --help` lists them")
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
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("report show takes one JSON report; `oktascim run --report json=FILE` writes one")
			}
			return nil
		},
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
