package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/kit"
)

// listed is a check in the JSON of `oktascim list`.
type listed struct {
	ID       string   `json:"id"`
	Area     string   `json:"area"`
	Level    string   `json:"level"`
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
	c := &cobra.Command{
		Use:   "list",
		Short: "List the checks",
		Long: `list prints the id, the level and the title of every check, those of pilot and org too. A must is what Okta's flow
needs; a should is what only the RFCs say.`,
		Example: `  oktascim list
  oktascim list --area deactivate,members
  oktascim list --check 'groups.*' --json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			checks, err := selection.pick(catalogue())
			if err != nil {
				return err
			}
			if asJSON {
				return listJSON(w, checks)
			}
			return listText(w, checks)
		},
	}
	selection.register(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON, with sources and symptoms")
	return c
}

func listText(w world, checks []kit.Check) error {
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	var area kit.Area
	for _, c := range checks {
		if c.Area != area {
			area = c.Area
			fmt.Fprintf(table, "\n%s\n", area)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", c.ID, c.Level, c.Title)
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
		l := listed{ID: c.ID, Area: string(c.Area), Level: string(c.Level), Title: c.Title, Symptom: c.Symptom,
			Refs: c.Refs, Source: c.Source(), Dialects: []string{}, Needs: []string{}}
		l.Dialects = append(l.Dialects, c.DialectNames()...)
		for _, n := range c.Needs {
			if !slices.Contains(l.Needs, string(n)) {
				l.Needs = append(l.Needs, string(n))
			}
		}
		out = append(out, l)
	}
	encoder := json.NewEncoder(w.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
