package harness

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/suites/profile"
)

// answering is a transport that is asked for one path after the other.
type answering func(r *http.Request) (status int, err error)

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) {
	status, err := f(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}, nil
}

func TestStillThere(t *testing.T) {
	t.Parallel()
	refused := errors.New("connection refused")
	for name, tt := range map[string]struct {
		after time.Duration // from when on it answers the questions; 0: at once
		list  bool          // only the list, not a user
		never bool
		there bool
		took  time.Duration
	}{
		"one request was not answered": {there: true},
		"it comes back":                {after: 4 * time.Second, there: true, took: 4 * time.Second},
		"only lists are answered":      {list: true, there: true, took: probePause},
		"it is gone":                   {never: true, took: goneFor},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				env := NewEnv(Settings{BaseURL: "http://app.example.com/scim/v2", Profile: profile.Default(), Timeout: time.Minute, Transport: answering(func(r *http.Request) (int, error) {
					if r.Method == http.MethodPost || tt.never || time.Since(start) < tt.after || tt.list && strings.HasSuffix(r.URL.Path, nobodysID) {
						return 0, refused
					}
					return http.StatusNotFound, nil
				})})
				if !env.StillThere(t.Context()) || time.Since(start) > 0 {
					t.Error("asked without a reason")
				}
				env.gate.answered = time.Now()
				env.NewSession("").Client.CreateGroup(t.Context(), "oktascim", nil)
				if got := env.StillThere(t.Context()); got != tt.there || (env.GaveUp() == "") != tt.there {
					t.Errorf("still there: %t (%s), want %t", got, env.GaveUp(), tt.there)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("it took %s, want %s", took, tt.took)
				}
			})
		})
	}
}

// An interrupted run does not wait for a dead target.
func TestStillThereIsInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		env := NewEnv(Settings{BaseURL: "http://app.example.com/scim/v2", Profile: profile.Default(), Timeout: time.Minute,
			Transport: answering(func(*http.Request) (int, error) { return 0, errors.New("connection refused") })})
		env.NewSession("").Client.ListUsers(t.Context(), 1, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if env.StillThere(ctx) || env.GaveUp() != "" {
			t.Errorf("it is said to be there, or gone: %s", env.GaveUp())
		}
	})
}
