package main

import (
	"os"
	"testing"

	"github.com/oktascim/oktascim/reports"
)

// writeText writes a file and gives its path.
func writeText(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readText is the text of a file.
func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// reportIn is the report in a JSON file.
func reportIn(t *testing.T, path string) *reports.Report {
	t.Helper()
	r, err := reports.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
