package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
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
			return usagef("pilot is two commands: `oktascim pilot plan` before anything is assigned, `oktascim pilot verify` afterwards")
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
		return nil, nil, usagef("no target: give --base-url, or scim.base_url in the profile; to try it, start `oktascim serve`")
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
func judge(ctx context.Context, env *harness.Env, suite pilotSuite, report *reports.Report, console *console.Console) error {
	counted := map[string]int{}
	var planned []reports.Check
	checks := suite.Checks()
	for _, c := range checks {
		n, known := counted[c.ID]
		if !known {
			n = len(planned)
			counted[c.ID] = n
			planned = append(planned, reports.Check{ID: c.ID, Area: string(c.Area), Level: reports.Level(c.Level), Title: c.Title})
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
		tally.Add(reports.Check{ID: c.ID, Area: string(c.Area), Level: reports.Level(c.Level), Subject: c.Subject, Subjects: c.Subjects, Title: c.Title, Symptom: c.Symptom, Evidence: c.Evidence, Refs: c.Refs}.
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
