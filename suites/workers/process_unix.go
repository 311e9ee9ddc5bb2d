//go:build !windows

package workers

import (
	"os/exec"
	"syscall"
)

// Possible tells whether this system can run workers.
const Possible = true

// ownGroup keeps a terminal's ^C from the worker: the parent tells it.
func ownGroup(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// askForStack makes the worker print what each goroutine does, and end.
func askForStack(c *exec.Cmd) error { return c.Process.Signal(syscall.SIGQUIT) }
