package provider

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server is a SCIM 2.0 service provider. It is an http.Handler; its methods may be called at any time, by many at once.
type Server struct {
	options  Options
	storage  Storage
	tokens   *tokens
	syntax   *syntax
	zippers  zippers
	settings atomic.Pointer[Settings]
	do       atomic.Pointer[Behaviors]
	access   *gatekeeper // nil: nobody is let in
	adminMu  sync.Mutex  // one change of settings at a time
}

// New makes a Server, with the people and the admin that the options ask for. What its Storage holds already stays.
func New(options Options) (*Server, error) {
	options, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	tokens, err := newTokens(options.Tokens)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, storage: options.Storage, tokens: tokens, syntax: newSyntax()}
	if options.Access {
		s.access = &gatekeeper{}
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	return s, nil
}

// begin sets what the options say.
func (s *Server) begin() error {
	s.settings.Store(newSettings(s.options))
	b := correct()
	if s.options.Access {
		s.access.reset()
		s.access.watch(b)
	}
	for _, hook := range s.options.Hooks {
		hook(b)
	}
	s.do.Store(b)
	return s.populate()
}

// Reset forgets all people and groups, brings seats and roles back to how New left them, and runs the hooks again.
// Tokens stay: one that was rotated must never open anything again. Requests that are being answered meanwhile may
// still write.
func (s *Server) Reset() error {
	s.adminMu.Lock()
	defer s.adminMu.Unlock()
	if err := s.storage.Clear(); err != nil {
		return err
	}
	return s.begin()
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rq := &Request{HTTP: r, Server: s, Do: s.do.Load(), Settings: s.settings.Load(), Time: time.Now().UTC()}
	rec := &statusRecorder{ResponseWriter: w}
	defer func() {
		if v := recover(); v != nil {
			s.recovered(rec, rq, v)
		}
		s.finish(rq, rec)
	}()
	if s.access != nil && strings.HasPrefix(r.URL.Path, "/access/") {
		serveAccess(rec, rq)
		return
	}
	rq.Do.Serve(rec, rq)
}

// recovered turns a panic into a 500, unless it is the agreed way to drop a connection.
func (s *Server) recovered(rec *statusRecorder, rq *Request, v any) {
	if v == http.ErrAbortHandler {
		s.finish(rq, rec)
		panic(v)
	}
	s.options.Logger.Error("panic", "method", rq.HTTP.Method, "path", rq.HTTP.URL.Path, "panic", v)
	if rec.status == 0 {
		send(rec, rq, fail(rq, nil))
	}
}

// finish tells of the request that was answered.
func (s *Server) finish(rq *Request, rec *statusRecorder) {
	took := time.Since(rq.Time)
	if s.options.Answered != nil {
		s.options.Answered(rq, rec.status, took)
	}
	s.options.Logger.Info(rq.HTTP.Method+" "+rq.HTTP.URL.RequestURI(), "status", rec.status, "ms", took.Milliseconds(),
		"tenant", rq.Tenant)
}

// BaseURL returns the URL below which the client found the server.
func (s *Server) BaseURL(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + s.options.BasePath
}

// Tenants lists the tenants that a valid token opens.
func (s *Server) Tenants() []string { return s.tokens.tenants() }

// TenantOf returns the tenant that a token opens now.
func (s *Server) TenantOf(secret string) (tenant string, ok bool) { return s.tokens.tenant(secret) }

// RevokedTenant returns the tenant that a token opened before it was rotated.
func (s *Server) RevokedTenant(secret string) (tenant string, ok bool) {
	return s.tokens.revokedTenant(secret)
}

// Storage returns what holds the data of all tenants.
func (s *Server) Storage() Storage { return s.storage }

// Settings returns the seats and roles that count for the next request.
func (s *Server) Settings() *Settings { return s.settings.Load() }

// BasePath returns the path below which the SCIM endpoints are.
func (s *Server) BasePath() string { return s.options.BasePath }

// RotateToken replaces a token by a new one for the same tenant. The old one is refused at once.
func (s *Server) RotateToken(old, new string) error {
	return s.tokens.rotate(old, new)
}

// SetSeatLimit changes the number of active users a tenant may have; 0 is no limit. Users who are active stay so.
func (s *Server) SetSeatLimit(limit int) error {
	return s.changeSettings(func(o *Options) { o.SeatLimit = limit })
}

// SetRoles changes the role map; nil is none. It counts for the next request.
func (s *Server) SetRoles(roles *RoleMap) error {
	return s.changeSettings(func(o *Options) { o.Roles = roles })
}

func (s *Server) changeSettings(change func(*Options)) error {
	s.adminMu.Lock()
	defer s.adminMu.Unlock()
	now := s.settings.Load()
	o := s.options
	o.SeatLimit, o.Roles = now.SeatLimit, now.Roles
	change(&o)
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	s.settings.Store(newSettings(o))
	return nil
}

// statusRecorder remembers the status of an answer.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Times of the HTTP server. Okta gives up on a request after 60 s.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 60 * time.Second
	answerTimeout = 120 * time.Second
	idleTimeout   = 120 * time.Second
	graceTimeout  = 5 * time.Second
)

// Serve answers on a listener until ctx is done, then lets requests under way finish for up to five seconds. It
// returns nil after a stop by ctx. A nil logger keeps what net/http has to say to itself.
func Serve(ctx context.Context, l net.Listener, handler http.Handler, logger *slog.Logger) error {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTimeout)
		defer cancel()
		err := server.Shutdown(grace)
		if errors.Is(err, context.DeadlineExceeded) {
			err = server.Close()
		}
		stopped <- err
	})
	defer stop()
	err := server.Serve(l)
	if errors.Is(err, http.ErrServerClosed) && !stop() {
		return <-stopped
	}
	return err
}
