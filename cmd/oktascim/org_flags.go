package main

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// orgFlags say which Okta org is read or changed, and which app of it. The
// credentials come from the environment only.
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
Of the two, OKTA_API_TOKEN wins.`

// orgExitCodes is the last paragraph of the help of a command that checks an org.
const orgExitCodes = `

Exit codes: 0 conforms (maybe with warnings), 1 does not conform, 2 wrong usage or settings,
3 the org or the app cannot be reached or the run is incomplete, 130 interrupted.`

func (f *orgFlags) register(c *cobra.Command, scopes []string) {
	flags := c.Flags()
	flags.StringVar(&f.org, "okta-org", "", "`URL` of the Okta org, such as https://example.okta.com (OKTA_ORG_URL)")
	flags.StringVar(&f.app, "app", "", "`ID` of the app in the org, 0oa…: it is in the address of the app's page in the admin console")
	flags.StringSliceVar(&f.scopes, "okta-scope", scopes, "OAuth `SCOPES` to ask for with a private key, comma separated")
}

// config resolves the flags. secret and notice may be nil.
func (f orgFlags) config(w world) (org.Config, error) {
	c := org.Config{
		URL:      strings.TrimRight(first(f.org, w.env("OKTA_ORG_URL")), "/"),
		Token:    strings.TrimSpace(w.env("OKTA_API_TOKEN")),
		ClientID: strings.TrimSpace(w.env("OKTA_CLIENT_ID")), KeyID: strings.TrimSpace(w.env("OKTA_KEY_ID")),
		PrivateKey: w.env("OKTA_PRIVATE_KEY"),
		Scopes:     f.scopes,
		Transport:  orgTransport(),
	}
	switch {
	case c.URL == "":
		return c, usagef("which org? Give --okta-org https://example.okta.com, or set OKTA_ORG_URL")
	case f.app == "":
		return c, usagef("which app? Give --app 0oa…: the id is in the address of the app's page in the admin console")
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

// orgTransport lets the standard library ask for compression: unlike the SCIM
// side nothing is checked about it.
func orgTransport() *http.Transport {
	t := harness.NewTransport()
	t.DisableCompression = false
	return t
}

// orgError gives an error of the org its exit code.
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
