package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/fixtures/defects"
	"github.com/oktascim/oktascim/provider"
)

// listedFault is a fault in the JSON of `oktascim faults`.
type listedFault struct {
	ID        string   `json:"id"`
	Category  string   `json:"category"`
	Level     string   `json:"level"`
	Story     string   `json:"story"`
	Source    string   `json:"source"`
	NotOnWire string   `json:"not_on_wire,omitempty"` // why no client can see it
	Fail      []string `json:"fail"`                  // checks that fail
	Warn      []string `json:"warn"`                  // checks that warn
}

func newFaults(w world) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "faults",
		Short: "List the defects the checks are proved against, and which checks catch each",
		Long: `faults lists the ways in which the reference provider can be told to misbehave, most of them defects of real
products, and for each the checks that catch it, as the project's own tests found them. Try one:

  oktascim serve --fault ID        and in another terminal:  oktascim run --base-url …`,
		Example: `  oktascim faults
  oktascim faults --json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			matrix, err := defects.Matrix()
			if err != nil {
				return err
			}
			caught := map[string]defects.Caught{}
			for _, m := range matrix {
				caught[m.Fault] = m
			}
			if asJSON {
				return faultsJSON(w, caught)
			}
			faultsText(w, caught)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON, with sources")
	return c
}

func faultsText(w world, caught map[string]defects.Caught) {
	category, seen, hidden := "", 0, 0
	for _, f := range provider.Faults() {
		if f.Category != category {
			category = f.Category
			fmt.Fprintf(w.stdout, "\n%s\n", category)
		}
		fmt.Fprintf(w.stdout, "  %s  (%s)\n      %s\n", f.ID, f.Level, f.Story)
		if f.NotOnWire != "" {
			hidden++
			fmt.Fprintf(w.stdout, "      cannot be seen on the wire: %s\n", f.NotOnWire)
			continue
		}
		seen++
		for _, part := range []struct {
			what string
			ids  []string
		}{{"fails", caught[f.ID].Fail}, {"warns", caught[f.ID].Warn}} {
			if len(part.ids) > 0 {
				fmt.Fprintf(w.stdout, "      %s: %s\n", part.what, strings.Join(part.ids, ", "))
			}
		}
	}
	fmt.Fprintf(w.stdout, "\n%d faults that can be seen on the wire, %d that cannot.\n", seen, hidden)
}

func faultsJSON(w world, caught map[string]defects.Caught) error {
	out := []listedFault{}
	for _, f := range provider.Faults() {
		l := listedFault{ID: f.ID, Category: f.Category, Level: f.Level, Story: f.Story, Source: f.Source, NotOnWire: f.NotOnWire,
			Fail: []string{}, Warn: []string{}}
		l.Fail = append(l.Fail, caught[f.ID].Fail...)
		l.Warn = append(l.Warn, caught[f.ID].Warn...)
		out = append(out, l)
	}
	encoder := json.NewEncoder(w.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
