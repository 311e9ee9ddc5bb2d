package legal

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

// queryVariants differ in what a client may ask for beyond what Okta asks.
func queryVariants() []Variant {
	return []Variant{{
		ID: "no-discovery", Story: "There is no /ServiceProviderConfig, /ResourceTypes or /Schemas: 404.",
		Source: "Okta SCIM FAQ: Okta does not use them",
		Apply: func(b *Behaviors) {
			b.Discover = func(rq *Request) (*Response, error) {
				return nil, provider.Refuse(http.StatusNotFound, "", "There is no endpoint %s.", rq.Path)
			}
		},
	}, {
		ID: "filters-of-okta-only", Story: "A filter must compare userName by eq, that of groups displayName; all others are answered 400 invalidFilter.",
		Source: "Okta SCIM FAQ: eq is the only operator Okta uses; RFC 7644 §3.4.2.2",
		Apply: func(b *Behaviors) {
			simple := regexp.MustCompile(`(?is)^\s*(userName|displayName)\s+eq\s+".*"\s*$`)
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				if !simple.MatchString(raw) {
					return nil, provider.InvalidFilter("This filter is not supported; compare userName or displayName by eq.")
				}
				return next(rq, raw)
			}
		},
	}, {
		ID: "no-endpoint-html", Story: "A path that leads to no endpoint is answered 404 by the web server, in HTML.",
		Source: "RFC 7644 §3.12 is about SCIM endpoints; RFC 9110 §15.5.5",
		Apply: func(b *Behaviors) {
			next := b.Fail
			b.Fail = func(rq *Request, err error) *Response {
				answer := next(rq, err)
				if answer.Status == http.StatusNotFound && rq.Operation == "" {
					answer.Body = []byte("<html><body><h1>Not Found</h1></body></html>")
					answer.Header.Set("Content-Type", "text/html; charset=iso-8859-1")
				}
				return answer
			}
		},
	}, {
		ID: "count-capped-100", Story: "A page has at most 100 resources, whatever count is.",
		Source: "RFC 7644 §3.4.2.4; Okta asks for 100",
		Apply:  onQuery(func(_ *Request, q *Query) { q.Count = min(q.Count, 100) }),
	}, {
		ID: "default-count-20", Story: "Who does not say count gets 20 resources.",
		Source: "RFC 7644 §3.4.2.4; Okta always says count",
		Apply: onQuery(func(rq *Request, q *Query) {
			if !strings.Contains(rq.HTTP.URL.RawQuery, "count=") {
				q.Count = 20
			}
		}),
	}, {
		ID: "projection-ignored", Story: "The parameters attributes and excludedAttributes have no effect.",
		Source: "Okta sends neither (Okta SCIM 2.0 reference); RFC 7644 §3.9",
		Apply:  onQuery(func(_ *Request, q *Query) { q.Fields = provider.Fields{} }),
	}}
}

// onQuery changes the query parameters of requests for resources.
func onQuery(change func(*Request, *Query)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ParseQuery
		b.ParseQuery = func(rq *Request) error {
			err := next(rq)
			if err == nil && rq.Type != nil {
				change(rq, &rq.Query)
			}
			return err
		}
	}
}
