package legal

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
)

// deliveryVariants differ in when answers come.
func deliveryVariants() []Variant {
	return append(transferVariants(), []Variant{{
		ID: "latency-300ms", Story: "Every answer takes 300 ms.",
		Source: "Okta waits 60 s for an answer (Okta SCIM FAQ)",
		Apply: func(b *Behaviors) {
			next := b.Serve
			b.Serve = func(w http.ResponseWriter, rq *Request) {
				hook.Wait(rq, 300*time.Millisecond)
				next(w, rq)
			}
		},
	}, {
		ID: "latency-cold-start", Story: "The first answer takes 6 s, those after it no time.",
		Source: "Okta waits 60 s for an answer (Okta SCIM FAQ)",
		Apply: func(b *Behaviors) {
			var started atomic.Bool
			next := b.Serve
			b.Serve = func(w http.ResponseWriter, rq *Request) {
				if !started.Swap(true) {
					hook.Wait(rq, 6*time.Second)
				}
				next(w, rq)
			}
		},
	}, {
		ID: "throttles-every-20th", Story: "Every 20th request is answered 429 with Retry-After: 1, and does nothing.",
		Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
		Apply: func(b *Behaviors) {
			var count atomic.Int64
			next := b.Handle
			b.Handle = func(rq *Request) (*Response, error) {
				if count.Add(1)%20 == 0 {
					return nil, tooMany("1")
				}
				return next(rq)
			}
		},
	}, {
		ID: "throttles-at-gateway", Story: "Every 15th request is answered 429 with Retry-After: 3 by a gateway that knows no SCIM: the body is HTML.",
		Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
		Apply: func(b *Behaviors) {
			var count atomic.Int64
			next := b.Handle
			b.Handle = func(rq *Request) (*Response, error) {
				if count.Add(1)%15 != 0 {
					return next(rq)
				}
				header := http.Header{"Retry-After": {"3"}, "Content-Type": {"text/html"}}
				return &Response{Status: http.StatusTooManyRequests, Header: header,
					Body: []byte("<html><body>429 Too Many Requests</body></html>")}, nil
			}
		},
	}, {
		ID: "throttles-25-a-second", Story: "A tenant may send 25 requests a second, each of which takes 20 ms; more are answered 429 with Retry-After: 1.",
		Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
		Apply:  throttlePerSecond,
	}}...)
}

func tooMany(seconds string) *Error {
	e := provider.Refuse(http.StatusTooManyRequests, "", "Too many requests. Try again in %s s.", seconds)
	e.Header = http.Header{"Retry-After": {seconds}}
	return e
}

func throttlePerSecond(b *Behaviors) {
	type window struct {
		second int64
		count  int
	}
	serve := b.Serve
	b.Serve = func(w http.ResponseWriter, rq *Request) {
		hook.Wait(rq, 20*time.Millisecond)
		serve(w, rq)
	}
	var windows perTenant[window]
	next := b.Authenticate
	b.Authenticate = func(rq *Request) error {
		err := next(rq)
		if err != nil {
			return err
		}
		windows.with(rq.Tenant, func(w *window) {
			if now := rq.Time.Unix(); w.second != now {
				*w = window{second: now}
			}
			if w.count++; w.count > 25 {
				err = tooMany("1")
			}
		})
		return err
	}
}

// transferVariants differ in how the bytes of an answer travel.
func transferVariants() []Variant {
	return []Variant{{
		ID: "gzip-always", Story: "Every answer with a body is compressed by gzip, however short, when the client accepts that.",
		Source: "RFC 9110 §8.4.1.3; Okta sends Accept-Encoding: gzip,deflate",
		Apply:  compressAll("gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
	}, {
		ID: "deflate-always", Story: "Every answer with a body is compressed by deflate when the client accepts that.",
		Source: "RFC 9110 §8.4.1.2; Okta sends Accept-Encoding: gzip,deflate",
		Apply:  compressAll("deflate", func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
	}, {
		ID: "chunked-answers", Story: "Answers come in two pieces without Content-Length.",
		Source: "RFC 9112 §7.1",
		Apply: func(b *Behaviors) {
			next := b.Send
			b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) { next(&chunkingWriter{w}, rq, answer) }
		},
	}, {
		ID: "connection-close", Story: "The connection is closed after every answer.",
		Source: "RFC 9112 §9.6",
		Apply: func(b *Behaviors) {
			next := b.Send
			b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
				w.Header().Set("Connection", "close")
				next(w, rq, answer)
			}
		},
	}, {
		ID: "gateway-headers", Story: "Answers have the headers of a gateway in front of the app: a cookie, limits, caching, request ids.",
		Source: "RFC 9110 §5.1: fields that are not known are ignored",
		Apply: func(b *Behaviors) {
			next := b.Send
			b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
				for name, value := range map[string]string{
					"Set-Cookie":                "route=b7; Path=/; HttpOnly; Secure",
					"Cache-Control":             "no-store, must-revalidate",
					"Pragma":                    "no-cache",
					"Expires":                   "0",
					"Server":                    "gateway",
					"Via":                       "1.1 gateway",
					"Strict-Transport-Security": "max-age=31536000",
					"X-Request-Id":              "0c6b2a1e",
					"X-RateLimit-Limit":         "600",
					"X-RateLimit-Remaining":     "0",
					"X-Content-Type-Options":    "nosniff",
				} {
					w.Header().Set(name, value)
				}
				next(w, rq, answer)
			}
		},
	}}
}

// compressAll compresses every body by one coding, if the client accepts that.
func compressAll(coding string, writer func(io.Writer) io.WriteCloser) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Send
		b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
			if !strings.Contains(strings.ToLower(rq.HTTP.Header.Get("Accept-Encoding")), coding) {
				next(w, rq, answer)
				return
			}
			plain := *rq
			plain.HTTP = rq.HTTP.WithContext(rq.HTTP.Context())
			plain.HTTP.Header = rq.HTTP.Header.Clone()
			plain.HTTP.Header.Del("Accept-Encoding")
			next(&compressingWriter{ResponseWriter: w, coding: coding, writer: writer}, &plain, answer)
		}
	}
}

// compressingWriter compresses an answer whose body comes in one piece.
type compressingWriter struct {
	http.ResponseWriter
	coding string
	writer func(io.Writer) io.WriteCloser
	status int
}

func (w *compressingWriter) WriteHeader(status int) { w.status = status }

func (w *compressingWriter) Write(body []byte) (int, error) {
	if len(body) == 0 {
		w.ResponseWriter.WriteHeader(w.status)
		return 0, nil
	}
	var packed bytes.Buffer
	z := w.writer(&packed)
	z.Write(body) // to memory, where nothing fails
	z.Close()
	w.Header().Set("Content-Encoding", w.coding)
	w.Header().Set("Content-Length", strconv.Itoa(packed.Len()))
	w.ResponseWriter.WriteHeader(w.status)
	return w.ResponseWriter.Write(packed.Bytes())
}

// chunkingWriter sends a body in two pieces.
type chunkingWriter struct{ http.ResponseWriter }

func (w *chunkingWriter) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

func (w *chunkingWriter) Write(body []byte) (int, error) {
	first, err := w.ResponseWriter.Write(body[:len(body)/2])
	if err != nil || len(body) == 0 {
		return first, err
	}
	http.NewResponseController(w.ResponseWriter).Flush()
	rest, err := w.ResponseWriter.Write(body[len(body)/2:])
	return first + rest, err
}
