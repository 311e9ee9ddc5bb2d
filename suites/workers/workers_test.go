//go:build !windows

package workers

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// TestMain lets the test binary be a worker with checks that misbehave.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "worker" {
		worker := Worker{
			Catalogue: badChecks(os.Args[2]),
			Transport: func(profile.TLS) (*http.Transport, error) { return harness.NewTransport(), nil },
		}
		if err := worker.Serve(os.Stdin, os.NewFile(3, "events")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// badChecks are a dozen checks that make a user each; some do harm, the first time or
// always. The folder remembers what was done.
func badChecks(folder string) []suites.Check {
	once := func(name string, harm func()) {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err == nil {
			harm()
		}
	}
	kill := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	hang := func() { select {} }
	bodies := map[string]func(*suites.T){
		"x.killed-once":   func(t *suites.T) { t.NewUser(); once("kill", kill) },
		"x.killed-always": func(t *suites.T) { t.NewUser(); kill() },
		"x.hung-once":     func(t *suites.T) { once("hang", hang) },
		"x.garbage":       func(*suites.T) { fmt.Fprintln(os.NewFile(3, "events"), "garbage \x00 {") },
	}
	for _, id := range []string{"x.learns-1", "x.learns-2"} {
		bodies[id] = func(t *suites.T) { learns(t, folder) }
	}
	for i := range 8 {
		bodies[fmt.Sprintf("x.good-%d", i)] = func(t *suites.T) { t.NewUser() }
	}
	var out []suites.Check
	for id, body := range bodies {
		out = append(out, suites.Check{ID: id, Area: "x", Level: suites.Must, Title: id, Symptom: "none", Refs: []string{"none"}, Body: body})
	}
	slices.SortFunc(out, func(a, b suites.Check) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// experiment runs some of the bad checks with three workers against an app.
type experiment struct {
	ids     []string // of bad checks; the good ones always run
	handler func(http.Handler) http.Handler
	command func() (*exec.Cmd, error)
	cancel  func(context.CancelFunc)
	silence time.Duration
}

type seen struct {
	Result
	err      error
	outcomes map[string]reports.Check
	active   int
}

func (e *experiment) run(t *testing.T) seen {
	t.Helper()
	app, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "good-token-1234"}}})
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = app
	if e.handler != nil {
		handler = e.handler(app)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	folder := t.TempDir()
	checks := slices.DeleteFunc(badChecks(folder), func(c suites.Check) bool {
		return !strings.HasPrefix(c.ID, "x.good") && !slices.Contains(e.ids, c.ID)
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if e.cancel != nil {
		go e.cancel(cancel)
	}
	out := seen{outcomes: map[string]reports.Check{}}
	command := e.command
	if e.silence == 0 {
		e.silence = time.Minute
	}
	if command == nil {
		command = func() (*exec.Cmd, error) { return exec.Command(os.Args[0], "worker", folder), nil }
	}
	settings := harness.Settings{BaseURL: server.URL + "/scim/v2", Authorization: "Bearer good-token-1234", Profile: profile.Default(),
		Dialects: []okta.Dialect{okta.OIN}, Settle: time.Second, Timeout: 5 * time.Second, RunID: "test01", CleanUpBeside: true}
	out.Result, out.err = Run(ctx, Options{
		Settings: settings, Plan: suites.Plan(checks, settings.Dialects), Procs: 3, Silence: e.silence, Command: command,
		Started: func(reports.Key) {},
		Finished: func(c reports.Check) {
			if before, twice := out.outcomes[c.ID]; twice {
				t.Errorf("%s ended twice: %s and %s", c.ID, before.Outcome, c.Outcome)
			}
			out.outcomes[c.ID] = c
		},
	})
	out.active = activeUsers(t, app)
	for _, c := range checks {
		if _, told := out.outcomes[c.ID]; !told && out.err == nil {
			t.Errorf("nothing is known about %s", c.ID)
		}
	}
	return out
}

// activeUsers asks the app itself.
func activeUsers(t *testing.T, app http.Handler) int {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/scim/v2/Users?filter=active+eq+true&count=100", nil)
	request.Header.Set("Authorization", "Bearer good-token-1234")
	answer := httptest.NewRecorder()
	app.ServeHTTP(answer, request)
	body, _ := io.ReadAll(answer.Body)
	if answer.Code != http.StatusOK {
		t.Fatalf("the app answers %d: %s", answer.Code, body)
	}
	return strings.Count(string(body), `"active":true`)
}

// allGood reports good checks that did not pass, and people who were left.
func (s seen) allGood(t *testing.T) {
	t.Helper()
	if s.err != nil {
		t.Fatal(s.err)
	}
	for id, c := range s.outcomes {
		if strings.HasPrefix(id, "x.good") && c.Outcome != reports.Pass {
			t.Errorf("%s: %s %s", id, c.Outcome, c.Reason)
		}
	}
	if s.active > 0 || len(s.CleanUp.Left) > 0 {
		t.Errorf("%d people are still active; left %v", s.active, s.CleanUp.Left)
	}
}

func (s seen) notes() string { return strings.Join(s.Notes, "\n") }

func TestKilledWorker(t *testing.T) {
	t.Parallel()
	s := (&experiment{ids: []string{"x.killed-once", "x.killed-always"}}).run(t)
	s.allGood(t)
	if c := s.outcomes["x.killed-once"]; c.Outcome != reports.Pass {
		t.Errorf("a check whose worker was killed is dealt again: %s %s", c.Outcome, c.Reason)
	}
	if c := s.outcomes["x.killed-always"]; c.Outcome != reports.Lost || !strings.Contains(c.Reason, "signal: killed") {
		t.Errorf("a check that kills its worker: %s %q", c.Outcome, c.Reason)
	}
	if !strings.Contains(s.notes(), "x.killed-once") || !strings.Contains(s.notes(), "x.killed-always") {
		t.Errorf("the notes do not name what ran: %s", s.notes())
	}
}

func TestHungWorker(t *testing.T) {
	t.Parallel()
	s := (&experiment{ids: []string{"x.hung-once"}, silence: 3 * time.Second}).run(t)
	s.allGood(t)
	if c := s.outcomes["x.hung-once"]; c.Outcome != reports.Pass {
		t.Errorf("a check that hung once is dealt again: %s %s", c.Outcome, c.Reason)
	}
	if !strings.Contains(s.notes(), "x.hung-once: it hung") || !strings.Contains(s.notes(), "workers.badChecks") {
		t.Errorf("the notes do not tell what hung and where: %s", s.notes())
	}
}

func TestGarbage(t *testing.T) {
	t.Parallel()
	s := (&experiment{ids: []string{"x.garbage"}}).run(t)
	s.allGood(t)
	if s.outcomes["x.garbage"].Outcome != reports.Pass || !strings.Contains(s.notes(), "no events") {
		t.Errorf("%s; %s", s.outcomes["x.garbage"].Outcome, s.notes())
	}
}

func TestWorkerCannotStart(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]func() (*exec.Cmd, error){
		"no such program": func() (*exec.Cmd, error) { return exec.Command("/no/such/program"), nil },
		"ends at once":    func() (*exec.Cmd, error) { return exec.Command("/bin/sh", "-c", "echo out of order >&2; exit 7"), nil },
	} {
		s := (&experiment{command: command}).run(t)
		if s.err == nil || !strings.Contains(s.err.Error(), "--procs 1") {
			t.Errorf("%s: %v", name, s.err)
		}
		if name == "ends at once" && !strings.Contains(fmt.Sprint(s.err), "out of order") {
			t.Errorf("the error does not say why: %v", s.err)
		}
	}
}

// TestInterrupt: the workers are told, clean up, and what did not run is lost.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	reached := make(chan struct{})
	e := &experiment{
		handler: func(app http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if requests.Add(1) == 8 {
					close(reached)
				}
				app.ServeHTTP(w, r)
			})
		},
		cancel: func(cancel context.CancelFunc) { <-reached; cancel() },
	}
	s := e.run(t)
	if s.err != nil || s.active > 0 || len(s.CleanUp.Left) > 0 {
		t.Errorf("%v, %d people are still active, left %v", s.err, s.active, s.CleanUp.Left)
	}
}

// TestServerThatHangs: an app that stops answering neither hangs the workers nor
// makes them look hung.
func TestServerThatHangs(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	e := &experiment{handler: func(app http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n := requests.Add(1); n > 4 && n < 8 {
				select {
				case <-r.Context().Done():
				case <-time.After(time.Second):
				}
				return
			}
			app.ServeHTTP(w, r)
		})
	}}
	s := e.run(t)
	if s.err != nil || strings.Contains(s.notes(), "hung") {
		t.Errorf("%v; %s", s.err, s.notes())
	}
}
