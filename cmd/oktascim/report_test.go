package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
)

// report writes the JSON report of a small run and gives its path.
func report(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scim.json")
	args = append([]string{"run", "--area", "connector", "--report", "json=" + path}, args...)
	if code, out, errs := command(t, nil, args...); code != 0 {
		t.Fatal(code, out, errs)
	}
	return path
}

func TestReportShow(t *testing.T) {
	path := report(t)
	code, out, errs := command(t, nil, "report", "show", path)
	if code != 0 || errs != "" || !strings.Contains(out, "✓ CONFORMS") || !strings.Contains(out, "✓ connector") {
		t.Error(code, out, errs)
	}
	text := readText(t, path)
	if code, out, errs := command(t, nil, "report", "show", path, "--format", "json"); code != 0 || out != text {
		t.Errorf("%d %s: the same report in the same format is another text", code, errs)
	}
	file := filepath.Join(t.TempDir(), "scim.xml")
	code, out, errs = command(t, nil, "report", "show", path, "--report", "junit="+file)
	if junit, _ := os.ReadFile(file); code != 0 || out != "" || errs != "" ||
		!strings.Contains(string(junit), "<testsuites") {
		t.Error(code, out, errs)
	}
}

func TestReportShowBadInput(t *testing.T) {
	path := report(t)
	text := readText(t, path)
	folder := t.TempDir()
	file := func(name, text string) string { return writeText(t, filepath.Join(folder, name), text) }
	cut := file("cut.json", text[:len(text)/2])
	edited := file("edited.json", strings.Replace(text, `"verdict": "conforms"`, `"verdict": "incomplete"`, 1))
	newer := file("newer.json", strings.Replace(text, "report/v1", "report/v2", 1))
	refuses(t, "report", map[string]refusal{
		"no command":      {nil, "report needs a command"},
		"unknown command": {[]string{"shwo"}, `unknown command "shwo"`},
		"no file":         {[]string{"show"}, "takes one JSON report"},
		"missing file":    {[]string{"show", filepath.Join(folder, "none.json")}, "there is no report"},
		"cut off":         {[]string{"show", cut}, "ends in the middle of the report"},
		"edited":          {[]string{"show", edited}, `the verdict is "incomplete", but the checks give "conforms"`},
		"newer":           {[]string{"show", newer}, "update oktascim"},
		"standard input":  {[]string{"show", "-"}, "standard input: the file is empty"},
		"full disk":       {[]string{"show", path, "--report", "json=/dev/full"}, "/dev/full: no space left on device"},
		"unknown format":  {[]string{"show", path, "--format", "pdf"}, `--format "pdf": want one of console, json`},
		"no folder": {[]string{"show", path, "--report", "json=" + filepath.Join(folder, "no", "r.json")},
			"does not exist"},
		"twice on output": {[]string{"show", path, "--format", "json", "--report", "junit=-"}, "both go to -"},
	})
}

func TestReportDiff(t *testing.T) {
	set, run := misbehaving(t)
	set(oneFault)
	_, first, _ := run()
	before := keep(t, first)
	set(oneFault, anotherFault)
	_, second, _ := run()
	after := keep(t, second)

	page := filepath.Join(t.TempDir(), "diff.html")
	code, out, errs := command(t, nil, "report", "diff", before, after, "--report", "html="+page, "--format", "console")
	if code != exitFails || errs != "" || !strings.Contains(out, "1 NEW FAILURE") ||
		!strings.Contains(out, "users.deactivate.group-mates") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if html, err := os.ReadFile(page); err != nil || !strings.Contains(string(html), "users.deactivate.group-mates") {
		t.Errorf("%v", err)
	}
	if code, out, _ := command(t, nil, "report", "diff", after, before); code != exitConforms ||
		!strings.Contains(out, "1 CHECK FIXED") {
		t.Errorf("the other way: exit %d\n%s", code, out)
	}
	if code, out, _ := command(t, nil, "report", "diff", before, before, "--format", "markdown"); code != exitConforms ||
		!strings.HasPrefix(out, "## ✅ Nothing new fails") {
		t.Errorf("the same: exit %d\n%s", code, out)
	}
	refuses(t, "report diff", map[string]refusal{
		"one report":    {[]string{before}, "takes two JSON reports"},
		"missing":       {[]string{before, "none.json"}, "there is no report none.json"},
		"both from -":   {[]string{"-", "-"}, "only one of the two"},
		"format":        {[]string{before, after, "--format", "junit"}, "want one of console, markdown, html"},
		"report format": {[]string{before, after, "--report", "sarif=x"}, `there is no format "sarif"`},
		"missing folder": {[]string{before, after, "--report", "html=" + filepath.Join(t.TempDir(), "no", "d.html")},
			"does not exist"},
		"full disk":      {[]string{before, after, "--report", "html=/dev/full"}, "no space left"},
		"foreign report": {[]string{before, page}, "XML or HTML"},
	})
}

// inShards deals the checks of a report to n files.
func inShards(t *testing.T, r *reports.Report, n int) []string {
	t.Helper()
	var out []string
	for i := range n {
		part := *r
		part.Shard = &reports.Shard{Index: i + 1, Count: n}
		part.Checks = nil
		for k, c := range r.Checks {
			if k%n == i {
				part.Checks = append(part.Checks, c)
			}
		}
		part.Conclude()
		out = append(out, keep(t, &part))
	}
	return out
}

func TestReportMerge(t *testing.T) {
	set, run := misbehaving(t)
	set(oneFault)
	_, whole, _ := run()
	parts := inShards(t, whole, 3)

	path := filepath.Join(t.TempDir(), "whole.json")
	code, out, errs := command(t, nil, append([]string{"report", "merge", "--report", "json=" + path}, parts...)...)
	if code != exitFails || errs != "" || !strings.Contains(out, "DOES NOT CONFORM") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	joined := reportIn(t, path)
	if joined.Summary != whole.Summary || joined.RunID != whole.RunID || joined.Shard != nil {
		t.Errorf("%+v, want %+v", joined.Summary, whole.Summary)
	}
	if code, out, _ := command(t, nil, append([]string{"report", "merge", "--baseline", keep(t, whole)},
		parts...)...); code != exitConforms || !strings.Contains(out, "known failure") {
		t.Errorf("with a baseline: exit %d\n%s", code, out)
	}
	other := *whole
	other.RunID = "other1"
	refuses(t, "report merge", map[string]refusal{
		"nothing":       {nil, "takes the JSON reports of all shards"},
		"missing shard": {parts[:2], "missing shard 3 of 3"},
		"another run":   {append(slices.Clone(parts[:2]), inShards(t, &other, 3)[2]), "are not parts of one run"},
		"missing file":  {[]string{parts[0], "none.json"}, "there is no report none.json"},
	})
	code, _, errs = command(t, nil, append([]string{"report", "merge", "--report", "json=/dev/full"}, parts...)...)
	if code != exitUsage || !strings.Contains(errs, "no space left") {
		t.Errorf("full disk: exit %d, %q", code, errs)
	}
}

func TestReportTrend(t *testing.T) {
	set, run := misbehaving(t)
	folder := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		writeText(t, path, text)
	}
	for i, faults := range [][]string{nil, {oneFault}, nil} {
		set(faults...)
		_, r, _ := run()
		put([]string{"b.json", "deeper/a.JSON", "c.json"}[i], readText(t, keep(t, r)))
		if i == 2 {
			put("again.json", readText(t, keep(t, r)))
			put("shard.json", readText(t, inShards(t, r, 2)[0]))
		}
	}
	put("package.json", `{"name": "x"}`)
	put("cut.json", `{"schema": "oktascim/report/v1",`)
	put("notes.txt", "no report")

	code, out, errs := command(t, nil, "report", "trend", folder)
	if code != exitConforms || !strings.Contains(out, "3 runs") || !strings.Contains(out, "✓✗✓") ||
		!strings.Contains(out, "users.deactivate.answer") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{"package.json: this is JSON without", "cut.json", "is the same run as",
		"shard.json: it is shard 1 of 2"} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error does not say %q:\n%s", want, errs)
		}
	}
	if n := strings.Count(errs, "skipped"); n != 4 {
		t.Errorf("%d files are skipped:\n%s", n, errs)
	}
	if code, out, _ := command(t, nil, "report", "trend", folder, "--format", "csv"); code != exitConforms ||
		strings.Count(out, "\n") != 4 {
		t.Errorf("csv: exit %d\n%s", code, out)
	}
	empty := t.TempDir()
	refuses(t, "report trend", map[string]refusal{
		"no folder":      {nil, "takes one folder"},
		"missing folder": {[]string{filepath.Join(empty, "none")}, "no such file"},
		"no reports":     {[]string{empty}, "there is no report in"},
		"format":         {[]string{folder, "--format", "json"}, "want one of console, csv"},
		"full disk":      {[]string{folder, "--report", "csv=/dev/full"}, "no space left"},
	})
}
