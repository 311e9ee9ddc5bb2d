//go:build bench

package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
)

// TestLinear plots what a run costs against the number of checks and against
// the number of users who are in the tenant already. Nothing fails: people look
// whether the bars grow in step.
func TestLinear(t *testing.T) {
	folder := t.TempDir()
	program, profile := build(t, folder)
	t.Log("by checks (--shard 1/N):")
	for _, shards := range []int{16, 8, 4, 2, 1} {
		_, server := newTarget(t, 0)
		plot(t, fastest(t, program, profile, folder, server.URL, "--shard", fmt.Sprintf("1/%d", shards), "--run-id", "linear"))
	}
	t.Log("by users in the tenant (all checks of import and lookup):")
	for _, users := range []int{0, 500, 1000, 2000, 4000} {
		target, server := newTarget(t, 0)
		fill(t, target, users)
		r := fastest(t, program, profile, folder, server.URL, "--area", "import,lookup")
		r.label = fmt.Sprintf("%5d users", users)
		plot(t, r)
	}
}

// point is one run of the plot.
type point struct {
	label    string
	requests int
	wall     time.Duration
}

func plot(t *testing.T, p point) {
	t.Helper()
	t.Logf("%s  %6d requests  %6.2f s  %s", p.label, p.requests, p.wall.Seconds(), strings.Repeat("▪", int(p.wall/(50*time.Millisecond))))
}

func fastest(t *testing.T, program, profile, folder, url string, more ...string) point {
	t.Helper()
	path := filepath.Join(folder, "linear.json")
	best := point{wall: time.Hour}
	for range *times {
		start := time.Now()
		out, err := command(program, profile, url, 1, append(more, "--report", "json="+path)...).CombinedOutput()
		wall := time.Since(start)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		report, err := reports.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if wall < best.wall {
			best = point{fmt.Sprintf("%5d checks", len(report.Checks)), report.RequestsSent, wall}
		}
	}
	return best
}

// fill pushes users into a tenant.
func fill(t *testing.T, target http.Handler, n int) {
	t.Helper()
	for i := range n {
		body := fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"there%d@example.com","active":false}`, i)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/scim/v2/Users", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/scim+json")
		w := httptest.NewRecorder()
		target.ServeHTTP(w, r)
		if w.Code != http.StatusCreated {
			t.Fatalf("a user was answered %d", w.Code)
		}
	}
}
