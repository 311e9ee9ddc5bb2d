package provider

import (
	"net/http"
	"sync/atomic"
	"time"
)

// deliveryVariants differ in when and how answers come.
func deliveryVariants() []Variant {
	return []Variant{
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
			ID: "throttles-every-20th", Story: "Every 20th request is answered 429 with Retry-After: 1, and does nothing.",
			Source: "RFC 6585 §4; Okta SCIM 2.0 reference, rate limits",
			Apply: func(b *Behaviours) {
				var count atomic.Int64
				next := b.Handle
				b.Handle = func(rq *Request) (*Response, error) {
					if count.Add(1)%20 == 0 {
						e := Refuse(http.StatusTooManyRequests, "", "Too many requests. Try again in one second.")
						e.Header = http.Header{"Retry-After": {"1"}}
						return nil, e
					}
					return next(rq)
				}
			},
		},
	}
}
