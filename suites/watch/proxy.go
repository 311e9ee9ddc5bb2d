package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptrace"
	"net/http/httputil"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// What is kept of bodies, in bytes: of one, and of all that are under way or wait to be judged. More is passed on and
// not judged.
const (
	largestKept = 8 << 20
	largestHeld = 128 << 20
)

// Proxy is an http.Handler that passes requests on to the app, and its answers back, as they are.
type Proxy struct {
	base          *url.URL
	authorization string // takes the place of Okta's; empty leaves that alone
	reverse       *httputil.ReverseProxy
	began         func(*http.Request)
	finished      func(r *http.Request, at time.Time)
	passed        func(*Exchange)
	held          atomic.Int64
}

// passing is an exchange under way.
type passing struct {
	Exchange
	wire           bytes.Buffer // of the answer, maybe compressed
	sent           bytes.Buffer
	connected      atomic.Bool
	mu             sync.Mutex // guards the bodies: a request may still be sent when the answer has ended
	last           time.Time  // when the app's latest byte came
	hasType, dated bool
	failed         error
}

type passingKey struct{}

func newProxy(base *url.URL, transport http.RoundTripper, authorization string) *Proxy {
	p := &Proxy{base: base, authorization: authorization}
	quiet := log.New(io.Discard, "", 0)
	p.reverse = &httputil.ReverseProxy{Rewrite: p.rewrite, Transport: transport, FlushInterval: -1,
		ModifyResponse: p.answered, ErrorHandler: p.failed, ErrorLog: quiet}
	return p
}

// ServeHTTP implements http.Handler.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect || !p.below(r.URL.Path) {
		refuse(w, "oktascim watch passes on only what is below "+p.basePath())
		return
	}
	x := &passing{}
	x.Started, x.Method, x.Proto, x.RequestHeader = time.Now(), r.Method, r.Proto, r.Header.Clone()
	at := *p.base
	at.Path, at.RawPath, at.RawQuery = r.URL.Path, r.URL.RawPath, r.URL.RawQuery
	x.URL = at.String()
	ctx := httptrace.WithClientTrace(context.WithValue(r.Context(), passingKey{}, x),
		&httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { x.connected.Store(true) }})
	r = r.WithContext(ctx)
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &tee{ReadCloser: r.Body, proxy: p, x: x, into: &x.sent}
	}
	p.began(r)
	defer func() {
		end := time.Now()
		x.mu.Lock()
		if !x.last.IsZero() && x.failed == nil { // the client may go on as soon as it has that byte
			end = x.last
		}
		x.mu.Unlock()
		x.Elapsed = end.Sub(x.Started)
		p.finished(r, end)
		p.hand(x, r.Context().Err())
	}()
	p.reverse.ServeHTTP(&writer{ResponseWriter: w, x: x}, r)
}

// hand hands the exchange on. It runs also when the connection is aborted.
func (p *Proxy) hand(x *passing, gone error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.RequestBody, x.kept = x.sent.Bytes(), int64(x.sent.Len()+x.wire.Len())
	switch {
	case gone != nil && (x.Status == 0 || x.failed != nil):
		x.Err = fmt.Errorf("the client closed the connection after %s, before the answer had ended",
			x.Elapsed.Round(time.Millisecond))
	case x.failed != nil:
		x.Err = x.failed
	}
	if x.Err == nil && !x.Cut {
		if x.Body, x.Undecoded = okta.Decompress(x.Header, x.wire.Bytes(), largestKept); x.Undecoded == nil {
			x.Decode()
		}
	}
	p.passed(&x.Exchange)
}

// release gives back what an exchange held.
func (p *Proxy) release(x *Exchange) { p.held.Add(-x.kept) }

func (p *Proxy) basePath() string { return strings.TrimRight(p.base.Path, "/") + "/" }

func (p *Proxy) below(at string) bool {
	if at != path.Clean(at) && strings.Contains(at, "..") {
		at = path.Clean(at)
	}
	return strings.HasPrefix(at+"/", p.basePath())
}

// rewrite aims the request at the app and leaves everything else as it came.
func (p *Proxy) rewrite(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = p.base.Scheme, p.base.Host, p.base.Host
	r.Out.URL.User, r.Out.URL.RawQuery, r.Out.URL.ForceQuery = nil, r.In.URL.RawQuery, r.In.URL.ForceQuery
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
		if values, sent := r.In.Header[name]; sent {
			r.Out.Header[name] = values
		}
	}
	if p.authorization != "" {
		r.Out.Header.Set("Authorization", p.authorization)
	}
}

func (p *Proxy) answered(answer *http.Response) error {
	x, _ := answer.Request.Context().Value(passingKey{}).(*passing)
	if x == nil {
		return nil
	}
	x.Status, x.Header, x.last = answer.StatusCode, answer.Header.Clone(), time.Now()
	_, x.hasType = answer.Header["Content-Type"]
	_, x.dated = answer.Header["Date"]
	if answer.StatusCode != http.StatusSwitchingProtocols {
		answer.Body = &tee{ReadCloser: answer.Body, proxy: p, x: x, into: &x.wire, answer: true}
	}
	return nil
}

// failed answers 502 when the app cannot be reached. Otherwise the client sees what it would have seen: an end.
func (p *Proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	x, _ := r.Context().Value(passingKey{}).(*passing)
	x.failed = err
	if x.connected.Load() || r.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	x.hasType, x.dated = true, true
	refuse(w, "oktascim watch cannot reach the app: "+err.Error())
}

// refuse is all that the proxy ever says itself.
func refuse(w http.ResponseWriter, detail string) {
	w.Header().Set("Content-Type", "application/scim+json")
	w.WriteHeader(http.StatusBadGateway)
	fmt.Fprintf(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"502","detail":%q}`,
		strings.ToValidUTF8(detail, "?"))
}

// tee keeps what is read through it.
type tee struct {
	io.ReadCloser
	proxy  *Proxy
	x      *passing
	into   *bytes.Buffer
	answer bool
}

func (t *tee) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	if t.answer && n > 0 {
		t.x.last = time.Now()
	}
	if n > 0 && !t.x.Cut {
		if t.into.Len()+n > largestKept || t.proxy.held.Load() > largestHeld {
			t.x.Cut = true
			t.proxy.held.Add(-int64(t.into.Len()))
			*t.into = bytes.Buffer{}
		} else {
			t.proxy.held.Add(int64(n))
			t.into.Write(b[:n])
		}
	}
	if err != nil && !errors.Is(err, io.EOF) && t.answer {
		t.x.failed = err
	}
	return n, err
}

// writer keeps net/http from adding heads that the app did not send.
type writer struct {
	http.ResponseWriter
	x *passing
}

func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *writer) WriteHeader(status int) {
	if status >= 200 {
		if !w.x.hasType {
			w.Header()["Content-Type"] = nil
		}
		if !w.x.dated {
			w.Header()["Date"] = nil
		}
	}
	w.ResponseWriter.WriteHeader(status)
}
