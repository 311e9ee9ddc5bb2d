package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// `oktascim run | head -1`: the run goes on, cleans up, writes its reports and
// ends with its verdict.
func TestReaderGoesAway(t *testing.T) {
	t.Parallel()
	app := startTarget(t, provider.Options{})
	dir := t.TempDir()
	file := filepath.Join(dir, "r.json")
	c := exec.CommandContext(t.Context(), os.Args[0], "run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.*", "--report", "json="+file)
	c.Env = []string{asProgram + "=1", "XDG_STATE_HOME=" + dir, "OKTASCIM_TOKEN=" + targetToken}
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReaderSize(out, 16).ReadString('\n'); err != nil {
		t.Errorf("%q: %v", line, err)
	}
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != exitConforms || errs.Len() > 0 {
		t.Errorf("exit code %d (%s): %s", code, c.ProcessState, errs.String())
	}
	if r := reportIn(t, file); r.CleanUp.Deactivated == 0 || len(r.CleanUp.Left) > 0 {
		t.Errorf("clean-up %+v", r.CleanUp)
	}
	if left := journals(t, dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// Two runs that write one path: each writes whole, so one of the two stands.
func TestTwoRunsOnePath(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "r.json")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			got := program(t, time.Minute, nil, "run", "--check", "users.create.*", "--report", "json="+file)
			if got.code != exitConforms {
				t.Errorf("exit code %d:\n%s", got.code, got.output)
			}
		})
	}
	both.Wait()
	if got := program(t, time.Minute, nil, "report", "show", file); got.code != exitConforms {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
	if all, _ := os.ReadDir(filepath.Dir(file)); len(all) != 1 {
		t.Errorf("left %v", all)
	}
}

// A panic of what shows the run, which is outside any check, leaves nothing in
// the tenant.
func TestPanicOutsideACheck(t *testing.T) {
	for name, tt := range map[string]struct {
		on   string // what is written when it panics
		code int
		want string
	}{
		"while it runs": {"✓ create", exitConforms, "a defect of oktascim: out of order"},
		"before":        {"dialects", exitIncomplete, "a defect of oktascim: out of order"},
		"at the end":    {"CONFORMS", exitIncomplete, "oktascim sweep"},
	} {
		t.Run(name, func(t *testing.T) {
			storage := provider.NewMemory()
			app := startTarget(t, provider.Options{Storage: storage})
			state := t.TempDir()
			env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
			getenv := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
			out, errs := &explosive{on: tt.on}, &bytes.Buffer{}
			code := run(t.Context(), []string{"run", "--base-url", app.url, "--parallel", "1", "--check", "users.create.*"}, getenv, strings.NewReader(""), out, errs)
			if said := out.text.String() + errs.String(); code != tt.code || !strings.Contains(strings.Join(strings.Fields(said), " "), tt.want) || !out.went {
				t.Errorf("exit code %d, want %d with %q:\n%s", code, tt.code, tt.want, said)
			}
			_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
				if tx.Active() > 0 || tx.Count(provider.KindGroup) > 0 {
					t.Errorf("%d active users and %d groups are left", tx.Active(), tx.Count(provider.KindGroup))
				}
				return nil
			})
		})
	}
}

// explosive panics, once, when a text is written to it.
type explosive struct {
	text bytes.Buffer
	on   string
	went bool
}

func (e *explosive) Write(p []byte) (int, error) {
	if !e.went && strings.Contains(string(p), e.on) {
		e.went = true
		panic("out of order")
	}
	return e.text.Write(p)
}
