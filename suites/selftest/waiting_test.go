package selftest

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A broken target must not make a run crawl. The lab's clock is virtual: each
// request takes a millisecond, and waits, latency and time-outs take what they
// would take a run of one process.
const (
	// healthyTakes is the time of a whole run on that clock against a provider
	// without faults; TestMatrix -full holds it.
	healthyTakes = 9 * time.Second
	// crawl is how many times as long a run with a fault may take.
	crawl = 3
)

// inherent are faults that take longer by what they are, and how long they may
// take.
var inherent = map[string]time.Duration{
	// Lists take up to a minute each while they are answered at all; see harness.silences for when they are not.
	"rob-slow-list-timeout": 25 * time.Minute,
	// Three time-outs in a row, and it is given up.
	"group-delete-with-members-hangs": 5 * time.Minute,
	// Each write takes 30 ms, so that races are lost for certain: a healthy provider of that speed takes as long.
	"create-race-500": time.Minute, "create-race-same-id": time.Minute, "create-race-two-accounts": time.Minute,
	"patch-race-lost-update": time.Minute, "seat-race-overshoot": time.Minute, "rob-parallel-writes-500": 2 * time.Minute,
}

// timed is a transport that notes how long requests take that are not answered at once.
type timed struct {
	next http.RoundTripper

	mu   sync.Mutex
	slow map[string]time.Duration // by operation
}

func (t *timed) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	answer, err := t.next.RoundTrip(r)
	t.mu.Lock()
	defer t.mu.Unlock()
	if took := time.Since(start); took > 10*requestTakes {
		if t.slow == nil {
			t.slow = map[string]time.Duration{}
		}
		_, path, _ := strings.Cut(r.URL.Path, "/scim/v2/")
		kind, _, _ := strings.Cut(path, "/")
		t.slow["answers to "+r.Method+" "+kind] += took
	}
	return answer, err
}

// longest are the operations that took longest, at least 0.2 s.
func longest(spent map[string]time.Duration) string {
	names := slices.SortedFunc(maps.Keys(spent), func(a, b string) int {
		return cmp.Or(cmp.Compare(spent[b], spent[a]), strings.Compare(a, b))
	})
	var out []string
	for _, name := range names[:min(4, len(names))] {
		if spent[name] >= 200*time.Millisecond {
			out = append(out, fmt.Sprintf("%s %.1f s", name, spent[name].Seconds()))
		}
	}
	return strings.Join(out, ", ")
}

// slowest is how many runs `make matrix` prints.
var slowest = flag.Int("slowest", 10, "TestMatrix: print so many of the faults that make a run take longest")

// noCrawl holds the bound and prints the worst.
func noCrawl(t *testing.T, rows map[string]row) {
	t.Helper()
	var faults []row
	for _, r := range rows {
		if r.Variant {
			continue
		}
		faults = append(faults, r)
		if most := max(crawl*healthyTakes, inherent[r.ID]); r.Took > most {
			t.Errorf("fault %s: the run takes %s, more than %s: it waits for %s", r.ID, r.Took, most, r.Waits)
		}
	}
	slices.SortFunc(faults, func(a, b row) int { return cmp.Or(cmp.Compare(b.Took, a.Took), strings.Compare(a.ID, b.ID)) })
	var out strings.Builder
	for _, r := range faults[:min(*slowest, len(faults))] {
		fmt.Fprintf(&out, "\n%8.1f s  %4.1f × healthy  %6d requests  %-40s %s", r.Took.Seconds(), float64(r.Took)/float64(healthyTakes), r.Requests, r.ID, r.Waits)
	}
	t.Logf("the faults that make a run take longest, in virtual time:%s", out.String())
}

// TestHealthyTakes keeps the measure of noCrawl true.
func TestHealthyTakes(t *testing.T) {
	if !*full {
		t.Skip("a whole run for one number: -full")
	}
	if took := (lab{profile: small}).run(t).took; took < healthyTakes*9/10 || took > healthyTakes*11/10 {
		t.Errorf("a run against a healthy provider takes %s, not %s", took, healthyTakes)
	}
}
