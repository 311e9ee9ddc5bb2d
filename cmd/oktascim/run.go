package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

type runFlags struct {
	target    targetFlags
	selection selectionFlags
	output    outputFlags
	exchanges exchangesFlags
	journal   journalFlags
	safety    safetyFlags
	parallel  parallelFlags
	shard     shardFlags
	keep      bool
	purge     bool
}

func newRun(w world) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run",
		Short: "Test a SCIM deployment",
		Long: `run replays what Okta sends to an app's SCIM service and verifies what the app then holds.

Without a base URL it tests the reference provider that is built in: a way to see what a run looks like.
Everything a run creates carries its run id and is cleaned up at the end, also after a failure or ^C:
groups are deleted, users deactivated (and deleted with --purge). Nothing else is changed or deleted,
whatever the target answers. Use a test tenant all the same; --dry-run shows beforehand what a run would do.

--depth quick sends at most 500 requests and makes at most 30 users, for every commit; standard, the default, 4,000 and
250; full 10,000 and what the profile allows. The checks that a depth leaves out are counted in the report.

The token is never an argument: it is read from OKTASCIM_TOKEN, --token-env or --token-file.

In CI (the variable CI is set) nothing is rewritten or coloured, and where GITHUB_STEP_SUMMARY names a
file, as in GitHub Actions, the report is added to it as Markdown.

Exit codes: 0 conforms (maybe with warnings), 1 does not conform, 2 wrong usage or settings,
3 target unreachable or run incomplete, 130 interrupted.`,
		Example: `  oktascim run
  OKTASCIM_TOKEN=… oktascim run --base-url https://app.example.com/scim/v2
  oktascim run --profile app.yaml --report json=report.json --report junit=junit.xml
  oktascim run --profile app.yaml --depth quick
  oktascim run --profile app.yaml --area deactivate,reactivate --dialect aiw
  oktascim run --profile app.yaml --check users.create.answer
  oktascim run --profile app.yaml --dry-run
  oktascim run --profile app.yaml --read-only`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.target.register(c)
	f.selection.register(c)
	f.output.register(c)
	f.exchanges.register(c)
	f.journal.register(c)
	f.safety.register(c)
	f.parallel.register(c)
	f.shard.register(c)
	flags := c.Flags()
	flags.Lookup("base-url").Usage += "; without one the built-in reference provider is tested"
	flags.BoolVar(&f.keep, "keep", false, "leave everything that was created, to look at it")
	flags.BoolVar(&f.purge, "purge", false,
		"delete the users that were created, after deactivating them; Okta itself never deletes users")
	c.MarkFlagsMutuallyExclusive("keep", "purge")
	return c
}

func (f runFlags) run(c *cobra.Command, w world) (err error) {
	ctx := c.Context()
	checks, err := f.selection.pick(suites.Catalogue())
	if err != nil {
		return err
	}
	if checks, err = f.safety.limit(checks); err != nil {
		return err
	}
	if err := f.parallel.check(c); err != nil {
		return err
	}
	if c.Flags().Changed("procs") { // to standard error: a report may go to standard output
		fmt.Fprintln(w.stderr, "--procs is deprecated; use --parallel")
	}
	output, err := f.output.prepare(w)
	if err != nil {
		return err
	}
	f.target.noToken = f.safety.dryRun
	settings, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if settings.KeepExchanges, err = f.exchanges.all(output.specs); err != nil {
		return err
	}
	settings.Keep, settings.Purge, settings.ReadOnly = f.keep, f.purge, f.safety.readOnly
	settings.Rate = f.parallel.rate
	if err := f.shard.apply(w, &settings); err != nil {
		return err
	}
	if f.safety.dryRun {
		return dryRun(ctx, settings, checks, w.stdout)
	}
	plan, err := f.shard.pick(kit.Plan(checks, settings.Dialects), output.regression.base)
	if err != nil {
		return err
	}
	embedded := settings.BaseURL == ""
	collectLess(w)
	if embedded {
		stop, err := startEmbedded(ctx, &settings, seatsFor(f.parallel.parallel))
		if err != nil {
			return err
		}
		defer stop()
	}
	if err := f.journal.begin(w, &settings, embedded); err != nil {
		return err
	}
	env := harness.NewEnv(settings)
	defer cleanAfterPanic(ctx, env, &err)
	if err := suites.Preflight(ctx, env); err != nil {
		_ = settings.Journal.Remove() // nothing was created
		return unreachable(err)
	}

	report := f.describe(w, env, embedded)
	f.shard.describe(report, env, plan)
	console := output.open(first(f.target.tokenEnv, settings.Profile.SCIM.Auth.TokenEnv))
	defer output.close()
	if err := f.execute(ctx, env, plan, report, console); err != nil {
		return err
	}
	return output.finish(ctx, report, env.Redactor.Text)
}

// describe starts the report with what is known before the run.
func (f runFlags) describe(w world, env *harness.Env, embedded bool) *reports.Report {
	r := startReport(env, f.target.profileFile(w), f.output.strict)
	r.Target.Embedded = embedded
	r.Profile.Settings = profileSettings(env.Profile)
	r.Selection = f.selection.narrowed(env.Dialects, env.Profile)
	r.Depth, r.Deeper = f.selection.left(suites.Catalogue())
	for _, d := range okta.Labels(env.Dialects) {
		r.Dialects = append(r.Dialects, string(d))
	}
	for _, k := range env.Kinds {
		r.AppKinds = append(r.AppKinds, string(k))
		if !k.Recorded() {
			r.Notes = append(r.Notes, "How Okta writes to an app of the kind "+string(k)+
				" is taken from its documentation; nobody has recorded such an app yet.")
		}
	}
	return r
}

// execute runs the checks, shows them as they end, and enters them in the report.
func (f runFlags) execute(ctx context.Context, env *harness.Env, plan []kit.Planned, report *reports.Report,
	console *console.Console) error {
	planned := plannedChecks(plan)
	console.Plan(report, planned)
	console.Say(effects(env, kit.Depth(report.Depth)))
	if !env.ReadOnly && !report.Target.Embedded {
		warn(env, report, console)
	}
	seats, note := f.parallel.freeSeats(ctx, env, max(1, f.shard.part.Count), kit.Depth(report.Depth))
	if note != "" {
		report.Notes = append(report.Notes, note)
	}
	var view shown
	runner := kit.NewRunner(env, suites.Catalogue())
	err := runner.Run(ctx, plan, engine.Options{
		Parallel: f.parallel.parallel, Seats: seats, Beside: true,
		Started: func(k reports.Key) {
			view.do(func() { console.Started(reports.Check{ID: k.ID, Dialect: k.Dialect, Subject: k.Subject}) })
		},
		Finished: func(c reports.Check) {
			report.Checks = append(report.Checks, c)
			view.do(func() { console.Finished(c) })
		},
	})
	if err != nil {
		return exitError{exitIncomplete, err}
	}
	summary := runner.Close(ctx)
	cleanUp := summary.CleanUp
	report.RequestsSent = cleanUp.Sent
	enterCleanUp(report, cleanUp)
	endJournal(env.Journal, env.Keep, report)
	report.Notes = append(report.Notes, summary.Notes...)
	if view.panicked != "" {
		report.Notes = append(report.Notes, view.panicked)
	}
	if env.Keep {
		report.Notes = append(report.Notes, fmt.Sprintf("--keep: everything named %s-… is still in the tenant",
			env.Names.Tag()))
	}
	return nil
}

// warn shows what is doubtful in the app profile before anything is created.
func warn(env *harness.Env, report *reports.Report, console *console.Console) {
	for _, text := range env.Profile.Warnings() {
		console.Say("Warning: " + text)
		report.Notes = append(report.Notes, text)
	}
}

// effects says what a run is about to do to the tenant.
func effects(env *harness.Env, depth kit.Depth) string {
	if env.ReadOnly {
		return "It sends GET only and changes nothing."
	}
	most := "as many as the profile allows"
	if b := depth.Budget(); b.Users > 0 {
		most = fmt.Sprintf("at most %d and %d against a correct app", b.Users, b.Groups)
	}
	return fmt.Sprintf("It creates users and groups named %s-…, %s, and cleans up: groups deleted, users deactivated.",
		env.Names.Tag(), most)
}

func plannedChecks(plan []kit.Planned) []reports.Check {
	out := make([]reports.Check, 0, len(plan))
	for _, p := range plan {
		out = append(out, p.Facts().Check)
	}
	return out
}

// safetyFlags say how much a run may do to the tenant.
type safetyFlags struct{ dryRun, readOnly bool }

func (f *safetyFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVar(&f.dryRun, "dry-run", false,
		"print every request that the run would send and what it would create, and send nothing to the target; needs no "+
			"token")
	flags.BoolVar(&f.readOnly, "read-only", false, "run only the checks that send nothing but GET")
	c.MarkFlagsMutuallyExclusive("dry-run", "report")
}

// limit leaves out the checks that may not run.
func (f safetyFlags) limit(checks []kit.Check) ([]kit.Check, error) {
	if !f.readOnly {
		return checks, nil
	}
	readers := kit.Readers(checks)
	if len(readers) == 0 {
		return nil, usagef("--read-only: each of the selected checks creates or changes something; `oktascim run " +
			"--read-only --dry-run` lists those that only read")
	}
	return readers, nil
}

// parallelFlags say how many checks run at the same time, and how fast.
type parallelFlags struct {
	parallel int
	rate     float64
}

const (
	defaultParallel = 4
	mostParallel    = 64
	slowest         = 0.1 // requests a second
	fastest         = 100_000.0
)

func (f *parallelFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.IntVar(&f.parallel, "parallel", defaultParallel,
		"run `N` checks at the same time; those that need the tenant for themselves run alone in any case")
	flags.IntVar(&f.parallel, "procs", defaultParallel, "")
	_ = flags.MarkHidden("procs")
	c.MarkFlagsMutuallyExclusive("parallel", "procs")
	flags.Float64Var(&f.rate, "rate", 0, "at most `N` requests a second; a 429 with Retry-After pauses a check in any "+
		"case (default: no limit)")
}

// check refuses what cannot be.
func (f parallelFlags) check(c *cobra.Command) error {
	switch {
	case c.Flags().Changed("rate") && !(f.rate >= slowest && f.rate <= fastest):
		return usagef("--rate %v: want requests a second, from %v to %v", f.rate, slowest, fastest)
	case f.parallel < 1 || f.parallel > mostParallel:
		return usagef("--parallel %d: want a number from 1 to %d", f.parallel, mostParallel)
	}
	return nil
}

// seatsEach is how many free seats two checks need at the same time: there is a
// bystander, and most have one or two people.
const seatsEach = 5

// seatsFor is how many free seats so many checks need.
func seatsFor(parallel int) int { return (parallel*seatsEach + 1) / 2 }

// freeSeats is how many people the checks may make who are active at the same time; 0 where nothing bounds them, or
// one check at a time has them all. Shards share what is free.
func (f parallelFlags) freeSeats(ctx context.Context, env *harness.Env, shards int, depth kit.Depth) (seats int, note string) {
	switch {
	case f.parallel == 1:
		return 0, ""
	case env.Profile.Seats == nil:
		return depth.Budget().Seats / shards, ""
	}
	free, known := kit.FreeSeats(ctx, env)
	if !known {
		return 0, "how many seats are free cannot be told, because the list of users cannot be read: the checks make no " +
			"more people at a time than one of them needs"
	}
	free /= shards
	if need := seatsFor(f.parallel); free < need {
		note = fmt.Sprintf("checks wait for seats: %d are free, and --parallel %d would need %d", free, f.parallel, need)
	}
	return max(1, free-1), note // the bystander has one
}

// collectLess trades memory for time, unless GOGC says otherwise: a run makes
// much garbage and keeps little.
func collectLess(w world) {
	if w.env("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// shown keeps a panic of what only shows a run away from the run.
type shown struct{ panicked string }

func (s *shown) do(show func()) {
	defer func() {
		if v := recover(); v != nil && s.panicked == "" {
			s.panicked = fmt.Sprintf("oktascim panicked while it showed the run, which is a defect of oktascim: %v. The run "+
				"went on, and the report is whole", v)
		}
	}()
	show()
}

// cleanAfterPanic is deferred by a run: a panic outside its checks becomes an
// error, after what was created is cleaned up.
func cleanAfterPanic(ctx context.Context, env *harness.Env, err *error) {
	v := recover()
	if v == nil {
		return
	}
	stack := debug.Stack()
	done := env.CloseAll(context.WithoutCancel(ctx))
	what := fmt.Sprintf("cleaned up: users deactivated: %d, groups deleted: %d, left: %d", done.Deactivated, done.Deleted,
		len(done.Left))
	if path := env.Journal.Path(); path != "" {
		_ = env.Journal.Close()
		what += fmt.Sprintf("; what was created is listed in %s, `oktascim sweep` looks at it again and removes it", path)
	}
	*err = exitError{exitIncomplete, fmt.Errorf("panicked, which is a defect of oktascim: %s\n%s\n%s",
		env.Redactor.Text(fmt.Sprint(v)), what, env.Redactor.Text(string(stack)))}
}
