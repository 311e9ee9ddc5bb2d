package provider

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// tokens are the credentials a server accepts. It keeps hashes only.
type tokens struct {
	mu      sync.RWMutex
	valid   []tokenHash
	revoked []tokenHash // replaced by a rotation; refused
}

type tokenHash struct {
	sum    [sha256.Size]byte
	tenant string
}

func newTokens(list []Token) (*tokens, error) {
	t := &tokens{}
	for i, token := range list {
		switch {
		case token.Secret == "":
			return nil, fmt.Errorf("provider: token %d is empty", i+1)
		case strings.ContainsAny(token.Secret, " \t\r\n"):
			return nil, fmt.Errorf("provider: token %d has white space in it, which no header could carry", i+1)
		}
		if _, taken := lookUp(t.valid, token.Secret); taken {
			return nil, fmt.Errorf("provider: token %d is the same as one before it", i+1)
		}
		if token.Tenant == "" {
			token.Tenant = DefaultTenant
		}
		t.valid = append(t.valid, tokenHash{sha256.Sum256([]byte(token.Secret)), token.Tenant})
	}
	return t, nil
}

// lookUp finds the tenant of a secret. It takes as long whether and wherever there is one.
func lookUp(list []tokenHash, secret string) (tenant string, ok bool) {
	sum := sha256.Sum256([]byte(secret))
	for _, t := range list {
		if subtle.ConstantTimeCompare(sum[:], t.sum[:]) == 1 {
			tenant, ok = t.tenant, true
		}
	}
	return tenant, ok
}

// tenant finds the tenant that a secret opens now.
func (t *tokens) tenant(secret string) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return lookUp(t.valid, secret)
}

// revokedTenant finds the tenant that a secret opened before it was rotated.
func (t *tokens) revokedTenant(secret string) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return lookUp(t.revoked, secret)
}

// BearerToken gives the token of an Authorization header (RFC 6750 §2.1); the case of the scheme does not count.
func BearerToken(header string) (token string, ok bool) {
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// authenticate finds the tenant by the bearer token, or refuses with 401 and a challenge (RFC 7644 §2, RFC 6750 §3).
func authenticate(rq *Request) error {
	header := rq.HTTP.Header.Get("Authorization")
	token, ok := BearerToken(header)
	if !ok {
		return Unauthorized("The request carries no bearer token. In Okta, choose HTTP Header and paste the token without the word Bearer.")
	}
	tenant, ok := rq.Server.tokens.tenant(token)
	if !ok {
		return Unauthorized("The bearer token is not valid, or it was replaced by a newer one. Paste the current token into Okta.")
	}
	rq.Tenant = tenant
	return nil
}

// Unauthorized makes a 401 with the challenge that goes with it.
func Unauthorized(detail string) *Error {
	e := Refuse(http.StatusUnauthorized, "", "%s", detail)
	e.Header = http.Header{}
	e.Header.Set("WWW-Authenticate", `Bearer realm="SCIM"`)
	return e
}

// rotate replaces a secret by another for the same tenant.
func (t *tokens) rotate(old, new string) error {
	added, err := newTokens([]Token{{Secret: new}})
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	tenant, ok := lookUp(t.valid, old)
	if !ok {
		return errors.New("provider: the token to replace is not valid")
	}
	if _, taken := lookUp(t.valid, new); taken {
		return errors.New("provider: the new token is in use already")
	}
	sum := sha256.Sum256([]byte(old))
	t.valid = slices.DeleteFunc(t.valid, func(h tokenHash) bool { return h.sum == sum })
	t.valid = append(t.valid, tokenHash{added.valid[0].sum, tenant})
	t.revoked = append(t.revoked, tokenHash{sum, tenant})
	return nil
}

// tenants lists the tenants that a valid token opens.
func (t *tokens) tenants() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var names []string
	for _, h := range t.valid {
		if !slices.Contains(names, h.tenant) {
			names = append(names, h.tenant)
		}
	}
	return names
}
