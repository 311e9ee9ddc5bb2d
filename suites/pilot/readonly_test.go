package pilot_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/pilot"
)

// small is enough for every kind of request.
const small = `userName,givenName,familyName,email,groups,role,status
ann@example.com,Ann,Almeida,ann@example.com,admins,Admin,
person2@example.com,,,,,,leaver
`

// TestNothingButGET runs both commands against the provider with every one of
// its faults and variants: whatever it answers, nothing but GET is sent to it.
// The guard that would stop others is off.
func TestNothingButGET(t *testing.T) {
	var faults, variants []string
	for _, f := range provider.Faults() {
		if f.Apply != nil {
			faults = append(faults, f.ID)
		}
	}
	for _, v := range provider.Variants() {
		variants = append(variants, v.ID)
	}
	l := newLab(t)
	l.runPlan(small)
	l.assign(small)
	seen := &methods{server: l.server, count: map[string]int{}}
	// In a bubble latency passes at once.
	one := func(id string) {
		synctest.Test(t, func(inside *testing.T) {
			l.t = inside
			once(t, l, seen, id)
		})
		l.t = t
	}
	for _, id := range faults {
		l.faults(id)
		one(id)
	}
	l.faults()
	for _, id := range variants {
		if err := l.server.SetVariants(id); err != nil {
			t.Fatal(err)
		}
		one(id)
	}
	if seen.count[http.MethodGet] == 0 {
		t.Error("nothing was sent at all")
	}
	t.Logf("%d faults, %d variants, %d requests", len(faults), len(variants), seen.count[http.MethodGet])
}

// once plans and verifies, as a person would one after the other.
func once(t *testing.T, l *lab, seen *methods, id string) {
	t.Helper()
	env := harness.NewEnv(harness.Settings{BaseURL: l.url, Authorization: "Bearer " + token, Profile: l.profile, Timeout: 5 * time.Second, Transport: seen})
	ctx := l.t.Context()
	if plan, err := pilot.NewPlan(ctx, env, l.roster(small), pilot.PlanOptions{Snapshot: true}); err == nil {
		l.judge(env, plan.Checks())
	}
	if plan, err := pilot.NewPlan(ctx, env, l.roster(small), pilot.PlanOptions{}); err == nil {
		l.judge(env, plan.Checks())
	}
	if verify, err := pilot.NewVerify(ctx, env, l.roster(small), l.before, nil); err == nil {
		l.judge(env, verify.Checks())
	}
	if other := seen.others(); len(other) > 0 {
		t.Errorf("%s: sent %v", id, other)
	}
}

// methods is a transport that counts methods and calls the server in process.
type methods struct {
	server http.Handler
	mu     sync.Mutex
	count  map[string]int
}

func (m *methods) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	m.mu.Lock()
	m.count[r.Method]++
	m.mu.Unlock()
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

func (m *methods) others() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for method := range m.count {
		if method != http.MethodGet {
			out = append(out, method)
		}
	}
	return out
}
