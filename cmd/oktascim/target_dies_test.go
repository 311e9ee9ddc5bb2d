package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports"
)

// death is a target that dies in the middle of a run.
type death struct {
	refuses bool  // connections; otherwise it takes them and is silent
	lives   int64 // so many requests
	procs   int
	faults  []string
	code    int
	always  bool // not only with -hostile
}

// What a dead target did not show is lost, and what got no answer is no finding:
// the run is incomplete, unless a must failed while the target lived.
func TestTargetDies(t *testing.T) {
	t.Parallel()
	early := []string{"paging-total-runs-ahead", "lookup-unknown-not-200-empty"}
	for _, tt := range []death{
		{refuses: true, lives: 250, procs: 4, code: exitIncomplete, always: true},
		{refuses: true, lives: 250, procs: 1, code: exitIncomplete},
		{refuses: true, lives: 1200, procs: 4, faults: early, code: exitFails},
		{refuses: true, lives: 1200, procs: 1, faults: early, code: exitFails},
		{refuses: false, lives: 250, procs: 4, code: exitIncomplete},
		{refuses: false, lives: 250, procs: 1, code: exitIncomplete, always: true},
	} {
		if !tt.always && !*allHostile {
			continue
		}
		t.Run(fmt.Sprintf("refuses %t, --parallel %d, %d faults", tt.refuses, tt.procs, len(tt.faults)), func(t *testing.T) {
			t.Parallel()
			tt.test(t)
		})
	}
}

func (d death) test(t *testing.T) {
	hooks, err := faulty.Hooks(d.faults...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: targetToken}}, Hooks: hooks})
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	var once sync.Once
	var target *httptest.Server
	target = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case asked.Add(1) <= d.lives:
			server.ServeHTTP(w, r)
		case d.refuses:
			once.Do(func() { _ = target.Listener.Close() })
			panic(http.ErrAbortHandler)
		default:
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the client goes
			<-r.Context().Done()
		}
	}))
	target.Config.ErrorLog = quiet
	t.Cleanup(target.Close)
	t.Cleanup(target.CloseClientConnections)
	file := filepath.Join(t.TempDir(), "r.json")
	got := program(t, 2*hostileTime, nil, "run", "--base-url", target.URL+"/scim/v2", "--timeout", "1s", "--parallel", fmt.Sprint(d.procs), "--report", "json="+file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\n%s", err, got.output)
	}
	var r reports.Report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	outcomes := map[reports.Outcome]int{}
	for _, c := range r.Checks {
		outcomes[c.Outcome]++
		if c.Outcome == reports.Fail && len(d.faults) == 0 {
			t.Errorf("%s fails: %v", c.ID, c.Problems)
		}
	}
	t.Logf("exit code %d in %s: %v", got.code, got.took.Round(10*time.Millisecond), outcomes)
	if got.code != d.code || outcomes[reports.Lost] < 500 || !strings.Contains(strings.Join(strings.Fields(got.output), " "), "the target stopped answering") {
		t.Errorf("exit code %d, want %d:\n%s", got.code, d.code, got.output)
	}
}
