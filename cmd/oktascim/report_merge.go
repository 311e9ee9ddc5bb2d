package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

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
	if code := whole.ExitCode(); code != exitConforms {
		return exitError{code: code}
	}
	return nil
}
