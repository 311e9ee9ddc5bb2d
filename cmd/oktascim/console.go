package main

import (
	"io"
	"slices"

	"github.com/oktascim/oktascim/reports"
)

// consoleOutput is where a person reads: standard output, unless a report goes
// there, which must stay whole.
func consoleOutput(w world, outputs []reports.Spec) io.Writer {
	if slices.ContainsFunc(outputs, func(o reports.Spec) bool { return o.Path == "-" }) {
		return w.stderr
	}
	return w.stdout
}
