package main

import "github.com/spf13/cobra"

func newOrg(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "org",
		Short: "Look at Okta's side: audit an org, run a person through it, simulate one",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newOrgAudit(w), newOrgRun(w), newOrgRoster(w), newOrgSimulate(w))
	return c
}
