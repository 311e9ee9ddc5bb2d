package harness

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// hangs is a server whose list of users hangs until mended, and whose other
// endpoints answer after a while.
type hangs struct{ list, others time.Duration }

func (h *hangs) RoundTrip(r *http.Request) (*http.Response, error) {
	wait := h.others
	if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/Users") {
		wait = h.list
	}
	select {
	case <-time.After(wait):
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// One endpoint that hangs costs two time-outs, not one a request; it has its
// time back when it answers again.
func TestHangingEndpoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &hangs{list: 2 * time.Second, others: time.Second}
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: server})
		s := e.NewSession(okta.OIN)
		list := func(want time.Duration) {
			t.Helper()
			if a := s.Client.ListUsers(t.Context(), 1, 100); a.Elapsed != want {
				t.Errorf("it took %s (%v), want %s", a.Elapsed, a.Err, want)
			}
		}
		list(2 * time.Second)
		server.list = time.Hour
		list(time.Minute)
		list(time.Minute)
		for _, half := range []time.Duration{30000, 15000, 7500, 3750, 1875} {
			list(half * time.Millisecond)
		}
		for range 30 { // which does not mean that the target is gone
			list(shortTimeout)
		}
		a := s.Client.ListUsers(t.Context(), 1, 100)
		if want := "no answer within 1s, and none within 1m0s to earlier requests like it"; a.Err == nil || a.Err.Error() != want {
			t.Errorf("the error is %v, want %s", a.Err, want)
		}
		if why := e.GaveUp(); why != "" {
			t.Errorf("the run is given up: %s", why)
		}
		if notes := e.Waits().Notes(); len(notes) != 1 || !strings.Contains(notes[0], "GET /Users got no answer within 1m0s, 2 times in a row") {
			t.Errorf("the notes are %q", notes)
		}
		server.list = 0
		stranger := s.Client.With(func(c *okta.Config) { c.Authorization = "Bearer wrong" })
		stranger.ListUsers(t.Context(), 1, 100)
		server.list = 5 * time.Second
		list(shortTimeout) // what a wrong token is answered says nothing about the operation
		server.list = 0
		list(0)
		server.list = 50 * time.Second
		list(50 * time.Second)
	})
}

// A target that does not answer at all is given up, and no request is cut before.
func TestHangingTarget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: &hangs{list: time.Hour, others: time.Hour}})
		s := e.NewSession(okta.OIN)
		start := time.Now()
		for e.GaveUp() == "" {
			if a := s.Client.ListUsers(t.Context(), 1, 100); a.Elapsed != time.Minute {
				t.Fatalf("it was given %s (%v)", a.Elapsed, a.Err)
			}
		}
		if took := time.Since(start); took != goneTimeouts*time.Minute {
			t.Errorf("given up after %s", took)
		}
	})
}

// Other operations have all their time.
func TestOnlyTheHangingEndpointIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: &hangs{list: time.Hour, others: 50 * time.Second}})
		s := e.NewSession(okta.OIN)
		for range silent {
			s.Client.ReadUser(t.Context(), "1")
			s.Client.ListUsers(t.Context(), 1, 100)
		}
		if a := s.Client.ReadUser(t.Context(), "1"); !a.OK() {
			t.Errorf("a slow endpoint that answers was cut: %v", a.Err)
		}
		if a := s.Client.ListUsers(t.Context(), 1, 100); a.Elapsed != 30*time.Second {
			t.Errorf("the hanging one took %s", a.Elapsed)
		}
	})
}
