package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

// stepSummary is the variable in which GitHub Actions names the file with the
// Markdown that the page of a job shows.
const stepSummary = "GITHUB_STEP_SUMMARY"

// jobSummary is the file that a run adds its report to; empty when there is
// none or it does not run in CI.
func jobSummary(w world) string {
	if !console.InCI(w.env) {
		return ""
	}
	return w.env(stepSummary)
}

// withoutSummary leaves out a report that the job's summary holds anyway:
// written as a file it would replace what other steps have put there.
func withoutSummary(specs []formats.Spec, summary string) []formats.Spec {
	return slices.DeleteFunc(specs, func(s formats.Spec) bool {
		return summary != "" && s.Format == "markdown" && filepath.Clean(s.Path) == filepath.Clean(summary)
	})
}

// addToSummary writes the job's summary. Nobody asked for it by a flag, so that
// it cannot be written is said and changes no exit code.
func addToSummary(w world, summary string, r *reports.Report) {
	if summary == "" {
		return
	}
	if err := formats.AppendMarkdown(summary, r); err != nil {
		fmt.Fprintf(w.stderr, "oktascim: the summary of the job (%s): %v\n", stepSummary, err)
	}
}
