package suites

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// The first user is not deactivated before the second check has begun, and the
// third check, which runs alone, does not begin before all are.
func TestCleanUpBeside(t *testing.T) {
	app, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "good-token"}}})
	if err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	var cleaned atomic.Int32
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch {
			select {
			case <-begun:
			case <-time.After(10 * time.Second):
				t.Error("the second check waits for the clean-up after the first")
			}
			defer cleaned.Add(1)
		}
		app.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	env := harness.NewEnv(harness.Settings{CleanUpBeside: true, Dialects: []okta.Dialect{okta.OIN},
		BaseURL: listener.URL + "/scim/v2", Authorization: "Bearer good-token", Settle: time.Second, Timeout: 20 * time.Second})
	check := func(id string, serial bool, body func(*T)) Check {
		return Check{ID: id, Area: Create, Level: Must, Title: "x", Symptom: "x", Refs: []string{"x"}, Serial: serial, Body: body}
	}
	done, err := Run(t.Context(), env, []Check{
		check("x.one", false, func(t *T) { t.NewUser() }),
		check("x.two", false, func(t *T) { close(begun); t.NewUser() }),
		check("x.three", true, func(*T) {
			if n := cleaned.Load(); n != 2 {
				t.Errorf("%d users are deactivated when a check begins that runs alone", n)
			}
		}),
	}, Observer{Started: func(types.SpecReport) {}, Finished: func(types.SpecReport) {}})
	if err != nil || done.Deactivated != 2 || len(done.Left) > 0 {
		t.Errorf("%v, %+v", err, done)
	}
}
