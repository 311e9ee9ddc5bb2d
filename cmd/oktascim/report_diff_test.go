package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
	if code != exitFails || errs != "" || !strings.Contains(out, "1 NEW FAILURE") || !strings.Contains(out, "users.deactivate.lone-member") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if html, err := os.ReadFile(page); err != nil || !strings.Contains(string(html), "users.deactivate.lone-member") {
		t.Errorf("%v", err)
	}
	if code, out, _ := command(t, nil, "report", "diff", after, before); code != exitConforms || !strings.Contains(out, "1 CHECK FIXED") {
		t.Errorf("the other way: exit %d\n%s", code, out)
	}
	if code, out, _ := command(t, nil, "report", "diff", before, before, "--format", "markdown"); code != exitConforms || !strings.HasPrefix(out, "## ✅ Nothing new fails") {
		t.Errorf("the same: exit %d\n%s", code, out)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"one report":     {[]string{before}, "takes two JSON reports"},
		"missing":        {[]string{before, "none.json"}, "there is no report none.json"},
		"both from -":    {[]string{"-", "-"}, "only one of the two"},
		"format":         {[]string{before, after, "--format", "junit"}, "want one of console, markdown, html"},
		"report format":  {[]string{before, after, "--report", "sarif=x"}, `there is no format "sarif"`},
		"missing folder": {[]string{before, after, "--report", "html=" + filepath.Join(t.TempDir(), "no", "d.html")}, "does not exist"},
		"full disk":      {[]string{before, after, "--report", "html=/dev/full"}, "no space left"},
		"foreign report": {[]string{before, page}, "XML or HTML"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := command(t, nil, append([]string{"report", "diff"}, tt.args...)...)
			if code != exitUsage || !strings.Contains(errs, tt.want) || out != "" {
				t.Errorf("exit %d, %q, want %q in it; %s", code, errs, tt.want, out)
			}
		})
	}
}
