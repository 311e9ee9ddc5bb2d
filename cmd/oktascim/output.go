package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/reports/waivers"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
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
	return what + ", `FORMAT=PATH`, repeatable; - is standard output; formats: " + strings.Join(formats.Reports().Names(),
		", ")
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
	return exitWith(report.ExitCode())
}

// printJSON prints a value for programs.
func printJSON(w world, value any) error {
	encoder := json.NewEncoder(w.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// enterCleanUp enters in the report what was cleaned up, and what is left, elsewhere included.
func enterCleanUp(report *reports.Report, done harness.CleanUp, elsewhere ...harness.Left) {
	report.CleanUp = reports.CleanUp{Deactivated: done.Deactivated, Deleted: done.Deleted, Purged: done.Purged}
	for _, l := range append(elsewhere, done.Left...) {
		report.CleanUp.Left = append(report.CleanUp.Left, reports.LeftOver(l))
	}
}

// consoleOutput is where a person reads: standard output, unless a report goes
// there, which must stay whole.
func consoleOutput(w world, outputs []formats.Spec) io.Writer {
	if slices.ContainsFunc(outputs, func(o formats.Spec) bool { return o.Path == "-" }) {
		return w.stderr
	}
	return w.stdout
}

// startReport starts the report of a run that begins now; profileFile is where
// the app profile was read from, if anywhere.
func startReport(env *harness.Env, profileFile string, strict bool) *reports.Report {
	return &reports.Report{
		Tool:    reports.Tool{Name: "oktascim", Version: version()},
		Target:  reports.Target{BaseURL: env.BaseURL},
		Profile: reports.Profile{Name: env.Profile.Name, File: profileFile},
		Started: time.Now(),
		RunID:   env.RunID,
		Settle:  reports.Settle{LimitMS: float64(env.Settle.Milliseconds())},
		Strict:  strict,
	}
}

// profileSettings are those of an app profile as reports show them, without
// secrets.
func profileSettings(p *profile.Profile) []reports.Setting {
	settings, err := p.Settings()
	if err != nil { // a profile that was read can be written
		return nil
	}
	var out []reports.Setting
	for _, s := range settings {
		out = append(out, reports.Setting(s))
	}
	return out
}

// exchangesFlags say of which checks the requests and answers are kept.
type exchangesFlags struct{ which string }

func (f *exchangesFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.which, "exchanges", "",
		"keep requests and answers of `WHICH` checks in the reports: failed, all (default failed; all with --report oin)")
	_ = c.RegisterFlagCompletionFunc("exchanges",
		cobra.FixedCompletions([]cobra.Completion{"failed", "all"}, cobra.ShellCompDirectiveNoFileComp))
}

// all tells whether those of passed checks are kept too: evidence needs them.
func (f exchangesFlags) all(specs []formats.Spec) (bool, error) {
	switch f.which {
	case "all":
		return true, nil
	case "failed":
		return false, nil
	case "":
		return slices.ContainsFunc(specs, func(s formats.Spec) bool { return strings.HasPrefix(s.Format, "oin") }), nil
	}
	return false, usagef("--exchanges %q: want failed or all", f.which)
}

// regressionFlags let a verdict concern what is new.
type regressionFlags struct{ baseline, waivers string }

func (f *regressionFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.baseline, "baseline", "",
		"JSON report `FILE` of an earlier run: what fails in the same way as there is known, and only what is new fails "+
			"the run")
	flags.StringVar(&f.waivers, "waivers", "",
		"YAML `FILE` of checks that may fail: a list of {check, reason, owner, expires}; one that expired or that nothing "+
			"needs any more fails the run")
}

// regression is what a result is judged by beside its own checks.
type regression struct {
	flags   regressionFlags
	base    *reports.Report
	waivers []reports.Waiver
	ids     []string
}

// prepare reads both files, before anything is sent.
func (f regressionFlags) prepare(w world) (*regression, error) {
	g := &regression{flags: f}
	seen := map[string]bool{}
	for _, c := range catalogue() {
		if !seen[c.ID] {
			seen[c.ID] = true
			g.ids = append(g.ids, c.ID)
		}
	}
	if f.baseline != "" {
		base, err := loadReport(w, f.baseline)
		if err != nil {
			return nil, usagef("--baseline: %w", err)
		}
		g.base = base
	}
	if f.waivers != "" {
		file, err := waivers.Load(f.waivers, slices.AppendSeq(slices.Clone(g.ids), maps.Keys(kit.Renamed())))
		if err != nil {
			return nil, usagef("--waivers: %w", err)
		}
		for i, w := range file.Waivers {
			if now, old := kit.Renamed()[w.Check]; old {
				w.Check = now
			}
			g.waivers = append(g.waivers, reports.Waiver{Check: w.Check, Dialect: w.Dialect, Subject: w.Subject,
				Reason: w.Reason, Owner: w.Owner, Expires: w.Expires, At: file.At(i)})
		}
	}
	return g, nil
}

// judge applies both to a concluded report without secrets.
func (g *regression) judge(r *reports.Report) {
	if g.flags.waivers != "" {
		r.Waive(g.waivers, g.ids, time.Now())
	}
	if g.base != nil {
		r.Compare(g.base, g.flags.baseline)
	}
}

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

// checked is an output that remembers its first error: a command that only
// prints must not end with 0 when the disk is full.
type checked struct {
	io.Writer
	mu  sync.Mutex
	err error
}

// checkedOutput gives what to write to, and what went wrong when all is written.
// A terminal stays what it is: it has a width and colours, and is never full.
func checkedOutput(out io.Writer) (io.Writer, func() error) {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return out, func() error { return nil }
	}
	c := &checked{Writer: out}
	return c, c.failed
}

func (c *checked) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.err == nil {
			c.err = err
		}
	}
	return n, err
}

func (c *checked) failed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// outlivePipes keeps the program alive when a reader of its output goes away, as
// in `oktascim run | head`: it must still clean up and write its reports. The
// writes fail instead; see readerLeft.
func outlivePipes() { signal.Ignore(syscall.SIGPIPE) }

// readerLeft tells that nobody reads the output any more, which is no error of
// the run.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
