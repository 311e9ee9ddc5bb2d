package selftest

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures/defects"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
)

var update = flag.Bool("update", false, "write the golden files anew")

const matrixFile = "../../fixtures/defects/matrix.json"

// compareGolden holds the matrix against the file that `oktascim faults` and
// `oktascim explain` show. With -update and -only, the other rows stay.
func compareGolden(t *testing.T, rows map[string]row) {
	t.Helper()
	if !*full || *matrixOnly != "" && !*update {
		return
	}
	want, err := defects.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var got []defects.Caught
	if *matrixOnly != "" {
		got = slices.DeleteFunc(slices.Clone(want), func(c defects.Caught) bool { _, again := rows[c.Fault]; return again })
	}
	for _, r := range rows {
		if !r.Variant {
			got = append(got, defects.Caught{Fault: r.ID, Fail: r.Fail, Warn: r.Warn})
		}
	}
	slices.SortFunc(got, func(a, b defects.Caught) int { return strings.Compare(a.Fault, b.Fault) })
	if *update {
		text, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(matrixFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the matrix changed (-file +now); read the difference, then make matrix:\n%s", diff)
	}
}

// goldenCaught are the checks that some fault made fail in the golden matrix.
func goldenCaught(t *testing.T) map[string]bool {
	t.Helper()
	caught := map[string]bool{}
	if *full {
		return caught
	}
	all, err := defects.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for _, id := range c.Fail {
			caught[id] = true
		}
	}
	return caught
}

const catalogueFile = "testdata/catalogue.golden"

// TestCatalogue makes every change of an id, a level, its evidence or a title visible: ids
// never change their meaning and are never reused.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	checks := suites.Catalogue()
	if err := kit.Validate(checks); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range checks {
		b.WriteString(c.ID + "  " + string(c.Area) + "  " + string(c.Level) + "  " + string(c.Evidence) + "  " + strings.Join(c.DialectNames(), ",") + "\n    " + c.Title + "\n")
	}
	if *update {
		if err := os.WriteFile(catalogueFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(catalogueFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the catalogue changed (-file +now); read the difference, then go test ./suites/selftest -update:\n%s", diff)
	}
	titles := map[string]string{}
	for _, c := range checks {
		if other, twice := titles[c.Title]; twice {
			t.Errorf("%s and %s have the same title", other, c.ID)
		}
		titles[c.Title] = c.ID
	}
}
