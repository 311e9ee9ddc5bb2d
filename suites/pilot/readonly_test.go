package pilot_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot"
)

// small is enough for every kind of request.
const small = `userName,givenName,familyName,email,groups,role,status
ann@example.com,Ann,Almeida,ann@example.com,admins,Admin,
person2@example.com,,,,,,leaver
`

// TestNothingButGET runs both commands against the provider with each of its faults and variants: whatever it answers,
// nothing but GET is sent to it. The guard that would stop others is off. Most faults are in writes: where the provider
// answers each request of a pilot as in an earlier run, and as fast, the pilot would do the same again.
func TestNothingButGET(t *testing.T) {
	l := newLab(t)
	l.runPlan(small)
	l.assign(small)
	seen := &methods{server: l.server, count: map[string]int{}}
	// In a bubble latency passes at once.
	run := func(id string) {
		synctest.Test(t, func(inside *testing.T) {
			l.t = inside
			once(inside, l, seen, id)
		})
		l.t = t
	}
	run("correct")
	requests, ran := seen.requests, 0
	known := map[string]bool{seen.replay(t, requests): true}
	one := func(id string) {
		if answers := seen.replay(t, requests); !known[answers] {
			known[answers] = true
			ran++
			run(id)
		}
	}
	for _, f := range faulty.All() {
		if f.Apply != nil {
			l.faults(f.ID)
			one(f.ID)
		}
	}
	l.faults()
	for _, v := range legal.All() {
		if err := l.server.SetVariants(v.ID); err != nil {
			t.Fatal(err)
		}
		one(v.ID)
	}
	if ran < 80 {
		t.Errorf("only %d faults and variants change what a pilot reads", ran)
	}
	t.Logf("%d of %d faults and variants, %d requests", ran, len(faulty.All())+len(legal.All()),
		seen.count[http.MethodGet])
}

// once verifies and plans.
func once(t *testing.T, l *lab, seen *methods, id string) {
	t.Helper()
	env := harness.NewEnv(harness.Settings{BaseURL: l.url, Authorization: "Bearer " + token, Profile: l.profile,
		Timeout: 5 * time.Second, Transport: seen})
	var checks []kit.Check
	if verify, err := pilot.NewVerify(t.Context(), env, l.roster(small), l.before, nil); err == nil {
		checks = verify.Checks()
	}
	for _, whole := range []bool{true, false} {
		if plan, err := pilot.NewPlan(t.Context(), env, l.roster(small), pilot.PlanOptions{Snapshot: whole}); err == nil {
			checks = append(checks, plan.Checks()...)
		}
		l.judge(env, checks)
		checks = nil
	}
	if other := seen.others(); len(other) > 0 {
		t.Errorf("%s: sent %v", id, other)
	}
}

// methods is a transport that counts methods and calls the server in process.
type methods struct {
	server   http.Handler
	mu       sync.Mutex
	count    map[string]int
	requests []*http.Request
}

func (m *methods) RoundTrip(r *http.Request) (*http.Response, error) {
	m.mu.Lock()
	m.count[r.Method]++
	m.requests = append(m.requests, r)
	m.mu.Unlock()
	return m.serve(r)
}

func (m *methods) serve(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if caught := recover(); caught != nil {
			answer, err = nil, http.ErrAbortHandler
		}
	}()
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "192.0.2.1:1234"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	m.server.ServeHTTP(w, in)
	answer = w.Result()
	answer.Request = r
	return answer, r.Context().Err()
}

// replay returns how the server answers requests, and how fast.
func (m *methods) replay(t *testing.T, requests []*http.Request) string {
	var out strings.Builder
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		for _, r := range requests {
			answer, err := m.serve(r.Clone(t.Context()))
			fmt.Fprintln(&out, r.URL, err, time.Since(start))
			if err == nil {
				_ = answer.Write(&out)
			}
		}
	})
	return out.String()
}

func (m *methods) others() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for method := range m.count {
		if method != http.MethodGet {
			out = append(out, method)
		}
	}
	return slices.Sorted(slices.Values(out))
}
