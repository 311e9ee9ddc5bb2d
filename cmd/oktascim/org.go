package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
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
