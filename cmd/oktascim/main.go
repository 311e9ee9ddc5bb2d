// Command oktascim tells whether Okta provisioning will work against a SCIM 2.0
// deployment: it replays what Okta sends, verifies what the app then holds, and
// explains each failure by what an Okta admin would see.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// Exit codes of every subcommand.
const (
	exitConforms    = 0
	exitFails       = 1   // a must does not hold
	exitUsage       = 2   // flags, profile or report paths are wrong; nothing was sent
	exitIncomplete  = 3   // the target cannot be tested, or not all of it was
	exitInterrupted = 130 // ^C
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second ^C ends the program at once. A signal that comes twice in the same moment is one: GNU timeout
	// sends it to the program and to its group.
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	os.Exit(run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr))
}

// world is what the program may touch: its streams and its environment.
type world struct {
	getenv         func(string) (string, bool)
	stdin          io.Reader
	stdout, stderr io.Writer
}

// env is the value of a variable; empty when it is not set.
func (w world) env(name string) string {
	value, _ := w.getenv(name)
	return value
}

// run is the program: it parses args, does what they ask and gives the exit
// code.
func run(ctx context.Context, args []string, getenv func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	stdout, unwritten := checkedOutput(stdout)
	root := newRoot(world{getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr})
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if failed := unwritten(); err == nil && failed != nil && !readerLeft(failed) {
		err = usagef("standard output: %w", failed)
	}
	var code exitError
	switch {
	case err == nil:
		return exitConforms
	case errors.As(err, &code):
		if code.err != nil {
			fmt.Fprintln(stderr, "oktascim:", reports.Plain(code.err.Error()))
		}
		return code.code
	default:
		fmt.Fprintln(stderr, "oktascim:", reports.Plain(err.Error()))
		return exitUsage
	}
}

// exitError ends the program with a code; err, if not nil, is printed.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// usagef is an error in what the user gave; nothing was sent.
func usagef(format string, args ...any) error {
	return exitError{exitUsage, fmt.Errorf(format, args...)}
}

// unreachable gives a failed preflight its exit code.
func unreachable(err error) error {
	var preflight *suites.PreflightError
	if errors.As(err, &preflight) {
		return exitError{exitIncomplete, err}
	}
	return err
}
