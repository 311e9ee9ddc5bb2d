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
