package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/parser"

	"github.com/oktascim/oktascim/reports"
)

// TestShardsOnOneTenant runs the shards of one run and joins their reports: it
// is as if they had been one run.
func TestShardsOnOneTenant(t *testing.T) {
	areas := "connector,headers,deactivate,roles"
	want, _ := outcomesOf(t, "--area", areas)
	got := map[string]reports.Outcome{}
	var files []string
	for i := 1; i <= 3; i++ {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("shard-%d.json", i))
		code, stdout, stderr := command(t, map[string]string{"OKTASCIM_RUN_ID": "r42"},
			"run", "--area", areas, "--shard", fmt.Sprintf("%d/3", i), "--report", "json="+path)
		if code != exitConforms {
			t.Fatalf("shard %d: exit %d\n%s%s", i, code, stdout, stderr)
		}
		report := reportIn(t, path)
		if report.RunID != "r42" || report.Shard == nil || *report.Shard != (reports.Shard{Index: i, Count: 3}) {
			t.Errorf("run %s, shard %v", report.RunID, report.Shard)
		}
		for _, c := range report.Checks {
			k := c.Key().String()
			if _, twice := got[k]; twice {
				t.Errorf("%s is in two shards", k)
			}
			got[k] = c.Outcome
		}
		files = append(files, path)
	}
	for k, outcome := range want {
		if got[k] != outcome {
			t.Errorf("%s: %q in a shard, %s in one run", k, got[k], outcome)
		}
	}
	// Each shard had a reference provider of its own, at an address of its own.
	if code, stdout, stderr := command(t, nil, append([]string{"report", "merge"}, files...)...); code == exitConforms && !strings.Contains(stdout, "CONFORMS") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

func TestShardFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--shard", "1/2"}, // no run id
		{"--shard", "0/2", "--run-id", "r42"}, {"--shard", "3/2", "--run-id", "r42"}, {"--shard", "1/100", "--run-id", "r42"},
		{"--shard", "1/2x", "--run-id", "r42"}, {"--shard", "one", "--run-id", "r42"}, {"--shard", "-1/2", "--run-id", "r42"},
		{"--run-id", "R 42"}, {"--run-id", "x"}, {"--run-id", "a-b-c"},
		{"--shard", "9/9", "--run-id", "r42", "--check", "users.deactivate.by-id"},
	} {
		if code, _, stderr := command(t, nil, append([]string{"run"}, args...)...); code != exitUsage || stderr == "" {
			t.Errorf("%v: exit %d %q", args, code, stderr)
		}
	}
}

// TestExamplesForCI: the examples parse, and name only flags that there are.
func TestExamplesForCI(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../fixtures/ci/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%v %v", files, err)
	}
	_, help, _ := command(t, nil, "run", "--help")
	_, mergeHelp, _ := command(t, nil, "report", "merge", "--help")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.ParseBytes(text, 0); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, want := range []string{"--shard", "OKTASCIM_RUN_ID", "report merge"} {
			if !bytes.Contains(text, []byte(want)) {
				t.Errorf("%s does not say %s", file, want)
			}
		}
		for word := range strings.FieldsSeq(string(text)) {
			if strings.HasPrefix(word, "--") && word != "---" && !strings.Contains(help+mergeHelp, word+" ") {
				t.Errorf("%s: there is no flag %s", file, word)
			}
		}
	}
}
