package selftest

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta"
)

// passing fails the nth request of an operation once, with a status or, when that
// is 0, by cutting the connection.
type passing struct {
	next             http.RoundTripper
	operation        string // "POST /Groups"
	nth, status      int
	requests, failed *atomic.Int32
}

func (p passing) RoundTrip(r *http.Request) (*http.Response, error) {
	method, path, _ := strings.Cut(p.operation, " ")
	if r.Method != method || !strings.HasSuffix(r.URL.Path, path) || int(p.requests.Add(1)) != p.nth {
		return p.next.RoundTrip(r)
	}
	p.failed.Add(1)
	if p.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	body := io.NopCloser(strings.NewReader("busy"))
	return &http.Response{StatusCode: p.status, Header: http.Header{}, Body: body, Request: r}, nil
}

// A single failure that passes, of the requests by which a run finds out about the
// app and makes its bystanders, changes nothing.
func TestPassingFailures(t *testing.T) {
	if raceDetector {
		t.Skip("see TestMatrix")
	}
	var checks []suites.Check
	for _, c := range suites.Catalogue() {
		if slices.Contains([]suites.Area{suites.Deactivate, suites.Reactivate, suites.Members}, c.Area) {
			c.Only = []okta.Dialect{okta.OIN}
			checks = append(checks, c)
		}
	}
	for _, tt := range []passing{
		{operation: "POST /Groups", nth: 1, status: http.StatusServiceUnavailable},
		{operation: "POST /Groups", nth: 1},
	} {
		t.Run(tt.operation, func(t *testing.T) {
			tt.requests, tt.failed = &atomic.Int32{}, &atomic.Int32{}
			out := lab{checks: checks, between: func(next http.RoundTripper) http.RoundTripper { tt.next = next; return tt }}.run(t)
			if tt.failed.Load() != 1 {
				t.Fatal("no request failed")
			}
			if not := out.ids(reports.Fail, reports.Warn, reports.Blocked, reports.Lost); len(not) > 0 || len(out.ids(reports.Pass)) < 50 {
				t.Errorf("%d checks do not pass, such as %v", len(not), not[:min(len(not), 5)])
			}
		})
	}
}
