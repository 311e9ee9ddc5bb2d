package provider

import (
	"net/http"
	"strings"
)

// headerGridFaults are those that a walk over what Okta sends and gets back finds.
func headerGridFaults() []Fault {
	return []Fault{
		{
			ID: "hdr-charset-rejected", Category: "headers", Level: Must,
			Story:  "A Content-Type with a charset is refused with 415, and Okta always sends one.",
			Source: "the grid: Content-Type with charset × any write",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					if strings.Contains(rq.HTTP.Header.Get("Content-Type"), "charset") {
						return Refuse(http.StatusUnsupportedMediaType, "", "Content-Type must be application/scim+json.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "hdr-accept-charset-406", Category: "headers", Level: Must,
			Story:  "An Accept with a charset, as Okta's SPEC test sends it with a create, is answered 406.",
			Source: "the grid: Accept with charset × create",
			Apply: func(b *Behaviours) {
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					if strings.Contains(rq.HTTP.Header.Get("Accept"), "charset") {
						return Refuse(http.StatusNotAcceptable, "", "Only application/scim+json can be sent.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "hdr-gzip-mislabelled", Category: "headers", Level: Must,
			Story:  "A list for a client that takes gzip is labelled so and is not: Okta cannot read any import.",
			Source: "the grid: Accept-Encoding × list",
			Apply: func(b *Behaviours) {
				onSend(b, func(rq *Request, answer *Response) {
					if rq.Operation == OpList && acceptsGzip(rq.HTTP.Header.Get("Accept-Encoding")) && answer.Status == http.StatusOK {
						rq.HTTP.Header.Del("Accept-Encoding")
						answer.Header.Set("Content-Encoding", "gzip")
					}
				})
			},
		},
		{
			ID: "hdr-no-challenge", Category: "auth", Level: Should,
			Story:  "A 401 has no WWW-Authenticate, which RFC 9110 §11.6.1 demands; Okta goes by the status.",
			Source: "the grid: wrong credentials × headers",
			Apply: func(b *Behaviours) {
				onSend(b, func(_ *Request, answer *Response) { answer.Header.Del("WWW-Authenticate") })
			},
		},
		{
			ID: "hdr-body-in-latin1", Category: "headers", Level: Must,
			Story:  "Answers are in Latin-1 although JSON is UTF-8: names with accents cannot be read.",
			Source: "the grid: any answer × charset",
			Apply: func(b *Behaviours) {
				next := b.Encode
				b.Encode = func(rq *Request, answer *Response) ([]byte, error) {
					body, err := next(rq, answer)
					latin := make([]byte, 0, len(body))
					for _, r := range string(body) {
						if r > 0xff {
							r = '?'
						}
						latin = append(latin, byte(r))
					}
					return latin, err
				}
			},
		},
	}
}
