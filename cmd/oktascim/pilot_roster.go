package main

import (
	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/profile"
	"github.com/oktascim/oktascim/suites/roster"
)

// rosterFlags say who takes part in a pilot.
type rosterFlags struct{ file, leavers string }

func (f *rosterFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.file, "roster", "", "who takes part, a CSV or YAML `FILE`: userName, givenName, familyName, email, groups, role, status")
	flags.StringVar(&f.leavers, "leavers", "", "who has left, a `FILE` like a roster in which userName alone suffices (the same as status leaver in the roster)")
}

// again is the flags as they were given, for the next command.
func (f *rosterFlags) again() string {
	out := ""
	if f.file != "" {
		out += " --roster " + reports.ShellQuote(f.file)
	}
	if f.leavers != "" {
		out += " --leavers " + reports.ShellQuote(f.leavers)
	}
	return out
}

// load reads the roster and the leavers.
func (f *rosterFlags) load(p *profile.Profile) (*roster.Roster, error) {
	if f.file == "" {
		return nil, usagef("who takes part? Give --roster FILE; fixtures/rosters/example.csv shows what it looks like")
	}
	options := roster.Options{Roles: pilot.Roles(p), UniqueEmail: p.Okta.UniqueIdentifier == profile.ByEmail}
	r, err := roster.Load(f.file, options)
	if err != nil {
		return nil, usagef("--roster: %w", err)
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
