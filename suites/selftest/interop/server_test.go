//go:build interop

package interop

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a SCIM server that takes its token from SCIM_TOKEN and prints its
// base URL on the first line.
type server struct {
	name string
	// install makes the server ready to run and returns its command line.
	install func(t *testing.T) []string
}

var servers = []server{
	{"scimmy", installScimmy},
	{"elimity", installElimity},
}

func installScimmy(t *testing.T) []string {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("scimmy")); err != nil {
		t.Fatal(err)
	}
	command(t, dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	return []string{"node", filepath.Join(dir, "server.mjs")}
}

func installElimity(t *testing.T) []string {
	binary := filepath.Join(t.TempDir(), "elimity")
	command(t, "elimity", "go", "build", "-o", binary, ".")
	return []string{binary}
}

// start runs the server until the test ends and returns its base URL.
func (s server) start(t *testing.T, token string) string {
	args := s.install(t)
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "SCIM_TOKEN="+token)
	cmd.Stderr = t.Output()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait()
	})
	return firstLine(t, stdout)
}

func firstLine(t *testing.T, r io.Reader) string {
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(r).ReadString('\n')
		lines <- strings.TrimSpace(line)
	}()
	select {
	case line := <-lines:
		if !strings.HasPrefix(line, "http://127.0.0.1:") {
			t.Fatalf("want a base URL on the first line, got %q", line)
		}
		return line
	case <-time.After(time.Minute):
		t.Fatal("the server printed no base URL within a minute")
	}
	return ""
}

// command runs a program to its end.
func command(t *testing.T, dir, name string, args ...string) {
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
