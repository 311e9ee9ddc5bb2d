package main

import "github.com/spf13/cobra"

func newOrg(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "org",
		Short: "Look at Okta's side: audit an org, run a person through it, simulate one",
		Long: `org looks at the half of provisioning that is set up in Okta. audit and roster send nothing but GET; run changes an org
that is there for tests; simulate serves an org to try them on.`,
		Example: `  oktascim org audit  --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --profile app.yaml
  oktascim org roster --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --out pilot.csv
  oktascim org simulate --people 20`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newOrgAudit(w), newOrgRun(w), newOrgRoster(w), newOrgSimulate(w))
	return c
}
