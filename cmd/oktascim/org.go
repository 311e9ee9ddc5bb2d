package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
)

func newOrg(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "org",
		Short: "Check Okta's side: audit an org, drive a user through it, simulate one",
		Long: `org checks the half of provisioning that is set up in Okta. audit and roster send nothing but GET. run changes
an org that is there for tests. simulate serves an org to try them on.`,
		Example: `  oktascim org audit  --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --profile app.yaml
  oktascim org roster --okta-org https://example.okta.com --app 0oa1gjh63g214q0Hq0g4 --out pilot.csv
  oktascim org simulate --people 20`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newOrgAudit(w), newOrgRun(w), newOrgRoster(w), newOrgSimulate(w))
	return c
}

// orgFlags say which Okta org is read or changed, and which app of it. The credentials come from the environment only.
type orgFlags struct {
	org, app string
	scopes   []string
}

// orgCredentials is the paragraph of a command's help on credentials.
const orgCredentials = `The credentials for the org are never arguments. They are read from the environment:
  OKTA_API_TOKEN            an API token: Security > API > Tokens in the admin console
or, for an API service app with «Public key / Private key» and without DPoP,
  OKTA_CLIENT_ID            its client id
  OKTA_PRIVATE_KEY          its RSA key as PEM, or OKTA_PRIVATE_KEY_FILE, the name of a file that holds it
  OKTA_KEY_ID               the key's id (kid), needed when the app has several keys
If both are set, OKTA_API_TOKEN wins.`

// orgExitCodes is the last paragraph of the help of a command that checks an org.
const orgExitCodes = `

Exit codes: 0 conforms (maybe with warnings), 1 does not conform, 2 wrong usage or settings,
3 the org or the app cannot be reached or the run is incomplete, 130 interrupted.`

func (f *orgFlags) register(c *cobra.Command, scopes []string) {
	flags := c.Flags()
	flags.StringVar(&f.org, "okta-org", "", "`URL` of the Okta org, such as https://example.okta.com (OKTA_ORG_URL)")
	flags.StringVar(&f.app, "app", "",
		"`ID` of the app in the org, 0oa…, from the URL of the app's page in the admin console")
	flags.StringSliceVar(&f.scopes, "okta-scope", scopes, "OAuth `SCOPES` to ask for with a private key, comma separated")
}

// config resolves the flags.
func (f orgFlags) config(w world) (org.Config, error) {
	// The standard library asks for compression: unlike on the SCIM side nothing is checked about it.
	transport := harness.NewTransport()
	transport.DisableCompression = false
	c := org.Config{
		URL:        strings.TrimRight(first(f.org, w.env("OKTA_ORG_URL")), "/"),
		Token:      strings.TrimSpace(w.env("OKTA_API_TOKEN")),
		ClientID:   strings.TrimSpace(w.env("OKTA_CLIENT_ID")),
		KeyID:      strings.TrimSpace(w.env("OKTA_KEY_ID")),
		PrivateKey: w.env("OKTA_PRIVATE_KEY"), Scopes: f.scopes, Transport: transport,
	}
	switch {
	case c.URL == "":
		return c, usagef("--okta-org is required (https://example.okta.com), or OKTA_ORG_URL")
	case f.app == "":
		return c, usagef("--app is required (0oa…, from the URL of the app's page in the admin console)")
	}
	if err := org.CheckURL(c.URL); err != nil {
		return c, exitError{exitUsage, err}
	}
	if err := org.CheckAppID(f.app); err != nil {
		return c, exitError{exitUsage, err}
	}
	if file := w.env("OKTA_PRIVATE_KEY_FILE"); c.Token == "" && c.PrivateKey == "" && file != "" {
		key, err := os.ReadFile(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return c, usagef("OKTA_PRIVATE_KEY_FILE: there is no file %s", file)
		case err != nil:
			return c, usagef("OKTA_PRIVATE_KEY_FILE: %w", err)
		}
		c.PrivateKey = string(key)
	}
	return c, nil
}

// orgError returns an error of the org with its exit code.
func orgError(ctx context.Context, err error) error {
	var e *org.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return exitError{code: exitInterrupted}
	case errors.As(err, &e) && e.Usage:
		return exitError{exitUsage, err}
	default:
		return exitError{exitIncomplete, err}
	}
}

// redactedError hides secrets in an error of the org.
func redactedError(env *harness.Env, err error) error {
	var e *org.Error
	if errors.As(err, &e) {
		hidden := *e
		hidden.Cause, hidden.Remedy = env.Redactor.Text(e.Cause), env.Redactor.Text(e.Remedy)
		return &hidden
	}
	return errors.New(env.Redactor.Text(err.Error()))
}

// runInOrder runs checks one after the other, shows them as they end, and enters them in the report.
func runInOrder(ctx context.Context, env *harness.Env, checks []kit.Check, report *reports.Report,
	console *console.Console) error {
	planned := plannedChecks(kit.Plan(checks, env.Dialects))
	console.Plan(report, planned)
	_, err := kit.Run(ctx, env, checks, kit.Observer{
		Started: func(k reports.Key) {
			console.Started(reports.Check{ID: k.ID, Dialect: k.Dialect, Subject: k.Subject})
		},
		Finished: func(c reports.Check) {
			report.Checks = append(report.Checks, c)
			console.Finished(c)
		},
	})
	return err
}

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
	enterCleanUp(report, done, inOrg.Left...)
	report.Notes = append(report.Notes,
		fmt.Sprintf("cleaned up in the org: users deleted: %d, groups deleted: %d", inOrg.Users, inOrg.Groups))
}
