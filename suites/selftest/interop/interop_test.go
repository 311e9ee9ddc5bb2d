//go:build interop

package interop

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// timeLimit bounds the run against one server. scimmy needs one to two minutes:
// it builds every user anew for each list. Both runs stay below the ten minutes
// that go test allows.
const timeLimit = 4 * time.Minute

// Every failure and warning that oktascim reports against a server must be in
// known/<server>.yaml, and everything in there must come up.
func TestServers(t *testing.T) {
	oktascim := filepath.Join(t.TempDir(), "oktascim")
	command(t, "../../..", "go", "build", "-o", oktascim, "./cmd/oktascim")
	for _, s := range servers {
		t.Run(s.name, func(t *testing.T) {
			token := rand.Text()
			checks := run(t, oktascim, s.start(t, token), token)
			f, err := os.Open(filepath.Join("known", s.name+".yaml"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			known, err := ReadKnown(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range Compare(checks, known) {
				t.Error(line)
			}
		})
	}
}

// run executes `oktascim run` in both dialects and returns the checks of its
// JSON report.
func run(t *testing.T, oktascim, baseURL, token string) []Check {
	path := filepath.Join(t.TempDir(), "report.json")
	ctx, cancel := context.WithTimeout(t.Context(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, oktascim,
		"run", "--base-url", baseURL, "--dialect", "aiw,oin", "--report", "json="+path)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "OKTASCIM_") }),
		"OKTASCIM_TOKEN="+token)
	// An interrupted run cleans up and says how far it came.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("the run did not end within %v\n%s", timeLimit, out)
	}
	data, readErr := os.ReadFile(path)
	if readErr != nil {
		t.Fatalf("oktascim wrote no report: %v, %v\n%s", err, readErr, out)
	}
	var report struct {
		Checks  []Check
		Summary struct{ Pass int }
		CleanUp struct {
			Left []struct{ Type, ID, Why string }
		} `json:"clean_up"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if report.Summary.Pass == 0 {
		t.Fatalf("not one check passed: the server or the run is broken\n%s", out)
	}
	for _, left := range report.CleanUp.Left {
		t.Errorf("not cleaned up: %s %s: %s", left.Type, left.ID, left.Why)
	}
	t.Logf("%s: %d checks, %d passed in %v", baseURL, len(report.Checks), report.Summary.Pass, time.Since(began).Round(time.Second))
	return report.Checks
}
