package provider

import (
	"net/http"
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
	journal  *journal
	settings atomic.Pointer[Settings]
	switches switches
	adminMu  sync.Mutex // one change of settings at a time
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
	s := &Server{options: options, storage: options.Storage, tokens: tokens, syntax: newSyntax(), journal: newJournal()}
	if err := s.begin(); err != nil {
		return nil, err
	}
	return s, nil
}

// begin sets what the options say.
func (s *Server) begin() error {
	s.settings.Store(newSettings(s.options.SeatLimit, s.options.Roles))
	if err := s.switches.reset(s.options.Faults, s.options.Variants); err != nil {
		return err
	}
	s.journal.clear()
	return s.populate()
}

// Reset forgets all people and groups and brings seats, roles, faults, variants and journal back to how New left them. Tokens stay: one that was
// rotated must never open anything again. Requests that are being answered meanwhile may still write.
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
	rq := &Request{HTTP: r, Server: s, Do: s.switches.next(), Settings: s.settings.Load(), Time: time.Now().UTC()}
	rec := &statusRecorder{ResponseWriter: w}
	defer func() {
		if v := recover(); v != nil {
			s.recovered(rec, rq, v)
		}
		s.finish(rq, rec)
	}()
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

// finish records the request.
func (s *Server) finish(rq *Request, rec *statusRecorder) {
	took := time.Since(rq.Time)
	s.journal.add(rq, rec.status, took)
	s.options.Logger.Info(rq.HTTP.Method+" "+rq.HTTP.URL.RequestURI(), "status", rec.status, "ms", took.Milliseconds(), "tenant", rq.Tenant)
}

// baseURL is the URL below which the client found the server.
func (s *Server) baseURL(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + s.options.BasePath
}

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
	s.settings.Store(newSettings(o.SeatLimit, o.Roles))
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
