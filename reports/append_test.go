package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAppendMarkdown(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "summary.md")
	read := func() string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if err := AppendMarkdown(path, green()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("of another tool\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := AppendMarkdown(path, green()); err != nil {
			t.Fatal(err)
		}
	}
	if text := read(); !strings.HasPrefix(text, "of another tool\n\n## ✅ Okta SCIM conformance: conforms") || strings.Count(text, "## ✅") != 2 {
		t.Error(text)
	}

	full := bytes.Repeat([]byte("x"), jobSummarySize-100)
	if err := os.WriteFile(path, full, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := AppendMarkdown(path, green()); err == nil || !strings.Contains(err.Error(), "1 MiB") || read() != string(full) {
		t.Error(err)
	}
	for _, bad := range []string{filepath.Dir(path), filepath.Join(path, "x"), filepath.Join(filepath.Dir(path), "no", "x")} {
		if err := AppendMarkdown(bad, green()); err == nil || !strings.Contains(err.Error(), "cannot add to "+bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if err := AppendMarkdown("/dev/full", green()); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Error(err)
		}
	}
}
