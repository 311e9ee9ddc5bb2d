package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
)

// oktaSettle is the least settle time of a run through Okta, unless --settle says otherwise: Okta itself needs from
// seconds to minutes.
const oktaSettle = 2 * time.Minute

type orgRunFlags struct {
	org    orgFlags
	target targetFlags
	output outputFlags
	yes    bool
}

func newOrgRun(w world) *cobra.Command {
	var f orgRunFlags
	c := &cobra.Command{
		Use:   "run",
		Short: "Drive an Okta org through its CRUD test and a group push, and check the app",
		Long: `run does in an Okta org what Okta's CRUD test does, and pushes a group: it creates a user, assigns it to the
app, changes it, deactivates it, and so on. After each step it reads the app's SCIM service until the step has arrived
there, at most as long as the settle time (the profile's, and at least 2m), not the 160 s that Okta's test waits.

It changes a real org. It works on nothing but two users and a group that it creates, whose names carry the run id,
and cleans them up in the org and in the app at the end, also after a failure or ^C. Without --yes-change-org it
prints what it would do, and does nothing.

Use an org for tests, and an app whose provisioning is set up (` + "`oktascim org audit`" + `). The SCIM base URL
and its token are those of the app, as for ` + "`oktascim run`" + `.

` + orgCredentials + orgExitCodes,
		Example: `  export OKTA_API_TOKEN=… OKTASCIM_TOKEN=…
  oktascim org run --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --profile app.yaml
  oktascim org run --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --settle 5m --yes-change-org`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.org.register(c, org.ChangeScopes())
	f.target.register(c)
	_ = c.Flags().MarkHidden("dialect") // Okta chooses it
	c.Flags().Lookup("settle").Usage = "longest `TIME` after which a change in Okta may show in the app, such as 5m " +
		"(default: the profile's, and at least 2m)"
	f.output.register(c)
	c.Flags().BoolVar(&f.yes, "yes-change-org", false, "do it: create users and a group in the org, and delete them again")
	return c
}

func (f orgRunFlags) run(c *cobra.Command, w world) error {
	ctx := c.Context()
	config, err := f.org.config(w)
	if err != nil {
		return err
	}
	settings, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if settings.BaseURL == "" {
		return usagef("--base-url is required, or OKTASCIM_BASE_URL, or a profile with scim.base_url: the SCIM service " +
			"to which the org provisions")
	}
	if !c.Flags().Changed("settle") {
		settings.Settle = max(settings.Settle, oktaSettle)
	}
	output, err := f.output.prepare(w)
	if err != nil {
		return err
	}
	env := harness.NewEnv(settings)
	config.Secret = env.Redactor.Add
	console := output.open(first(f.target.tokenEnv, settings.Profile.SCIM.Auth.TokenEnv))
	defer output.close()
	config.Notice = console.Say
	journey, err := orgcheck.NewJourney(config, f.org.app, env, console.Say)
	if err != nil {
		return orgError(ctx, err)
	}
	if !f.yes {
		fmt.Fprintln(w.stdout, strings.Join(journey.Plan(), "\n"))
		return usagef("this changes the org; nothing was done. Add --yes-change-org to do it")
	}
	if err := suites.Preflight(ctx, env); err != nil {
		return unreachable(err)
	}
	if _, err := journey.Prepare(ctx); err != nil {
		return orgError(ctx, redactedError(env, err))
	}
	report := startReport(env, f.target.profileFile(w), f.output.strict)
	report.Command = fmt.Sprintf("oktascim org run --okta-org %s --app %s --yes-change-org", config.URL, f.org.app)
	report.Onwards = [2]string{"Okta and the app work together. Before the pilot group is assigned:",
		"oktascim pilot plan --roster pilot.csv"}
	for _, line := range journey.Plan() {
		console.Say(line)
	}
	warn(env, report, console)
	if err := runInOrder(ctx, env, journey.Checks(), report, console); err != nil {
		return err
	}
	cleanUpOrg(ctx, env, journey, report, console)
	return output.finish(ctx, report, env.Redactor.Text)
}

// cleanUpOrg cleans up in the org and then in the app, and enters the result in the report.
func cleanUpOrg(ctx context.Context, env *harness.Env, journey *orgcheck.Journey, report *reports.Report,
	console *console.Console) {
	console.Say("cleaning up in the org and in the app")
	inOrg := journey.CleanUp(ctx)
	done := env.CloseAll(ctx)
	report.CleanUp = reports.CleanUp{Deactivated: done.Deactivated, Deleted: done.Deleted, Purged: done.Purged}
	for _, l := range append(inOrg.Left, done.Left...) {
		report.CleanUp.Left = append(report.CleanUp.Left, reports.LeftOver(l))
	}
	report.Notes = append(report.Notes,
		fmt.Sprintf("cleaned up in the org: users deleted: %d, groups deleted: %d", inOrg.Users, inOrg.Groups))
}
