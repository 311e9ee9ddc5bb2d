package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// rosterFlags say who takes part in a pilot.
type rosterFlags struct {
	file, leavers string
	org           orgFlags
}

func (f *rosterFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.file, "roster", "", "who takes part, a CSV or YAML `FILE`: userName, givenName, familyName, email, groups, role, status")
	flags.StringVar(&f.leavers, "leavers", "", "who has left, a `FILE` like a roster in which userName alone suffices (the same as status leaver in the roster)")
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
func (f *rosterFlags) people(ctx context.Context, w world, env *harness.Env, options roster.Options) (*roster.Roster, error) {
	if f.file != "" {
		r, err := roster.Load(f.file, options)
		if err != nil {
			return nil, usagef("--roster: %w", err)
		}
		return r, nil
	}
	if f.org.org == "" && f.org.app == "" {
		return nil, usagef("who takes part? Give --roster FILE (fixtures/rosters/example.csv shows one), or --okta-org URL --app ID to read who is assigned in Okta")
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
