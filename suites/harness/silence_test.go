package harness

import (
	"errors"
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

// One endpoint that hangs costs three time-outs, not one a request, and then no request is sent to it; an answer in between
// starts the row anew.
func TestHangingEndpoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &hangs{list: time.Hour, others: time.Second}
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: server})
		s := e.NewSession(okta.OIN)
		list := func(want time.Duration) {
			t.Helper()
			start := time.Now()
			if a := s.Client.ListUsers(t.Context(), 1, 100); time.Since(start) != want {
				t.Errorf("it took %s (%v), want %s", time.Since(start), a.Err, want)
			}
		}
		list(time.Minute)
		list(time.Minute)
		server.list = 50 * time.Second
		list(50 * time.Second)
		server.list = time.Hour
		for range silent {
			list(time.Minute)
		}
		if s.Unsent() != nil {
			t.Error("all was sent until now")
		}
		list(time.Second) // the guard asks whether anything else is answered
		for range 30 {
			list(0)
		}
		a := s.Client.ListUsers(t.Context(), 1, 100)
		if never := s.Unsent(); never == nil || !errors.Is(a.Err, never) && a.Err.Error() != never.Error() || *never != (UnansweredError{"GET /Users", 3, time.Minute}) {
			t.Errorf("%v; %v", a.Err, never)
		}
		if why := e.GaveUp(); why != "" {
			t.Errorf("the run is given up: %s", why)
		}
		if notes := e.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "GET /Users got no answer within 1m0s, 3 times in a row") || !strings.Contains(notes[0], "32 later ones were not sent") {
			t.Errorf("the notes are %q", notes)
		}
	})
}

// Requests that wait at the same time are one time-out of the row.
func TestTargetThatHalts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &hangs{list: time.Hour, others: 0}
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: server})
		InParallel(8, 8, func(int) { e.NewSession(okta.OIN).Client.ListUsers(t.Context(), 1, 100) })
		server.list = 0
		s := e.NewSession(okta.OIN)
		s.Client.ReadUser(t.Context(), "1")
		if a := s.Client.ListUsers(t.Context(), 1, 100); !a.OK() {
			t.Errorf("it is given up: %v", a.Err)
		}
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

// Other operations are sent.
func TestOnlyTheHangingEndpointIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := NewEnv(Settings{BaseURL: "http://scim.example.com", Timeout: time.Minute, Transport: &hangs{list: time.Hour, others: 50 * time.Second}})
		s := e.NewSession(okta.OIN)
		for range silent {
			s.Client.ReadUser(t.Context(), "1")
			s.Client.ListUsers(t.Context(), 1, 100)
		}
		if a := s.Client.ReadUser(t.Context(), "1"); !a.OK() {
			t.Errorf("a slow endpoint that answers was given up: %v", a.Err)
		}
		var never *UnansweredError
		if a := s.Client.ListUsers(t.Context(), 1, 100); !errors.As(a.Err, &never) {
			t.Errorf("%v", a.Err)
		}
	})
}
