package kit

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// script answers each request with the next status, the last one again and again;
// 0 cuts the connection.
type script struct {
	statuses []int
	sent     atomic.Int32
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	n := min(int(s.sent.Add(1)), len(s.statuses))
	if s.statuses[n-1] == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: s.statuses[n-1], Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

// asker is a check that gets a fact from an app that answers so.
func asker(t *testing.T, s *script) *T {
	t.Helper()
	env := harness.NewEnv(harness.Settings{BaseURL: "http://scim.example.com", Authorization: "Bearer good-token", Transport: s, Settle: time.Millisecond, Timeout: time.Second})
	w := newWorld(env)
	session := env.NewSession("oin")
	return &T{Context: t.Context(), Okta: session.Client, World: w, Session: session, Names: map[string]string{}}
}

// listAnswered asks with one request.
func listAnswered(t *T) (answered, sure bool) {
	t.Require(ListUsers, check.Status(t.Okta.ListUsers(t, 1, 1), http.StatusOK))
	return true, true
}

// What was answered is kept, good or bad; what failed in a way that passes is asked
// again by the next check.
func TestFactsAreAskedAgain(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		statuses []int
		gets     string // what two checks get: the fact, or a block
		sent     int32
	}{
		"answered":              {[]int{200}, "fact fact", 1},
		"refused":               {[]int{404, 200}, "blocked blocked", 1},
		"no such operation":     {[]int{501, 200}, "blocked blocked", 1},
		"one server error":      {[]int{503, 200}, "fact fact", 2},
		"one cut connection":    {[]int{0, 200}, "fact fact", 2},
		"down for a while":      {[]int{503, 503, 200}, "fact fact", 3},
		"down for longer":       {[]int{503, 503, 503, 200}, "blocked fact", 4},
		"down and then refused": {[]int{503, 404, 200}, "blocked blocked", 2},
		"down all the time":     {[]int{500}, "blocked blocked", 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{statuses: tt.statuses}
			c, fact := asker(t, s), &Fact[bool]{ask: listAnswered}
			var got []string
			for range 2 {
				value, stop := fact.find(c)
				switch {
				case stop == nil && value:
					got = append(got, "fact")
				case stop != nil && stop.cause.Check == ListUsers.Check && stop.cause.Problem.Operation == "GET /Users":
					got = append(got, "blocked")
				}
			}
			if text := strings.Join(got, " "); text != tt.gets || s.sent.Load() != tt.sent {
				t.Errorf("%s with %d requests, want %s with %d", text, s.sent.Load(), tt.gets, tt.sent)
			}
		})
	}
}

// A defect of ours leaves nothing behind, and many checks ask once.
func TestFactsAreSharedAndNeverHalf(t *testing.T) {
	t.Parallel()
	s := &script{statuses: []int{200}}
	broken := true
	fact := &Fact[bool]{ask: func(t *T) (bool, bool) {
		if broken {
			broken = false
			panic("a defect")
		}
		return listAnswered(t)
	}}
	c := asker(t, s)
	func() {
		defer func() {
			if recover() != "a defect" {
				t.Error("the panic was lost")
			}
		}()
		fact.Get(c)
	}()
	if _, known := fact.Peek(); known {
		t.Error("half a fact is known")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if !fact.Get(c.As(c.Session)) {
				t.Error("no fact")
			}
		})
	}
	wg.Wait()
	if n := s.sent.Load(); n != 1 {
		t.Errorf("%d requests", n)
	}
}
