package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot"
)

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
	flags.StringVar(&f.plan, "plan", "", "also write the plan for each person to this `FILE`: a table when it ends in .csv, else JSON")
	flags.StringVar(&f.snapshot, "snapshot", defaultSnapshot, "`FILE` for the state before the pilot")
	flags.BoolVar(&f.noSnapshot, "no-snapshot", false, "keep no snapshot; of a large app only the people of the roster are then looked up")
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
	report.Onwards = [2]string{"Assign the group to the app in Okta, wait for the push, then:", "oktascim pilot verify" + f.again(env.BaseURL)}
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
		report.Notes = append(report.Notes, fmt.Sprintf("The state before is kept in %s, for `oktascim pilot verify`.", f.snapshot))
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
