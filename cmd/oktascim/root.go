package main

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

func newRoot(w world) *cobra.Command {
	root := &cobra.Command{
		Use:   "oktascim",
		Short: "Tests a SCIM 2.0 deployment the way Okta will use it",
		Long: `oktascim tells whether Okta provisioning will work against a SCIM 2.0 deployment,
before Okta is pointed at it, and whether it still works after every change.

It replays what Okta sends, in both of Okta's dialects, verifies by fresh reads what
the app then really holds, and explains each failure by what an Okta admin would see.`,
		Example: `  oktascim run                                   try it: test the built-in reference provider
  export OKTASCIM_TOKEN=…                        the token that Okta would use
  oktascim run --base-url https://app.example.com/scim/v2
  oktascim run --profile app.yaml --report junit=scim.xml
  oktascim explain users.deactivate.by-id        what a check requires, and why Okta needs it
  oktascim serve                                 a correct SCIM server to build against`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.DisableDescriptions = false
	root.AddCommand(newRun(w), newList(w), newExplain(w), newServe(w), newPilot(w), newInit(w), newFaults(w), newReport(w), newSweep(w), newOrg(w), newVersion(w))
	root.SetFlagErrorFunc(flagError)
	usage := root.UsageFunc()
	root.SetUsageFunc(func(c *cobra.Command) error { return withoutBooleans(c, usage) })
	return root
}

// withoutBooleans writes the usage without the "[=true|false]" that pflag puts
// behind each flag that is just given or not; the columns stay where they are.
func withoutBooleans(c *cobra.Command, usage func(*cobra.Command) error) error {
	const noise = "[=true|false]"
	out := c.OutOrStderr()
	var b bytes.Buffer
	c.SetOut(&b)
	err := usage(c)
	c.SetOut(out)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(b.String(), "\n")
	for i, line := range lines {
		if before, after, found := strings.Cut(line, noise); found {
			lines[i] = before + strings.Repeat(" ", len(noise)) + after
		}
	}
	_, err = io.WriteString(out, strings.Join(lines, ""))
	return err
}
