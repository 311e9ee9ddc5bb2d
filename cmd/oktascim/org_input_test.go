package main

import (
	"strings"
	"testing"
)

// An org that cannot be read is one clear error, with exit code 3.
func TestOrgRefuses(t *testing.T) {
	for problem, words := range map[string]string{
		"token-expired": "refuses the credentials",
		"rate-limited":  "rate limit is used up (429) until",
		"endless-pages": "the list does not end",
	} {
		t.Run(problem, func(t *testing.T) {
			l := newLab(t)
			if err := l.org.Plant(problem); err != nil {
				t.Fatal(err)
			}
			code, _, out := l.audit(t)
			if code != exitIncomplete || !strings.Contains(out, words) {
				t.Errorf("audit: exit %d, want %d and %q\n%s", code, exitIncomplete, words, out)
			}
		})
	}
	t.Run("token-read-only", func(t *testing.T) {
		l := newLab(t)
		if err := l.org.Plant("token-read-only"); err != nil {
			t.Fatal(err)
		}
		code, r, out := l.drive(t, t.Context())
		if code != exitIncomplete || !strings.Contains(out, "The token may not do this") || r.Summary.Blocked != len(r.Checks) {
			t.Errorf("run: exit %d\n%s", code, out)
		}
	})
}

func TestOrgBadInput(t *testing.T) {
	l := newLab(t)
	audit := []string{"org", "audit"}
	run := []string{"org", "run", "--yes-change-org", "--base-url", l.scim}
	for name, tc := range map[string]struct {
		args  []string
		env   map[string]string
		words string
	}{
		"no org":          {append(audit, "--app", "0oa1"), environment(), "which org?"},
		"no app":          {append(audit, "--okta-org", l.url), environment(), "which app?"},
		"admin URL":       {append(audit, "--app", "0oa1", "--okta-org", "https://example-admin.okta.com"), environment(), "Leave -admin out: https://example.okta.com"},
		"http":            {append(audit, "--app", "0oa1", "--okta-org", "http://example.okta.com"), environment(), "the API token would travel in the clear"},
		"app name":        {append(audit, "--app", "my app", "--okta-org", l.url), environment(), "is no app id"},
		"unknown app":     {append(audit, "--app", "0oa1", "--okta-org", l.url), environment(), "there is no app 0oa1"},
		"no credentials":  {append(audit, "--app", "0oa1", "--okta-org", l.url), nil, "OKTA_API_TOKEN"},
		"no key file":     {append(audit, "--app", "0oa1", "--okta-org", l.url), map[string]string{"OKTA_CLIENT_ID": "0oa2", "OKTA_PRIVATE_KEY_FILE": "none.pem"}, "there is no file none.pem"},
		"hours":           {append(audit, "--app", "0oa1", "--okta-org", l.url, "--hours", "0"), environment(), "--hours 0"},
		"run without app": {append(run, "--okta-org", l.url), environment(), "which app?"},
		"run, no SCIM":    {[]string{"org", "run", "--app", l.org.AppID(), "--okta-org", l.url}, environment(), "which app is to be looked at?"},
		"run, no provisioning": {append(run, "--app", l.org.BookmarkID(), "--okta-org", l.url), environment(),
			"has no provisioning in the org"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := command(t, tc.env, tc.args...)
			if code != exitUsage || !strings.Contains(errs, tc.words) {
				t.Errorf("exit %d, want %d and %q\n%s%s", code, exitUsage, tc.words, out, errs)
			}
		})
	}
}
