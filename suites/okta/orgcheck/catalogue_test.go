package orgcheck

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/kit"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestCatalogue makes every change of an id, a level or a title visible: ids
// never change their meaning and are never reused.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	checks := Catalogue()
	if err := kit.Validate(checks); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range checks {
		if c.Area != kit.Org || c.Why == "" {
			t.Errorf("%s: area %q, why %q", c.ID, c.Area, c.Why)
		}
		fmt.Fprintf(&b, "%s  %s\n    %s\n", c.ID, c.Level, c.Title)
	}
	const file = "testdata/catalogue.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the catalogue changed (-file +now); read the difference, then go test . -update:\n%s", diff)
	}
}
