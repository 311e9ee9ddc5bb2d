package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/replay"
)

type replayFlags struct {
	target       targetFlags
	output       outputFlags
	journal      journalFlags
	serial, keep bool
	rate         float64
}

func newReplay(w world) *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay RECORDING",
		Short: "Send a recording of Okta's requests to another deployment and tell what it answers differently",
		Long: `replay reads a HAR file, of "oktascim watch --record" or of another program, and sends its SCIM requests again:
in order, and at the same time where they were recorded so. Ids are those of the target, names and addresses carry the
run id, and users and groups that were in the app before the recording are created first. Everything is cleaned up as
after "oktascim run".

It compares the status and the shape of each answer: names and types of attributes, numbers of elements and truth
values, but no ids, times and texts.

Exit codes: 0 the answers are as recorded (maybe warnings), 1 they are not, 2 wrong usage or a file that is no
recording, 3 target unreachable, 130 interrupted.`,
		Example: `  OKTASCIM_TOKEN=… oktascim replay pilot.har --base-url https://staging.example.com/scim/v2
  oktascim replay pilot.har --profile staging.yaml --report junit=replay.xml --baseline replay.json`,
		Args: arguments(1, "replay takes one recording, a HAR file of `oktascim watch --record` or of another program"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, w, args[0]) },
	}
	f.target.register(c)
	_ = c.Flags().MarkHidden("dialect")
	f.output.register(c)
	f.journal.register(c)
	flags := c.Flags()
	flags.BoolVar(&f.serial, "serial", false, "send one request at a time")
	flags.BoolVar(&f.keep, "keep", false, "leave everything that was created, to look at it")
	flags.Float64Var(&f.rate, "rate", 0, "at most `N` requests a second (default: no limit)")
	return c
}

func (f replayFlags) run(c *cobra.Command, w world, path string) (err error) {
	ctx := c.Context()
	if f.rate != 0 && !(f.rate >= slowest && f.rate <= fastest) {
		return usagef("--rate %v: must be from %v to %v requests a second", f.rate, slowest, fastest)
	}
	file, err := os.Open(path)
	if err != nil {
		return usagef("%w", err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return usagef("%s is a directory; replay takes a HAR file", path)
	}
	_ = file.Close()
	output, err := f.output.prepare(w)
	if err != nil {
		return err
	}
	settings, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if settings.BaseURL == "" {
		return usagef("no target: give --base-url, or scim.base_url in the profile; to try it, start `oktascim serve`")
	}
	settings.Keep, settings.Rate = f.keep, f.rate
	if err := f.journal.begin(w, &settings, false); err != nil {
		return err
	}
	env := harness.NewEnv(settings)
	defer cleanAfterPanic(ctx, env, &err)
	if err := suites.Preflight(ctx, env); err != nil {
		_ = settings.Journal.Remove() // nothing was created
		return unreachable(err)
	}
	report := startReport(env, f.target.profileFile(w), f.output.strict)
	report.Command = "oktascim replay " + reports.ShellQuote(path)
	screen := output.open(first(f.target.tokenEnv, env.Profile.SCIM.Auth.TokenEnv))
	defer output.close()
	screen.Say(effectsOf(env))
	summary, err := replay.Run(ctx, func() (io.ReadCloser, error) { return os.Open(path) },
		replay.Options{Env: env, Serial: f.serial, Progress: screen.Doing})
	screen.Doing("cleaning up")
	done := env.CloseAll(context.WithoutCancel(ctx))
	screen.Doing("")
	if err != nil {
		_ = settings.Journal.Remove()
		return usagef("%s: %w", path, err)
	}
	report.Checks, report.Notes = summary.Results, summary.Notes
	report.RequestsSent = done.Sent
	enterCleanUp(report, done)
	endJournal(env.Journal, env.Keep, report)
	return output.finish(ctx, report, env.Redactor.Text)
}

// effectsOf says what a replay is about to do to the tenant.
func effectsOf(env *harness.Env) string {
	return "It creates users and groups named " + env.Names.Tag() +
		"-…, as many as the recording has, and cleans up: groups deleted, users deactivated."
}
