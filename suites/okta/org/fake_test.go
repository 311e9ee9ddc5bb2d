package org_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/org"
)

const (
	token = "00aVerySecretApiToken0000000000000000000000"
	appID = "0oa1gjh63g214q0Hq0g4"
)

// fake is an org that gives literal answers: "GET /api/v1/apps/0oa…" → body.
// A body that starts with three digits and a space has that status.
type fake map[string]string

func (f fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := f[r.Method+" "+r.URL.Path]
	if !ok {
		body = `404 {"errorCode":"E0000007","errorSummary":"Not found: Resource not found"}`
	}
	status := http.StatusOK
	if n, err := strconv.Atoi(body[:min(3, len(body))]); err == nil {
		status, body = n, strings.TrimSpace(body[3:])
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// client talks to a fake org; without a handler, to the one of the changed config.
func client(t *testing.T, handler http.Handler, change ...func(*org.Config)) *org.Client {
	t.Helper()
	config := org.Config{Token: token, Timeout: 10 * time.Second}
	if handler != nil {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		config.URL = server.URL
	}
	for _, c := range change {
		c(&config)
	}
	c, err := org.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantError compares an error with words that it must have; it must not have the token.
func wantError(t *testing.T, err error, usage bool, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one with %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q lacks %q", err, word)
		}
	}
	if strings.Contains(err.Error(), token) {
		t.Errorf("%q shows the token", err)
	}
	e, ok := err.(*org.Error)
	if !ok {
		t.Fatalf("%T, want *org.Error", err)
	}
	if e.Usage != usage {
		t.Errorf("usage %v, want %v: %v", e.Usage, usage, err)
	}
	if e.Remedy == "" {
		t.Errorf("%q does not say what to do", err)
	}
}

// noWait does not wait for rate limits and remembers for how long.
func noWait(waited *[]time.Duration) func(*org.Config) {
	return func(c *org.Config) {
		c.Wait = func(_ context.Context, d time.Duration) error { *waited = append(*waited, d); return nil }
	}
}
