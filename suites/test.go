package suites

import (
	"testing"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/kit"
)

// Test tests an app as Okta will use it, with a subtest a check: "Test…/deactivate/users.deactivate.by-id_[oin]", so that
// `go test -run` selects areas and checks too. A must that does not hold, or that cannot be checked, fails the test; a should
// is logged; what the profile says the app does not do is skipped. What the checks made is cleaned up at the end: groups are
// deleted, users deactivated.
//
// The checks run one after the other. `oktascim run` is faster with an app that is far away.
func Test(t *testing.T, c Config) {
	t.Helper()
	s, err := c.suite()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, note := range s.left(t.Context()) {
			t.Log(note)
		}
	}()
	if err := Preflight(t.Context(), s.env); err != nil {
		t.Fatal(err)
	}
	for _, area := range kit.Areas() {
		var plan []kit.Planned
		for _, p := range s.plan {
			if p.Area == area {
				plan = append(plan, p)
			}
		}
		if len(plan) > 0 {
			t.Run(string(area), func(t *testing.T) { s.test(t, plan) })
		}
	}
}

// test runs planned checks as subtests.
func (s *suite) test(t *testing.T, plan []kit.Planned) {
	t.Helper()
	for _, p := range plan {
		t.Run(p.Result().Key().String(), func(t *testing.T) {
			switch r := s.run(t.Context(), p); {
			case stops(r):
				t.Error(r.Words())
			case r.Outcome == result.Warn:
				t.Log("a warning: " + r.Words())
			case r.Outcome != result.Pass:
				t.Skipf("%s: %s", r.Outcome, r.Reason)
			}
		})
	}
}
