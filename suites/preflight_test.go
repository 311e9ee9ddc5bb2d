package suites

import (
	"errors"
	"strings"
	"testing"
)

// What a person can act on is said, whatever crypto/tls and net/http call it.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	for err, want := range map[string]string{
		"local error: tls: no renegotiation":              "app.example.com asks to negotiate TLS anew",
		"net/http: TLS handshake timeout":                 "app.example.com takes connections but does not complete the TLS handshake",
		"http: server gave HTTP response to HTTPS client": "app.example.com does not speak TLS",
		"something else":                                  "app.example.com gives no answer: something else",
	} {
		if got := noAnswer(errors.New(err), "https://app.example.com/scim/v2"); !strings.HasPrefix(got.Cause, want) || got.Remedy == "" {
			t.Errorf("%s: %+v", err, got)
		}
	}
}

// A login page needs another remedy than a wrong address, and a framework that
// adds a slash cannot be helped by any address.
func TestAfterRedirect(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"https://sso.example.com/login?next=%2Fscim%2Fv2%2FUsers": "login page",
		"/login":                               "login page",
		"/scim/v2/Users/?startIndex=1&count=1": "let it answer /Users itself",
		"https://www.example.com/scim/v2/Users?startIndex=1&count=1": "as --base-url",
		"https://app.example.com/api/scim/v2/Users":                  "as --base-url",
		"http://%zz": "as --base-url",
	} {
		if got := afterRedirect("https://app.example.com/scim/v2", location); !strings.Contains(got, want) {
			t.Errorf("%s: %s", location, got)
		}
	}
}
