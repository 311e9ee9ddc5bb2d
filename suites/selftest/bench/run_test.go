//go:build bench

// Package bench measures whole runs: the program itself, against the reference
// provider behind an injected latency, beside a bare loop over the same requests.
package bench

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
)

var (
	latencies = flag.String("latencies", "0,20,50,100", "injected latencies in milliseconds")
	atOnce    = flag.String("parallel", "1,2,4,8,16", "numbers of checks at the same time")
	times     = flag.Int("times", 3, "runs of each kind without latency, and of the bare loop; the fastest counts")
	requests  = flag.String("requests", "", "of the bare loop: the file with its requests")
	to        = flag.String("to", "", "of the bare loop: where it sends them")
)

const (
	token = "bench-token-1234"
	// The reference profile without limits on seats for which checks would wait.
	seats = 60
)

// sent is one request as it came in.
type sent struct {
	Method, URI string
	Header      http.Header
	Body        []byte
}

// target is the reference provider behind a latency; it may write down what
// comes in.
type target struct {
	next    http.Handler
	latency time.Duration
	n       atomic.Int64
	mu      sync.Mutex
	log     []sent
	keep    bool
}

func (t *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.n.Add(1)
	if t.latency > 0 {
		time.Sleep(t.latency)
	}
	if t.keep {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		t.mu.Lock()
		t.log = append(t.log, sent{r.Method, r.RequestURI, r.Header.Clone(), body})
		t.mu.Unlock()
	}
	t.next.ServeHTTP(w, r)
}

func newTarget(t *testing.T, latency time.Duration) (*target, *httptest.Server) {
	t.Helper()
	app, err := provider.New(provider.Options{
		Tokens: []provider.Token{{Secret: token}}, SeatLimit: seats, LocalAdmin: "admin@example.com",
		Roles: &provider.RoleMap{Attribute: "roles", Default: "Viewer", Groups: []provider.GroupRole{
			{Group: "oktascim admins", Role: "Admin"}, {Group: "oktascim analysts", Role: "Analyst"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	target := &target{next: app, latency: latency}
	server := httptest.NewServer(target)
	t.Cleanup(server.Close)
	return target, server
}

// TestRun prints a table; nothing fails but a run that does not conform.
func TestRun(t *testing.T) {
	folder := t.TempDir()
	program, profile := build(t, folder)
	loop, n := bareLoop(t, program, profile, folder)
	t.Logf("the same %d requests by a bare loop over one connection, no latency: %.2f s", n, loop.Seconds())
	t.Logf("%8s %7s %9s %9s %7s %9s %9s %9s %7s", "latency", "at once", "requests", "wall", "MB", "shared", "chain", "floor", "ratio")
	for _, ms := range numbers(t, *latencies) {
		latency := time.Duration(ms) * time.Millisecond
		for _, n := range numbers(t, *atOnce) {
			best := run{wall: time.Hour}
			runs := *times
			if ms > 0 { // nearly all of it is waiting, which does not vary
				runs = 1
			}
			for range runs {
				if r := measure(t, program, profile, folder, latency, n); r.wall < best.wall {
					best = r
				}
			}
			shared, chain := latency*time.Duration(best.requests/n), latency*time.Duration(best.chain)
			floor := loop/time.Duration(min(n, 2)) + max(shared, chain)
			t.Logf("%6dms %7d %9d %8.2fs %7.0f %8.2fs %8.2fs %8.2fs %7.2f", ms, n, best.requests, best.wall.Seconds(), best.megabytes,
				shared.Seconds(), chain.Seconds(), floor.Seconds(), best.wall.Seconds()/floor.Seconds())
		}
	}
	t.Log("shared: the latency of all requests, shared by the checks that run at the same time.")
	t.Log("chain: the latency of requests that wait for each other: of checks that run alone, and of those of mapped groups.")
	t.Log("floor: the bare loop, on two cores at best, and the larger of shared and chain.")
	t.Log("MB: the proportional resident size of all processes, at its largest.")
}

// build makes the program and its profile.
func build(t *testing.T, folder string) (program, profile string) {
	t.Helper()
	program, profile = filepath.Join(folder, "oktascim"), filepath.Join(folder, "app.yaml")
	if out, err := exec.Command("go", "build", "-o", program, "../../../cmd/oktascim").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile("../../../fixtures/apps/reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("limit: 12"), fmt.Appendf(nil, "limit: %d", seats), 1)
	if err := os.WriteFile(profile, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return program, profile
}

type run struct {
	wall      time.Duration
	requests  int
	chain     int
	megabytes float64
}

func measure(t *testing.T, program, profile, folder string, latency time.Duration, parallel int) run {
	t.Helper()
	target, server := newTarget(t, latency)
	defer server.Close()
	path := filepath.Join(folder, "report.json")
	c := command(program, profile, server.URL, parallel, "--report", "json="+path)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	start := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	most := largest(c.Process.Pid)
	err := c.Wait()
	wall := time.Since(start)
	megabytes := most()
	if err != nil {
		t.Fatalf("--parallel %d: %v\n%s", parallel, err, &out)
	}
	report, err := reports.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	alone := map[string]bool{}
	for _, c := range suites.Catalogue() {
		alone[c.ID] = c.Serial || c.Exclusive == kit.MappedGroups
	}
	chain := 0
	for _, c := range report.Checks {
		if alone[c.ID] {
			chain += c.Requests + c.CleanUpRequests
		}
	}
	return run{wall, int(target.n.Load()), chain, megabytes}
}

func command(program, profile, url string, parallel int, more ...string) *exec.Cmd {
	c := exec.Command(program, append([]string{"run", "--base-url", url + "/scim/v2", "--profile", profile,
		"--parallel", strconv.Itoa(parallel), "--journal", "off"}, more...)...)
	c.Env = append(os.Environ(), "OKTASCIM_TOKEN="+token)
	return c
}

// bareLoop records the requests of a run of one check after the other, and lets another
// process send the same ones to a fresh provider, one after the other.
func bareLoop(t *testing.T, program, profile, folder string) (time.Duration, int) {
	t.Helper()
	recorder, server := newTarget(t, 0)
	recorder.keep = true
	if out, err := command(program, profile, server.URL, 1).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	written, err := json.Marshal(recorder.log)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "requests.json")
	if err := os.WriteFile(path, written, 0o600); err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	for range *times {
		_, fresh := newTarget(t, 0)
		c := exec.Command(os.Args[0], "-test.run", "^TestLoop$", "-requests", path, "-to", fresh.URL)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		_, text, _ := strings.Cut(string(out), "took ")
		text, _, _ = strings.Cut(text, "\n")
		took, err := time.ParseDuration(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		best = min(best, took)
	}
	return best, len(recorder.log)
}

// TestLoop is the process of the bare loop.
func TestLoop(t *testing.T) {
	if *requests == "" {
		t.Skip("TestRun starts it")
	}
	written, err := os.ReadFile(*requests)
	if err != nil {
		t.Fatal(err)
	}
	var log []sent
	if err := json.Unmarshal(written, &log); err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true}}
	begin := time.Now()
	for _, s := range log {
		request, err := http.NewRequestWithContext(t.Context(), s.Method, *to+s.URI, bytes.NewReader(s.Body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = s.Header
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	fmt.Println("took", time.Since(begin))
}

func numbers(t *testing.T, text string) (out []int) {
	t.Helper()
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}
