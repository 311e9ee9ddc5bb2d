package provider

import (
	"net/http"
	"sync/atomic"
	"time"
)

// deliveryVariants differ in when answers come.
func deliveryVariants() []Variant {
	return append(transferVariants(), []Variant{
		{
			ID: "latency-300ms", Story: "Every answer takes 300 ms.",
			Source: "Okta waits 60 s for an answer (Okta SCIM FAQ)",
			Apply: func(b *Behaviours) {
				next := b.Serve
				b.Serve = func(w http.ResponseWriter, rq *Request) {
					wait(rq, 300*time.Millisecond)
					next(w, rq)
				}
			},
		},
		{
			ID: "latency-cold-start", Story: "The first answer takes 6 s, those after it no time.",
			Source: "Okta waits 60 s for an answer (Okta SCIM FAQ)",
			Apply: func(b *Behaviours) {
				var started atomic.Bool
				next := b.Serve
				b.Serve = func(w http.ResponseWriter, rq *Request) {
					if !started.Swap(true) {
						wait(rq, 6*time.Second)
					}
					next(w, rq)
				}
			},
		},
		{
			ID: "throttles-every-20th", Story: "Every 20th request is answered 429 with Retry-After: 1, and does nothing.",
			Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
			Apply: func(b *Behaviours) {
				var count atomic.Int64
				next := b.Handle
				b.Handle = func(rq *Request) (*Response, error) {
					if count.Add(1)%20 == 0 {
						return nil, tooMany("1")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "throttles-at-gateway", Story: "Every 15th request is answered 429 with Retry-After: 3 by a gateway that knows no SCIM: the body is HTML.",
			Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
			Apply: func(b *Behaviours) {
				var count atomic.Int64
				next := b.Handle
				b.Handle = func(rq *Request) (*Response, error) {
					if count.Add(1)%15 != 0 {
						return next(rq)
					}
					header := http.Header{"Retry-After": {"3"}, "Content-Type": {"text/html"}}
					return &Response{Status: http.StatusTooManyRequests, Header: header, Body: []byte("<html><body>429 Too Many Requests</body></html>")}, nil
				}
			},
		},
		{
			ID: "throttles-25-a-second", Story: "A tenant may send 25 requests a second, each of which takes 20 ms; more are answered 429 with Retry-After: 1.",
			Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
			Apply:  throttlePerSecond,
		},
	}...)
}

func tooMany(seconds string) *Error {
	e := Refuse(http.StatusTooManyRequests, "", "Too many requests. Try again in %s s.", seconds)
	e.Header = http.Header{"Retry-After": {seconds}}
	return e
}

func throttlePerSecond(b *Behaviours) {
	type window struct {
		second int64
		count  int
	}
	serve := b.Serve
	b.Serve = func(w http.ResponseWriter, rq *Request) {
		wait(rq, 20*time.Millisecond)
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
