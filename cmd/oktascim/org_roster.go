package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
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

// rosterFlags say who takes part in a pilot.
type rosterFlags struct {
	file, leavers string
	org           orgFlags
}

func (f *rosterFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.file, "roster", "", "who takes part, a CSV or YAML `FILE`: userName, givenName, familyName, "+
		"email, groups, role, status")
	flags.StringVar(&f.leavers, "leavers", "",
		"who has left, a `FILE` like a roster in which userName alone suffices (the same as status leaver in the roster)")
	f.org.register(c, org.ReadScopes())
	c.MarkFlagsMutuallyExclusive("roster", "okta-org")
}

// again is the flags as they were given, for the next command.
func (f *rosterFlags) again() string {
	out := ""
	if f.file != "" {
		out += " --roster " + reports.ShellQuote(f.file)
	}
	if f.org.org != "" {
		out += " --okta-org " + reports.ShellQuote(f.org.org)
	}
	if f.org.app != "" {
		out += " --app " + reports.ShellQuote(f.org.app)
	}
	if f.leavers != "" {
		out += " --leavers " + reports.ShellQuote(f.leavers)
	}
	return out
}

// load reads the roster, from a file or from an org, and the leavers.
func (f *rosterFlags) load(ctx context.Context, w world, env *harness.Env) (*roster.Roster, error) {
	p := env.Profile
	options := roster.Options{Roles: pilot.Roles(p), UniqueEmail: p.Okta.UniqueIdentifier == profile.ByEmail}
	r, err := f.people(ctx, w, env, options)
	if err != nil {
		return nil, err
	}
	if f.leavers == "" {
		return r, nil
	}
	options.Leavers = true
	left, err := roster.Load(f.leavers, options)
	if err != nil {
		return nil, usagef("--leavers: %w", err)
	}
	if err := r.Join(left); err != nil {
		return nil, usagef("--leavers: %w", err)
	}
	return r, nil
}

// people reads the roster without the leavers.
func (f *rosterFlags) people(ctx context.Context, w world, env *harness.Env, options roster.Options) (*roster.Roster,
	error) {
	if f.file != "" {
		r, err := roster.Load(f.file, options)
		if err != nil {
			return nil, usagef("--roster: %w", err)
		}
		return r, nil
	}
	if f.org.org == "" && f.org.app == "" {
		return nil, usagef("who takes part? Give --roster FILE (fixtures/rosters/example.csv shows one), or --okta-org " +
			"URL --app ID to read who is assigned in Okta")
	}
	config, err := f.org.config(w)
	if err != nil {
		return nil, err
	}
	config.Secret = env.Redactor.Add
	client, err := org.New(config)
	if err != nil {
		return nil, orgError(ctx, err)
	}
	r, err := pilot.FromOrg(ctx, orgRoster{client, f.org.app}, config.URL, nil)
	var wrong *profile.Error
	switch {
	case ctx.Err() != nil:
		return nil, exitError{code: exitInterrupted}
	case errors.As(err, &wrong):
		return nil, exitError{exitIncomplete, err}
	case err != nil:
		return nil, orgError(ctx, redactedError(env, err))
	}
	return r, nil
}

// orgRoster is a live org as a pilot reads it.
type orgRoster struct {
	client *org.Client
	app    string
}

func (o orgRoster) People(ctx context.Context) ([]pilot.OrgPerson, error) {
	users, err := o.client.AppUsers(ctx, o.app)
	if err != nil {
		return nil, err
	}
	out := make([]pilot.OrgPerson, 0, len(users))
	for _, u := range users {
		text := func(name string) string { s, _ := u.Profile[name].(string); return s }
		out = append(out, pilot.OrgPerson{ID: u.ID, UserName: first(u.UserName, text("userName")),
			GivenName: text("givenName"), FamilyName: text("familyName"), Email: text("email"),
			Left: u.Status == "DEPROVISIONED" || u.Status == "INACTIVE"})
	}
	return out, nil
}

func (o orgRoster) Groups(ctx context.Context) ([]pilot.OrgGroup, error) {
	pushed, err := o.client.PushMappings(ctx, o.app)
	if err != nil {
		return nil, err
	}
	var out []pilot.OrgGroup
	for _, m := range pushed {
		g, err := o.client.Group(ctx, m.SourceGroupID)
		if err != nil {
			return nil, err
		}
		out = append(out, pilot.OrgGroup{ID: g.ID, Name: g.Name})
	}
	if len(out) > 0 {
		return out, nil
	}
	assigned, err := o.client.AppGroups(ctx, o.app)
	for _, g := range assigned {
		out = append(out, pilot.OrgGroup{ID: g.ID, Name: g.Name})
	}
	return out, err
}

func (o orgRoster) Members(ctx context.Context, groupID string) ([]pilot.OrgPerson, error) {
	users, err := o.client.GroupUsers(ctx, groupID)
	out := make([]pilot.OrgPerson, 0, len(users))
	for _, u := range users {
		out = append(out, pilot.OrgPerson{ID: u.ID, UserName: u.Login, GivenName: u.FirstName, FamilyName: u.LastName,
			Email: u.Email})
	}
	return out, err
}
