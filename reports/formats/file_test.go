package formats

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports/internal/sample"
)

func TestParseSpec(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Spec{
		"json=report.json": {"json", "report.json"}, "junit=-": {"junit", "-"}, "console=a=b.txt": {"console", "a=b.txt"},
	} {
		got, err := Reports().parse(text)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Error(err, d)
		}
	}
	for text, says := range map[string]string{
		"report.xml": "such as junit=report.xml", "report": "such as json=report", "json": "json=report.json", "json=": "json=- for standard output",
		"jsn=x": `no format "jsn"`, "": "FORMAT=PATH", "=x": `no format ""`, "JSON=x": `no format "JSON"`,
	} {
		_, err := Reports().parse(text)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "console, json, junit") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Reports().ParseSpecs([]string{"json=a", "junit=./a"}); err == nil {
		t.Error("two reports may go to one file")
	}
	if got, err := Reports().ParseSpecs([]string{"json=a", "junit=b"}); err != nil || len(got) != 2 {
		t.Error(got, err)
	}
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestWriteIsAtomic(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk full")
	err := writeFile(path, func(w io.Writer) error {
		w.Write(bytes.Repeat([]byte("x"), 1<<20))
		return broken
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), path) {
		t.Errorf("the error is %v", err)
	}
	if old, _ := os.ReadFile(path); string(old) != "old" {
		t.Errorf("half a report: %.20q", old)
	}
	if d := cmp.Diff([]string{"report.json"}, names(t, folder)); d != "" {
		t.Error(d)
	}
	if err := Write(Spec{"json", path}, sample.Green(), nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o644 || info.Size() < 1000 {
		t.Error(info, err)
	}
	if d := cmp.Diff([]string{"report.json"}, names(t, folder)); d != "" {
		t.Error(d)
	}
}

func TestWriteThroughLinksAndToDevices(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	real, link := filepath.Join(folder, "real.xml"), filepath.Join(folder, "link.xml")
	if err := errors.Join(os.WriteFile(real, nil, 0o644), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	if err := Write(Spec{"junit", link}, sample.Green(), nil); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Error("the link was replaced")
	}
	if data, _ := os.ReadFile(real); !bytes.Contains(data, []byte("<testsuites")) {
		t.Errorf("the file behind the link holds %.50q", data)
	}
	for _, path := range []string{os.DevNull, "-"} {
		var out bytes.Buffer
		if err := errors.Join(CheckWritable(path), Write(Spec{"json", path}, sample.Green(), &out)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if (out.Len() > 0) != (path == "-") {
			t.Errorf("%s: %d bytes on standard output", path, out.Len())
		}
	}
	if err := Write(Spec{"pdf", "-"}, sample.Green(), io.Discard); err == nil {
		t.Error("an unknown format is written")
	}
}

func TestCheckWritable(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(folder, "closed")
	if err := os.Mkdir(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		"": "empty", folder: "is a folder", filepath.Join(folder, "none", "r.json"): "does not exist", filepath.Join(file, "r.json"): "not a",
	} {
		if err := CheckWritable(path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", path, err)
		}
	}
	// The superuser may write into a closed folder.
	if err := CheckWritable(filepath.Join(closed, "r.json")); os.Geteuid() != 0 && (err == nil || !strings.Contains(err.Error(), "not writable")) {
		t.Errorf("a closed folder: %v", err)
	}
	if err := errors.Join(CheckWritable(file), CheckWritable(filepath.Join(folder, "new"))); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"closed", "file"}, names(t, folder)); d != "" {
		t.Error("a trace is left", d)
	}
}

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
	if err := AppendMarkdown(path, sample.Green()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("of another tool\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := AppendMarkdown(path, sample.Green()); err != nil {
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
	if err := AppendMarkdown(path, sample.Green()); err == nil || !strings.Contains(err.Error(), "1 MiB") || read() != string(full) {
		t.Error(err)
	}
	for _, bad := range []string{filepath.Dir(path), filepath.Join(path, "x"), filepath.Join(filepath.Dir(path), "no", "x")} {
		if err := AppendMarkdown(bad, sample.Green()); err == nil || !strings.Contains(err.Error(), "cannot add to "+bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if err := AppendMarkdown("/dev/full", sample.Green()); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Error(err)
		}
	}
}

func TestOINFormByTheNameOfTheFile(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"oin=a.csv": "oin-csv", "oin=a.CSV": "oin-csv", "oin=a.html": "oin", "oin=-": "oin", "oin-csv=-": "oin-csv",
		"oin=a": "oin", "json=a.csv": "json"} {
		if spec, err := Reports().parse(text); err != nil || spec.Format != want {
			t.Errorf("%s: %+v %v", text, spec, err)
		}
	}
}
