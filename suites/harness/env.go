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
// defaults. Their JSON, secrets included, goes to worker processes over a pipe
// and nowhere else.
type Settings struct {
	BaseURL string
	// Authorization is the whole header value, scheme included. The other two
	// are those of a revoked token and of another tenant's; empty: not known.
	Authorization            string
	RevokedAuthorization     string
	OtherTenantAuthorization string

	Profile  *profile.Profile
	Dialects []okta.Dialect
	Settle   time.Duration // longest wait for a written state to show
	Timeout  time.Duration // of one request; Okta's is 60 s
	RunID    string
	Worker   string // distinguishes the names of parallel workers; may be empty
	Keep     bool   // leave everything that was created
	ReadOnly bool   // send GET only; see Guard
	Limits   Limits // of what this process sends
	Purge    bool   // delete users after deactivating them
	// CleanUpBeside cleans up after a check while the next one runs.
	CleanUpBeside bool
	// KeepExchanges keeps the exchanges of passing checks too, for `explain`.
	KeepExchanges bool
	// Rate is the largest number of requests a second of this process; 0: no limit.
	Rate float64
	// Journal names what is created before it is; nil keeps none.
	Journal *Journal `json:"-"`
	// Around, if not nil, calls the work on one check: tests give each check a
	// clock of its own with it.
	Around func(ctx context.Context, work func(context.Context)) `json:"-"`
	// Watch, if not nil, is told of every resource that the run makes: another
	// process can then clean up after this one. It must not block.
	Watch func(Created) `json:"-"`
	// Tell, if not nil, is told what this process learned about waiting. It must not
	// block.
	Tell func(Lesson) `json:"-"`
	// Transport carries the requests; nil is http.DefaultTransport's settings.
	Transport http.RoundTripper `json:"-"`
}

// Env is the environment of one run in one process.
type Env struct {
	Settings
	Names    *Namer
	Redactor *Redactor
	Settler  *Settler
	Guard    *Guard

	gate     *gate
	patience *Settler // of the clean-up
	mu       sync.Mutex
	cleaned  CleanUp
	away     map[string]string // users whom their clean-up has deactivated: id → name
	shared   Ledger
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
	if s.Around == nil {
		s.Around = func(ctx context.Context, work func(context.Context)) { work(ctx) }
	}
	if len(s.Dialects) == 0 {
		s.Dialects = []okta.Dialect{okta.AIW, okta.OIN}
	}
	e := &Env{
		Settings: s,
		Names:    NewNamer(s.Profile.TestData.Prefix, s.RunID, s.Worker),
		Redactor: NewRedactor(secretsOf(s)...),
		Settler:  NewSettler(s.Settle),
		patience: NewSettler(s.Settle),
	}
	e.gate = newGate(s.Rate, s.Timeout, s.Authorization)
	e.Settler.tell, e.gate.silences.tell = e.Tell, e.Tell
	e.Guard = newGuard(e)
	e.shared.journal, e.shared.watch = s.Journal, e.watchShared()
	return e
}

// watchShared tells Watch of resources that live until the end of the run.
func (e *Env) watchShared() func(Created) {
	if e.Watch == nil {
		return nil
	}
	return func(c Created) {
		c.Shared = true
		e.Watch(c)
	}
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
	return e.session(d, &Ledger{journal: e.Journal, watch: e.Watch}, &refusals{})
}

// OtherTenantSession is the other tenant's Okta for the same check.
func (e *Env) OtherTenantSession(own *Session, d okta.Dialect) *Session {
	s := e.session(d, &Ledger{journal: e.Journal, other: true, watch: e.Watch}, own.wall.refusals)
	s.Client = s.Client.With(func(c *okta.Config) { c.Authorization = e.OtherTenantAuthorization })
	return s
}

// GuardReads is how many requests the guard sent to let those of the session
// through.
func (s *Session) GuardReads() int { return int(s.wall.reads.Load()) }

// SharedSession is a session whose resources live until the end of the run.
func (e *Env) SharedSession(d okta.Dialect) *Session {
	return e.session(d, &e.shared, nil)
}

func (e *Env) session(d okta.Dialect, ledger *Ledger, refusals *refusals) *Session {
	recorder := NewRecorder(e.Transport, e.Redactor, maxAnswer, ledger)
	w := &wall{guard: e.Guard, refusals: refusals}
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
		Patience:      e.gate.silences.patience,
		MaxBody:       maxAnswer,
		MaxWait:       longestPause,
		Pause429:      firstPause,
		Gate:          e.gate,
		Limited:       e.gate.refuse,
	})
}

// The clean-up of one check is bounded by a time to start with and a time a
// resource.
const (
	cleanUpTime     = time.Minute
	cleanUpTimeEach = 2 * time.Second
)

// Close cleans up what the session created, also when ctx has ended, and gives
// the number of requests that took.
func (e *Env) Close(ctx context.Context, s *Session) int {
	return e.cleanUp(ctx, s.ledger.Take())
}

// CloseGroups deletes the groups that the session created, and gives the number
// of requests that took. Close does the rest.
func (e *Env) CloseGroups(ctx context.Context, s *Session) int {
	return e.cleanUp(ctx, s.ledger.take(func(c Created) bool { return c.Kind == Groups }))
}

// CloseAll cleans up what the whole run shared, lets go of the connections,
// and gives the sum of all.
func (e *Env) CloseAll(ctx context.Context) CleanUp {
	own, other := split(e.shared.Take())
	e.cleanUp(ctx, own)
	e.cleanUp(ctx, other)
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

func (e *Env) cleanUp(ctx context.Context, created []Created) int {
	if e.Keep || len(created) == 0 {
		return 0
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime+time.Duration(len(created))*cleanUpTimeEach)
	defer cancel()
	counter := &counter{next: e.Transport}
	c := e.cleaner(counter, created[0].OtherTenant)
	if !created[0].OtherTenant && !e.Purge {
		c.putAway = e.putAway
	}
	done := c.clean(ctx, created)
	e.journalCleaned(created, done.Left)
	e.mu.Lock()
	defer e.mu.Unlock()
	done.Requests = int(counter.n.Load() + c.wall.reads.Load())
	e.cleaned.Add(done)
	return done.Requests
}

func (e *Env) putAway(id, name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.away == nil {
		e.away = map[string]string{}
	}
	e.away[id] = name
}

// PutAway are the users whom this process made and whom its clean-up has deactivated,
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
	w := &wall{guard: e.Guard, cleaning: true}
	client := e.client(transport, okta.OIN).With(func(c *okta.Config) {
		c.Gate = w
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

// NewTransport is a transport with bounded times that keeps connections alive
// as Okta does and honours the proxy settings of the environment.
func NewTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 32
	t.ForceAttemptHTTP2 = true
	// The client asks for gzip itself, as Okta does, and decodes it.
	t.DisableCompression = true
	return t
}

func secretsOf(s Settings) []string {
	var out []string
	for _, header := range []string{s.Authorization, s.RevokedAuthorization, s.OtherTenantAuthorization} {
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
