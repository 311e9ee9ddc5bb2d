package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
)

// dryRun prints what a run would send and sends nothing to the target: the
// checks run against the built-in reference provider, set up as the profile
// says, and each request is shown as the target would get it.
func dryRun(ctx context.Context, s harness.Settings, checks []kit.Check, out io.Writer) error {
	target, auth := s.BaseURL, s.Profile.SCIM.Auth
	withoutAccess(&s) // the probes would ask the app itself
	storage := provider.NewMemory()
	stop, err := startReference(ctx, &s, storage)
	if err != nil {
		return err
	}
	defer stop()
	if target == "" {
		target = s.BaseURL
	}
	if auth.RevokedTokenEnv == "" {
		s.RevokedAuthorization = ""
	}
	if auth.OtherTenantTokenEnv == "" {
		s.OtherTenantAuthorization = ""
	}
	plan := &plan{next: harness.NewTransport(), standIn: s.BaseURL, target: target, storage: storage,
		methods: map[string]int{}}
	s.Transport = plan
	env := harness.NewEnv(s)
	plan.begin("preflight")
	if err := suites.Preflight(ctx, env); err != nil {
		return err
	}
	text := bufio.NewWriter(out)
	fmt.Fprintf(text, "Dry run: nothing is sent to %s. The built-in reference provider, set up by the profile, stands "+
		"in for it;\n", target)
	fmt.Fprintf(text, "a target that answers later or otherwise gets a few requests more or fewer. Ids and run ids "+
		"differ each time.\n\n")
	text.WriteString(plan.lines())
	ran := 0
	_, err = kit.Run(ctx, env, checks, kit.Observer{
		Started: func(k reports.Key) { plan.begin(titleOf(k)) },
		Finished: func(reports.Check) {
			text.WriteString(plan.lines())
			plan.begin("clean-up of what checks shared")
			ran++
		},
	})
	if err != nil {
		return err
	}
	text.WriteString(plan.lines())
	plan.summary(text, s, ran)
	if err := text.Flush(); err != nil {
		return exitError{exitUsage, fmt.Errorf("the plan cannot be written: %w", err)}
	}
	if ctx.Err() != nil {
		return exitError{code: exitInterrupted}
	}
	return nil
}

// titleOf names a check in the plan: "users.create.answer (oin)".
func titleOf(k reports.Key) string {
	text := k.ID
	if k.Dialect != "" {
		text += " (" + k.Dialect + ")"
	}
	if k.Subject != "" {
		text += " <" + k.Subject + ">"
	}
	return text
}

// plan records the requests of a dry run.
type plan struct {
	next            http.RoundTripper
	standIn, target string
	storage         provider.Storage

	mu      sync.Mutex
	title   string
	sent    []string
	methods map[string]int
	users   int
	groups  int
	active  int // users at one time
}

// begin starts the requests of one check.
func (p *plan) begin(title string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.title, p.sent = title, nil
}

// RoundTrip implements http.RoundTripper.
func (p *plan) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := p.next.RoundTrip(r)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.methods[r.Method]++
	p.sent = append(p.sent, fmt.Sprintf("%-6s %s", r.Method, p.shown(r.URL)))
	if err == nil && r.Method == http.MethodPost && answer.StatusCode/100 == 2 {
		switch {
		case strings.HasSuffix(r.URL.Path, "/Users"):
			p.users++
		case strings.HasSuffix(r.URL.Path, "/Groups"):
			p.groups++
		}
	}
	for _, tenant := range []string{"first"} {
		_ = p.storage.Read(tenant, func(tx provider.Tx) error { p.active = max(p.active, tx.Active()); return nil })
	}
	return answer, err
}

// shown is the URL that the target would get; ids of the stand-in mean nothing
// to it.
func (p *plan) shown(u *url.URL) string {
	rest := strings.TrimPrefix(u.String(), p.standIn)
	path, query, hasQuery := strings.Cut(rest, "?")
	for _, endpoint := range []string{"/Users/", "/Groups/"} {
		if strings.HasPrefix(path, endpoint) && len(path) > len(endpoint) {
			path = endpoint + "{id}"
		}
	}
	if hasQuery {
		path += "?" + query
	}
	return p.target + path
}

// lines are the requests since begin, equal ones in a row counted.
func (p *plan) lines() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sent) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(p.title + "\n")
	for i := 0; i < len(p.sent); {
		n := 1
		for i+n < len(p.sent) && p.sent[i+n] == p.sent[i] {
			n++
		}
		b.WriteString("  " + p.sent[i])
		if n > 1 {
			fmt.Fprintf(&b, "   × %d", n)
		}
		b.WriteString("\n")
		i += n
	}
	b.WriteString("\n")
	p.sent = nil
	return b.String()
}

// summary says what the whole run would do to the tenant.
func (p *plan) summary(w io.Writer, s harness.Settings, checks int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	total := 0
	var parts []string
	for _, method := range slices.Sorted(maps.Keys(p.methods)) {
		total += p.methods[method]
		parts = append(parts, fmt.Sprintf("%d %s", p.methods[method], method))
	}
	fmt.Fprintf(w, "%d checks would send %d requests: %s.\n", checks, total, strings.Join(parts, ", "))
	if p.users+p.groups == 0 {
		fmt.Fprintln(w, "They would create and change nothing.")
		return
	}
	left := "deactivated"
	if s.Purge {
		left = "deactivated, then deleted"
	}
	fmt.Fprintf(w, "They would create %d users and %d groups, named %s-RUN-…; at the end the users are %s and the "+
		"groups deleted.\n",
		p.users, p.groups, s.Profile.TestData.Prefix, left)
	fmt.Fprintf(w, "They would take up to %d seats at one time%s.\n", p.active, limitOf(s))
	for _, text := range s.Profile.Warnings() {
		fmt.Fprintln(w, "Warning: "+text)
	}
}

func limitOf(s harness.Settings) string {
	if s.Profile.Seats == nil {
		return ""
	}
	return fmt.Sprintf(", those of users who are there included; the profile says the tenant has %d",
		s.Profile.Seats.Limit)
}
