package harness

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

func TestGateKeepsTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(10, time.Minute, "")
		start := time.Now()
		var all sync.WaitGroup
		for range 21 {
			all.Go(func() { _ = g.Enter(t.Context(), nil, nil) })
		}
		all.Wait()
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("21 requests at 10 a second took %s", took)
		}
	})
}

func TestGateGivesUp(t *testing.T) {
	t.Parallel()
	timeout := okta.Answer{Err: &okta.TimeoutError{After: time.Minute}}
	refused := okta.Answer{Err: errors.New("connection refused")}
	answer := okta.Answer{Status: http.StatusOK}
	tests := map[string]struct {
		pause  time.Duration // before each of the answers
		comes  []okta.Answer
		gaveUp bool
	}{
		"ten time-outs":               {time.Minute, repeat(timeout, 10), true},
		"nine time-outs":              {time.Minute, repeat(timeout, 9), false},
		"an answer in between":        {time.Minute, slices.Concat(repeat(timeout, 9), []okta.Answer{answer}, repeat(timeout, 9)), false},
		"many at once":                {0, repeat(timeout, 12), false},
		"refused for a moment":        {10 * time.Millisecond, repeat(refused, 40), false},
		"refused for long":            {time.Second, repeat(refused, 40), true},
		"errors of the server answer": {time.Minute, repeat(okta.Answer{Status: 500}, 40), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := newGate(0, time.Minute, "")
				for _, a := range tt.comes {
					if g.why != "" {
						break
					}
					_ = g.Enter(t.Context(), nil, nil)
					time.Sleep(tt.pause)
					g.Leave(nil, a)
				}
				if got := strings.Contains(g.why, "stopped answering"); got != tt.gaveUp {
					t.Errorf("gave up: %v (%s), want %v", got, g.why, tt.gaveUp)
				}
				if !tt.gaveUp {
					return
				}
				if err := g.Enter(t.Context(), nil, nil); err != nil {
					t.Errorf("the clean-up may try once: %v", err)
				}
				g.Leave(nil, timeout)
				if err := g.Enter(t.Context(), nil, nil); err == nil {
					t.Error("… and only once")
				}
			})
		})
	}
}

func repeat(a okta.Answer, n int) []okta.Answer {
	out := make([]okta.Answer, n)
	for i := range out {
		out[i] = a
	}
	return out
}

// A target that answers nothing but 429 is given up; a limit that is lifted, or
// that is about one endpoint, is not.
func TestGateGivesUpOn429(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer func(n int, path string) int // the status of request n
		gaveUp bool
	}{
		"for ever": {func(int, string) int { return http.StatusTooManyRequests }, true},
		"for a while": {func(n int, _ string) int {
			return map[bool]int{true: http.StatusTooManyRequests, false: http.StatusOK}[n < 5]
		}, false},
		"for one endpoint": {func(_ int, path string) int {
			return map[bool]int{true: http.StatusTooManyRequests, false: http.StatusOK}[strings.HasSuffix(path, "/Users")]
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := 0
				e := NewEnv(Settings{BaseURL: "http://scim.example.com/scim/v2", Timeout: time.Minute, Transport: roundTrip(func(r *http.Request) *http.Response {
					n++
					return &http.Response{StatusCode: tt.answer(n, r.URL.Path), Header: http.Header{"Retry-After": {"soon"}}, Body: http.NoBody, Request: r}
				})})
				start := time.Now()
				for range 20 {
					s := e.NewSession(okta.OIN)
					s.Client.Do(t.Context(), okta.Request{Method: http.MethodGet, Path: "/Users"})
					s.Client.Do(t.Context(), okta.Request{Method: http.MethodGet, Path: "/Groups"})
					if e.GaveUp() != "" {
						break
					}
				}
				if got := strings.Contains(e.GaveUp(), "never lifts"); got != tt.gaveUp {
					t.Errorf("gave up: %v (%s), want %v", got, e.GaveUp(), tt.gaveUp)
				}
				if took := time.Since(start); tt.gaveUp && took > 3*time.Minute {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }
