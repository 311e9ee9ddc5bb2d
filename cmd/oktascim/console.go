package main

import (
	"io"
	"slices"

	"github.com/oktascim/oktascim/reports/formats"
)

// consoleOutput is where a person reads: standard output, unless a report goes
// there, which must stay whole.
func consoleOutput(w world, outputs []formats.Spec) io.Writer {
	if slices.ContainsFunc(outputs, func(o formats.Spec) bool { return o.Path == "-" }) {
		return w.stderr
	}
	return w.stdout
}
