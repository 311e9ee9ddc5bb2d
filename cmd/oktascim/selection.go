package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// selectionFlags pick checks from the catalogue.
type selectionFlags struct{ selection kit.Selection }

func (f *selectionFlags) register(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.selection.Areas, "area", nil, "only these `AREAS`, comma separated: deactivate,members")
	c.Flags().StringSliceVar(&f.selection.IDs, "check", nil, "only checks whose id matches one of these `GLOBS`, comma separated: users.deactivate.*")
	_ = c.RegisterFlagCompletionFunc("area", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var areas []cobra.Completion
		for _, a := range kit.Areas() {
			areas = append(areas, string(a))
		}
		return areas, cobra.ShellCompDirectiveNoFileComp
	})
	_ = c.RegisterFlagCompletionFunc("check", completeIDs)
}

// pick gives the selected ones of the checks.
func (f selectionFlags) pick(from []kit.Check) ([]kit.Check, error) {
	checks, err := f.selection.Pick(from)
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	return checks, nil
}

// completeIDs offers the ids of all checks to the shell.
func completeIDs(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var ids []cobra.Completion
	for _, c := range catalogue() {
		ids = append(ids, cobra.CompletionWithDesc(c.ID, c.Title))
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// narrowed is what a run with these flags and dialects was narrowed to; nil
// when it is the whole of what the profile asks for.
func (f selectionFlags) narrowed(run []okta.Dialect, p *profile.Profile) *reports.Selection {
	s := &reports.Selection{Areas: f.selection.Areas, Checks: f.selection.IDs}
	leftOut := func(d profile.Dialect) bool { return !slices.Contains(run, okta.Dialect(d)) }
	if slices.ContainsFunc(p.Okta.Dialects, leftOut) {
		for _, d := range run {
			s.Dialects = append(s.Dialects, string(d))
		}
	}
	if len(s.Areas)+len(s.Checks)+len(s.Dialects) == 0 {
		return nil
	}
	return s
}
