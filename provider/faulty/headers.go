package faulty

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func headersFaults() []Fault {
	return inCategory("headers", []Fault{{
		ID: "hdr-list-redirected", Source: grid("a list × status"),
		Story: "Lists and look-ups are answered 308 to the same path with a slash at its end, and Okta does not follow.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				url := *rq.HTTP.URL
				if strings.HasSuffix(url.Path, "/") {
					return next(rq)
				}
				url.Path += "/"
				answer := provider.Respond(http.StatusPermanentRedirect, nil)
				answer.Header.Set("Location", url.RequestURI())
				return answer, nil
			}
		},
	}, {
		ID: "hdr-content-type-scimjson-unread", Source: report("https://github.com/medplum/medplum/issues/4143"),
		Story: "Only bodies of application/json are read; one of application/scim+json, as which Okta sends all of its writes, counts as empty.",
		Apply: func(b *Behaviors) {
			next := b.ReadBody
			b.ReadBody = func(rq *Request) error {
				err := next(rq)
				if strings.HasPrefix(rq.HTTP.Header.Get("Content-Type"), provider.MediaType) {
					rq.Raw = nil
				}
				return err
			}
		},
	}, {
		ID: "hdr-application-json-rejected", Source: report("https://github.com/scimmyjs/scimmy-routers/issues/22"),
		Story: "A body of application/json is refused with 415, as which Okta's SPEC test sends its create.",
		Apply: func(b *Behaviors) {
			next := b.ReadBody
			b.ReadBody = func(rq *Request) error {
				if strings.HasPrefix(rq.HTTP.Header.Get("Content-Type"), "application/json") {
					return provider.Refuse(http.StatusUnsupportedMediaType, "", "Content-Type must be application/scim+json.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "hdr-wrong-response-content-type", Level: Should,
		Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/1769"),
		Story:  "Answers are application/json+scim, which is no media type; Okta reads the body whatever it is called.",
		Apply: onSend(func(_ *Request, answer *Response) {
			if answer.Body != nil {
				answer.Header.Set("Content-Type", "application/json+scim")
			}
		}),
	}, {
		ID: "hdr-location-wrong", Level: Should,
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/825"),
		Story:  "Locations name the host that the server is bound to, where no client finds it; Okta goes by the id and does not see it.",
		Apply: func(b *Behaviors) {
			next := b.Location
			b.Location = func(rq *Request, kind, id string) string {
				_, path, _ := strings.Cut(strings.TrimPrefix(next(rq, kind, id), rq.Server.BaseURL(rq.HTTP)), "/")
				return "http://0.0.0.0:8080/scim/v2/scim/v2/" + path
			}
		},
	}, {
		ID: "hdr-charset-rejected", Source: grid("Content-Type with charset × any write"),
		Story: "A Content-Type with a charset is refused with 415, and Okta always sends one.",
		Apply: func(b *Behaviors) {
			next := b.ReadBody
			b.ReadBody = func(rq *Request) error {
				if strings.Contains(rq.HTTP.Header.Get("Content-Type"), "charset") {
					return provider.Refuse(http.StatusUnsupportedMediaType, "", "Content-Type must be application/scim+json.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "hdr-accept-charset-406", Source: grid("Accept with charset × create"),
		Story: "An Accept with a charset, as Okta's SPEC test sends it with a create, is answered 406.",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				if strings.Contains(rq.HTTP.Header.Get("Accept"), "charset") {
					return provider.Refuse(http.StatusNotAcceptable, "", "Only application/scim+json can be sent.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "hdr-gzip-mislabelled", Source: grid("Accept-Encoding × list"),
		Story: "A list for a client that takes gzip is labelled so and is not: Okta cannot read any import.",
		Apply: onSend(func(rq *Request, answer *Response) {
			if rq.Operation == provider.OpList && strings.Contains(rq.HTTP.Header.Get("Accept-Encoding"), "gzip") &&
				answer.Status == http.StatusOK {
				rq.HTTP.Header.Del("Accept-Encoding")
				answer.Header.Set("Content-Encoding", "gzip")
			}
		}),
	}, {
		ID: "hdr-body-in-latin1", Source: grid("any answer × charset"),
		Story: "Answers are in Latin-1 although JSON is UTF-8: names with accents cannot be read.",
		Apply: func(b *Behaviors) {
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
	}})
}
