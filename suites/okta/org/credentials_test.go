package org_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/suites/okta/org"
)

func pemOf(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestBadCredentials(t *testing.T) {
	t.Parallel()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(curve)
	ec := pemOf(t, "PRIVATE KEY", der, err)
	for words, config := range map[string]org.Config{
		"no credentials":       {},
		"contains white space": {Token: "SSWS " + token},
		"no client id":         {PrivateKey: ec},
		"no private key":       {ClientID: "0oaclient"},
		"not an RSA key":       {ClientID: "0oaclient", PrivateKey: ec},
		"not PEM text":         {ClientID: "0oaclient", PrivateKey: "/etc/key"},
		"not an unencrypted":   {ClientID: "0oaclient", PrivateKey: strings.ReplaceAll(ec, "PRIVATE", "ENCRYPTED PRIVATE")},
		"cannot be read":       {ClientID: "0oaclient", PrivateKey: strings.ReplaceAll(ec, "PRIVATE", "RSA PRIVATE")},
	} {
		config.URL = "https://example.okta.com"
		_, err := org.New(config)
		wantError(t, err, true, words)
	}
}

// The admin console shows keys as PKCS #8, which the SDK does not read.
func TestPrivateKey(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	for name, text := range map[string]string{
		"PKCS #8":  pemOf(t, "PRIVATE KEY", der, err),
		"PKCS #1":  pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil),
		"one line": strings.ReplaceAll(pemOf(t, "PRIVATE KEY", der, nil), "\n", `\n`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var secrets []string
			tokens := 0
			c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if r.URL.Path == "/oauth2/v1/token" {
					tokens++
					if r.URL.Query().Get("scope") != strings.Join(org.ReadScopes(), " ") {
						t.Errorf("scope %q", r.URL.Query().Get("scope"))
					}
					fmt.Fprint(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"eyAccessToken"}`)
					return
				}
				if got := r.Header.Get("Authorization"); got != "Bearer eyAccessToken" {
					t.Errorf("Authorization %q", got)
				}
				fmt.Fprint(w, `[]`)
			}), func(c *org.Config) {
				c.Token, c.ClientID, c.PrivateKey = "", "0oaclient", text
				c.Secret = func(s string) { mu.Lock(); secrets = append(secrets, s); mu.Unlock() }
			})
			for range 2 {
				if _, err := c.AppUsers(t.Context(), appID); err != nil {
					t.Fatal(err)
				}
			}
			if tokens != 1 {
				t.Errorf("%d tokens for two requests", tokens)
			}
			assertion := func(s string) bool { return strings.HasPrefix(s, "eyJ") }
			if !slices.Contains(secrets, "eyAccessToken") || !slices.ContainsFunc(secrets, assertion) {
				t.Error("the access token and the assertion are not told for redaction")
			}
		})
	}
}

func TestOAuthRefused(t *testing.T) {
	t.Parallel()
	text := pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(newKey(t)), nil)
	for answer, words := range map[string]string{
		`400 {"error":"invalid_scope","error_description":"One or more scopes are not configured"}`:       "Okta API Scopes",
		`400 {"error":"invalid_dpop_proof","error_description":"The DPoP proof JWT header is missing."}`:  "DPoP",
		`401 {"error":"invalid_client","error_description":"The client_assertion signature is invalid."}`: "OKTA_CLIENT_ID",
	} {
		c := client(t, fake{"POST /oauth2/v1/token": answer}, func(c *org.Config) {
			c.Token, c.ClientID, c.PrivateKey = "", "0oaclient", text
		})
		_, err := c.App(t.Context(), appID)
		wantError(t, err, false, words)
		if strings.Contains(err.Error(), "client_assertion=") {
			t.Errorf("%v shows the assertion", err)
		}
	}
}

// The SDK takes settings from OKTA_CLIENT_… and from ~/.okta/okta.yaml; they must not lead to another org, or to other
// credentials.
func TestSettingsOfTheSDK(t *testing.T) {
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, ".okta"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "okta: {client: {orgUrl: https://other.okta.com, token: other, authorizationMode: PrivateKey, clientId: x}}"
	if err := os.WriteFile(filepath.Join(home, ".okta", "okta.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"HOME": home, "OKTA_CLIENT_ORGURL": "https://other.okta.com",
		"OKTA_CLIENT_TOKEN": "other", "OKTA_CLIENT_AUTHORIZATIONMODE": "PrivateKey", "OKTA_CLIENT_CLIENTID": "other",
		"OKTA_CLIENT_CACHE_ENABLED": "true"} {
		t.Setenv(name, value)
	}
	asked := 0
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if got := r.Header.Get("Authorization"); got != "SSWS "+token {
			t.Errorf("Authorization %q", got)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"id":"00g1"}`)
	}))
	for range 2 {
		if _, err := c.Group(t.Context(), "00g1"); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 2 {
		t.Errorf("%d requests for two reads: something is kept", asked)
	}
}
