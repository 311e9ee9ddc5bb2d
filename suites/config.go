package suites

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// Config says what Test and Describe test. BaseURL and Token suffice.
type Config struct {
	// BaseURL is the SCIM base URL, as in Okta's field «SCIM connector base URL»; by default that of the profile.
	BaseURL string
	// Token is what Okta would send, without the scheme; by default the environment variable that the profile names, which is
	// OKTASCIM_TOKEN without one.
	Token string
	// Profile is the file of an app profile: what the app is configured for. Without one the app is taken for one that
	// has users and groups, and neither roles nor seats.
	Profile string
	// Dialects are those of Okta to test, aiw or oin; by default the profile's, which are both without one.
	Dialects []string
	// Areas and Checks select checks: names of areas, and globs over ids. An empty list selects all.
	Areas, Checks []string
	// Depth is how much to do: quick, standard or full; by default standard, and all of what Checks selects.
	Depth string
}

// answerTime is how long Okta waits for an answer.
const answerTime = 60 * time.Second

// suite is a run of the checks of a Config, one after the other.
type suite struct {
	env    *harness.Env
	plan   []kit.Planned
	runner *kit.Runner
}

// suite makes ready what the Config asks for. It sends nothing.
func (c Config) suite() (*suite, error) {
	settings, err := c.settings()
	if err != nil {
		return nil, err
	}
	selection := kit.Selection{Areas: c.Areas, IDs: c.Checks}
	if c.Depth != "" {
		if selection.Depth, err = kit.ParseDepth(c.Depth); err != nil {
			return nil, err
		}
	}
	checks, err := selection.Pick(Catalogue())
	if err != nil {
		return nil, err
	}
	s := &suite{env: harness.NewEnv(settings)}
	s.plan, s.runner = kit.Plan(checks, s.env.Dialects), kit.NewRunner(s.env, Catalogue())
	return s, nil
}

func (c Config) settings() (harness.Settings, error) {
	p := profile.Default()
	if c.Profile != "" {
		var err error
		if p, err = profile.Load(c.Profile); err != nil {
			return harness.Settings{}, err
		}
	}
	s := harness.Settings{Profile: p, BaseURL: strings.TrimRight(c.BaseURL, "/"), Settle: p.SCIM.Settle.Duration, Timeout: answerTime,
		Limits: harness.Limits{Requests: p.Safety.MaxRequests, Users: p.Safety.MaxUsers, Groups: p.Safety.MaxGroups}}
	if s.BaseURL == "" {
		s.BaseURL = strings.TrimRight(p.SCIM.BaseURL, "/")
	}
	if err := profile.CheckBaseURL(s.BaseURL); err != nil {
		return s, fmt.Errorf("the base URL %q: %w", s.BaseURL, err)
	}
	s.Dialects = harness.DialectsOf(p)
	if len(c.Dialects) > 0 {
		s.Dialects = nil
	}
	for _, name := range c.Dialects {
		if d := okta.Dialect(name); d != okta.AIW && d != okta.OIN {
			return s, fmt.Errorf("the dialect %q: want aiw or oin", name)
		}
		if !slices.Contains(s.Dialects, okta.Dialect(name)) {
			s.Dialects = append(s.Dialects, okta.Dialect(name))
		}
	}
	transport, err := harness.TransportOf(p.SCIM.TLS)
	if err != nil {
		return s, err
	}
	s.Transport = transport
	return s, c.credentials(&s)
}

// credentials reads the token, and the two others that the profile may name.
func (c Config) credentials(s *harness.Settings) error {
	auth := s.Profile.SCIM.Auth
	secrets, err := s.Profile.Secrets(func(name string) (string, bool) {
		if name == auth.TokenEnv && c.Token != "" {
			return c.Token, true
		}
		return os.LookupEnv(name)
	})
	switch {
	case err != nil:
		return err
	case !secrets.Token.IsSet():
		return fmt.Errorf("no token for %s: set Config.Token or the environment variable %s", s.BaseURL, auth.TokenEnv)
	}
	s.Authorization = auth.Header(secrets.Token)
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

// run runs one planned check.
func (s *suite) run(ctx context.Context, p kit.Planned) result.Result {
	var results []result.Result
	_ = s.runner.Run(ctx, []kit.Planned{p}, engine.Options{Finished: func(r result.Result) { results = append(results, r) }}) // there is a check
	return results[0]                                                                                                         // what follows is about its set-up
}

// left says what could not be cleaned up.
func (s *suite) left(ctx context.Context) []string {
	summary := s.runner.Close(ctx)
	notes := summary.Notes
	for _, l := range summary.CleanUp.Left {
		notes = append(notes, fmt.Sprintf("%s %s (%s) is left in the app: %s", l.Type, l.ID, l.Name, l.Why))
	}
	return notes
}

// stops tells whether a result keeps a test from passing: a failure, and a must that says nothing about the app.
func stops(r result.Result) bool {
	return r.Outcome == result.Fail || r.Level == result.Must && (r.Outcome == result.Blocked || r.Outcome == result.Lost)
}
