package org

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"time"
)

// Config says which org a Client talks to, and how.
type Config struct {
	URL string // of the org: https://example.okta.com
	// Token is an API token (SSWS). Without one, ClientID and PrivateKey make
	// OAuth access tokens.
	Token string
	// ClientID and PrivateKey are those of an API service app: its client id and
	// an RSA key as PEM, PKCS #1 or PKCS #8. KeyID is the key's kid, when the app
	// has several.
	ClientID, PrivateKey, KeyID string
	// Scopes are what an OAuth token is asked for; default: ReadScopes.
	Scopes []string

	Transport http.RoundTripper // default http.DefaultTransport
	Timeout   time.Duration     // of one request; default 60 s
	// MaxWait is the longest wait for the reset of a rate limit; a longer one is
	// an error. Default 65 s: most of Okta's limits are a minute's.
	MaxWait time.Duration
	// MaxPages bounds a list; default 2000.
	MaxPages int
	// Wait pauses for a rate limit; default: a timer that ends with ctx.
	Wait func(ctx context.Context, d time.Duration) error
	// Secret, if not nil, is told every secret that comes up, for redaction.
	Secret func(string)
	// Notice, if not nil, is told of waits.
	Notice func(string)
}

// ReadScopes are the OAuth scopes that reading an app needs.
func ReadScopes() []string {
	return []string{"okta.apps.read", "okta.users.read", "okta.groups.read", "okta.logs.read", "okta.profileMappings.read"}
}

// ChangeScopes are the OAuth scopes that a run needs, which creates a person
// and a group.
func ChangeScopes() []string {
	return append(ReadScopes(), "okta.apps.manage", "okta.users.manage", "okta.groups.manage")
}

func (c Config) withDefaults() Config {
	if c.Transport == nil {
		c.Transport = http.DefaultTransport
	}
	if c.Timeout == 0 {
		c.Timeout = time.Minute
	}
	if c.MaxWait == 0 {
		c.MaxWait = 65 * time.Second
	}
	if c.MaxPages == 0 {
		c.MaxPages = 2000
	}
	if len(c.Scopes) == 0 {
		c.Scopes = ReadScopes()
	}
	if c.Wait == nil {
		c.Wait = pause
	}
	if c.Secret == nil {
		c.Secret = func(string) {}
	}
	if c.Notice == nil {
		c.Notice = func(string) {}
	}
	c.URL = strings.TrimRight(c.URL, "/")
	return c
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// key gives the private key in the only form that the SDK reads, PKCS #1. The
// admin console shows PKCS #8.
func (c Config) key() (string, error) {
	const remedy = "Give the RSA private key of the API service app as PEM, from BEGIN to END: OKTA_PRIVATE_KEY or OKTA_PRIVATE_KEY_FILE."
	block, _ := pem.Decode([]byte(strings.ReplaceAll(c.PrivateKey, `\n`, "\n")))
	if block == nil {
		return "", usage("the private key is no PEM text", remedy)
	}
	var key *rsa.PrivateKey
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "PRIVATE KEY":
		var any any
		if any, err = x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			var isRSA bool
			if key, isRSA = any.(*rsa.PrivateKey); !isRSA {
				return "", usage("the private key is no RSA key, and okta-sdk-golang v2 signs with RSA only", remedy)
			}
		}
	default:
		return "", usage("the PEM text holds a "+block.Type+", not a private key in the clear", remedy)
	}
	if err != nil {
		return "", usage("the private key cannot be read", remedy)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})), nil
}
