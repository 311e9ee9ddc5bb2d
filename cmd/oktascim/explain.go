package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

func newExplain(w world) *cobra.Command {
	var dialects []string
	c := &cobra.Command{
		Use:   "explain CHECK",
		Short: "Explain a check: the requirement, why Okta needs it, and the requests",
		Long: `explain tells what one check requires, why Okta needs it, what an Okta admin would see if it did not
hold, and where the requirement comes from. The requests are those that the check sends just now to the
built-in reference provider, so they are never out of date.`,
		Example: `  oktascim explain users.deactivate.by-id
  oktascim explain members.remove.one --dialect aiw`,
		Args: arguments(1, "explain takes one check id, such as users.deactivate.by-id; `oktascim list` "+
			"shows all"),
		ValidArgsFunction: completeIDs,
		RunE: func(c *cobra.Command, args []string) error {
			checks, err := kit.Selection{IDs: args}.Pick(catalogue())
			switch {
			case err != nil && slices.Contains(kit.Areas(), kit.Area(args[0])):
				return usagef("%s is an area: `oktascim list --area %[1]s` shows its checks, and explain takes one of them",
					args[0])
			case err != nil:
				return usagef("%s", strings.TrimPrefix(err.Error(), "--check "))
			}
			for i, check := range checks {
				if i > 0 {
					fmt.Fprintln(w.stdout)
				}
				if err := explain(c, w, check, dialects); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringSliceVar(&dialects, "dialect", nil,
		"show the requests of these `DIALECTS`, comma separated: aiw, oin (default: each that differs)")
	return c
}

func explain(c *cobra.Command, w world, check kit.Check, dialects []string) error {
	fmt.Fprintf(w.stdout, "%s  (%s, %s, depth %s)\n%s.\n", check.ID, check.Area, check.Level, check.LeastDepth(), check.Title)
	paragraph := func(head, text string) {
		if text != "" {
			fmt.Fprintf(w.stdout, "\n%s\n  %s\n", head, text)
		}
	}
	paragraph("Why Okta needs it", check.Why)
	paragraph("What an Okta admin would see", check.Symptom)
	paragraph("Why we believe it", check.Evidence.Said())
	paragraph("Where it comes from", strings.Join(check.Refs, "\n  "))
	if len(check.Needs) > 0 {
		var needs []string
		for _, n := range check.Needs {
			needs = append(needs, string(n))
		}
		paragraph("Runs when the app profile states", strings.Join(needs, ", "))
	}
	reported, made, err := faultParagraphs(check.ID)
	if err != nil {
		return err
	}
	paragraph("Faults "+fromReports+" that it catches (`oktascim faults` tells more)", reported)
	paragraph("Faults "+fromTheGrid+" that it catches", made)
	paragraph("Source", check.Source())
	if by := commandOf(check.Area); by != "" {
		paragraph("Run by", by)
		return nil
	}
	return explainRequests(c, w, check, dialects)
}

// explainRequests runs the check against the reference provider and prints
// what it sent.
func explainRequests(c *cobra.Command, w world, check kit.Check, dialects []string) error {
	flags := targetFlags{dialects: dialects, timeout: requestLimit}
	settings := harness.Settings{Settle: settleLimit, Timeout: requestLimit}
	var err error
	if settings.Profile, err = referenceProfile(); err != nil {
		return err
	}
	if settings.Dialects, err = flags.dialectsOf(settings.Profile); err != nil {
		return err
	}
	if optional := check.Area == kit.Entitlements || check.Area == kit.Access; optional {
		settings.Profile = everythingOf(settings.Profile, "")
	}
	stop, err := startEmbedded(c.Context(), &settings, 0)
	if err != nil {
		return err
	}
	defer stop()
	if check.Area == kit.Access {
		settings.Profile = everythingOf(settings.Profile, settings.BaseURL)
	}
	settings.KeepExchanges = true
	_, err = kit.Run(c.Context(), harness.NewEnv(settings), []kit.Check{check}, kit.Observer{
		Finished: func(done reports.Check) { printRequests(w, done) },
	})
	return err
}

func printRequests(w world, done reports.Check) {
	in := ""
	if done.Dialect != "" {
		in = ", dialect " + done.Dialect
	}
	fmt.Fprintf(w.stdout, "\nThe requests, set-up included%s\n", in)
	for _, x := range done.Exchanges {
		path := x.URL
		if i := strings.Index(path, "/scim/v2"); i >= 0 {
			path = path[i+len("/scim/v2"):]
		}
		fmt.Fprintf(w.stdout, "  %-6s %s  → %d\n", x.Method, path, x.Status)
		if x.Request != "" {
			fmt.Fprintf(w.stdout, "         %s\n", shorten(x.Request))
		}
	}
}

func shorten(body string) string {
	const longest = 300
	body = strings.Join(strings.Fields(body), " ")
	if r := []rune(body); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return body
}

// Limits of the requests that explain sends to the reference provider.
const (
	requestLimit = 10 * time.Second
	settleLimit  = time.Second
)
