package org

import (
	"cmp"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// Config says which org a Client talks to, and how.
type Config struct {
	URL string // of the org: https://example.okta.com
	// Token is an API token (SSWS). Without one, ClientID and PrivateKey obtain OAuth access tokens.
	Token string
	// ClientID and PrivateKey are those of an API service app: its client id and an RSA key as PEM, PKCS #1 or PKCS #8.
	// KeyID is the key's kid, for an app with several keys.
	ClientID, PrivateKey, KeyID string
	Scopes                      []string // of an OAuth token; default: ReadScopes

	Transport http.RoundTripper // default http.DefaultTransport
	Timeout   time.Duration     // of one request; default 60 s
	// MaxWait is the longest wait for the reset of a rate limit; a longer one is an error. Default 65 s: most of Okta's
	// limits are per minute.
	MaxWait  time.Duration
	MaxPages int // of a list; default 2000
	// Wait pauses for a rate limit; default: a timer that ends with ctx.
	Wait   func(ctx context.Context, d time.Duration) error
	Secret func(string) // if not nil, receives every secret that comes up, for redaction
	Notice func(string) // if not nil, receives a line about each wait
}

// ReadScopes returns the OAuth scopes that reading an app needs.
func ReadScopes() []string {
	return []string{"okta.apps.read", "okta.users.read", "okta.groups.read", "okta.logs.read", "okta.profileMappings.read"}
}

// ChangeScopes returns the OAuth scopes of a run, which creates users and a group.
func ChangeScopes() []string {
	return append(ReadScopes(), "okta.apps.manage", "okta.users.manage", "okta.groups.manage")
}

func (c Config) withDefaults() Config {
	c.Transport = cmp.Or(c.Transport, http.DefaultTransport)
	c.Timeout, c.MaxWait = cmp.Or(c.Timeout, time.Minute), cmp.Or(c.MaxWait, 65*time.Second)
	c.MaxPages = cmp.Or(c.MaxPages, 2000)
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

// credentials returns the SDK's settings for an API token, or else for a private key.
func (c Config) credentials() ([]sdk.ConfigSetter, error) {
	switch {
	case c.Token != "":
		if strings.ContainsAny(c.Token, " \t\r\n\x00") {
			return nil, usage("the API token contains white space",
				"Copy the token alone, without SSWS before it, and export it as OKTA_API_TOKEN.")
		}
		c.Secret(c.Token)
		return []sdk.ConfigSetter{sdk.WithAuthorizationMode("SSWS"), sdk.WithToken(c.Token), sdk.WithPrivateKey(""),
			sdk.WithClientId("")}, nil
	case c.ClientID == "" && c.PrivateKey == "":
		return nil, usage("there are no credentials for the org "+c.URL,
			"Export an API token as OKTA_API_TOKEN, or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY (or OKTA_PRIVATE_KEY_FILE) of an "+
				"API service app.")
	case c.ClientID == "":
		return nil, usage("there is a private key, and no client id",
			"Export the client id of the API service app as OKTA_CLIENT_ID.")
	case c.PrivateKey == "":
		return nil, usage("there is a client id, and no private key",
			"Export the key as OKTA_PRIVATE_KEY, or the name of its file as OKTA_PRIVATE_KEY_FILE.")
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	return []sdk.ConfigSetter{sdk.WithAuthorizationMode("PrivateKey"), sdk.WithToken(""), sdk.WithClientId(c.ClientID),
		sdk.WithPrivateKey(key), sdk.WithPrivateKeyId(c.KeyID), sdk.WithScopes(c.Scopes)}, nil
}

// key returns the private key in the only form that the SDK reads, PKCS #1. The admin console shows PKCS #8.
func (c Config) key() (string, error) {
	wrong := func(cause string) (string, error) {
		return "", usage(cause, "Give the RSA private key of the API service app as PEM, from BEGIN to END: "+
			"OKTA_PRIVATE_KEY or OKTA_PRIVATE_KEY_FILE.")
	}
	block, _ := pem.Decode([]byte(strings.ReplaceAll(c.PrivateKey, `\n`, "\n")))
	if block == nil {
		return wrong("the private key is not PEM text")
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	default:
		return wrong("the PEM text holds a " + block.Type + ", not an unencrypted private key")
	}
	if err != nil {
		return wrong("the private key cannot be read")
	}
	rsaKey, ok := key.(*rsa.PrivateKey)
	if !ok {
		return wrong("the private key is not an RSA key, and okta-sdk-golang v2 signs with RSA only")
	}
	der := x509.MarshalPKCS1PrivateKey(rsaKey)
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: der})), nil
}

// adminHost is the host of an org's admin console.
var adminHost = regexp.MustCompile(
	`(?i)^([a-z0-9-]+)-admin\.((okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com|okta\.mil)$`)

// CheckURL rejects what is not an org URL. Plain http is for this machine alone: an API token must not travel
// unencrypted.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return usage(fmt.Sprintf("%q is not an org URL", text),
			"Write it as https://example.okta.com, as the browser shows it on the sign-in page.")
	}
	bare := "Give only the org's address: " + u.Scheme + "://" + u.Host
	switch admin := adminHost.FindStringSubmatch(u.Hostname()); {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return usage("the org URL has a user name, a query or a fragment", bare)
	case admin != nil:
		return usage(text+" is the address of the admin console, not of the org's API",
			fmt.Sprintf("Leave -admin out: https://%s.%s", admin[1], admin[2]))
	case strings.Trim(u.Path, "/") != "":
		return usage("the org URL "+text+" has a path", bare)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return usage(text+" is not https: the API token would travel unencrypted",
			"Write https://"+u.Host+"; http is allowed for a simulated org on this machine only.")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// id matches Okta's ids; anything else would change the path of a request.
var id = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// CheckAppID rejects what is not the id of an app.
func CheckAppID(text string) error {
	if !id.MatchString(text) {
		return usage(fmt.Sprintf("%q is not an app id", text),
			"It is in the URL of the app's page in the admin console, after its name: 0oa and 17 letters and digits.")
	}
	return nil
}
