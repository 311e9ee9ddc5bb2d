// Package harness is what a run shares: settings, recorded HTTP, waiting for
// late changes, and the clean-up of everything that was created.
package harness

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"sync"
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
	// KeepExchanges keeps the exchanges of passing checks too, for `explain`.
	KeepExchanges bool
	// Journal names what is created before it is; nil keeps none.
	Journal *Journal
	// Around, if not nil, calls the work on one check: tests give each check a
	// clock of its own with it.
	Around func(ctx context.Context, work func(context.Context))
	// Transport carries the requests; nil is http.DefaultTransport's settings.
	Transport http.RoundTripper
}

// Env is the environment of one run in one process.
type Env struct {
	Settings
	Names    *Namer
	Redactor *Redactor
	Settler  *Settler
	Guard    *Guard

	patience *Settler // of the clean-up
	mu       sync.Mutex
	cleaned  CleanUp
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
	e.Guard = newGuard(e)
	e.shared.journal = s.Journal
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
}

// NewSession starts recording for one check in one dialect.
func (e *Env) NewSession(d okta.Dialect) *Session {
	return e.session(d, &Ledger{journal: e.Journal}, &refusals{})
}

// OtherTenantSession is the other tenant's Okta for the same check.
func (e *Env) OtherTenantSession(own *Session, d okta.Dialect) *Session {
	s := e.session(d, &Ledger{journal: e.Journal, other: true}, own.wall.refusals)
	s.Client = s.Client.With(func(c *okta.Config) { c.Authorization = e.OtherTenantAuthorization })
	return s
}

// SharedSession is a session whose resources live until the end of the run.
func (e *Env) SharedSession(d okta.Dialect) *Session {
	return e.session(d, &e.shared, nil)
}

func (e *Env) session(d okta.Dialect, ledger *Ledger, refusals *refusals) *Session {
	recorder := NewRecorder(e.Transport, e.Redactor, maxAnswer, ledger)
	w := &wall{guard: e.Guard, next: recorder, refusals: refusals}
	return &Session{Client: e.client(w, d), Recorder: recorder, ledger: ledger, wall: w}
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
	})
}

// The clean-up of one check is bounded by a time to start with and a time a
// resource.
const (
	cleanUpTime     = time.Minute
	cleanUpTimeEach = 2 * time.Second
)

// Close cleans up what the session created, also when ctx has ended.
func (e *Env) Close(ctx context.Context, s *Session) {
	e.cleanUp(ctx, s.ledger.Take())
}

// CloseAll cleans up what the whole run shared, lets go of the connections,
// and gives the sum of all.
func (e *Env) CloseAll(ctx context.Context) CleanUp {
	e.cleanUp(ctx, e.shared.Take())
	if t, ok := e.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cleaned
}

func (e *Env) cleanUp(ctx context.Context, created []Created) {
	if e.Keep || len(created) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime+time.Duration(len(created))*cleanUpTimeEach)
	defer cancel()
	done := e.cleaner(created[0].OtherTenant).clean(ctx, created)
	e.journalCleaned(created, done.Left)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cleaned.Add(done)
}

// cleaner cleans up in one of the tenants, behind the guard.
func (e *Env) cleaner(otherTenant bool) cleaner {
	client := e.client(&wall{guard: e.Guard, next: e.Transport, cleaning: true}, okta.OIN)
	if otherTenant {
		client = client.With(func(c *okta.Config) { c.Authorization = e.OtherTenantAuthorization })
	}
	return cleaner{client: client, names: e.Names, settler: e.patience, purge: e.Purge}
}

// journalCleaned notes what is not left. A line that cannot be written makes a
// sweep look once more.
func (e *Env) journalCleaned(created []Created, left []Left) {
	for _, c := range created {
		if !slices.ContainsFunc(left, func(l Left) bool { return l.Type == string(c.Kind) && l.Name == c.Name }) {
			_ = e.Journal.write(Entry{Event: EventCleaned, Kind: c.Kind, ID: c.ID, Name: c.Name, OtherTenant: c.OtherTenant}, false)
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
