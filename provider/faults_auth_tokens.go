package provider

import (
	"net/http"
	"strings"
	"sync"
)

// tokenFaults compare tokens carelessly, or mix up the requests that carry them.
func tokenFaults() []Fault {
	return []Fault{
		{
			ID: "auth-token-prefix-accepted", Category: "auth", Level: Must,
			Story:  "Whatever begins with the token is taken for it, because it is compared up to its length only.",
			Source: "the grid: any request × a wrong credential",
			Apply:  comparedBy(func(sent, valid string) bool { return strings.HasPrefix(sent, valid) }),
		},
		{
			ID: "auth-token-beginning-accepted", Category: "auth", Level: Must,
			Story:  "The beginning of the token is taken for the whole, so that it can be guessed letter by letter.",
			Source: "the grid: any request × a wrong credential",
			Apply:  comparedBy(func(sent, valid string) bool { return sent != "" && strings.HasPrefix(valid, sent) }),
		},
		{
			ID: "auth-token-case-ignored", Category: "auth", Level: Must,
			Story:  "Capital and small letters of the token are the same, because the database compares so.",
			Source: "the grid: any request × a wrong credential",
			Apply:  comparedBy(strings.EqualFold),
		},
		{
			ID: "auth-token-middle-ignored", Category: "auth", Level: Must,
			Story:  "Of the token only the length and the ends are compared, and what is between can be anything.",
			Source: "the grid: any request × a wrong credential",
			Apply: comparedBy(func(sent, valid string) bool {
				n := len(valid)
				return n > 2 && len(sent) == n && sent[:1] == valid[:1] && sent[n-1:] == valid[n-1:]
			}),
		},
		{
			ID: "auth-locked-after-bad-token", Category: "auth", Level: Must,
			Story:  "After a wrong token the next request is refused as well, with the right one: anybody can stop provisioning.",
			Source: "the grid: any request × after a refused one the next succeeds",
			Apply:  lockedAfter(func(rq *Request, token string) bool { return !tokenRevoked(rq, token) }),
		},
		{
			ID: "auth-locked-after-revoked-token", Category: "auth", Level: Must,
			Story:  "Whoever tries the old token gets the new one refused, as if it had been stolen.",
			Source: "the grid: any request × a revoked token",
			Apply:  lockedAfter(tokenRevoked),
		},
	}
}

// comparedBy serves requests whose token is a valid one to same. It learns the valid ones from the requests that carry them: the
// server keeps hashes only.
func comparedBy(same func(sent, valid string) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		var mu sync.Mutex
		known := map[string]string{} // tenant by token
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				known[token] = rq.Tenant
				return nil
			}
			for valid, tenant := range known {
				if _, still := rq.Server.tokens.Tenant(valid); still && same(token, valid) {
					rq.Tenant = tenant
					return nil
				}
			}
			return err
		}
	}
}

// lockedAfter refuses the first good request after certain bad ones.
func lockedAfter(bad func(rq *Request, token string) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		var mu sync.Mutex
		locked := false
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				locked = locked || bad(rq, token)
			case locked:
				locked = false
				return Refuse(http.StatusForbidden, "", "There were too many attempts to sign in.")
			}
			return err
		}
	}
}

func tokenRevoked(rq *Request, token string) bool {
	_, ok := rq.Server.tokens.Revoked(token)
	return ok
}
