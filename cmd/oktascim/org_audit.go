package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
)

type orgAuditFlags struct {
	org    orgFlags
	target targetFlags // the profile alone
	output outputFlags
	hours  int
}

// mostHours is how long Okta keeps its System Log: 90 days.
const mostHours = 90 * 24

func newOrgAudit(w world) *cobra.Command {
	var f orgAuditFlags
	c := &cobra.Command{
		Use:   "audit",
		Short: "Check how an Okta org is set up to provision an app",
		Long: `audit reads an Okta org and says what is wrong with the provisioning of one app: whether it is switched on,
what is mapped, whether the pushed groups and their members arrive, which users' synchronization failed, and what the
System Log holds about it, each with what to do. It sends nothing but GET and changes nothing.

The app profile says what is expected: its actions (push-new-users, …), roles and authentication. Without a profile
everything but password sync is.

` + orgCredentials + orgExitCodes,
		Example: `  export OKTA_API_TOKEN=…
  oktascim org audit --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4
  oktascim org audit --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --report junit=org.xml`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.org.register(c, org.ReadScopes())
	f.output.register(c)
	c.Flags().StringVar(&f.target.profile, "profile", "",
		"app profile, a YAML `FILE`: what the app is configured for (OKTASCIM_PROFILE)")
	c.Flags().IntVar(&f.hours, "hours", 24,
		fmt.Sprintf("look at the last `N` hours of the System Log, 1 to %d (90 days)", mostHours))
	return c
}

func (f orgAuditFlags) run(c *cobra.Command, w world) error {
	ctx := c.Context()
	if f.hours < 1 || f.hours > mostHours {
		return usagef("--hours %d: must be 1 to %d; Okta keeps its System Log for 90 days", f.hours, mostHours)
	}
	config, err := f.org.config(w)
	if err != nil {
		return err
	}
	p, err := f.target.loadProfile(w)
	if err != nil {
		return err
	}
	output, err := f.output.prepare(w)
	if err != nil {
		return err
	}
	env := harness.NewEnv(harness.Settings{Profile: p, BaseURL: config.URL})
	config.Secret = env.Redactor.Add
	console := output.open("OKTA_API_TOKEN")
	defer output.close()
	config.Notice = console.Say
	audit, err := orgcheck.NewAudit(config, f.org.app, f.hours)
	if err != nil {
		return orgError(ctx, err)
	}
	app, err := audit.Prepare(ctx)
	if err != nil {
		return orgError(ctx, redactedError(env, err))
	}
	report := startReport(env, f.target.profileFile(w), f.output.strict)
	report.Command = fmt.Sprintf("oktascim org audit --okta-org %s --app %s --hours %d", config.URL, f.org.app, f.hours)
	report.Onwards = [2]string{"The org is set up. To drive a user and a group through it, in an org for tests:",
		fmt.Sprintf("oktascim org run --okta-org %s --app %s --base-url …", config.URL, f.org.app)}
	report.Notes = append(report.Notes,
		fmt.Sprintf("app %q, %s; System Log of the last %d h", app.Label, app.ID, f.hours))
	if err := runInOrder(ctx, env, audit.Checks(), report, console); err != nil {
		return err
	}
	return output.finish(ctx, report, env.Redactor.Text)
}
