package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

func TestOrgRoster(t *testing.T) {
	l := newLab(t, with("member-unassigned"))
	file := filepath.Join(t.TempDir(), "pilot.csv")
	place := []string{"--okta-org", l.url, "--app", l.org.AppID()}
	code, out, errs := command(t, environment(), append([]string{"org", "roster", "--out", file}, place...)...)
	if code != exitConforms {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	text := readText(t, file)
	want := `userName,givenName,familyName,email,groups,role,status
ann@example.com,Ann,Li,ann@example.com,oktascim admins,,
bob@example.com,Bob,Roe,bob@example.com,oktascim analysts,,
not.assigned@example.com,Not,Assigned,not.assigned@example.com,oktascim admins,,not assigned
`
	if text != want {
		t.Errorf("got\n%s", text)
	}
	if _, shown, _ := command(t, environment(), append([]string{"org", "roster"}, place...)...); shown != want {
		t.Errorf("on standard output\n%s", shown)
	}
	// What is written is what the pilot reads.
	code, out, errs = command(t, environment(), "pilot", "plan", "--base-url", l.scim, "--profile", l.profile,
		"--roster", file, "--no-snapshot")
	if code == exitUsage || !strings.Contains(out, "not.assigned@example.com") {
		t.Errorf("pilot plan: exit %d\n%s%s", code, out, errs)
	}

	empty := newLab(t, func(o *labOptions) { o.org.People, o.org.Groups = []orgsim.Person{}, []orgsim.Group{} })
	code, _, errs = command(t, environment(), "org", "roster", "--okta-org", empty.url, "--app", empty.org.AppID())
	if code != exitIncomplete || !strings.Contains(errs, "nobody is assigned to the app") {
		t.Errorf("an empty org: exit %d %s", code, errs)
	}
}
