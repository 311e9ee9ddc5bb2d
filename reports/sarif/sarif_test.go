package sarif

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func sarifOf(t *testing.T, r *reports.Report) (text []byte, out log) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), out
}

func TestSARIFHoldsTogether(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*reports.Report{"sample": sample.Mixed(), "green": sample.Green(), "incomplete": sample.Incomplete(), "regressed": sample.Regressed(false), "hostile": sample.Poisoned(sample.Hostile)} {
		_, log := sarifOf(t, r)
		run := log.Runs[0]
		if log.Version != "2.1.0" || len(log.Runs) != 1 || run.Tool.Driver.Name == "" || len(run.Invocations) != 1 {
			t.Fatalf("%s: %+v", name, log)
		}
		if i := run.Invocations[0]; i.ExitCode != r.ExitCode() || i.Successful == (r.Verdict == reports.Incomplete) {
			t.Errorf("%s: %+v", name, i)
		}
		ids, prints := map[string]bool{}, map[string]bool{}
		for _, rule := range run.Tool.Driver.Rules {
			if ids[rule.ID] || rule.Short.Text == "" || rule.Help.Text == "" || !slices.Contains([]string{"error", "warning"}, rule.Default.Level) {
				t.Errorf("%s: rule %+v", name, rule)
			}
			if u, err := url.Parse(rule.HelpURI); err != nil || u.Scheme != "https" {
				t.Errorf("%s: rule %s has the help page %q", name, rule.ID, rule.HelpURI)
			}
			ids[rule.ID] = true
		}
		if want := r.Summary.Fail + r.Summary.Warn + r.Summary.Known; len(run.Results) != want {
			t.Errorf("%s: %d results, want %d", name, len(run.Results), want)
		}
		for _, result := range run.Results {
			place := result.Locations[0].Physical
			if run.Tool.Driver.Rules[result.RuleIndex].ID != result.RuleID || result.Message.Text == "" || place.Region.StartLine != 1 ||
				place.Artifact.URI == "" || strings.HasPrefix(place.Artifact.URI, "/") || strings.Contains(result.Message.Text, "](") {
				t.Errorf("%s: result %+v", name, result)
			}
			print := result.Fingerprints["primaryLocationLineHash"]
			if print == "" || prints[print] {
				t.Errorf("%s: two results have the fingerprint %q", name, print)
			}
			prints[print] = true
		}
	}
}

func TestSARIFLevels(t *testing.T) {
	t.Parallel()
	_, log := sarifOf(t, sample.Mixed())
	levels := map[string]string{}
	for _, r := range log.Runs[0].Results {
		levels[r.RuleID] = r.Level
		if (len(r.Suppressions) > 0) != (r.RuleID == "headers.etag") {
			t.Errorf("%s: suppressions %v", r.RuleID, r.Suppressions)
		}
	}
	for id, want := range map[string]string{"users.deactivate.stays-visible": "error", "errors.scim-type": "warning", "headers.etag": "warning"} {
		if levels[id] != want {
			t.Errorf("%s: %s, want %s", id, levels[id], want)
		}
	}
}

// The place of every result is a path within the sources.
func TestSARIFPlace(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"": "oktascim.yaml", "app.yaml": "app.yaml", "./scim/a b.yaml": "scim/a%20b.yaml",
		"/home/me/app.yaml": "app.yaml", "../other/app.yaml": "app.yaml"} {
		if got := placeOf(file).Artifact.URI; got != want {
			t.Errorf("%q: %q, want %q", file, got, want)
		}
	}
}

// TestSARIFSchema holds the reports against the schema that OASIS publishes. Its
// license keeps it out of this repository: SARIF_SCHEMA names a copy.
func TestSARIFSchema(t *testing.T) {
	t.Parallel()
	path := os.Getenv("SARIF_SCHEMA")
	if path == "" {
		t.Skip("SARIF_SCHEMA names no copy of sarif-schema-2.1.0.json")
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*reports.Report{"sample": sample.Mixed(), "green": sample.Green(), "incomplete": sample.Incomplete(), "many": sample.Many(40), "regressed": sample.Regressed(false), "hostile": sample.Poisoned(sample.Hostile)} {
		text, _ := sarifOf(t, r)
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, Write, map[string]*reports.Report{"report.sarif": sample.Mixed()})
}
