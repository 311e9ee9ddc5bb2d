package provider

import "strings"

func headerFaults() []Fault {
	return []Fault{
		{
			ID: "hdr-application-json-rejected", Category: "headers", Level: Must,
			Story:  "A body of application/json is refused with 415, as which Okta's SPEC test sends its create.",
			Source: "https://github.com/scimmyjs/scimmy-routers/issues/22",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					if strings.HasPrefix(rq.HTTP.Header.Get("Content-Type"), "application/json") {
						return Refuse(415, "", "Content-Type must be application/scim+json.")
					}
					return next(rq)
				}
			},
		},
	}
}
