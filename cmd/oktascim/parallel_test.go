package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
)

// outcomesOf runs the program and gives the outcome of every check.
func outcomesOf(t *testing.T, args ...string) (map[string]reports.Outcome, reports.Report) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.json")
	code, stdout, stderr := command(t, nil, append(append([]string{"run"}, args...), "--report", "json="+path)...)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("exit %d, %v\n%s%s", code, err, stdout, stderr)
	}
	var report reports.Report
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	out := map[string]reports.Outcome{}
	for _, c := range report.Checks {
		out[c.Key().String()] = c.Outcome
		if c.Outcome == reports.Fail || c.Outcome == reports.Lost || c.Outcome == reports.Blocked {
			t.Logf("%s %s: %s %v", c.Outcome, c.Key(), c.Reason, c.Problems)
		}
	}
	for _, note := range report.Notes {
		t.Log(note)
	}
	return out, report
}

// TestSameOutcomesAtOnce: beside whom a check runs changes nothing, also where seats are few. The areas share what a tenant
// has only one of: seats, mapped groups, the crowd, bystanders.
func TestSameOutcomesAtOnce(t *testing.T) {
	t.Parallel()
	profile := filepath.Join("..", "..", "fixtures", "apps", "reference.yaml")
	args := []string{"--profile", profile, "--area", "connector,deactivate,members,import,roles,seats"}
	want, alone := outcomesOf(t, append(args, "--parallel", "1")...)
	got, crowd := outcomesOf(t, append(args, "--parallel", "8")...)
	if len(got) != len(want) || len(want) < 100 {
		t.Errorf("%d checks at once, %d one by one", len(got), len(want))
	}
	for k, outcome := range want {
		if got[k] != outcome {
			t.Errorf("%s: %s at once, %s one by one", k, got[k], outcome)
		}
	}
	if len(crowd.CleanUp.Left) > 0 || len(crowd.Notes) != 1 || !strings.Contains(crowd.Notes[0], "checks wait for seats: 11 are free") {
		t.Errorf("left behind: %v; notes: %q", crowd.CleanUp.Left, crowd.Notes)
	}
	if a, b := alone.CleanUp, crowd.CleanUp; b.Deactivated < a.Deactivated || b.Deleted < a.Deleted {
		t.Errorf("cleaned up %+v at once, %+v one by one", b, a)
	}
}

// TestParallelFlag: what cannot be is refused before anything is sent, and the old name of the flag is told.
func TestParallelFlag(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--parallel", "0"}, {"--parallel", "-1"}, {"--parallel", "65"}, {"--procs", "x"}, {"--procs", "2", "--parallel", "2"},
		{"--rate", "0"}, {"--rate", "-3"}, {"--rate", "NaN"}, {"--rate", "fast"}} {
		if code, _, stderr := command(t, nil, append([]string{"run"}, args...)...); code != exitUsage || stderr == "" {
			t.Errorf("%v: exit %d %q", args, code, stderr)
		}
	}
	if code, stdout, stderr := command(t, nil, "run", "--procs", "2", "--check", "users.create.answer"); code != exitConforms || !strings.Contains(stdout+stderr, "--parallel") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

// app is the reference provider behind a handler of the test.
func app(t *testing.T, around func(w http.ResponseWriter, r *http.Request, next http.Handler)) string {
	t.Helper()
	provider, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "good-token-1234"}}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { around(w, r, provider) }))
	t.Cleanup(server.Close)
	return server.URL + "/scim/v2"
}

// TestRateLimitWithoutRetryAfter: what the target does not let through says
// nothing about it.
func TestRateLimitWithoutRetryAfter(t *testing.T) {
	url := app(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPost {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
	code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": "good-token-1234", "HOME": t.TempDir()},
		"run", "--base-url", url, "--check", "users.create.answer,users.deactivate.by-id", "--rate", "500")
	if code != exitIncomplete || !strings.Contains(stdout, "limits how many requests") || strings.Contains(stdout, "✗ users.") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

// TestOneFailureAtOnce: a single 503 keeps no run from conforming, whichever of the checks that run at the same time meets it.
func TestOneFailureAtOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{1, 2, 9, 30, 77, 150} {
		t.Run(fmt.Sprint("request ", n), func(t *testing.T) {
			t.Parallel()
			var count atomic.Int64
			url := app(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if count.Add(1) == n {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				next.ServeHTTP(w, r)
			})
			file := filepath.Join(t.TempDir(), "r.json")
			code, stdout, stderr := command(t, map[string]string{"OKTASCIM_TOKEN": "good-token-1234"},
				"run", "--base-url", url, "--area", "connector,deactivate,members", "--dialect", "oin", "--parallel", "8", "--report", "json="+file)
			if r := reportIn(t, file); code != exitConforms || !slices.Contains(r.Notes, "1 request was answered 503 and repeated") || len(r.CleanUp.Left) > 0 {
				t.Errorf("exit %d, notes %q, left %v\n%s%s", code, r.Notes, r.CleanUp.Left, stdout, stderr)
			}
		})
	}
}
