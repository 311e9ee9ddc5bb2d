// Package harness is what a run shares: settings, recorded HTTP, waiting for
// late changes, and the clean-up of everything that was created.
package harness

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// Settings are the resolved settings of a run: flags > environment > profile >
// defaults.
type Settings struct {
	BaseURL string
	// Authorization is the whole header value, scheme included. The other two
	// are those of a revoked token and of another tenant's; empty: not known.
	Authorization            string
	RevokedAuthorization     string
	OtherTenantAuthorization string
	SecondAuthorization      string // of the same tenant, valid beside the first

	Profile  *profile.Profile
	Dialects []okta.Dialect
	Kinds    []okta.Kind   // of app, from which Dialects follow; may be empty
	Settle   time.Duration // longest wait for a written state to show
	Timeout  time.Duration // of one request; Okta's is 60 s
	RunID    string
	Part     string // distinguishes the names of shards and attempts of one run; may be empty
	Keep     bool   // leave everything that was created
	ReadOnly bool   // send GET only; see Guard
	Limits   Limits // of what the run sends
	Purge    bool   // delete users after deactivating them
	// KeepExchanges keeps the exchanges of passing checks too, for `explain`.
	KeepExchanges bool
	// Rate is the largest number of requests a second; 0: no limit.
	Rate float64
	// Journal names what is created before it is; nil keeps none.
	Journal *Journal
	// Transport carries the requests; nil is http.DefaultTransport's settings.
	Transport http.RoundTripper
}

// KindsOf returns the kind of app that a profile states, if any.
func KindsOf(p *profile.Profile) []okta.Kind {
	if p.Okta.App == "" {
		return nil
	}
	return []okta.Kind{okta.Kind(p.Okta.App)}
}

// DialectsOf returns how Okta writes to the app of a profile: by its kind, or else by its dialects.
func DialectsOf(p *profile.Profile) []okta.Dialect {
	if kinds := KindsOf(p); kinds != nil {
		return okta.DialectsOf(kinds...)
	}
	var out []okta.Dialect
	for _, d := range p.Okta.Dialects {
		out = append(out, okta.Dialect(d))
	}
	return out
}

// Env is the environment of one run. Its methods may be called by several goroutines.
type Env struct {
	Settings
	Names    *Namer
	Redactor *Redactor
	Settler  *Settler
	Guard    *Guard

	gate     *gate
	repeats  *repeats
	patience *Settler // of the clean-up
	mu       sync.Mutex
	cleaned  CleanUp
	away     map[string]string // users whom their clean-up has deactivated: id → name
	shared   Ledger
	gone     sync.Map // ids of what the run has deleted
}

// NewEnv prepares a run. It sends nothing.
func NewEnv(s Settings) *Env {
	if s.Profile == nil {
		s.Profile = profile.Default()
	}
	if s.RunID == "" {
		s.RunID = NewRunID()
	}
	if s.Transport == nil {
		s.Transport = NewTransport()
	}
	if plain, ok := s.Transport.(*http.Transport); ok {
		s.Transport = &keepAlive{Transport: plain}
	}
	if len(s.Dialects) == 0 {
		s.Dialects = []okta.Dialect{okta.AIW, okta.OIN}
	}
	e := &Env{
		Settings: s,
		Names:    NewNamer(s.Profile.TestData.Prefix, s.RunID, s.Part),
		Redactor: NewRedactor(secretsOf(s)...),
		Settler:  NewSettler(s.Settle),
		patience: NewSettler(s.Settle),
		repeats:  newRepeats(),
	}
	e.gate = newGate(s.Rate, s.Timeout, s.Authorization)
	e.Guard = newGuard(e)
	e.shared.journal, e.shared.gone = s.Journal, &e.gone
	return e
}

// maxAnswer is the largest answer that is read, in bytes.
const maxAnswer = 16 << 20

// Session is the HTTP side of one check: a client, what it sent, and what it
// created.
type Session struct {
	Client   *okta.Client
	Recorder *Recorder
	ledger   *Ledger
	wall     *wall
	limited  atomic.Pointer[string]
}

// firstPause is the first wait for a 429 without a Retry-After. Okta's is 5
// minutes; a test asks again sooner, and then twice as late each time.
const firstPause = 2 * time.Second

func (s *Session) noteLimit(a okta.Answer) {
	text := fmt.Sprintf("%s was answered 429 %d times in %s", a.Op(), a.Tries, a.Waited.Round(time.Second))
	s.limited.CompareAndSwap(nil, &text)
}

// Limited says which request the target refused as one too many until waiting
// ended; empty for none.
func (s *Session) Limited() string {
	if text := s.limited.Load(); text != nil {
		return *text
	}
	return ""
}

// NewSession starts recording for one check in one dialect.
func (e *Env) NewSession(d okta.Dialect) *Session {
	return e.session(d, &Ledger{gone: &e.gone, journal: e.Journal}, &refusals{})
}

// OtherTenantSession is the other tenant's Okta for the same check.
func (e *Env) OtherTenantSession(own *Session, d okta.Dialect) *Session {
	s := e.session(d, &Ledger{gone: &e.gone, journal: e.Journal, other: true}, own.wall.refusals)
	s.wall.failures = own.wall.failures
	s.Client = s.Client.With(func(c *okta.Config) { c.Authorization = e.OtherTenantAuthorization })
	return s
}

// GuardReads is how many requests the guard sent to let those of the session
// through.
func (s *Session) GuardReads() int { return int(s.wall.reads.Load()) }

// SharedSession is a session whose resources live until the end of the run. A
// failure that may pass is repeated in it.
func (e *Env) SharedSession(d okta.Dialect) *Session {
	s := e.session(d, &e.shared, nil)
	s.Client = s.Client.With(func(c *okta.Config) { c.Again = e.repeats.again })
	return s
}

// JourneySession is a session whose requests are repeated after a failure that passes, as those of SharedSession are, and
// whose people and groups can be cleaned up apart.
func (e *Env) JourneySession(d okta.Dialect) *Session {
	s := e.NewSession(d)
	s.Client = s.Client.With(func(c *okta.Config) { c.Again = e.repeats.again })
	return s
}

// Users is how many users the session has made and not cleaned up.
func (s *Session) Users() int { return s.ledger.users() }

func (e *Env) session(d okta.Dialect, ledger *Ledger, refusals *refusals) *Session {
	recorder := NewRecorder(e.Transport, e.Redactor, maxAnswer, ledger)
	w := &wall{guard: e.Guard, refusals: refusals, failures: &failures{}}
	s := &Session{Recorder: recorder, ledger: ledger, wall: w}
	s.Client = e.client(recorder, d).With(func(c *okta.Config) {
		c.Gate, c.Limited = w, func(a okta.Answer) { s.noteLimit(a); e.gate.refuse(a) }
	})
	return s
}

func (e *Env) client(transport http.RoundTripper, d okta.Dialect) *okta.Client {
	if d == "" {
		d = okta.OIN
	}
	return okta.New(okta.Config{
		BaseURL:       e.BaseURL,
		Authorization: e.Authorization,
		Transport:     transport,
		Dialect:       d,
		Timeout:       e.Timeout,
		MaxBody:       maxAnswer,
		MaxWait:       longestPause,
		Pause429:      firstPause,
		Gate:          e.gate,
		Limited:       e.gate.refuse,
	})
}

// The clean-up of one check is bounded by a time to start with, the time-outs
// after which an operation is given up, and a time a resource.
const (
	cleanUpTime     = time.Minute
	cleanUpTimeEach = 2 * time.Second
)

// Close cleans up what the session created, also when ctx has ended.
func (e *Env) Close(ctx context.Context, s *Session) CleanUp {
	return e.cleanUp(ctx, s.ledger.Take())
}

// CloseGroups deletes the groups that the session created. Close does the rest.
func (e *Env) CloseGroups(ctx context.Context, s *Session) CleanUp {
	return e.cleanUp(ctx, s.ledger.take(func(c Created) bool { return c.Kind == Groups }))
}

// CloseAll cleans up what the whole run shared, lets go of the connections,
// and gives the sum of all.
func (e *Env) CloseAll(ctx context.Context) CleanUp {
	own, other := split(e.shared.Take())
	e.cleanUp(ctx, own)
	e.cleanUp(ctx, other)
	e.lastLook(ctx)
	if t, ok := e.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	sum := e.cleaned
	e.gate.mu.Lock()
	defer e.gate.mu.Unlock()
	sum.Sent = e.gate.sent
	return sum
}

// split tells what is in the run's own tenant from what is in the other one.
func split(created []Created) (own, other []Created) {
	for _, c := range created {
		if c.OtherTenant {
			other = append(other, c)
		} else {
			own = append(own, c)
		}
	}
	return own, other
}

func (e *Env) cleanUp(ctx context.Context, created []Created) CleanUp {
	if e.Keep || len(created) == 0 {
		return CleanUp{}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime+silent*e.Timeout+time.Duration(len(created))*cleanUpTimeEach)
	defer cancel()
	counter := &counter{next: e.Transport}
	c := e.cleaner(counter, created[0].OtherTenant)
	if !created[0].OtherTenant && !e.Purge {
		c.putAway = e.putAway
	}
	for i, r := range created {
		if _, gone := e.gone.Load(r.ID); gone && r.Fate == Made { // by another session: it is not waited for
			created[i].Fate = Deleted
		}
	}
	done := c.clean(ctx, created)
	e.journalCleaned(created, done.Left)
	e.mu.Lock()
	defer e.mu.Unlock()
	done.Requests = int(counter.n.Load() + c.wall.reads.Load())
	e.cleaned.Add(done)
	return done
}

func (e *Env) putAway(id, name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.away == nil {
		e.away = map[string]string{}
	}
	e.away[id] = name
}

// PutAway are the users whom this run made and whom its clean-up has deactivated,
// so that they are inactive, by id, with the userName that was sent. Nothing is sent to them any
// more.
func (e *Env) PutAway() map[string]string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return maps.Clone(e.away)
}

// counter counts the requests that go through it.
type counter struct {
	next http.RoundTripper
	n    atomic.Int64
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.next.RoundTrip(r)
}

// cleaner cleans up in one of the tenants, behind the guard.
func (e *Env) cleaner(transport http.RoundTripper, otherTenant bool) cleaner {
	w := &wall{guard: e.Guard, cleaning: true, failures: &failures{}}
	client := e.client(transport, okta.OIN).With(func(c *okta.Config) {
		c.Gate, c.Again = w, e.repeats.soon
		if otherTenant {
			c.Authorization = e.OtherTenantAuthorization
		}
	})
	return cleaner{client: client, wall: w, tenant: tenantNamed(otherTenant), names: e.Names, settler: e.patience, purge: e.Purge}
}

// journalCleaned notes what is not left. A line that cannot be written makes a
// sweep look once more.
func (e *Env) journalCleaned(created []Created, left []Left) {
	for _, c := range created {
		if !slices.ContainsFunc(left, func(l Left) bool { return l.Type == string(c.Kind) && l.Name == c.Name }) {
			_ = e.Journal.write(Entry{Event: EventCleaned, Kind: c.Kind, ID: c.ID, Name: c.Name, OtherTenant: c.OtherTenant})
		}
	}
}

func secretsOf(s Settings) []string {
	var out []string
	for _, header := range []string{s.Authorization, s.RevokedAuthorization, s.OtherTenantAuthorization, s.SecondAuthorization} {
		_, credential, found := strings.Cut(header, " ")
		if !found {
			credential = header
		}
		out = append(out, credential)
		if plain, err := base64.StdEncoding.DecodeString(credential); err == nil && strings.HasPrefix(header, "Basic ") {
			_, password, _ := strings.Cut(string(plain), ":")
			out = append(out, password)
		}
	}
	return out
}
