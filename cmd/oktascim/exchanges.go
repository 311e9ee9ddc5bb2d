package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports/formats"
)

// exchangesFlags say of which checks the requests and answers are kept.
type exchangesFlags struct{ which string }

func (f *exchangesFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.which, "exchanges", "", "keep requests and answers of `WHICH` checks in the reports: failed, all (default failed; all with --report oin)")
	_ = c.RegisterFlagCompletionFunc("exchanges", cobra.FixedCompletions([]cobra.Completion{"failed", "all"}, cobra.ShellCompDirectiveNoFileComp))
}

// all tells whether those of passed checks are kept too: evidence needs them.
func (f exchangesFlags) all(specs []formats.Spec) (bool, error) {
	switch f.which {
	case "all":
		return true, nil
	case "failed":
		return false, nil
	case "":
		return slices.ContainsFunc(specs, func(s formats.Spec) bool { return strings.HasPrefix(s.Format, "oin") }), nil
	}
	return false, usagef("--exchanges %q: want failed or all", f.which)
}
