package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/pilot"
)

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
		report.Notes = append(report.Notes, fmt.Sprintf("The state before is that of %s (%s).", before.Taken.Local().Format(time.DateTime), f.snapshot))
	}
	report.Onwards = [2]string{"The pilot has arrived. Assign the next group: plan it first.", "oktascim pilot plan --roster next.csv"}
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
		return nil, usagef("--snapshot %s is of another target, %s; give the one that was taken of %s", f.snapshot, before.Target, baseURL)
	}
	return before, nil
}
