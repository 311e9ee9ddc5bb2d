package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

// written is the sample as a JSON report.
func written(t testing.TB, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	strict := sample.Mixed()
	strict.Strict = true
	strict.Conclude()
	empty := &Report{Started: strict.Started}
	empty.Conclude()
	for name, r := range map[string]*Report{"sample": sample.Mixed(), "strict": strict, "green": sample.Green(), "incomplete": sample.Incomplete(), "empty": empty} {
		text := written(t, r)
		for _, form := range []string{text, "\xef\xbb\xbf" + text, strings.ReplaceAll(text, "\n", "\r\n"),
			strings.Replace(text, "{", `{"added_later": {"x": [1]}, `, 1)} {
			got, err := Read(strings.NewReader(form), "r.json")
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if d := cmp.Diff(text, written(t, got)); d != "" {
				t.Errorf("%s (-written +read and written again):\n%s", name, d)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	text := written(t, sample.Mixed())
	edit := func(old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("the sample does not hold %q", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	at := func(marker string) string {
		before, _, _ := strings.Cut(text, marker)
		return fmt.Sprintf("r.json:%d: ", 1+strings.Count(before, "\n"))
	}
	for name, tt := range map[string]struct{ in, says string }{
		"empty":          {" \n", "r.json: the file is empty; it was cut off"},
		"cut off":        {text[:5000], "the file ends in the middle of the report; it was cut off"},
		"cut off, start": {"{", "r.json:1: the file ends in the middle"},
		"two reports":    {text + text, "this is not JSON: invalid character '{' after top-level value"},
		"no quotes":      {edit(`"verdict":`, `verdict:`), at(`"verdict"`) + "this is not JSON"},
		"JUnit":          {"<?xml version=\"1.0\"?>\n<testsuites/>", "this is XML or HTML; it takes a report that oktascim wrote with --report json=FILE"},
		"YAML":           {"name: x\n", "this is not JSON; it takes"},
		"gzip":           {"\x1f\x8b\x08", "is packed; unpack it"},
		"UTF-16":         {"\xff\xfe{\x00", "UTF-16"},
		"list":           {"[]", `without the key "schema"`},
		"text":           {`"x"`, `without the key "schema"`},
		"no schema":      {`{"runs": []}`, `without the key "schema"`},
		"schema number":  {`{"schema": 1}`, `"schema" is not a text`},
		"foreign schema": {edit(`oktascim/report/v1`, "acme\x7f/v1"), `the schema is "acme`},
		"newer":          {edit(`oktascim/report/v1`, "oktascim/report/v2"), "newer than this oktascim reads (oktascim/report/v1); update oktascim"},
		"version zero":   {edit(`oktascim/report/v1`, "oktascim/report/v0"), "the schema is"},

		"verdict":           {edit(`"verdict": "does not conform"`, `"verdict": "conforms"`), `r.json: the verdict is "conforms", but the checks give "does not conform"; the report was edited`},
		"unknown verdict":   {edit(`"verdict": "does not conform"`, `"verdict": "great"`), `verdict "great" is unknown; it is one of conforms, conforms with warnings, does not conform, incomplete`},
		"no verdict":        {edit(`"verdict": "does not conform",`, ""), "verdict is missing"},
		"null verdict":      {edit(`"verdict": "does not conform"`, `"verdict": null`), "verdict is missing"},
		"summary":           {edit(`"fail": 3`, `"fail": 2`), "summary.fail is 2, but the checks give 3"},
		"total":             {edit(`"total": 59`, `"total": 58`), "summary.total is 58, but there are 59 checks"},
		"outcome":           {edit(`"outcome": "pass"`, `"outcome": "passed"`), `check connector.case-0 [aiw]: outcome "passed" is unknown; it is one of pass, fail, warn`},
		"fixed by hand":     {edit(`"outcome": "fail"`, `"outcome": "pass"`), "it passed, but has 2 problems"},
		"outcome and level": {edit(`"outcome": "warn"`, `"outcome": "fail"`), "a should with the outcome fail cannot be in a report with strict: false"},
		"level":             {edit(`"level": "must"`, `"level": "may"`), `level "may" is unknown`},
		"no id":             {edit(`"id": "connector.case-0"`, `"id": ""`), "check number 1: id is missing"},
		"dialect":           {edit(`"dialect": "aiw"`, `"dialect": "entra"`), `dialect "entra" is unknown`},
		"run dialect":       {edit(`"oin"`, `"entra"`), `dialect "entra" is unknown`},
		"twice":             {edit(`"dialect": "oin"`, `"dialect": "aiw"`), "check connector.case-0 [aiw] is there twice"},
		"duration":          {edit(`"duration_ms": 12.5`, `"duration_ms": -1`), "check connector.case-0 [aiw]: duration_ms is negative: -1"},
		"run duration":      {edit(`"duration_ms": 4321`, `"duration_ms": -4321`), "duration_ms is negative"},
		"duration as text":  {edit(`"duration_ms": 12.5`, `"duration_ms": "12"`), at(`"duration_ms": 12.5`) + "checks.duration_ms must not be a text"},
		"status":            {edit(`"status": 201`, `"status": 20100`), "exchanges[0].status is 20100"},
		"started":           {edit(`"2026-03-04T05:06:07Z"`, `"yesterday"`), "parsing time"},
		"not started":       {edit(`"2026-03-04T05:06:07Z"`, `null`), "started is not a time"},
		"summary as list":   {edit("\"summary\": {\n    \"total\": 59,", "\"summary\": [], \"more\": {"), at(`"summary"`) + "summary must not be a list"},
		"checks as object":  {edit(`"checks": [`, `"checks": {}, "more": [`), at(`"checks"`) + "checks must not be an object"},
		"checks as null":    {edit(`"checks": [`, `"checks": null, "more": [`), "but there are 0 checks"},
		"check as text":     {edit(`"checks": [`, `"checks": ["x",`), "checks must not be a text"},
		"problem as text":   {edit(`"problems": []`, `"problems": ["x"]`), "problems must not be a text"},
		"latency":           {edit(`"p50_ms": 4`, `"p50_ms": -4`), "latency[0].p50_ms is negative"},
	} {
		r, err := Read(strings.NewReader(tt.in), "r.json")
		var wrong *ReadError
		if r != nil || !errors.As(err, &wrong) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %s", name, err, tt.says)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x7f\x1b") {
			t.Errorf("%s: the message holds control characters: %q", name, err)
		}
	}
}

func TestReadNamesAllProblems(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(written(t, sample.Mixed()), `"outcome": "pass"`, `"outcome": "ok"`)
	_, err := Read(strings.NewReader(text), "r.json")
	if err == nil || !strings.HasPrefix(err.Error(), "r.json: 49 problems\n  check ") || !strings.Contains(err.Error(), "check connector.case-0 [aiw]: outcome") ||
		!strings.Contains(err.Error(), "\n  … and 39 more\n  the report was edited") {
		t.Error(err)
	}
}

// Wherever a report is cut off, it is refused and nothing panics.
func TestReadRefusesEveryCut(t *testing.T) {
	t.Parallel()
	text := strings.TrimRight(written(t, sample.Mixed()), "\n")
	for i := 0; i < len(text); i += 97 {
		if _, err := Read(strings.NewReader(text[:i]), "r.json"); err == nil {
			t.Fatalf("a report cut off after %d of %d bytes is accepted", i, len(text))
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "r.json")
	if err := os.WriteFile(path, []byte(written(t, sample.Mixed())), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := Load(path); err != nil || len(r.Checks) != len(sample.Mixed().Checks) {
		t.Error(err)
	}
	if err := os.Truncate(path, 4000); err != nil {
		t.Fatal(err)
	}
	for file, says := range map[string]string{
		path: path + ":", folder: "is a folder", filepath.Join(folder, "none.json"): "there is no report", filepath.Join(path, "x"): "cannot read",
	} {
		if _, err := Load(file); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// FuzzRead: no input makes reading panic, and what is accepted is written and
// read again as the same report.
func FuzzRead(f *testing.F) {
	small := sample.Mixed()
	small.Checks = []Check{sample.Failing("users.create", "create", "aiw"), sample.Passing("users.create", "create", "oin")}
	small.Conclude()
	text := written(f, small)
	f.Add(text)
	f.Add(strings.Replace(text, `"pass"`, `null`, 1))
	f.Add(`{"schema":"oktascim/report/v1","checks":[{}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		r, err := Read(strings.NewReader(in), "f.json")
		if err != nil {
			return
		}
		again, err := Read(strings.NewReader(written(t, r)), "again.json")
		if err != nil {
			t.Fatalf("%v\n%s", err, in)
		}
		if d := cmp.Diff(r, again); d != "" {
			t.Fatal(d)
		}
	})
}

// Escaping must not change what a JSON reader sees.
func TestJSONKeepsTheText(t *testing.T) {
	t.Parallel()
	want := sample.Poisoned("evil\x1b\u202e\x7f\u009b\U000e0041 <&> 山田")
	var b bytes.Buffer
	if err := WriteJSON(&b, want); err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for i := range want.Checks {
		want.Checks[i].Timings = nil
	}
	if d := cmp.Diff(*want, got); d != "" {
		t.Error(d)
	}
	for _, name := range []string{"schema", "verdict", "target", "profile", "summary", "checks"} {
		if !bytes.Contains(b.Bytes(), []byte("\n  \""+name+"\": ")) {
			t.Errorf("no member %q", name)
		}
	}
	if bytes.Contains(b.Bytes(), []byte(": null")) {
		t.Error("a list is null")
	}
}

// TestReadOfAJudgedReport: what was judged by a baseline and waivers reads back
// as it was, and by hand nobody makes it greener.
func TestReadOfAJudgedReport(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	want := sample.Regressed(false)
	if err := WriteJSON(&b, want); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	got, err := Read(strings.NewReader(text), "r.json")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Baseline, got.Baseline); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want.Waivers, got.Waivers); d != "" || got.Verdict != want.Verdict {
		t.Error(d, got.Verdict)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"known by nobody":  {`"known_by": "baseline"`, `"known_by": "me"`, `known_by "me" is unknown`},
		"known, and fails": {`"outcome": "known"`, `"outcome": "fail"`, "but its outcome is fail"},
		"waiver":           {`"state": "stale"`, `"state": "fine"`, `waivers[1]: state "fine" is unknown`},
		"shard":            {`"summary": {`, `"shard": {"index": 3, "count": 2}, "summary": {`, "shard 3 of 2 cannot be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited := strings.Replace(text, test.old, test.new, 1)
			if edited == text {
				t.Fatal("nothing was edited")
			}
			if _, err := Read(strings.NewReader(edited), "r.json"); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
	// A stale waiver is all that fails this run: to call it used changes the verdict.
	stale := &Report{Started: want.Started, Checks: []Check{{ID: "a", Area: "auth", Level: Must, Outcome: Pass}}}
	stale.Waive([]Waiver{{Check: "a", Reason: "r", Owner: "o", Expires: "2999-01-01"}}, []string{"a"}, want.Started)
	b.Reset()
	if err := WriteJSON(&b, stale); err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(b.String(), `"state": "stale"`, `"state": "used"`, 1)
	if _, err := Read(strings.NewReader(edited), "r.json"); err == nil || !strings.Contains(err.Error(), `the verdict is "does not conform", but the checks give "conforms"`) {
		t.Errorf("got %v", err)
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, WriteJSON, map[string]*Report{"report.json": sample.Mixed(), "regression.json": sample.Regressed(false)})
}
