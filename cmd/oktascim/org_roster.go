package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

func newOrgRoster(w world) *cobra.Command {
	var f orgFlags
	var out string
	c := &cobra.Command{
		Use:   "roster",
		Short: "Write the roster of a pilot: the users assigned to the app in the org",
		Long: `roster reads from an Okta org which users are assigned to the app, with the groups that are pushed to it, and
members of these groups who are not assigned, and writes them as a CSV roster. ` + "`oktascim pilot`" + ` reads the org
itself with the same flags; a file can be checked, cut down to the first pilot group, and given roles that differ from
the app profile's mapping. It sends nothing but GET.

` + orgCredentials + `

Exit codes: 0 written, 2 wrong usage or settings, 3 the org cannot be read or the roster not written, 130 interrupted.`,
		Example: `  oktascim org roster --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --out pilot.csv
  oktascim pilot plan --profile app.yaml --roster pilot.csv`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return writeRoster(c, w, f, out) },
	}
	f.register(c, org.ReadScopes())
	c.Flags().StringVar(&out, "out", "-", "`FILE` for the roster; - is standard output")
	return c
}

func writeRoster(c *cobra.Command, w world, f orgFlags, path string) error {
	ctx := c.Context()
	config, err := f.config(w)
	if err != nil {
		return err
	}
	if path != "-" {
		if err := formats.CheckWritable(path); err != nil {
			return usagef("--out: %w", err)
		}
	}
	env := harness.NewEnv(harness.Settings{BaseURL: config.URL})
	config.Secret = env.Redactor.Add
	config.Notice = func(text string) { fmt.Fprintln(w.stderr, text) }
	client, err := org.New(config)
	if err != nil {
		return orgError(ctx, err)
	}
	if _, err := client.App(ctx, f.app); err != nil {
		return orgError(ctx, redactedError(env, err))
	}
	r, err := pilot.FromOrg(ctx, orgRoster{client, f.app}, config.URL, nil)
	if err != nil {
		return orgError(ctx, redactedError(env, err))
	}
	write := func(out io.Writer) error { return roster.WriteCSV(out, r.People) }
	if path == "-" {
		err = write(w.stdout)
	} else {
		err = formats.WritePrivate(path, write)
	}
	if err != nil {
		return exitError{exitIncomplete, fmt.Errorf("the roster cannot be written: %w", err)}
	}
	fmt.Fprintf(w.stderr, "%d users\n", len(r.People))
	return nil
}
