package selftest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

// blip is a transport in front of the provider that fails at one request, without the provider getting it.
type blip struct {
	next  http.RoundTripper
	at    int // the number of the request, from 1
	cut   bool
	count int
	op    string // of the request that failed
}

func (b *blip) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.count++; b.count != b.at {
		return b.next.RoundTrip(r)
	}
	b.op = r.Method + " " + r.URL.Path
	if b.cut {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{"Content-Type": {"text/html"}},
		Body: io.NopCloser(strings.NewReader("<h1>Service Unavailable</h1>")), Request: r}, nil
}

// A single 503, or cut connection, at any one of the first 200 requests keeps no run from conforming, and the report says
// that the request was repeated. Okta would have repeated it.
func TestOneFailureThatPasses(t *testing.T) {
	t.Parallel()
	var at []int
	checks := suites.Catalogue()
	for n := 1; n <= 200; n++ {
		if *full || slices.Contains([]int{1, 3, 8, 21, 55, 144}, n) {
			at = append(at, n)
		}
	}
	if !*full {
		checks = slices.DeleteFunc(checks, func(c kit.Check) bool {
			return !slices.Contains([]kit.Area{kit.Deactivate, kit.Members, kit.Roles, kit.Connector}, c.Area)
		})
	}
	for _, n := range at {
		for _, cut := range []bool{false, true} {
			t.Run(fmt.Sprintf("request %d, cut %t", n, cut), func(t *testing.T) {
				t.Parallel()
				b := &blip{at: n, cut: cut}
				out := lab{checks: checks, profile: small, over: func(next http.RoundTripper) http.RoundTripper {
					b.next = next
					return b
				}}.run(t)
				for _, c := range out.checks {
					if c.Outcome != reports.Pass && c.Outcome != reports.Unsupported {
						t.Errorf("%s is %s after a failure of %s: %s %v", c.Key(), c.Outcome, b.op, c.Reason, c.Problems)
					}
				}
				what := map[bool]string{false: "1 request was answered 503 and repeated", true: "1 request was not answered and repeated"}[cut]
				told := slices.Contains(out.notes, what) || strings.HasPrefix(b.op, http.MethodGet) // a few reads can be done without
				if !told || len(out.cleanUp.Left) > 0 {
					t.Errorf("after a failure of %s the notes are %q; left: %v", b.op, out.notes, out.cleanUp.Left)
				}
			})
		}
	}
}

// A failure that does not pass is a finding, and costs a few requests more.
func TestFailureThatStays(t *testing.T) {
	t.Parallel()
	checks, err := kit.Selection{Areas: []string{"deactivate", "members"}}.Pick(suites.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	stays := func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPatch && strings.Contains(r.URL.Path, "/Groups/") {
				return &http.Response{StatusCode: http.StatusInternalServerError, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
			}
			return next.RoundTrip(r)
		})
	}
	well, ill := lab{checks: checks, profile: small}.run(t), lab{checks: checks, profile: small, over: stays}.run(t)
	if failing := ill.ids(reports.Fail); !slices.Contains(failing, "members.add.first") || strings.Contains(strings.Join(ill.notes, ""), "repeated") {
		t.Errorf("failing: %v; notes: %q", failing, ill.notes)
	}
	if ill.requests > 2*well.requests || ill.took > 3*well.took+10*time.Second { // checks that run again wait for what did not come
		t.Errorf("%d requests in %s, %d in %s when all is well", ill.requests, ill.took, well.requests, well.took)
	}
}

// DELETE of a group with members is never answered: the run ends with a report and a clean-up, and the checks that need it fail
// by it.
func TestOperationNeverAnswered(t *testing.T) {
	t.Parallel()
	checks, err := kit.Selection{Areas: []string{"deactivate", "members", "groups"}}.Pick(suites.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	out := lab{checks: checks, profile: small, over: func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodDelete {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return next.RoundTrip(r)
		})
	}}.run(t)
	failing := out.ids(reports.Fail)
	if len(failing) < 10 || len(out.ids(reports.Blocked, reports.Lost)) > 0 {
		t.Errorf("failing: %v; blocked or lost: %v", failing, out.ids(reports.Blocked, reports.Lost))
	}
	for _, id := range failing {
		if !strings.HasPrefix(id, "groups.delete") && !strings.HasPrefix(id, "groups.") {
			t.Errorf("%s fails", id)
		}
	}
	if !strings.Contains(strings.Join(out.notes, "\n"), "DELETE /Groups/{id} got no answer within 1m0s, 3 times in a row") {
		t.Errorf("the notes are %q", out.notes)
	}
	groups := func(l harness.Left) bool { return l.Type == string(harness.Groups) }
	if !slices.ContainsFunc(out.cleanUp.Left, groups) || slices.ContainsFunc(out.cleanUp.Left, func(l harness.Left) bool { return !groups(l) }) {
		t.Errorf("left: %v", out.cleanUp.Left)
	}
	t.Logf("%d checks in %s of virtual time", len(out.checks), out.took)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
