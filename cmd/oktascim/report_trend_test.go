package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReportTrend(t *testing.T) {
	set, run := misbehaving(t)
	folder := t.TempDir()
	put := func(name string, text []byte) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(path string) []byte {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for i, faults := range [][]string{nil, {oneFault}, nil} {
		set(faults...)
		_, r, _ := run()
		put([]string{"b.json", "deeper/a.JSON", "c.json"}[i], read(keep(t, r)))
		if i == 2 {
			put("again.json", read(keep(t, r)))
			put("shard.json", read(inShards(t, r, 2)[0]))
		}
	}
	put("package.json", []byte(`{"name": "x"}`))
	put("cut.json", []byte(`{"schema": "oktascim/report/v1",`))
	put("notes.txt", []byte("no report"))

	code, out, errs := command(t, nil, "report", "trend", folder)
	if code != exitConforms || !strings.Contains(out, "3 runs") || !strings.Contains(out, "✓✗✓") || !strings.Contains(out, "users.deactivate.answer") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{"package.json: this is JSON without", "cut.json", "is the same run as", "shard.json: it is shard 1 of 2"} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error does not say %q:\n%s", want, errs)
		}
	}
	if n := strings.Count(errs, "skipped"); n != 4 {
		t.Errorf("%d files are skipped:\n%s", n, errs)
	}
	if code, out, _ := command(t, nil, "report", "trend", folder, "--format", "csv"); code != exitConforms || strings.Count(out, "\n") != 4 {
		t.Errorf("csv: exit %d\n%s", code, out)
	}
	empty := t.TempDir()
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no folder":      {nil, "takes one folder"},
		"missing folder": {[]string{filepath.Join(empty, "none")}, "no such file"},
		"no reports":     {[]string{empty}, "there is no report in"},
		"format":         {[]string{folder, "--format", "json"}, "want one of console, csv"},
		"full disk":      {[]string{folder, "--report", "csv=/dev/full"}, "no space left"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := command(t, nil, append([]string{"report", "trend"}, tt.args...)...)
			if code != exitUsage || !strings.Contains(errs, tt.want) || out != "" {
				t.Errorf("exit %d, %q, want %q in it; %s", code, errs, tt.want, out)
			}
		})
	}
}
