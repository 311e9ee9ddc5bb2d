package provider

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// unauthorizedFaults refuse the right requests in a wrong way, or as unauthorized what is something else.
func unauthorizedFaults() []Fault {
	return []Fault{
		{
			ID: "auth-401-for-bad-user-id", Category: "auth", Level: Must,
			Story:  "An id that cannot be one is answered 401 instead of 404, and Okta believes that its token was revoked.",
			Source: "https://github.com/ssoready/ssoready/issues/259",
			Apply: func(b *Behaviours) {
				next := b.Load
				b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
					r, err := next(rq, tx, kind, id)
					if err != nil && kind == KindUser && strings.Count(id, "-") != 4 {
						return nil, Unauthorized("The id is not a UUID.")
					}
					return r, err
				}
			},
		},
		{
			ID: "auth-refusal-without-body", Category: "auth", Level: Must,
			Story:  `A wrong token is answered 401 with nothing more, where Okta's SPEC test wants an Error with detail; the admin sees "Unrecognized token" and no reason.`,
			Source: "the grid: any answer × errors are SCIM Errors",
			Apply:  unauthorizedAs(func(answer *Response) { answer.Body = nil }),
		},
		{
			ID: "auth-403-for-bad-token", Category: "auth", Level: Must,
			Story:  "A wrong token is answered 403 instead of 401, and Okta's SPEC test is red.",
			Source: "the grid: any answer × a legal status",
			Apply: func(b *Behaviours) {
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					if next(rq) != nil {
						return Refuse(http.StatusForbidden, "", "This token may do nothing.")
					}
					return nil
				}
			},
		},
		{
			ID: "auth-no-challenge", Category: "auth", Level: Should,
			Story:  "A 401 does not say in WWW-Authenticate which credential it wants; Okta does not read it.",
			Source: "RFC 9110 §15.5.2",
			Apply:  unauthorizedAs(func(answer *Response) { answer.Header.Del("WWW-Authenticate") }),
		},
		{
			ID: "auth-error-shows-token", Category: "auth", Level: Should,
			Story:  "The refusal repeats the token, which is so written into Okta's System Log.",
			Source: "RFC 6750 §5.3",
			Apply: func(b *Behaviours) {
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					if err := next(rq); err != nil {
						return Unauthorized("Not valid: " + rq.HTTP.Header.Get("Authorization") + ".")
					}
					return nil
				}
			},
		},
	}
}

// unauthorizedAs spoils the answer to a wrong credential.
func unauthorizedAs(spoil func(*Response)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Fail
		b.Fail = func(rq *Request, err error) *Response {
			answer := next(rq, err)
			var refused *Error
			if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
				spoil(answer)
			}
			return answer
		}
	}
}

// isJWT tells whether a token has the three parts of a JSON Web Token (RFC 7519 §3.1). The last may be empty.
func isJWT(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	for _, part := range parts[:2] {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		var claims map[string]any
		if err != nil || json.Unmarshal(raw, &claims) != nil {
			return false
		}
	}
	return true
}
