package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every module in the program has a licence that is known to be permissive.
func TestLicencesOfTheProgram(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := list(&out, "github.com/oktascim/oktascim/cmd/oktascim"); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "github.com/spf13/cobra") || !strings.Contains(out.String(), "Apache-2.0") {
		t.Errorf("listed\n%s", out.String())
	}
}

func TestLicenceIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                   "",
		"All rights reserved.":               "",
		"GNU GENERAL PUBLIC LICENSE Version": "",
		"Permission is hereby granted,\nfree of charge, to deal without\nrestriction": "MIT",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := licenceIn(dir); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if _, err := licenceIn(t.TempDir()); err == nil {
		t.Error("a module without a licence passes")
	}
}
