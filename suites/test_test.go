package suites_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites"
)

// TestTest is a test of an app as its author would write it.
func TestTest(t *testing.T) {
	t.Parallel()
	c := app(t)
	c.Areas, c.Dialects = []string{"connector", "deactivate"}, []string{"oin"}
	suites.Test(t, c)
}

// A test of an app that is broken fails in words that say what is wrong, and only where it is broken.
func TestTestFails(t *testing.T) {
	t.Parallel()
	if os.Getenv("OKTASCIM_TEST_BROKEN") != "" {
		c := reference(t, func(app http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPatch { // answers 200 and changes nothing
					r.Method = http.MethodGet
				}
				app.ServeHTTP(w, r)
			})
		})
		c.Dialects = []string{"oin"}
		c.Checks = []string{"users.create.answer", "users.deactivate.by-id"}
		suites.Test(t, c)
		return
	}
	self := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTestFails$", "-test.v")
	self.Env = append(os.Environ(), "OKTASCIM_TEST_BROKEN=1")
	out, err := self.CombinedOutput()
	if err == nil {
		t.Errorf("it passes:\n%s", out)
	}
	for _, want := range []string{"--- PASS: TestTestFails/create/users.create.answer", "--- FAIL: TestTestFails/deactivate/users.deactivate.by-id_[oin]",
		"expected  false", "actual    true", "In Okta   ", "Sources   "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestGoApp tests the example of an app in a module of its own.
func TestGoApp(t *testing.T) {
	t.Parallel()
	c := exec.CommandContext(t.Context(), "go", "test", "-short", "./...")
	c.Dir = "../fixtures/examples/go-app"
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
