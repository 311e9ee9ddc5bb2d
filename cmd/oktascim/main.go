// Command oktascim tells whether Okta provisioning will work against a SCIM 2.0
// deployment: it replays what Okta sends, verifies what the app then holds, and
// explains each failure by what an Okta admin would see.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/near"
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
func run(ctx context.Context, args []string, getenv func(string) (string, bool), stdin io.Reader, stdout,
	stderr io.Writer) int {
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

// exitWith ends the program with a code; nil for 0.
func exitWith(code int) error {
	if code == exitConforms {
		return nil
	}
	return exitError{code: code}
}

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

func newRoot(w world) *cobra.Command {
	root := &cobra.Command{
		Use:   "oktascim",
		Short: "Tests a SCIM 2.0 deployment the way Okta will use it",
		Long: `oktascim tells whether Okta provisioning will work against a SCIM 2.0 deployment,
before Okta is pointed at it, and whether it still works after every change.

It replays what Okta sends, in both of Okta's dialects, verifies by fresh reads what
the app then really holds, and explains each failure by what an Okta admin would see.`,
		Example: `  oktascim run                                   try it: test the built-in reference provider
  export OKTASCIM_TOKEN=…                        the token that Okta would use
  oktascim run --base-url https://app.example.com/scim/v2
  oktascim run --profile app.yaml --report junit=scim.xml
  oktascim explain users.deactivate.by-id        what a check requires, and why Okta needs it
  oktascim serve                                 a correct SCIM server to build against`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.DisableDescriptions = false
	root.AddCommand(newRun(w), newList(w), newExplain(w), newServe(w), newPilot(w), newInit(w), newFaults(w),
		newReport(w), newSweep(w), newOrg(w), newWatch(w), newReplay(w), newVersion(w))
	root.SetFlagErrorFunc(flagError)
	usage := root.UsageFunc()
	root.SetUsageFunc(func(c *cobra.Command) error { return withoutBooleans(c, usage) })
	return root
}

// withoutBooleans writes the usage without the "[=true|false]" that pflag puts
// behind each flag that is just given or not; the columns stay where they are.
func withoutBooleans(c *cobra.Command, usage func(*cobra.Command) error) error {
	const noise = "[=true|false]"
	out := c.OutOrStderr()
	var b bytes.Buffer
	c.SetOut(&b)
	err := usage(c)
	c.SetOut(out)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(b.String(), "\n")
	for i, line := range lines {
		if before, after, found := strings.Cut(line, noise); found {
			lines[i] = before + strings.Repeat(" ", len(noise)) + after
		}
	}
	_, err = io.WriteString(out, strings.Join(lines, ""))
	return err
}

// noArguments refuses arguments to a command that takes none. What is given
// most often is the address of the target.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	given, hint := args[0], fmt.Sprintf("`%s --help` shows all flags", c.CommandPath())
	if u, err := url.Parse(given); err == nil && u.Host != "" {
		given = u.Redacted()
		if c.Flags().Lookup("base-url") != nil {
			hint = "give the address as --base-url " + given
		}
	}
	return usagef("`%s` takes no argument, but got %q; %s", c.CommandPath(), given, hint)
}

// arguments refuses any number of arguments but n, and says what the command takes.
func arguments(n int, takes string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s", takes)
		}
		return nil
	}
}

// flagError says which flag was probably meant.
func flagError(c *cobra.Command, err error) error {
	help := fmt.Sprintf("`%s --help` shows all flags", c.CommandPath())
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usagef("%w; %s", err, help)
	}
	name := unknown.GetSpecifiedName()
	if strings.HasSuffix(name, "token") && c.Flags().Lookup("token-env") != nil {
		return usagef("%w: a token is never an argument, which other users of the machine could read; set OKTASCIM_TOKEN, "+
			"or use --token-env or --token-file", err)
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, f.Name)
		}
	})
	meant := near.Word(name, known)
	if meant == "" && c.Flags().Lookup("base-url") != nil && strings.HasSuffix(name, "url") {
		meant = "base-url"
	}
	if meant != "" {
		return usagef("%w (did you mean --%s?); %s", err, meant, help)
	}
	return usagef("%w; %s", err, help)
}

func newVersion(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long:  "version prints the version or the commit that oktascim was built from, and what it was built with and for.",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(w.stdout, "oktascim %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	if revision == "" {
		return "devel"
	}
	return "devel-" + revision + dirty
}
