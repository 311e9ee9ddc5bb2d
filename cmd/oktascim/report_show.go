package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
)

type reportShowFlags struct {
	format  string
	reports []string
}

func newReportShow(w world) *cobra.Command {
	var f reportShowFlags
	c := &cobra.Command{
		Use:   "show FILE",
		Short: "Show a report in any format",
		Long: `show renders a JSON report of an earlier run in any format, without a run. FILE may be - for standard input.

Without flags it prints what the run printed. --format prints another format; --report writes files, as for
oktascim run, and prints nothing. The exit code is 0 whatever the verdict, and 2 when the report cannot be
read or written.`,
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
		RunE:              func(_ *cobra.Command, args []string) error { return f.show(w, args[0]) },
	}
	flags := c.Flags()
	flags.StringVar(&f.format, "format", "", "print this `FORMAT`: "+strings.Join(reports.Formats(), ", ")+" (default console)")
	flags.StringArrayVar(&f.reports, "report", nil, reportHelp("write a report"))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reports.Formats(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (f reportShowFlags) show(w world, path string) error {
	asked := f.reports
	if f.format != "" {
		if !slices.Contains(reports.Formats(), f.format) {
			return usagef("--format %q: want one of %s", f.format, strings.Join(reports.Formats(), ", "))
		}
		asked = append(asked, f.format+"=-")
	}
	specs, err := writableSpecs(asked)
	if err != nil {
		return err
	}
	r, err := loadReport(w, path)
	if err != nil {
		return err
	}
	if len(specs) == 0 {
		return reports.ShowConsole(w.stdout, r, reports.DetectConsole(w.stdout, w.env))
	}
	for _, s := range specs {
		if err := reports.Write(s, r, w.stdout); err != nil {
			return exitError{exitUsage, err}
		}
	}
	return nil
}
