package selftest

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// lab is one experiment: a run of checks against the reference provider with
// some of its faults and variants on.
type lab struct {
	faults, variants []string
	checks           []kit.Check // nil: the whole catalogue
	// before sees every request before the provider does; it may be nil.
	before func(*http.Request)
	// over is put over the transport to the provider; it may be nil.
	over func(http.RoundTripper) http.RoundTripper
	seed int // people who are in the tenant from the start
	// strangers puts others into the tenant too, among them inactive ones and a group.
	strangers bool
	readOnly  bool // as with --read-only
	// groupRoles makes the provider give roles by groups, whatever the profile says.
	groupRoles bool
	// profile changes the reference profile; it may be nil.
	profile func(*profile.Profile)
	keep    bool // the exchanges of passing checks too
}

// outcome is what came of an experiment.
type outcome struct {
	checks   []reports.Check
	cleanUp  harness.CleanUp
	notes    []string
	requests int
	took     time.Duration            // of virtual time
	waits    map[string]time.Duration // what it waited for, by operation
}

// run does the experiment in process, before the eyes of a witness, in a bubble
// with a clock of its own: latency, late changes and settle times pass at once.
func (l lab) run(t *testing.T) (out outcome) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { out = l.inside(t) })
	return out
}

func (l lab) inside(t *testing.T) (out outcome) {
	t.Helper()
	p := referenceProfile(t)
	if l.profile != nil {
		l.profile(p)
	}
	storage := provider.NewMemory()
	times := &timed{}
	see := &witness{t: t, storage: storage, profile: p, what: strings.Join(slices.Concat(l.faults, l.variants), ", ")}
	times.next = inProcess{handler: l.provider(t, p, storage), before: func(r *http.Request) {
		see.before(r)
		if l.before != nil {
			l.before(r)
		}
	}}
	if l.over != nil {
		times.next = l.over(times.next)
	}
	env := harness.NewEnv(harness.Settings{
		BaseURL:                  "http://scim.example.com/scim/v2",
		Authorization:            "Bearer good-token",
		RevokedAuthorization:     "Bearer old-token",
		OtherTenantAuthorization: "Bearer tenant-b-token",
		SecondAuthorization:      "Bearer second-token",
		Profile:                  p,
		Settle:                   2 * time.Second,
		Timeout:                  60 * time.Second,
		Transport:                times,
		ReadOnly:                 l.readOnly,
		KeepExchanges:            l.keep,
	})
	checks := l.checks
	if checks == nil {
		checks = suites.Catalogue()
	}
	if l.strangers {
		addStrangers(t, storage, "a")
	}
	start, runner := time.Now(), kit.NewRunner(env, suites.Catalogue())
	err := runner.Run(t.Context(), kit.Plan(checks, env.Dialects), engine.Options{Finished: func(c reports.Check) {
		if c.Cause != nil && !namesCheck(c.Cause.Check, true) {
			t.Errorf("%s is blocked by a check that does not exist: %s", c.Key(), c.Reason)
		}
		out.checks = append(out.checks, c)
		out.requests += c.Requests
	}})
	if err != nil {
		t.Fatal(err)
	}
	summary := runner.Close(t.Context())
	out.cleanUp, out.notes = summary.CleanUp, summary.Notes
	out.took, out.waits = time.Since(start), env.Waits().Spent
	maps.Copy(out.waits, times.slow)
	return out
}

// ids are the checks with one of these outcomes, each once, in order.
func (o outcome) ids(outcomes ...reports.Outcome) []string {
	var ids []string
	for _, c := range o.checks {
		if slices.Contains(outcomes, c.Outcome) && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (l lab) provider(t *testing.T, p *profile.Profile, storage provider.Storage) *provider.Server {
	t.Helper()
	options := provider.Options{
		Tokens:     []provider.Token{{Secret: "old-token", Tenant: "a"}, {Secret: "tenant-b-token", Tenant: "b"}, {Secret: "second-token", Tenant: "a"}},
		LocalAdmin: p.Roles.ExistingAdmin,
		SeatLimit:  p.Seats.Limit,
		Roles:      &provider.RoleMap{Pushed: p.Roles.ByAttribute() && !l.groupRoles, Attribute: p.Roles.Attribute, Default: p.Roles.Default},
		Seed:       l.seed,
		Storage:    storage,
	}
	options.Access = p.Access != nil
	if p.HasAction(profile.Entitlements) {
		options.Entitlements = provider.Entitlements()
	}
	for _, g := range p.Roles.Groups {
		options.Roles.Groups = append(options.Roles.Groups, provider.GroupRole{Group: g.Group, Role: g.Role})
	}
	variants, err := legal.Hooks(l.variants...)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := faulty.Hooks(l.faults...)
	if err != nil {
		t.Fatal(err)
	}
	options.Hooks = append(variants, faults...)
	server, err := provider.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.RotateToken("old-token", "good-token"); err != nil {
		t.Fatal(err)
	}
	return server
}

func referenceProfile(t *testing.T) *profile.Profile {
	t.Helper()
	text, err := apps.Reference()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse("reference.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// requestTakes is how long every request takes in virtual time.
const requestTakes = time.Millisecond

// inProcess is an http.RoundTripper that calls a handler without a network.
type inProcess struct {
	handler http.Handler
	before  func(*http.Request)
}

func (p inProcess) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if p.before != nil {
		p.before(r)
	}
	time.Sleep(requestTakes) // of fake time, so that no two requests come at once unless they are sent so
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.Host = r.URL.Host
	in.RemoteAddr = "192.0.2.1:1234"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer func() {
		if caught := recover(); caught != nil {
			if caught != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so too
				panic(caught)
			}
			answer, err = nil, io.ErrUnexpectedEOF
		}
	}()
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	answer = w.Result()
	answer.Request = r
	return answer, nil
}
