package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/profile"
)

func TestInit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "app.yaml")
	args := []string{"init", "--name", "Holistics", "--dialect", "aiw", "--role", "oktascim admins=Admin",
		"--default-role", "Viewer",
		"--role-attribute", "roles", "--seat-limit", "12", "-o", path}
	if code, _, stderr := command(t, nil, args...); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	p, err := profile.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Holistics" || p.Seats == nil || p.Seats.Limit != 12 || p.Roles == nil ||
		p.Roles.Groups[0].Role != "Admin" {
		t.Errorf("got %+v", p)
	}
	code, _, stderr := command(t, nil, args...)
	if code != 2 || !strings.Contains(stderr, "exists already; use --force") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if code, _, _ := command(t, nil, append(args, "--force")...); code != 0 {
		t.Errorf("--force: exit %d", code)
	}
	if code, stdout, _ := command(t, nil, "init", "-o", "-"); code != 0 || !strings.Contains(stdout, "okta:") {
		t.Errorf("without flags: exit %d, %s", code, stdout)
	}
	if code, _, stderr := command(t, nil, "init", "--dialect", "entra", "-o", "-"); code != 2 ||
		!strings.Contains(stderr, "--dialect") {
		t.Errorf("a wrong answer: exit %d, %s", code, stderr)
	}
	if code, _, stderr := command(t, nil, "init", "-o", filepath.Join(t.TempDir(), "no", "app.yaml")); code != 2 ||
		!strings.Contains(stderr, "cannot be written") {
		t.Errorf("a missing folder: exit %d, %s", code, stderr)
	}
}

// The questions end in the same profile as the flags, and wrong answers are
// asked again.
func TestInitAsks(t *testing.T) {
	t.Parallel()
	var prompts strings.Builder
	answers := profile.NewAnswers()
	lines := map[string]string{"name": "Holistics\n", "app-kind": "entra\nclassic\n", "role": "oktascim admins=Admin\n\n"}
	var input strings.Builder
	shadow := profile.NewAnswers()
	for _, q := range profile.Questions() {
		if q.When != nil && !q.When(shadow) {
			continue
		}
		line, ok := lines[q.Key]
		if !ok {
			line = "\n"
		}
		input.WriteString(line)
		if q.Key == "app-kind" {
			_ = shadow.Set("app-kind", "classic")
		}
		if q.Key == "role" {
			_ = shadow.Set("role", "oktascim admins=Admin")
		}
	}
	w := world{stdin: strings.NewReader(input.String()), stdout: os.Stdout, stderr: &prompts}
	if err := ask(w, &answers); err != nil {
		t.Fatalf("%v\n%s", err, prompts.String())
	}
	p, err := profile.Parse("asked.yaml", profile.Render(answers))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Holistics" || p.Okta.App != profile.Classic || len(p.Okta.Dialects) != 1 || p.Roles == nil {
		t.Errorf("got %+v", p)
	}
	if err := ask(world{stdin: strings.NewReader("x\n"), stderr: &prompts}, &answers); err == nil {
		t.Error("questions that are broken off must be an error")
	}
}
