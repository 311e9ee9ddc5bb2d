package provider

import (
	"net/http"
	"slices"
	"strings"
)

func authFaults() []Fault {
	return slices.Concat(credentialFaults(), tokenFaults(), tenantFaults(), unauthorizedFaults())
}

// credentialFaults let somebody in, or keep somebody out.
func credentialFaults() []Fault {
	return []Fault{
		{
			ID: "auth-empty-bearer-bypass", Category: "auth", Level: Must,
			Story:  `"Bearer" with nothing behind it opens the first tenant, because it equals a token that was never set; no admin sees it.`,
			Source: "https://github.com/ToolJet/ToolJet/issues/16217",
			Apply: letIn(func(rq *Request) bool {
				header, given := rq.HTTP.Header["Authorization"]
				return given && strings.EqualFold(strings.TrimSpace(header[0]), "Bearer")
			}),
		},
		{
			ID: "auth-user-jwt-accepted", Category: "auth", Level: Must,
			Story:  "Any JSON Web Token is taken, whoever issued it: every user of the app can provision.",
			Source: "https://github.com/Senthil455/Atlas-Workforce-System/issues/175",
			Apply: letIn(func(rq *Request) bool {
				token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
				return isJWT(token)
			}),
		},
		{
			// A should: a time of grace after a rotation may be documented, and no client can tell it from for ever.
			ID: "auth-rotated-token-still-valid", Category: "auth", Level: Should,
			Story:  "The old token works on after a new one was made, so a leaked token can never be taken back.",
			Source: "https://github.com/Tr3kkR/Yuzu/issues/2026",
			Apply:  letRevokedIn(func(*Request) bool { return true }),
		},
		{
			ID: "auth-revoked-token-writes", Category: "auth", Level: Must,
			Story:  "A replaced token reads nothing any more and still writes, because the two ask in different places.",
			Source: "the grid: any write × a revoked token",
			Apply:  letRevokedIn(func(rq *Request) bool { return rq.HTTP.Method != http.MethodGet }),
		},
		{
			ID: "auth-no-header-accepted", Category: "auth", Level: Must,
			Story:  "A request without any credential is served: anybody can read and change all accounts.",
			Source: "the grid: any request × no credential",
			Apply: letIn(func(rq *Request) bool {
				return rq.HTTP.Header.Get("Authorization") == ""
			}),
		},
		{
			ID: "auth-groups-unguarded", Category: "auth", Level: Must,
			Story:  "The group endpoints ask for no credential, although those of users do.",
			Source: "the grid: any request × a wrong credential",
			Apply: letIn(func(rq *Request) bool {
				return strings.Contains(rq.HTTP.URL.Path, "/Groups")
			}),
		},
		{
			ID: "auth-user-by-id-unguarded", Category: "auth", Level: Must,
			Story:  "One user can be read and changed without a credential by whoever knows the id.",
			Source: "the grid: any request × a wrong credential",
			Apply: letIn(func(rq *Request) bool {
				return strings.Contains(rq.HTTP.URL.Path, "/Users/")
			}),
		},
		{
			ID: "auth-lookup-unguarded", Category: "auth", Level: Must,
			Story:  "A list with a filter asks for no credential: anybody can try out who has an account.",
			Source: "the grid: a look-up × a wrong credential",
			Apply:  letIn(func(rq *Request) bool { return rq.HTTP.URL.Query().Has("filter") }),
		},
		{
			ID: "auth-any-basic-accepted", Category: "auth", Level: Must,
			Story:  "Any user name and password in Basic authentication opens the first tenant.",
			Source: "the grid: any request × a wrong credential",
			Apply: letIn(func(rq *Request) bool {
				_, _, basic := rq.HTTP.BasicAuth()
				return basic
			}),
		},
		{
			ID: "auth-null-token-accepted", Category: "auth", Level: Must,
			Story:  `The word "null" is taken for a token that was never set, and opens the first tenant.`,
			Source: "the grid: any request × a wrong credential",
			Apply: letIn(func(rq *Request) bool {
				token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
				return token == "null" || token == "undefined" || token == "None"
			}),
		},
		{
			ID: "auth-token-as-pattern", Category: "auth", Level: Must,
			Story:  "The token is pasted into a query with LIKE, so that a percent sign is every token.",
			Source: "the grid: any request × a wrong credential",
			Apply: letIn(func(rq *Request) bool {
				token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
				return token == "%" || strings.Contains(token, "' OR ")
			}),
		},
		{
			ID: "auth-refused-write-stored", Category: "auth", Level: Must,
			Story:  "A write with a wrong token is answered 401 after it was done.",
			Source: "the grid: any write × a refused write stored nothing",
			Apply:  refuseAfterwards,
		},
		{
			ID: "auth-scheme-case-sensitive", Category: "auth", Level: Should,
			Story:  `Only "Bearer" with a capital letter is understood; Okta writes it so, others do not.`,
			Source: "RFC 9110 §11.1",
			Apply: func(b *Behaviours) {
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					if !strings.HasPrefix(rq.HTTP.Header.Get("Authorization"), "Bearer ") {
						return Unauthorized("The credential is not a bearer token.")
					}
					return next(rq)
				}
			},
		},
	}
}

// letIn serves requests that were refused as if the token of the first tenant had come with them.
func letIn(who func(*Request) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			if err != nil && who(rq) {
				rq.Tenant = rq.Server.firstTenant()
				return nil
			}
			return err
		}
	}
}

// letRevokedIn serves requests with a token that was replaced.
func letRevokedIn(to func(*Request) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			if err == nil || !to(rq) {
				return err
			}
			token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
			if tenant, ok := rq.Server.tokens.Revoked(token); ok {
				rq.Tenant = tenant
				return nil
			}
			return err
		}
	}
}

// refuseAfterwards does what a request without a valid credential asks for, and refuses it then.
func refuseAfterwards(b *Behaviours) {
	authenticate, handle := b.Authenticate, b.Handle
	b.Authenticate = func(rq *Request) error {
		err := authenticate(rq)
		if err == nil || rq.HTTP.Method == http.MethodGet {
			return err
		}
		rq.Tenant = rq.Server.firstTenant()
		rq.Note("refused too late", err)
		return nil
	}
	b.Handle = func(rq *Request) (*Response, error) {
		answer, err := handle(rq)
		if refused, ok := rq.Notes["refused too late"].(error); ok {
			return nil, refused
		}
		return answer, err
	}
}
