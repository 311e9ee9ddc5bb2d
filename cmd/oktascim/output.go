package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

// outputFlags say what becomes of a result. Every command that runs checks has
// them.
type outputFlags struct {
	reports    []string
	strict     bool
	regression regressionFlags
}

func (f *outputFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVar(&f.reports, "report", nil, reportHelp("also write a report"))
	flags.BoolVar(&f.strict, "strict", false, "warnings (a should that does not hold) fail the run too")
	f.regression.register(c)
}

// reportHelp is the help of a flag --report.
func reportHelp(what string) string {
	return what + ", `FORMAT=PATH`, repeatable; - is standard output; formats: " + strings.Join(formats.Reports().Names(), ", ")
}

// writableSpecs reads the values of --report and finds out whether each report
// can be written.
func writableSpecs[T any](table formats.Table[T], texts []string) ([]formats.Spec, error) {
	specs, err := table.ParseSpecs(texts)
	if err != nil {
		return nil, usagef("--report: %w", err)
	}
	for _, s := range specs {
		if err := formats.CheckWritable(s.Path); err != nil {
			return nil, usagef("--report %s=%s: %w", s.Format, s.Path, err)
		}
	}
	return specs, nil
}

// output is where the result of one run goes.
type output struct {
	w          world
	specs      []formats.Spec
	summary    string // of the CI job; may be empty
	regression *regression
	console    *console.Console
}

// prepare finds out, before anything is sent, whether each report can be
// written, and reads the baseline and the waivers.
func (f outputFlags) prepare(w world) (*output, error) {
	specs, err := writableSpecs(formats.Reports(), f.reports)
	if err != nil {
		return nil, err
	}
	regression, err := f.regression.prepare(w)
	if err != nil {
		return nil, err
	}
	summary := jobSummary(w)
	return &output{w: w, specs: withoutSummary(specs, summary), summary: summary, regression: regression}, nil
}

// open starts the console; close ends it. tokenEnv is the variable that holds
// the token, for the curl lines.
func (o *output) open(tokenEnv string) *console.Console {
	outlivePipes()
	out := consoleOutput(o.w, o.specs)
	options := console.Detect(out, o.w.env)
	options.TokenEnv = tokenEnv
	o.console = console.New(out, options)
	return o.console
}

func (o *output) close() { o.console.Close() }

// finish concludes the report, removes secrets with hide, judges what is new,
// shows and writes it, and gives the exit code of its verdict as an error. What
// can be written is written, also when another report cannot.
func (o *output) finish(ctx context.Context, report *reports.Report, hide func(string) string) error {
	report.DurationMS = float64(time.Since(report.Started).Microseconds()) / 1000
	report.Conclude()
	report.Redact(hide)
	o.regression.judge(report)
	report.Redact(hide) // what waivers and the baseline brought in
	failed := []error{o.console.Report(report)}
	for _, s := range o.specs {
		failed = append(failed, formats.Write(s, report, o.w.stdout))
	}
	failed = slices.DeleteFunc(failed, readerLeft)
	addToSummary(o.w, o.summary, report)
	if err := errors.Join(failed...); err != nil {
		return usagef("%w", err)
	}
	if ctx.Err() != nil {
		return exitError{code: exitInterrupted}
	}
	if code := report.ExitCode(); code != exitConforms {
		return exitError{code: code}
	}
	return nil
}

// consoleOutput is where a person reads: standard output, unless a report goes
// there, which must stay whole.
func consoleOutput(w world, outputs []formats.Spec) io.Writer {
	if slices.ContainsFunc(outputs, func(o formats.Spec) bool { return o.Path == "-" }) {
		return w.stderr
	}
	return w.stdout
}
