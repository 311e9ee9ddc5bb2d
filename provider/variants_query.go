package provider

import (
	"net/http"
	"regexp"
	"strings"
)

// queryVariants differ in what a client may ask for beyond what Okta asks.
func queryVariants() []Variant {
	return []Variant{
		{
			ID: "no-discovery", Story: "There is no /ServiceProviderConfig, /ResourceTypes or /Schemas: 404.",
			Source: "Okta SCIM FAQ: Okta does not use them",
			Apply: func(b *Behaviours) {
				b.Discover = func(rq *Request) (*Response, error) {
					return nil, Refuse(http.StatusNotFound, "", "There is no endpoint %s.", rq.Path)
				}
			},
		},
		{
			ID: "filters-of-okta-only", Story: "A filter must be one comparison by eq with userName, displayName, externalId, id or an e-mail address; all others are answered 400 invalidFilter.",
			Source: "Okta SCIM FAQ: eq is the only operator Okta uses; RFC 7644 §3.4.2.2",
			Apply: func(b *Behaviours) {
				simple := regexp.MustCompile(`(?is)^\s*(userName|displayName|externalId|id|emails?|emails\.value)\s+eq\s+".*"\s*$`)
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					if !simple.MatchString(raw) {
						return nil, invalidFilter("This filter is not supported; compare userName, displayName, externalId, id or emails by eq.")
					}
					return next(rq, raw)
				}
			},
		},
		{
			ID: "count-capped-100", Story: "A page has at most 100 resources, whatever count is.",
			Source: "RFC 7644 §3.4.2.4; Okta asks for 100",
			Apply: func(b *Behaviours) {
				onQuery(b, func(_ *Request, q *Query) { q.Count = min(q.Count, 100) })
			},
		},
		{
			ID: "default-count-20", Story: "Who does not say count gets 20 resources.",
			Source: "RFC 7644 §3.4.2.4; Okta always says count",
			Apply: func(b *Behaviours) {
				onQuery(b, func(rq *Request, q *Query) {
					if !strings.Contains(rq.HTTP.URL.RawQuery, "count=") {
						q.Count = 20
					}
				})
			},
		},
		{
			ID: "projection-ignored", Story: "The parameters attributes and excludedAttributes have no effect.",
			Source: "Okta sends neither (Okta SCIM 2.0 reference); RFC 7644 §3.9",
			Apply: func(b *Behaviours) {
				onQuery(b, func(_ *Request, q *Query) { q.Fields = Fields{} })
			},
		},
	}
}

// onQuery changes the query parameters of requests for resources.
func onQuery(b *Behaviours, change func(*Request, *Query)) {
	next := b.ParseQuery
	b.ParseQuery = func(rq *Request) error {
		err := next(rq)
		if err == nil && rq.Type != nil {
			change(rq, &rq.Query)
		}
		return err
	}
}
