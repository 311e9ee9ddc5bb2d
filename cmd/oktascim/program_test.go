package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram is the variable that makes this test binary the program itself.
const asProgram = "OKTASCIM_TEST_AS_PROGRAM"

func init() {
	if os.Getenv(asProgram) != "" {
		_ = os.Unsetenv(asProgram)
		main() // exits
	}
}

// ended is what came of one process.
type ended struct {
	code   int
	output string // of both streams
	took   time.Duration
	// memory is the largest resident set, in bytes.
	memory int64
}

// program runs the program in a process of its own, which is killed after limit.
func program(t *testing.T, limit time.Duration, env []string, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append([]string{asProgram + "=1", "XDG_STATE_HOME=" + t.TempDir(), "OKTASCIM_TOKEN=" + targetToken, "GOTRACEBACK=all", "GOMAXPROCS=1"}, env...)
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	start := time.Now()
	err := c.Run()
	out := ended{code: c.ProcessState.ExitCode(), output: output.String(), took: time.Since(start)}
	if ctx.Err() != nil {
		t.Errorf("the program hangs: killed after %s", limit)
	} else if err != nil && out.code < 0 {
		t.Errorf("the program: %v", err)
	}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		out.memory = usage.Maxrss << 10
	}
	if strings.Contains(out.output, "goroutine ") || strings.Contains(out.output, "panic:") {
		t.Errorf("the program panicked:\n%s", out.output)
	}
	return out
}
