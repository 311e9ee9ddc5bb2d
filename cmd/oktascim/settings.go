package main

import (
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// targetFlags say what is tested and how. Flags win over the environment, the
// environment over the profile, the profile over defaults.
type targetFlags struct {
	baseURL, profile, tokenEnv, tokenFile string
	dialects, kinds                       []string
	settle, timeout                       time.Duration
	allowHTTP                             bool
	noToken                               bool // nothing will be sent
}

func (f *targetFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.baseURL, "base-url", "",
		"SCIM base `URL`, as in Okta's «SCIM connector base URL» (OKTASCIM_BASE_URL)")
	flags.StringVar(&f.profile, "profile", "",
		"app profile, a YAML `FILE`: what the app is configured for (OKTASCIM_PROFILE)")
	flags.StringVar(&f.tokenEnv, "token-env", "",
		"`NAME` of the environment variable that holds the token (default OKTASCIM_TOKEN)")
	flags.StringVar(&f.tokenFile, "token-file", "", "`FILE` that holds the token")
	flags.StringSliceVar(&f.dialects, "dialect", nil,
		"Okta's `DIALECTS` to test, comma separated: aiw (custom app), oin (catalog app) (default: the profile's)")
	registerKinds(c, &f.kinds)
	flags.DurationVar(&f.settle, "settle", 0,
		"longest `TIME` after which a change may show in the app, such as 30s or 5m (default: the profile's, 2s)")
	flags.DurationVar(&f.timeout, "timeout", 60*time.Second, "longest `TIME` for one answer; Okta gives up after 60s")
	flags.BoolVar(&f.allowHTTP, "allow-http", false,
		"send the token without encryption to an http:// target that is not on this machine")
	c.MarkFlagsMutuallyExclusive("token-env", "token-file")
	c.MarkFlagsMutuallyExclusive("dialect", "app-kind")
	_ = c.RegisterFlagCompletionFunc("dialect",
		cobra.FixedCompletions([]cobra.Completion{"aiw", "oin"}, cobra.ShellCompDirectiveNoFileComp))
}

// settings resolves the flags. Without a base URL anywhere, BaseURL is empty.
func (f targetFlags) settings(c *cobra.Command, w world) (harness.Settings, error) {
	p, err := f.loadProfile(w)
	if err != nil {
		return harness.Settings{}, err
	}
	s := harness.Settings{
		Profile: p,
		BaseURL: strings.TrimRight(first(f.baseURL, w.env("OKTASCIM_BASE_URL"), p.SCIM.BaseURL), "/"),
		Settle:  p.SCIM.Settle.Duration,
		Timeout: f.timeout,
		Limits:  harness.Limits{Requests: p.Safety.MaxRequests, Users: p.Safety.MaxUsers, Groups: p.Safety.MaxGroups},
	}
	if c.Flags().Changed("settle") {
		s.Settle = f.settle
	}
	switch {
	case s.Settle < 0 || s.Settle > 15*time.Minute:
		return s, usagef("--settle %s: want a time from 0s to 15m", s.Settle)
	case f.timeout <= 0 || f.timeout > 10*time.Minute:
		return s, usagef("--timeout %s: want a time from 1ms to 10m; Okta's own limit is 60s", f.timeout)
	}
	if s.Dialects, err = f.dialectsOf(p); err != nil {
		return s, err
	}
	if s.Kinds, err = kindsOf(f.kinds); len(s.Kinds) == 0 && len(f.dialects) == 0 {
		s.Kinds = harness.KindsOf(p)
	}
	if err != nil || s.BaseURL == "" {
		return s, err
	}
	if err := profile.CheckBaseURL(s.BaseURL); err != nil {
		return s, usagef("--base-url: %w", err)
	}
	if err := f.encrypted(s.BaseURL); err != nil {
		return s, err
	}
	for _, url := range p.Access.URLs() {
		if err := f.encrypted(url); err != nil {
			return s, err
		}
	}
	transport, err := harness.TransportOf(p.SCIM.TLS)
	if err != nil {
		return s, usagef("%w", err)
	}
	s.Transport = transport
	if f.noToken {
		return s, nil
	}
	return s, f.credentials(&s, w)
}

// encrypted refuses to send the token readable for everybody on the way.
func (f targetFlags) encrypted(baseURL string) error {
	u, err := url.Parse(baseURL)
	if err != nil || !strings.EqualFold(u.Scheme, "http") || f.allowHTTP || loopback(u.Hostname()) {
		return err
	}
	return usagef("%s is not encrypted: everybody on the way could read the token. Use https://, or --allow-http in a "+
		"network that you trust; Okta itself wants https", baseURL)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// profileFile is the app profile that the flags or the environment name; empty
// for none.
func (f targetFlags) profileFile(w world) string {
	return first(f.profile, w.env("OKTASCIM_PROFILE"))
}

func (f targetFlags) loadProfile(w world) (*profile.Profile, error) {
	path := f.profileFile(w)
	if path == "" {
		return profile.Default(), nil
	}
	p, err := profile.Load(path)
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	return p, nil
}

// registerKinds adds --app-kind.
func registerKinds(c *cobra.Command, kinds *[]string) {
	var names []cobra.Completion
	for _, k := range okta.Kinds() {
		names = append(names, string(k))
	}
	c.Flags().StringSliceVar(kinds, "app-kind", nil,
		"what the admin made the app with in Okta, `KINDS`, comma separated: "+strings.Join(names, ", ")+" (default: the profile's)")
	_ = c.RegisterFlagCompletionFunc("app-kind", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
}

// kindsOf reads the values of --app-kind.
func kindsOf(names []string) ([]okta.Kind, error) {
	var out []okta.Kind
	for _, name := range names {
		k := okta.Kind(name)
		if !slices.Contains(okta.Kinds(), k) {
			return nil, usagef("--app-kind %q: must be classic (App Integration Wizard), wizard (Okta Integration Wizard with "+
				"the box Support PATCH for User), wizard-no-patch (without it) or template (SCIM 2.0 test app)", name)
		}
		out = append(out, k)
	}
	return out, nil
}

func (f targetFlags) dialectsOf(p *profile.Profile) ([]okta.Dialect, error) {
	if len(f.kinds) > 0 {
		kinds, err := kindsOf(f.kinds)
		return okta.DialectsOf(kinds...), err
	}
	if len(f.dialects) == 0 {
		return harness.DialectsOf(p), nil
	}
	var out []okta.Dialect
	for _, name := range f.dialects {
		switch d := okta.Dialect(name); d {
		case okta.AIW, okta.OIN:
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		default:
			return nil, usagef("--dialect %q: want aiw (custom app made with the App Integration Wizard), oin (catalog app), "+
				"or aiw,oin", name)
		}
	}
	return out, nil
}

// credentials reads the token, and the two others that the profile may name.
func (f targetFlags) credentials(s *harness.Settings, w world) error {
	auth := s.Profile.SCIM.Auth
	if f.tokenEnv != "" {
		auth.TokenEnv = f.tokenEnv
	}
	withAuth := *s.Profile
	withAuth.SCIM.Auth = auth
	secrets, err := withAuth.Secrets(w.getenv)
	if err != nil {
		return exitError{exitUsage, err}
	}
	token := secrets.Token
	if f.tokenFile != "" {
		if token, err = readToken(f.tokenFile); err != nil {
			return err
		}
		if err := token.Check(auth.Scheme); err != nil {
			return usagef("--token-file %s: %w", f.tokenFile, err)
		}
	}
	if !token.IsSet() {
		return usagef("no token for %s: set the environment variable %s, or use --token-env or --token-file", s.BaseURL,
			auth.TokenEnv)
	}
	s.Authorization = auth.Header(token)
	if secrets.RevokedToken.IsSet() {
		s.RevokedAuthorization = auth.Header(secrets.RevokedToken)
	}
	if secrets.SecondToken.IsSet() {
		s.SecondAuthorization = auth.Header(secrets.SecondToken)
	}
	if secrets.OtherTenantToken.IsSet() {
		s.OtherTenantAuthorization = auth.Header(secrets.OtherTenantToken)
	}
	return nil
}

// largestToken bounds a token file: more is surely not a token.
const largestToken = 64 << 10

func readToken(path string) (profile.Secret, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return profile.Secret{}, usagef("--token-file: there is no file %s", path)
	case err != nil:
		return profile.Secret{}, usagef("--token-file: %w", err)
	case info.IsDir():
		return profile.Secret{}, usagef("--token-file: %s is a directory", path)
	case info.Size() > largestToken:
		return profile.Secret{}, usagef("--token-file: %s has %d bytes: that is no token", path, info.Size())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return profile.Secret{}, usagef("--token-file: %w", err)
	}
	token := profile.NewSecret(string(text))
	if !token.IsSet() {
		return token, usagef("--token-file: %s is empty", path)
	}
	return token, nil
}

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
