package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// defaultSnapshot is where plan keeps the state before, and verify looks for it.
const defaultSnapshot = "pilot.snapshot.json"

func newPilot(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "pilot",
		Short: "Before and after the first group is assigned: what will become of each person, and did it",
		Long: `pilot looks at the people of a roster in the app, without changing anything: it sends nothing but GET.

plan, before anything is assigned in Okta: who will be created, linked to which account, or is ambiguous; which
role each will have, and who would lose one; whether the seats suffice; which groups are there already.
verify, after the assignment: each person is there, once, active, with the right attributes, groups and role;
leavers are inactive and still there; nobody else was changed since the plan.

A roster is a CSV file with the columns userName, givenName, familyName, email, groups (separated by
semicolons), role, status; userName and one of the others suffice. status is assigned (the same as empty),
"not assigned" (a member of the groups whom Okta will not push) or leaver. YAML has the same keys.`,
		Example: `  oktascim pilot plan   --profile app.yaml --roster pilot.csv
  oktascim pilot verify --profile app.yaml --roster pilot.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("pilot is two commands: `oktascim pilot plan` before anything is assigned, `oktascim pilot verify` " +
				"afterwards")
		},
	}
	c.AddCommand(newPilotPlan(w), newPilotVerify(w))
	return c
}

// pilotFlags are those that plan and verify have in common.
type pilotFlags struct {
	target   targetFlags
	roster   rosterFlags
	output   outputFlags
	snapshot string
}

func (f *pilotFlags) register(c *cobra.Command) {
	f.target.register(c)
	_ = c.Flags().MarkHidden("dialect") // what is read is the same in both
	f.roster.register(c)
	f.output.register(c)
}

// prepare makes what the result goes to and the environment: a target that
// nothing but GET is sent to.
func (f *pilotFlags) prepare(c *cobra.Command, w world) (*output, *harness.Env, error) {
	output, err := f.output.prepare(w)
	if err != nil {
		return nil, nil, err
	}
	settings, err := f.target.settings(c, w)
	if err != nil {
		return nil, nil, err
	}
	if settings.BaseURL == "" {
		return nil, nil, usagef("no target: give --base-url, or scim.base_url in the profile; to try it, start `oktascim " +
			"serve`")
	}
	settings.ReadOnly = true
	return output, harness.NewEnv(settings), nil
}

// load reads the roster, and finds out whether the app can be read.
func (f *pilotFlags) load(ctx context.Context, w world, env *harness.Env) (*roster.Roster, error) {
	people, err := f.roster.load(ctx, w, env)
	if err != nil {
		return nil, err
	}
	if err := suites.Preflight(ctx, env); err != nil {
		return nil, unreachable(err)
	}
	return people, nil
}

// start starts the report and the console.
func (f *pilotFlags) start(env *harness.Env, output *output, command string) (*reports.Report, *console.Console) {
	report := startReport(env, f.target.profile, f.output.strict)
	report.Command = command + f.roster.again()
	return report, output.open(first(f.target.tokenEnv, env.Profile.SCIM.Auth.TokenEnv))
}

// pilotSuite is what plan and verify are to the command.
type pilotSuite interface {
	Checks() []kit.Check
	Requests() int
	Timings() []result.Timing
	Numbers() []string
	Notes() []string
}

// judge runs the checks of a suite, shows how far they are, and enters them in
// the report.
func judge(ctx context.Context, env *harness.Env, suite pilotSuite, report *reports.Report,
	console *console.Console) error {
	counted := map[string]int{}
	var planned []reports.Check
	checks := suite.Checks()
	for _, c := range checks {
		n, known := counted[c.ID]
		if !known {
			n = len(planned)
			counted[c.ID] = n
			planned = append(planned, reports.Check{ID: c.ID, Area: string(c.Area), Level: reports.Level(c.Level),
				Title: c.Title})
		}
		planned[n].Subjects += max(c.Subjects, 1)
	}
	total := 0
	for _, c := range planned {
		total += c.Subjects
	}
	console.Plan(report, planned)
	tally, done, shown := reports.NewTally(), 0, 0
	err := pilot.Run(ctx, env, checks, kit.Observer{
		Finished: func(c reports.Check) {
			tally.Add(c)
			if done += max(c.Subjects, 1); done-shown >= 100 {
				shown = done
				console.Doing(fmt.Sprintf("judging: %d of %d checks", done, total))
			}
		},
	}, func(c kit.Check) {
		tally.Add(reports.Check{ID: c.ID, Area: string(c.Area), Level: reports.Level(c.Level), Subject: c.Subject,
			Subjects: c.Subjects, Title: c.Title, Symptom: c.Symptom, Evidence: c.Evidence, Refs: c.Refs}.
			Lost("the run was interrupted before its turn"))
	})
	console.Doing("")
	if err != nil {
		return err
	}
	report.Checks = tally.Checks()
	for _, t := range suite.Timings() {
		report.Timings = append(report.Timings, reports.Timing(t))
	}
	report.Requests = suite.Requests()
	for i := range report.Checks {
		console.Finished(report.Checks[i])
		report.Requests += report.Checks[i].Requests
	}
	report.Notes = append(suite.Numbers(), suite.Notes()...)
	report.Notes = append(report.Notes, env.Notes()...)
	return nil
}

// unread gives an error of reading its exit code.
func unread(ctx context.Context, err error) error {
	var read *pilot.ReadError
	switch {
	case ctx.Err() != nil:
		return exitError{code: exitInterrupted}
	case errors.As(err, &read):
		return exitError{exitIncomplete, err}
	}
	return err
}

type pilotPlanFlags struct {
	pilotFlags
	plan       string
	noSnapshot bool
}

func newPilotPlan(w world) *cobra.Command {
	var f pilotPlanFlags
	c := &cobra.Command{
		Use:   "plan",
		Short: "Before anything is assigned: what will become of each person of a roster",
		Long: `plan reads the app as an Okta import does and says what would become of each person when the pilot is
assigned: created, linked to which account and by which attribute, ambiguous, already provisioned, or inactive and
reactivated; which role the mapping of the app profile gives, and who would lose one; whether the seats suffice;
which pushed groups are there already; who of their members is not assigned; which attributes stay empty.

It sends nothing but GET. Up to 500 people are also looked up one by one, as Okta does it.
The state before is kept in a snapshot, for ` + "`oktascim pilot verify`" + `: of people who are not in the roster it holds id,
userName, activity, role and groups, and of their other attributes only marks that show a change. No secrets.

Exit codes: 0 nothing speaks against it (maybe warnings), 1 something does, 2 wrong usage or settings,
3 the target cannot be read, 130 interrupted.`,
		Example: `  oktascim pilot plan --profile app.yaml --roster pilot.csv
  oktascim pilot plan --profile app.yaml --roster pilot.csv --plan plan.csv --report json=plan-report.json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.register(c)
	flags := c.Flags()
	flags.StringVar(&f.plan, "plan", "", "also write the plan for each person to this `FILE`: a table when it ends in "+
		".csv, else JSON")
	flags.StringVar(&f.snapshot, "snapshot", defaultSnapshot, "`FILE` for the state before the pilot")
	flags.BoolVar(&f.noSnapshot, "no-snapshot", false,
		"keep no snapshot; of a large app only the people of the roster are then looked up")
	c.MarkFlagsMutuallyExclusive("snapshot", "no-snapshot")
	return c
}

func (f *pilotPlanFlags) run(c *cobra.Command, w world) error {
	ctx := c.Context()
	output, env, err := f.prepare(c, w)
	if err != nil {
		return err
	}
	if f.noSnapshot {
		f.snapshot = ""
	}
	for flag, path := range map[string]string{"--plan": f.plan, "--snapshot": f.snapshot} {
		if path == "" {
			continue
		}
		if err := formats.CheckWritable(path); err != nil {
			return usagef("%s: %w", flag, err)
		}
	}
	people, err := f.load(ctx, w, env)
	if err != nil {
		return err
	}
	report, console := f.start(env, output, "oktascim pilot plan")
	defer output.close()
	plan, err := pilot.NewPlan(ctx, env, people, pilot.PlanOptions{Snapshot: !f.noSnapshot, Progress: console.Doing})
	if err != nil {
		console.Close()
		return unread(ctx, err)
	}
	if s := plan.Snapshot(); s != nil {
		if err := formats.WritePrivate(f.snapshot, s.Write); err != nil {
			return usagef("--snapshot: %w", err)
		}
		plan.Forget()
	}
	if err := judge(ctx, env, plan, report, console); err != nil {
		return err
	}
	f.show(plan, console)
	if err := f.write(plan, report); err != nil {
		return err
	}
	report.Onwards = [2]string{"Assign one group to the app in Okta and push another with the same members, wait for the push, then:",
		"oktascim pilot verify" + f.again(env.BaseURL)}
	return output.finish(ctx, report, env.Redactor.Text)
}

// again is target, profile and roster as the next command needs them.
func (f *pilotPlanFlags) again(baseURL string) string {
	out := f.roster.again() + " --base-url " + reports.ShellQuote(baseURL)
	if f.target.profile != "" {
		out += " --profile " + reports.ShellQuote(f.target.profile)
	}
	if f.snapshot != defaultSnapshot && f.snapshot != "" {
		out += " --snapshot " + reports.ShellQuote(f.snapshot)
	}
	return out
}

// mostRows is how many people the console shows.
const mostRows = 40

// show writes what matters first, and the people: those with findings first.
func (f *pilotPlanFlags) show(plan *pilot.Plan, out *console.Console) {
	var rows []console.Row
	for _, h := range plan.Headlines() {
		mark := reports.Fail
		if h.Level == kit.Should {
			mark = reports.Warn
		}
		rows = append(rows, console.Row{Mark: mark, Cells: []string{h.Text}})
	}
	if len(rows) > 0 {
		out.Block("BEFORE YOU ASSIGN", rows)
	}
	rows = nil
	for e := range plan.Entries() {
		if len(rows) == mostRows {
			rest := fmt.Sprintf("and %d more people", plan.Len()-len(rows))
			if f.plan == "" {
				rest += "; all of them with --plan plan.csv"
			} else {
				rest += "; all of them are in " + f.plan
			}
			rows = append(rows, console.Row{Cells: []string{rest}})
			break
		}
		mark := reports.Pass
		words := e.Words()
		if len(e.Findings) > 0 {
			mark = reports.Fail
			words = strings.Join(e.Findings, "; ")
			if e.What == pilot.Link || e.What == pilot.Create || e.What == pilot.Provisioned {
				words = e.Words() + ": " + words
			}
		}
		rows = append(rows, console.Row{Mark: mark, Cells: []string{e.UserName, e.Roles(), words}})
	}
	out.Block("PEOPLE", rows)
}

// write writes the plan of each person.
func (f *pilotPlanFlags) write(plan *pilot.Plan, report *reports.Report) error {
	if f.snapshot != "" {
		report.Notes = append(report.Notes, fmt.Sprintf("The state before is kept in %s, for `oktascim pilot verify`.",
			f.snapshot))
	}
	if f.plan == "" {
		return nil
	}
	write := plan.WriteJSON
	if strings.EqualFold(filepath.Ext(f.plan), ".csv") {
		write = plan.WriteCSV
	}
	if err := formats.WritePrivate(f.plan, func(out io.Writer) error { return write(out) }); err != nil {
		return usagef("--plan: %w", err)
	}
	return nil
}

type pilotVerifyFlags struct{ pilotFlags }

func newPilotVerify(w world) *cobra.Command {
	var f pilotVerifyFlags
	c := &cobra.Command{
		Use:   "verify",
		Short: "After the pilot was assigned: did everybody arrive as planned, and was nobody else changed",
		Long: `verify reads the app again and says of each person of the roster: there, once, with the account of the plan,
active, with the roster's attributes, in its groups and in no other pushed group, with the right role. Leavers are
inactive and still there. Nobody else, and no other group, was changed since the plan: this is held against the
snapshot that ` + "`oktascim pilot plan`" + ` has kept.

It sends nothing but GET. What is not there yet is waited for, as long as the profile's settle time or --settle says.

Exit codes: 0 everybody arrived (maybe warnings), 1 not so, 2 wrong usage or settings, 3 the target cannot be read,
130 interrupted.`,
		Example: `  oktascim pilot verify --profile app.yaml --roster pilot.csv
  oktascim pilot verify --profile app.yaml --roster pilot.csv --leavers left.csv --settle 5m --report junit=pilot.xml`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.register(c)
	c.Flags().StringVar(&f.snapshot, "snapshot", defaultSnapshot, "`FILE` with the state before the pilot")
	return c
}

func (f *pilotVerifyFlags) run(c *cobra.Command, w world) error {
	ctx := c.Context()
	output, env, err := f.prepare(c, w)
	if err != nil {
		return err
	}
	before, err := f.before(c, env.BaseURL)
	if err != nil {
		return err
	}
	people, err := f.load(ctx, w, env)
	if err != nil {
		return err
	}
	report, console := f.start(env, output, "oktascim pilot verify")
	defer output.close()
	verify, err := pilot.NewVerify(ctx, env, people, before, console.Doing)
	if err != nil {
		console.Close()
		return unread(ctx, err)
	}
	if err := judge(ctx, env, verify, report, console); err != nil {
		return err
	}
	if before != nil {
		report.Notes = append(report.Notes, fmt.Sprintf("The state before is that of %s (%s).",
			before.Taken.Local().Format(time.DateTime), f.snapshot))
	}
	report.Onwards = [2]string{"The pilot has arrived. Assign the next group: plan it first.",
		"oktascim pilot plan --roster next.csv"}
	return output.finish(ctx, report, env.Redactor.Text)
}

// before reads the snapshot. That there is none is no error when nobody asked
// for it: then the checks that need it say so.
func (f *pilotVerifyFlags) before(c *cobra.Command, baseURL string) (*pilot.Snapshot, error) {
	before, err := pilot.LoadSnapshot(f.snapshot)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !c.Flags().Changed("snapshot"):
		return nil, nil
	case err != nil:
		return nil, usagef("--snapshot: %w", err)
	case before.Target != baseURL:
		return nil, usagef("--snapshot %s is of another target, %s; give the one that was taken of %s", f.snapshot,
			before.Target, baseURL)
	}
	return before, nil
}
