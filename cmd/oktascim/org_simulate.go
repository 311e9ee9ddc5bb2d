package main

import (
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// simulateFlags say what the simulated org has and what it provisions.
type simulateFlags struct {
	target               targetFlags // base URL, profile and token only
	listen, oktaTokenEnv string
	dialect              string
	people               int
	groups, problems     []string
	quiet                bool
}

func newOrgSimulate(w world) *cobra.Command {
	var f simulateFlags
	c := &cobra.Command{
		Use:   "simulate",
		Short: "Serve a simulated Okta org that provisions a SCIM service",
		Long: `simulate serves a simulated Okta org on loopback, over plain http: the part of Okta's Management API that
org audit, org roster and org run use. It has users and groups, which are assigned to one SCIM app and provisioned to
--base-url by the sequences that Okta sends. Without --base-url it starts the built-in reference provider and provisions
that.

Like Okta it links accounts that have the same name, and overwrites them; what it created is not removed when it ends.
Use a test tenant.

The first line on standard output is the org URL, the app's id and the API token, separated by spaces; it is printed
when all users are provisioned. Requests are logged to standard error. ^C ends it.

With --problem the org has something wrong that an audit must find:

` + problemTable(),
		Example: `  oktascim org simulate --people 20
  read -r OKTA_ORG OKTA_APP OKTA_API_TOKEN < <(oktascim org simulate --problem push-inactive --quiet)
  OKTASCIM_TOKEN=… oktascim org simulate --base-url http://127.0.0.1:8080/scim/v2 --dialect oin`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.register(c)
	return c
}

func (f *simulateFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.target.baseURL, "base-url", "",
		"SCIM base `URL` that the org provisions (OKTASCIM_BASE_URL); without one the built-in reference provider")
	flags.StringVar(&f.target.profile, "profile", "",
		"app profile, a YAML `FILE`: auth scheme, certificates and role groups (OKTASCIM_PROFILE)")
	flags.StringVar(&f.target.tokenEnv, "token-env", "",
		"`NAME` of the environment variable that holds the SCIM token (default OKTASCIM_TOKEN)")
	flags.StringVar(&f.target.tokenFile, "token-file", "", "`FILE` that holds the SCIM token")
	flags.BoolVar(&f.target.allowHTTP, "allow-http", false,
		"send the SCIM token without encryption to an http:// target that is not on this machine")
	flags.StringVar(&f.dialect, "dialect", "",
		"how Okta writes to the app, a `NAME`: aiw (custom app) or oin (catalog app); default: the profile's first")
	registerKinds(c, &f.target.kinds)
	c.MarkFlagsMutuallyExclusive("dialect", "app-kind")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0",
		"`ADDRESS` to serve the org on, loopback only; port 0 takes a free one")
	flags.StringVar(&f.oktaTokenEnv, "okta-token-env", "",
		"`NAME` of the environment variable that holds the org's API token (default: a random token)")
	flags.IntVar(&f.people, "people", 10, "`N` users in the org, always the same ones")
	flags.StringSliceVar(&f.groups, "groups", nil,
		"`NAMES` of groups that share the users and are pushed (default: the profile's role groups); another group is assigned")
	flags.StringSliceVar(&f.problems, "problem", nil, "plant the problem `NAME` (repeatable; see the list above)")
	flags.BoolVar(&f.quiet, "quiet", false, "do not log requests")
	c.MarkFlagsMutuallyExclusive("token-env", "token-file")
	var problems []cobra.Completion
	for _, p := range orgsim.Problems() {
		problems = append(problems, cobra.CompletionWithDesc(p.Name, p.What))
	}
	for flag, values := range map[string][]cobra.Completion{"dialect": {"aiw", "oin"}, "problem": problems} {
		_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
}

func problemTable() string {
	var out strings.Builder
	for _, p := range orgsim.Problems() {
		fmt.Fprintf(&out, "  %-24s %s\n", p.Name, p.What)
	}
	return out.String()
}

func (f *simulateFlags) run(c *cobra.Command, w world) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.dialect != "" {
		f.target.dialects = []string{f.dialect}
	}
	f.target.timeout = time.Minute
	s, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if s.BaseURL == "" {
		stop, err := startEmbedded(c.Context(), &s, f.people+roomForGuests)
		if err != nil {
			return err
		}
		defer stop()
	}
	options, err := f.options(w, s)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return usagef("--listen %s: %w", f.listen, err)
	}
	fmt.Fprintf(w.stderr, "provisioning %s: users %d, groups %d …\n", s.BaseURL, f.people, len(options.Groups))
	org, err := orgsim.New(options)
	if err != nil {
		_ = listener.Close()
		return usagef("%w", err)
	}
	defer org.Close()
	if err := org.WaitIdle(c.Context()); err != nil {
		_ = listener.Close()
		return exitError{code: exitInterrupted}
	}
	fmt.Fprintln(w.stderr, org.Progress())
	fmt.Fprintf(w.stdout, "http://%s %s %s\n", listener.Addr(), org.AppID(), org.Token())
	if err := provider.Serve(c.Context(), listener, org, options.Logger); err != nil {
		return exitError{exitIncomplete, err}
	}
	return nil
}

// roomForGuests are seats for the users that an org run or a demo adds.
const roomForGuests = 100

// largestOrg bounds --people: more takes minutes to provision.
const largestOrg = 100_000

func (f *simulateFlags) check() error {
	if f.people < 0 || f.people > largestOrg {
		return usagef("--people %d: must be a number from 0 to %d", f.people, largestOrg)
	}
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil {
		return usagef("--listen %s: %w", f.listen, err)
	}
	if !loopback(host) {
		return usagef("--listen %s: the org uses plain http, so it is served on loopback only: 127.0.0.1, [::1] or localhost",
			f.listen)
	}
	return nil
}

// options turns the flags into the org's options.
func (f *simulateFlags) options(w world, s harness.Settings) (orgsim.Options, error) {
	options := orgsim.Options{
		SCIM:     okta.Config{BaseURL: s.BaseURL, Authorization: s.Authorization, Timeout: s.Timeout},
		Label:    s.Profile.Name,
		Problems: f.problems,
		People:   orgsim.People(f.people, s.Profile.TestData.Domain),
	}
	if len(s.Dialects) > 0 {
		options.SCIM.Dialect = s.Dialects[0]
	}
	if s.Transport != nil {
		options.SCIM.Transport = s.Transport
	}
	if f.oktaTokenEnv != "" {
		if options.Token = w.env(f.oktaTokenEnv); options.Token == "" {
			return options, usagef("--okta-token-env: the environment variable %s is not set", f.oktaTokenEnv)
		}
	}
	names := f.groups
	if len(names) == 0 && s.Profile.Roles != nil {
		for _, g := range s.Profile.Roles.Groups {
			names = append(names, g.Group)
		}
	}
	if len(names) == 0 {
		names = []string{"oktascim pilot"}
	}
	options.Groups = orgsim.Deal(options.People, names)
	if !f.quiet {
		options.Logger = slog.New(slog.NewTextHandler(w.stderr, nil))
	}
	return options, nil
}
