package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/fixtures/defects"
	"github.com/oktascim/oktascim/provider/faulty"
)

// listedFault is a fault in the JSON of `oktascim faults`.
type listedFault struct {
	faulty.Fault
	Fail []string `json:"fail"` // checks that fail
	Warn []string `json:"warn"` // checks that warn
}

// The two groups of faults, as help and output call them.
const (
	fromReports  = "from public reports"
	fromTheGrid  = "made up from the grid"
	whatTheyMean = `Faults ` + fromReports + ` have a source: the address of a report about a product, or a named document.
Faults ` + fromTheGrid + ` have none. The grid is each step of Okta, for each kind of user and group, with each
place where its effect can be seen.`
)

func newFaults(w world) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "faults",
		Short: "List the faults the checks are proved against, and which checks catch each",
		Long: `faults lists the ways in which the reference provider can be told to misbehave, and for each the checks that
catch it, as the project's own tests found them.

` + whatTheyMean + `

Try one:

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
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func faultsText(w world, caught map[string]defects.Caught) {
	reported, made := bySource(faulty.All())
	hidden := 0
	for _, group := range []struct {
		title  string
		faults []faulty.Fault
	}{{fromReports, reported}, {fromTheGrid, made}} {
		fmt.Fprintf(w.stdout, "\n%d faults %s\n", len(group.faults), group.title)
		category := ""
		for _, f := range group.faults {
			if f.Category != category {
				category = f.Category
				fmt.Fprintf(w.stdout, "\n%s\n", category)
			}
			fmt.Fprintf(w.stdout, "  %s  (%s)\n      %s\n", f.ID, f.Level, f.Story)
			if f.Source.Public() {
				fmt.Fprintf(w.stdout, "      report: %s\n", f.Source.Report)
			}
			if f.NotOnWire != "" {
				hidden++
				fmt.Fprintf(w.stdout, "      cannot be seen on the wire: %s\n", f.NotOnWire)
				continue
			}
			for _, part := range []struct {
				what string
				ids  []string
			}{{"fails", caught[f.ID].Fail}, {"warns", caught[f.ID].Warn}} {
				if len(part.ids) > 0 {
					fmt.Fprintf(w.stdout, "      %s: %s\n", part.what, strings.Join(part.ids, ", "))
				}
			}
		}
	}
	fmt.Fprintf(w.stdout, "\n%d faults %s and %d %s; %d of them cannot be seen on the wire.\n",
		len(reported), fromReports, len(made), fromTheGrid, hidden)
}

// bySource splits faults into those that were reported and those that were made up.
func bySource(faults []faulty.Fault) (reported, made []faulty.Fault) {
	for _, f := range faults {
		if f.Source.Public() {
			reported = append(reported, f)
		} else {
			made = append(made, f)
		}
	}
	return reported, made
}

func faultsJSON(w world, caught map[string]defects.Caught) error {
	out := []listedFault{}
	for _, f := range faulty.All() {
		l := listedFault{Fault: f, Fail: []string{}, Warn: []string{}}
		l.Fail = append(l.Fail, caught[f.ID].Fail...)
		l.Warn = append(l.Warn, caught[f.ID].Warn...)
		out = append(out, l)
	}
	return printJSON(w, out)
}

// faultParagraphs are what `oktascim explain` says of the faults that a check catches, "" for none.
func faultParagraphs(check string) (reported, made string, err error) {
	ids, err := defects.CaughtBy(check)
	if err != nil {
		return "", "", err
	}
	var caught []faulty.Fault
	for _, id := range ids {
		f, err := faulty.Find(id)
		if err != nil {
			return "", "", err
		}
		caught = append(caught, f)
	}
	reports, cells := bySource(caught)
	var lines, names []string
	for _, f := range reports {
		lines = append(lines, f.ID+"  "+f.Source.Report)
	}
	for _, f := range cells {
		names = append(names, f.ID)
	}
	return strings.Join(lines, "\n  "), strings.Join(names, "\n  "), nil
}
