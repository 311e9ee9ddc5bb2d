package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

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
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("report trend takes one folder with JSON reports")
			}
			return nil
		},
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
