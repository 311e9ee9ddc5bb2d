package legal

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
)

// authVariants differ in who gets in and what the others are told.
func authVariants() []Variant {
	return []Variant{{
		ID: "challenge-left-out", Story: "401 comes without WWW-Authenticate.",
		Source: "Okta reads the status only; RFC 9110 §15.5.2 asks for the header",
		Apply:  onError(func(_ *Request, answer *Response, _ Object) { answer.Header.Del("WWW-Authenticate") }),
	}, {
		ID: "challenge-with-details", Story: "401 offers two schemes, and tells the error and a scope.",
		Source: "RFC 9110 §11.6.1; RFC 6750 §3",
		Apply: onError(func(_ *Request, answer *Response, _ Object) {
			if answer.Status == http.StatusUnauthorized {
				answer.Header["Www-Authenticate"] = []string{
					`Bearer realm="acme, inc.", error="invalid_token", error_description="expired or unknown", scope="scim"`,
					`Basic realm="acme", charset="UTF-8"`,
				}
			}
		}),
	}, {
		ID: "wrong-token-delayed", Story: "The refusal of a wrong token takes 115 seconds, on purpose: whoever guesses tokens is to take long.",
		Source: "RFC 6750 §5.1: a server may defend itself against guessing; Okta has the right token",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				err := next(rq)
				if err != nil {
					hook.Wait(rq, 115*time.Second)
				}
				return err
			}
		},
	}, {
		ID: "auth-scheme-exact", Story: `The authentication scheme is accepted in the spelling "Bearer" only.`,
		Source: "Okta sends it in this spelling; RFC 9110 §11.1 makes it case-insensitive",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				if !strings.HasPrefix(rq.HTTP.Header.Get("Authorization"), "Bearer ") {
					return provider.Unauthorized("The request carries no bearer token.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "rotated-token-grace", Story: "A token that was rotated is accepted beside the new one for a documented time.",
		Source: "https://github.com/postmanlabs/postman-docs/issues/3154",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				err := next(rq)
				if secret, ok := provider.BearerToken(rq.HTTP.Header.Get("Authorization")); ok && err != nil {
					if tenant, known := rq.Server.RevokedTenant(secret); known {
						rq.Tenant, err = tenant, nil
					}
				}
				return err
			}
		},
	}, {
		ID: "foreign-ids-403", Story: "An id of another tenant is answered 403, one of nobody 404.",
		Source: "RFC 7644 §3.12: 403, the client has no right to it",
		Apply:  forbidForeignIDs,
	}, {
		ID: "discovery-is-public", Story: "/ServiceProviderConfig, /ResourceTypes and /Schemas need no token.",
		Source: "RFC 7644 §4",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				path := strings.TrimPrefix(rq.HTTP.URL.Path, rq.Server.BasePath())
				for _, endpoint := range []string{"/ServiceProviderConfig", "/ResourceTypes", "/Schemas"} {
					if path == endpoint || strings.HasPrefix(path, endpoint+"/") {
						return nil
					}
				}
				return next(rq)
			}
		},
	}}
}

// forbidForeignIDs remembers whose each id is.
func forbidForeignIDs(b *Behaviors) {
	var owners sync.Map // id → tenant
	next, find := b.Store, b.Load
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		owners.Store(after.ID, rq.Tenant)
		return next(rq, tx, before, after)
	}
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := find(rq, tx, kind, id)
		if owner, known := owners.Load(id); err != nil && known && owner != rq.Tenant {
			return nil, provider.Refuse(http.StatusForbidden, "", "The %s with the id %q belongs to another tenant.", kind, id)
		}
		return r, err
	}
}
