package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/watch"
)

// watchFlags say what is watched, and what becomes of it.
type watchFlags struct {
	target              targetFlags
	output              outputFlags
	listen              string
	tlsCert, tlsKey     string
	duration            time.Duration
	verify, quiet, keep bool
	verifyRate          float64
	findings, record    string
}

func newWatch(w world) *cobra.Command {
	var f watchFlags
	c := &cobra.Command{
		Use:   "watch",
		Short: "Stand between Okta and the app: show and judge what Okta really sends",
		Long: `watch is a reverse proxy. Enter its address, or that of a tunnel to it, in Okta as the SCIM connector base URL,
with the path of the app's own base URL. It passes every request on to the app and every answer back, unchanged.

It shows a line for each sequence of Okta's (push new user, deactivate, push group …) and judges each answer as
"oktascim run" does. With --verify it also reads back what Okta wrote, with GET only. The verdict and the reports come
at ^C or after --for. With --record everything is kept in a HAR file, without secrets and with made-up names; "oktascim
replay" sends it again to another deployment.

Okta's own token goes through to the app, unless --token-env or --token-file puts another one in its place.
suites/watch/README.md tells how to set it up.

Exit codes: 0 nothing is wrong (maybe warnings), 1 a must does not hold, 2 wrong usage or settings, 3 nothing was
seen, 130 interrupted by a second ^C.`,
		Example: `  oktascim watch --base-url https://app.example.com/scim/v2 --listen 127.0.0.1:8089
  oktascim watch --profile app.yaml --verify --record pilot.har --for 2h --report html=pilot.html
  oktascim watch diff pilot.har`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, w) },
	}
	f.register(c)
	c.AddCommand(newWatchDiff(w))
	return c
}

func (f *watchFlags) register(c *cobra.Command) {
	flags := c.Flags()
	f.target.register(c)
	for _, name := range []string{"dialect", "timeout"} { // the traffic tells them
		_ = flags.MarkHidden(name)
	}
	flags.Lookup("token-env").Usage = "`NAME` of the environment variable with the token to send to the app " +
		"instead of Okta's"
	flags.Lookup("token-file").Usage = "`FILE` with the token to send to the app instead of Okta's"
	flags.Lookup("allow-http").Usage = "pass the token on without encryption to an http:// app that is not on this machine"
	f.output.register(c)
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8089", "`ADDRESS` to listen on; port 0 takes a free one")
	flags.StringVar(&f.tlsCert, "tls-cert", "",
		"PEM `FILE` with the certificate of the address; without one it is plain http, for a tunnel")
	flags.StringVar(&f.tlsKey, "tls-key", "", "PEM `FILE` with its key")
	c.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	flags.DurationVar(&f.duration, "for", 0, "end after this `TIME`, such as 2h (default: at ^C)")
	flags.BoolVar(&f.verify, "verify", false,
		"read back what Okta wrote: by id, by lookup, in the lists, from both sides; GET only")
	flags.Float64Var(&f.verifyRate, "verify-rate", 10, "at most `N` reads a second for --verify")
	flags.StringVar(&f.findings, "findings", "", "also append each finding to this `FILE` as a line of JSON")
	flags.StringVar(&f.record, "record", "", "keep every exchange in this HAR 1.2 `FILE`, without secrets")
	flags.BoolVar(&f.keep, "keep-values", false, "keep names, addresses and other personal values in the recording")
	flags.BoolVar(&f.quiet, "quiet", false, "show only findings, not each sequence")
}

func (f *watchFlags) run(c *cobra.Command, w world) error {
	if f.verifyRate < slowest || f.verifyRate > fastest {
		return usagef("--verify-rate %v: must be from %v to %v reads a second", f.verifyRate, slowest, fastest)
	}
	if f.duration < 0 {
		return usagef("--for %s: must not be negative", f.duration)
	}
	f.target.noToken = f.target.tokenEnv == "" && f.target.tokenFile == ""
	f.target.timeout = time.Minute
	settings, err := f.target.settings(c, w)
	if err != nil {
		return err
	}
	if settings.BaseURL == "" {
		return usagef("no app: give --base-url, or scim.base_url in the profile; to try it, start `oktascim serve`")
	}
	output, err := f.output.prepare(w)
	if err != nil {
		return err
	}
	certificate, err := f.certificate()
	if err != nil {
		return err
	}
	keep, err := f.open(settings)
	if err != nil {
		return err
	}
	defer keep.close()
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return usagef("--listen %s: %w; port 0 takes a free one", f.listen, err)
	}
	defer listener.Close()
	if sameAddress(listener.Addr(), settings.BaseURL) {
		return usagef("--listen %s is the address of the app itself; listen on another port", f.listen)
	}
	env := harness.NewEnv(settings)
	report := startReport(env, f.target.profileFile(w), f.output.strict)
	report.Command = "oktascim watch"
	report.Profile.Settings = profileSettings(settings.Profile)
	screen := output.open(f.target.tokenEnv)
	defer output.close()

	watcher, err := watch.New(watch.Options{BaseURL: settings.BaseURL, Authorization: settings.Authorization,
		Transport: env.Transport, Profile: settings.Profile, Settle: settings.Settle, Catalogue: catalogue(),
		Verify: map[bool]float64{true: f.verifyRate}[f.verify], Passed: keep.exchange,
		Sequence: func(s watch.Sequence) {
			if !f.quiet || s.Outcome == reports.Fail {
				screen.Line(s.Outcome, reports.Plain(s.String()))
			}
		},
		Found: func(found *watch.Finding) {
			if found.First {
				screen.Line(found.Outcome, findingLine(found))
			}
			keep.finding(found)
		}})
	if err != nil {
		return usagef("%w", err)
	}
	f.hello(w, screen, listener, settings.BaseURL, certificate != nil)
	served := f.serve(c.Context(), listener, watcher, certificate, screen)
	again, cancel := context.WithTimeout(context.WithoutCancel(c.Context()), lastReads)
	defer cancel()
	screen.Doing("judging what is left")
	watcher.Close(again)
	screen.Doing("")
	if err := keep.close(); err != nil {
		report.Notes = append(report.Notes, err.Error())
	}
	if served != nil {
		return exitError{exitIncomplete, served}
	}
	return f.conclude(report, watcher, output, screen)
}

// lastReads is how long verification may go on after the end.
const lastReads = 15 * time.Second

func findingLine(f *watch.Finding) string {
	p := f.Problems[0]
	return reports.Plain(fmt.Sprintf("%s %s (%s): %s: expected %s, got %s", time.Now().Format(time.TimeOnly), f.Key(),
		f.Level,
		p.At(), p.Expected, p.Actual))
}

func (f *watchFlags) certificate() (*tls.Certificate, error) {
	if f.tlsCert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(f.tlsCert, f.tlsKey)
	if err != nil {
		return nil, usagef("--tls-cert, --tls-key: %w", err)
	}
	return &pair, nil
}

// sameAddress reports whether the proxy would pass requests on to itself.
func sameAddress(at net.Addr, base string) bool {
	u, err := url.Parse(base)
	_, port, _ := net.SplitHostPort(at.String())
	return err == nil && loopback(u.Hostname()) && u.Port() == port
}

// hello says who can reach the proxy, and what to enter in Okta. The first line on standard output is the base URL.
func (f *watchFlags) hello(w world, screen *console.Console, l net.Listener, base string, encrypted bool) {
	u, _ := url.Parse(base)
	scheme := map[bool]string{false: "http", true: "https"}[encrypted]
	screen.Say(fmt.Sprintf("%s://%s%s → %s", scheme, l.Addr(), u.Path, base))
	host, _, _ := net.SplitHostPort(l.Addr().String())
	reach := "Only programs on this machine can reach it: let a tunnel with an https address point to it, and enter " +
		"that address " +
		"in Okta with the path " + first(u.Path, "/") + "."
	if !loopback(host) {
		reach = "Everybody who can reach " + l.Addr().String() +
			" can send requests to the app through it; the app still asks for its token."
		if !encrypted {
			reach += " It is plain http: tokens can be read on the way."
		}
		if f.target.tokenEnv != "" || f.target.tokenFile != "" {
			reach = "Everybody who can reach " + l.Addr().String() +
				" acts on the app WITH YOUR TOKEN, whatever token they send. Listen on " +
				"127.0.0.1 behind a tunnel that asks for a login, or let Okta hold the token."
		}
	}
	screen.Say(reach)
	screen.Say("^C ends it and gives the verdict.")
}

// serve passes requests on until ^C or --for.
func (f *watchFlags) serve(ctx context.Context, l net.Listener, watcher *watch.Watcher, certificate *tls.Certificate,
	screen *console.Console) error {
	if f.duration > 0 {
		limited, cancel := context.WithTimeout(ctx, f.duration)
		defer cancel()
		ctx = limited
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: watcher, ReadHeaderTimeout: time.Minute, MaxHeaderBytes: 1 << 20, Protocols: protocols,
		ErrorLog: log.New(io.Discard, "", 0)}
	if certificate != nil {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12}
	}
	done := make(chan error, 1)
	go func() {
		if certificate != nil {
			done <- server.ServeTLS(l, "", "")
		} else {
			done <- server.Serve(l)
		}
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			requests, sequences := watcher.Running()
			screen.Doing(fmt.Sprintf("%d requests, %d sequences under way", requests, sequences))
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			if server.Shutdown(ending) != nil { // the app hangs: its clients see an end
				_ = server.Close()
			}
			screen.Doing("")
			return nil
		}
	}
}

// conclude writes what was found. ^C is the usual end, so it is no interruption.
func (f *watchFlags) conclude(report *reports.Report, watcher *watch.Watcher, output *output,
	screen *console.Console) error {
	report.Checks = watcher.Results()
	report.Requests, _ = watcher.Running()
	if d := watcher.Dialect(); d != "" {
		report.Dialects = []string{d}
	}
	switch {
	case report.Requests == 0:
		report.Notes = append(report.Notes, "no request came: check the base URL in Okta, and that the tunnel points here")
	case watcher.Answered() == 0: // which says nothing about the app
		report.Checks = nil
		report.Notes = append(report.Notes, fmt.Sprintf("the app answered none of %d requests: check --base-url",
			report.Requests))
	}
	report.Notes = append(report.Notes, watcher.Notes()...)
	unknown := watcher.Unknown()
	showUnknown(screen, unknown)
	for _, u := range unknown {
		report.Notes = append(report.Notes, fmt.Sprintf("%s, %d times: %s", u.Operation, u.Count,
			strings.Join(u.Differences, "; ")))
	}
	if f.record != "" {
		report.Onwards = [2]string{"Send the recording to another deployment, or to a later build:",
			"oktascim replay " + reports.ShellQuote(f.record) + " --base-url …"}
	}
	return output.finish(context.Background(), report, watcher.Hide)
}

// showUnknown lists the requests that oktascim does not replay.
func showUnknown(screen *console.Console, unknown []watch.Unknown) {
	var rows []console.Row
	for _, u := range unknown {
		rows = append(rows, console.Row{Cells: []string{fmt.Sprintf("%s, %d times: %s", u.Operation, u.Count,
			strings.Join(u.Differences, "; "))}})
	}
	if len(rows) > 0 {
		screen.Block("OKTA SENT SOMETHING THAT OKTASCIM DOES NOT REPLAY", rows)
	}
}

// kept is what a watch writes as it goes.
type kept struct {
	mu       sync.Mutex
	findings *os.File
	har      *har.Writer
	cleaner  *har.Cleaner
	failed   error
}

func (f *watchFlags) open(settings harness.Settings) (*kept, error) {
	k := &kept{}
	var err error
	if f.findings != "" {
		if k.findings, err = os.OpenFile(f.findings, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
			return nil, usagef("--findings: %w", err)
		}
	}
	if f.record != "" {
		if k.har, err = har.Create(f.record, "oktascim", version()); err != nil {
			return nil, usagef("--record: %w", err)
		}
		k.cleaner = har.NewCleaner(f.keep)
		k.cleaner.Secret(credentialOf(settings.Authorization))
	}
	return k, nil
}

// exchange adds an exchange to the recording.
func (k *kept) exchange(x *watch.Exchange) {
	if k.har != nil {
		k.fail(k.har.Add(x.Entry(k.cleaner)))
	}
}

// credentialOf is a header without its scheme.
func credentialOf(header string) string {
	if _, token, found := strings.Cut(header, " "); found {
		return token
	}
	return header
}

// finding appends a line.
func (k *kept) finding(f *watch.Finding) {
	if k.findings == nil {
		return
	}
	line := struct {
		Time time.Time `json:"time"`
		Who  string    `json:"who,omitempty"`
		Curl string    `json:"curl,omitempty"`
		reports.Check
	}{time.Now(), f.Who, "", f.Result}
	if len(f.Exchanges) > 0 {
		line.Curl = formats.Curl(f.Exchanges[0])
	}
	text, err := json.Marshal(line)
	if err == nil {
		_, err = k.findings.Write(append(text, '\n'))
	}
	k.fail(err)
}

func (k *kept) fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.failed == nil {
		k.failed = err
	}
}

// close closes what is open, and returns the first error of writing.
func (k *kept) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.findings != nil {
		k.failed = errors.Join(k.failed, k.findings.Close())
		k.findings = nil
	}
	if k.har != nil {
		k.failed = errors.Join(k.failed, k.har.Close())
		k.har = nil
	}
	return k.failed
}

func newWatchDiff(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "diff RECORDING",
		Short: "Compare the requests of a recording with those that oktascim replays",
		Long: `diff reads a HAR file, of "oktascim watch --record" or of another program, and lists each form of request
that no template of oktascim has, with the differences from the nearest one and a template without values, ready to be
contributed.

Exit codes: 0 oktascim replays all of them, 1 it does not, 2 the file cannot be read, 3 it holds no SCIM request.`,
		Example: "  oktascim watch diff pilot.har",
		Args:    arguments(1, "diff takes one recording, a HAR file of `oktascim watch --record` or of another program"),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := os.Open(args[0])
			if err != nil {
				return usagef("%w", err)
			}
			defer file.Close()
			shapes, err := watch.NewFidelity("")
			if err != nil {
				return err
			}
			requests := 0
			var truncated *har.TruncatedError
			for e, err := range har.Read(file) {
				switch {
				case errors.As(err, &truncated) && truncated.Entries > 0:
					fmt.Fprintf(w.stderr, "%s: %v; what is whole is compared\n", args[0], truncated)
				case err != nil:
					return usagef("%s: %w", args[0], err)
				case watch.IsSCIM(e.Request.URL):
					requests++
					shapes.Add(watch.RequestOf(e))
				}
			}
			if requests == 0 {
				return exitError{exitIncomplete, fmt.Errorf("%s holds no request to /Users, /Groups or another SCIM endpoint",
					args[0])}
			}
			unknown := shapes.Unknown()
			for _, u := range unknown {
				fmt.Fprintf(w.stdout, "%s, %d times\n  %s\n\n%s\n\n", u.Operation, u.Count,
					reports.Plain(strings.Join(u.Differences, "\n  ")), u.Template)
			}
			fmt.Fprintf(w.stdout, "%d SCIM requests, %d forms that oktascim does not replay\n", requests, len(unknown))
			if len(unknown) > 0 {
				return exitWith(exitFails)
			}
			return nil
		},
	}
}
