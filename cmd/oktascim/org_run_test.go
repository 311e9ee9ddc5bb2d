package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

func TestOrgRunAsksFirst(t *testing.T) {
	var requests atomic.Int64
	l := newLab(t, func(o *labOptions) { o.before = func(*http.Request) { requests.Add(1) } })
	before := requests.Load()
	code, out, errs := command(t, environment(), "org", "run", "--okta-org", l.url, "--app", l.org.AppID(),
		"--base-url", l.scim)
	if code != exitUsage || !strings.Contains(errs, "Add --yes-change-org") ||
		!strings.Contains(out, "10. remove the push") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if requests.Load() != before || len(l.made(t)) > 0 {
		t.Error("something was sent")
	}
}

func TestOrgRunGreen(t *testing.T) {
	for _, dialect := range []okta.Dialect{okta.AIW, okta.OIN} {
		t.Run(string(dialect), func(t *testing.T) {
			l := newLab(t, func(o *labOptions) { o.org.SCIM.Dialect = dialect })
			code, r, out := l.drive(t, t.Context())
			if code != exitConforms || len(bad(r)) > 0 || r.Summary.Pass != 10 {
				t.Errorf("exit %d, %v\n%s", code, bad(r), out)
			}
			if left := l.made(t); len(left) > 0 || len(r.CleanUp.Left) > 0 {
				t.Errorf("left: %v %v", left, r.CleanUp.Left)
			}
			if code, r, out := l.audit(t); code != exitConforms || len(bad(r)) > 0 || r.Summary.Pass < 20 {
				t.Errorf("the audit afterwards: exit %d, %v\n%s", code, bad(r), out)
			}
		})
	}
}

// A step that fails blocks those that need it, and everything is cleaned up.
func TestOrgRunFindsFaults(t *testing.T) {
	fault := func(dialect okta.Dialect, ids ...string) func(*labOptions) {
		hooks, err := faulty.Hooks(ids...)
		if err != nil {
			t.Fatal(err)
		}
		return func(o *labOptions) { o.org.SCIM.Dialect, o.app.Hooks = dialect, hooks }
	}
	for name, tc := range map[string]struct {
		change  func(*labOptions)
		check   string
		words   string
		blocked []string
	}{
		"Create Users is off": {with("create-off"), "assign", "exactly one account", []string{"update", "end-push"}},
		"updates are off":     {with("update-off"), "update", "Joan", nil},
		"deactivation is off": {with("deactivate-off"), "deactivate", "GET /Users/{id} active",
			[]string{"reactivate", "push-group"}},
		"no seat is free": {func(o *labOptions) { o.app.SeatLimit = 2 }, "assign", "buy seats", []string{"update"}},
		"deactivation does nothing": {fault(okta.OIN, "deactivate-patch-noop-200"), "deactivate", "GET /Users/{id} active",
			[]string{"unassign"}},
		"PUT stores nothing": {fault(okta.AIW, "put-echoes-and-stores-nothing"), "update", "Joan", nil},
		"groups cannot be made": {fault(okta.AIW, "group-create-500"), "push-group", "exactly one group",
			[]string{"add-member", "end-push"}},
		"adding replaces all": {fault(okta.OIN, "member-add-replaces-all"), "add-member", "missing",
			[]string{"remove-member"}},
		"removal does too much": {fault(okta.OIN, "member-remove-deactivates"), "remove-member", "active", nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, tc.change)
			code, r, out := l.drive(t, t.Context(), "--settle", "500ms")
			if code != exitFails {
				t.Errorf("exit %d, want %d\n%s", code, exitFails, out)
			}
			at := func(id string) reports.Check {
				return r.Checks[slices.IndexFunc(r.Checks, func(c reports.Check) bool { return c.ID == "org.run."+id })]
			}
			c := at(tc.check)
			if c.Outcome != reports.Fail || !strings.Contains(fmt.Sprint(c.Problems), tc.words) {
				t.Errorf("%s: %s %v, want it to fail with %q", c.ID, c.Outcome, c.Problems, tc.words)
			}
			for _, id := range tc.blocked {
				if c := at(id); c.Outcome != reports.Blocked || !strings.Contains(c.Reason, "org.run.") {
					t.Errorf("%s: %s %s", c.ID, c.Outcome, c.Reason)
				}
			}
			if left := l.made(t); len(left) > 0 && len(r.CleanUp.Left) == 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// ^C in the middle of a run ends it with 130, and everything is cleaned up.
func TestOrgRunInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var armed atomic.Bool
	l := newLab(t, func(o *labOptions) {
		o.before = func(r *http.Request) {
			if armed.Load() && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/Groups") {
				cancel() // the group is being pushed
			}
		}
	})
	armed.Store(true)
	code, r, out := l.drive(t, ctx)
	if code != exitInterrupted || r.Summary.Lost == 0 {
		t.Errorf("exit %d, want %d\n%s", code, exitInterrupted, out)
	}
	if left := l.made(t); len(left) > 0 || len(r.CleanUp.Left) > 0 {
		t.Errorf("left: %v %v\n%s", left, r.CleanUp.Left, out)
	}
}

// With the key of an API service app, as the admin console shows it: the scopes of the README suffice.
func TestOrgOAuth(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{"OKTA_CLIENT_ID": "0oaservice", "OKTA_PRIVATE_KEY_FILE": file,
		"OKTASCIM_TOKEN": scimToken}
	l := newLab(t, func(o *labOptions) {
		o.org.OAuth = []orgsim.OAuthClient{{ID: "0oaservice", Key: &key.PublicKey, Scopes: org.ChangeScopes()}}
	})
	place := []string{"--okta-org", l.url, "--app", l.org.AppID(), "--profile", l.profile, "--report", "json=-"}
	for _, args := range [][]string{{"org", "audit"}, {"org", "run", "--yes-change-org", "--base-url", l.scim}} {
		code, out, errs := command(t, environment, append(args, place...)...)
		if code != exitConforms {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
		if strings.Contains(out+errs, "client_assertion=ey") || strings.Contains(out+errs, "Bearer ey") {
			t.Errorf("%v: a secret is shown", args)
		}
	}
}
