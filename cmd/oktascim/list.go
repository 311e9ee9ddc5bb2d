package main

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/profile"
	"github.com/oktascim/oktascim/suites/replay"
	"github.com/oktascim/oktascim/suites/watch"
)

// listed is a check in the JSON of `oktascim list`.
type listed struct {
	ID       string   `json:"id"`
	Area     string   `json:"area"`
	Level    string   `json:"level"`
	Evidence string   `json:"evidence"`
	Depth    string   `json:"depth"`
	Title    string   `json:"title"`
	Dialects []string `json:"dialects"` // empty: the check does not depend on the dialect
	Needs    []string `json:"needs"`
	Symptom  string   `json:"symptom"`
	Refs     []string `json:"refs"`
	Source   string   `json:"source"` // file and line
}

func newList(w world) *cobra.Command {
	var selection selectionFlags
	var asJSON bool
	var kinds []string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the checks",
		Long: `list prints the id, the level and the title of every check, those of pilot and org too. A must is what Okta's flow
needs; a should is what only the RFCs say, or rests on a request that Okta was never seen to send. The depth is the least of
quick, standard and full at which ` + "`oktascim run`" + ` has the check.`,
		Example: `  oktascim list
  oktascim list --area deactivate,members
  oktascim list --app-kind wizard-no-patch
  oktascim list --check 'groups.*' --json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if selection.depth == "" {
				selection.depth = string(kit.Full)
			}
			checks, err := selection.pick(catalogue())
			if err != nil {
				return err
			}
			if checks, err = ofKinds(checks, kinds); err != nil {
				return err
			}
			if asJSON {
				return listJSON(w, checks)
			}
			return listText(w, checks)
		},
	}
	selection.register(c)
	registerKinds(c, &kinds)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON, with sources and symptoms")
	return c
}

// ofKinds leaves out the checks that do not run for any of these kinds of app.
func ofKinds(checks []kit.Check, names []string) ([]kit.Check, error) {
	kinds, err := kindsOf(names)
	if err != nil || len(kinds) == 0 {
		return checks, err
	}
	dialects := okta.DialectsOf(kinds...)
	return slices.DeleteFunc(slices.Clone(checks), func(c kit.Check) bool {
		return len(kit.Plan([]kit.Check{c}, dialects)) == 0
	}), nil
}

func listText(w world, checks []kit.Check) error {
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	var area kit.Area
	for _, c := range checks {
		if c.Area != area {
			area = c.Area
			fmt.Fprintf(table, "\n%s\n", area)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", c.ID, c.Level, c.LeastDepth(), c.Title)
	}
	must := 0
	for _, c := range checks {
		if c.Level == kit.Must {
			must++
		}
	}
	fmt.Fprintf(table, "\n%d checks, %d of them must. `oktascim explain ID` tells more about one.\n", len(checks), must)
	return table.Flush()
}

func listJSON(w world, checks []kit.Check) error {
	out := make([]listed, 0, len(checks))
	for _, c := range checks {
		l := listed{ID: c.ID, Area: string(c.Area), Level: string(c.Level), Evidence: string(c.Evidence), Depth: string(c.LeastDepth()), Title: c.Title, Symptom: c.Symptom,
			Refs: c.Refs, Source: c.Source(), Dialects: []string{}, Needs: []string{}}
		l.Dialects = append(l.Dialects, c.DialectNames()...)
		for _, n := range c.Needs {
			if !slices.Contains(l.Needs, string(n)) {
				l.Needs = append(l.Needs, string(n))
			}
		}
		out = append(out, l)
	}
	return printJSON(w, out)
}

// catalogue lists the checks of every command.
func catalogue() []kit.Check {
	return slices.Concat(suites.Catalogue(), pilot.Catalogue(), orgcheck.Catalogue(), watch.Catalogue(),
		replay.Catalogue())
}

// commandOf is the command that runs the checks of an area which `oktascim run`
// does not; empty for the others.
func commandOf(area kit.Area) string {
	switch area {
	case kit.Pilot:
		return "oktascim pilot plan, oktascim pilot verify; they send nothing but GET"
	case kit.Org:
		return "oktascim org audit, which sends nothing but GET; checks named org.run.…: oktascim org run"
	case watch.Area:
		return "oktascim watch"
	case replay.Area:
		return "oktascim replay"
	}
	return ""
}

// selectionFlags pick checks from the catalogue.
type selectionFlags struct {
	selection kit.Selection
	depth     string
}

func (f *selectionFlags) register(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.selection.Areas, "area", nil, "only these `AREAS`, comma separated: deactivate,members")
	c.Flags().StringSliceVar(&f.selection.IDs, "check", nil,
		"only checks whose id matches one of these `GLOBS`, comma separated: users.deactivate.*")
	c.Flags().StringVar(&f.depth, "depth", "",
		"how much to do, a `DEPTH`: quick, standard or full (default standard; checks that --check names run at any depth)")
	_ = c.RegisterFlagCompletionFunc("depth", cobra.FixedCompletions([]cobra.Completion{
		cobra.CompletionWithDesc("quick", "at most 500 requests: every commit"),
		cobra.CompletionWithDesc("standard", "at most 4,000 requests: nightly, before a pilot"),
		cobra.CompletionWithDesc("full", "everything: certification"),
	}, cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("area",
		func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var areas []cobra.Completion
			for _, a := range kit.Areas() {
				areas = append(areas, string(a))
			}
			return areas, cobra.ShellCompDirectiveNoFileComp
		})
	_ = c.RegisterFlagCompletionFunc("check", completeIDs)
}

// pick gives the selected ones of the checks.
func (f *selectionFlags) pick(from []kit.Check) ([]kit.Check, error) {
	var err error
	if f.depth != "" {
		if f.selection.Depth, err = kit.ParseDepth(f.depth); err != nil {
			return nil, exitError{exitUsage, fmt.Errorf("--depth: %w", err)}
		}
	}
	checks, err := f.selection.Pick(from)
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	return checks, nil
}

// left is the depth of a run and how many checks only a deeper one has.
func (f selectionFlags) left(all []kit.Check) (depth string, deeper int) {
	d := f.selection.Depth
	switch {
	case d == "" && len(f.selection.IDs) > 0:
		return string(kit.Full), 0
	case d == "":
		d = kit.Standard
	}
	return string(d), len(all) - len(kit.AtDepth(d, all))
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
	labels := okta.Labels(run)
	leftOut := func(d profile.Dialect) bool { return !slices.Contains(labels, okta.Dialect(d)) }
	if slices.ContainsFunc(p.Okta.Dialects, leftOut) {
		for _, d := range labels {
			s.Dialects = append(s.Dialects, string(d))
		}
	}
	if len(s.Areas)+len(s.Checks)+len(s.Dialects) == 0 {
		return nil
	}
	return s
}
