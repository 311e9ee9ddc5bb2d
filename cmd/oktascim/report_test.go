package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// report writes the JSON report of a small run and gives its path. A process
// does one run at a time, so tests that use it are not parallel.
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
	if junit, _ := os.ReadFile(file); code != 0 || out != "" || errs != "" || !strings.Contains(string(junit), "<testsuites") {
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
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no command":      {nil, "report needs a command"},
		"unknown command": {[]string{"shwo"}, `unknown command "shwo"`},
		"no file":         {[]string{"show"}, "takes one JSON report"},
		"missing file":    {[]string{"show", filepath.Join(folder, "none.json")}, "there is no report"},
		"cut off":         {[]string{"show", cut}, "ends in the middle of the report"},
		"edited":          {[]string{"show", edited}, `the verdict is "incomplete", but the checks give "conforms"`},
		"newer":           {[]string{"show", newer}, "update oktascim"},
		"standard input":  {[]string{"show", "-"}, "standard input: the file is empty"},
		"unknown format":  {[]string{"show", path, "--format", "pdf"}, `--format "pdf": want one of console, json`},
		"no folder":       {[]string{"show", path, "--report", "json=" + filepath.Join(folder, "no", "r.json")}, "does not exist"},
		"twice on output": {[]string{"show", path, "--format", "json", "--report", "junit=-"}, "both go to -"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := command(t, nil, append([]string{"report"}, tt.args...)...)
			if code != exitUsage || out != "" || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d, %q on standard output, error %q; want %q", code, out, errs, tt.want)
			}
		})
	}
}

// A device that is full fails the command; a file on it is not left half written.
func TestReportToFullDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	path := report(t)
	for _, args := range [][]string{{"report", "show", path, "--report", "json=/dev/full"}, {"run", "--area", "connector", "--report", "junit=/dev/full"}} {
		code, _, errs := command(t, nil, args...)
		if code != exitUsage || !strings.Contains(errs, "/dev/full: no space left on device") {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
}
