package harness

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// A target that takes 300 requests in any minute, and says no more than 429, answers all in the end.
func TestSlidingMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var taken []time.Time
		answer := func() int {
			now := time.Now()
			for len(taken) > 0 && now.Sub(taken[0]) > time.Minute {
				taken = taken[1:]
			}
			if len(taken) >= 300 {
				return http.StatusTooManyRequests
			}
			taken = append(taken, now)
			return http.StatusOK
		}
		e := NewEnv(Settings{BaseURL: "http://scim.example.com/scim/v2", Timeout: time.Minute, Transport: roundTrip(func(r *http.Request) *http.Response {
			return &http.Response{StatusCode: answer(), Body: http.NoBody, Request: r}
		})})
		client := e.NewSession(okta.OIN).Client
		for i := range 1000 {
			if a := client.Do(t.Context(), okta.Request{Method: http.MethodGet, Path: "/Users"}); a.Status != http.StatusOK {
				t.Fatalf("request %d: %d after %s, %s", i, a.Status, a.Waited, e.GaveUp())
			}
		}
		if notes := strings.Join(e.Notes(), "\n"); !strings.Contains(notes, "slowed down to") {
			t.Errorf("notes: %s", notes)
		}
	})
}
