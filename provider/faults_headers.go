package provider

import (
	"net/http"
	"strings"
)

func headerFaults() []Fault {
	return append([]Fault{
		{
			ID: "hdr-content-type-scimjson-unread", Category: "headers", Level: Must,
			Story:  "Only bodies of application/json are read; one of application/scim+json, as which Okta sends all of its writes, counts as empty.",
			Source: "https://github.com/medplum/medplum/issues/4143",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					err := next(rq)
					if strings.HasPrefix(rq.HTTP.Header.Get("Content-Type"), mediaType) {
						rq.Raw = nil
					}
					return err
				}
			},
		},
		{
			ID: "hdr-application-json-rejected", Category: "headers", Level: Must,
			Story:  "A body of application/json is refused with 415, as which Okta's SPEC test sends its create.",
			Source: "https://github.com/scimmyjs/scimmy-routers/issues/22",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					if strings.HasPrefix(rq.HTTP.Header.Get("Content-Type"), "application/json") {
						return Refuse(http.StatusUnsupportedMediaType, "", "Content-Type must be application/scim+json.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "hdr-wrong-response-content-type", Category: "headers", Level: Should,
			Story:  "Answers are application/json+scim, which is no media type; Okta reads the body whatever it is called.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/1769",
			Apply: func(b *Behaviours) {
				onSend(b, func(_ *Request, answer *Response) {
					if answer.Body != nil {
						answer.Header.Set("Content-Type", "application/json+scim")
					}
				})
			},
		},
		{
			ID: "hdr-location-wrong", Category: "headers", Level: Should,
			Story:  "Locations name the host that the server is bound to, where no client finds it; Okta goes by the id and does not see it.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/825",
			Apply: func(b *Behaviours) {
				next := b.Location
				b.Location = func(rq *Request, kind, id string) string {
					_, path, _ := strings.Cut(strings.TrimPrefix(next(rq, kind, id), rq.Server.baseURL(rq.HTTP)), "/")
					return "http://0.0.0.0:8080/scim/v2/scim/v2/" + path
				}
			},
		},
	}, append(headerGridFaults(), headerRedirectFaults()...)...)
}

// onSend changes every answer before it is sent.
func onSend(b *Behaviours, change func(*Request, *Response)) {
	next := b.Send
	b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
		change(rq, answer)
		next(w, rq, answer)
	}
}
