package selftest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures/oktatests"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

const oktaTestsFile = "../../fixtures/oktatests/checks.json"

// TestOktaTests holds the catalogue against Okta's own tests: each that can be
// replayed over the wire is stood for by a check, no check names one that does
// not exist, and the list of who stands for what is up to date.
func TestOktaTests(t *testing.T) {
	t.Parallel()
	got := map[string][]oktatests.Standing{}
	for _, c := range suites.Catalogue() {
		var only []string
		for _, d := range c.Only {
			only = append(only, string(d))
		}
		for _, id := range reports.StandsFor(c.Refs) {
			got[id] = append(got[id], oktatests.Standing{ID: c.ID, Only: only})
		}
	}
	all, err := oktatests.Suites()
	if err != nil {
		t.Fatal(err)
	}
	known, numbers := map[string]bool{}, map[string]int{}
	for _, s := range all {
		for _, test := range s.Tests {
			if known[test.ID] {
				t.Errorf("%s is there twice", test.ID)
			}
			known[test.ID] = true
			numbers[s.ID]++
			standing := len(got[test.ID])
			for _, via := range test.Via {
				standing += len(got[via])
			}
			switch {
			case test.Title == "":
				t.Errorf("%s has no title", test.ID)
			case test.Wire == oktatests.Yes && (standing == 0 || test.Note != ""):
				t.Errorf("%s (%s) can be replayed over the wire: %d checks stand for it, note %q", test.ID, test.Title, standing, test.Note)
			case test.Wire == oktatests.Partly && (standing == 0 || test.Note == ""):
				t.Errorf("%s (%s) can be replayed in part: %d checks stand for it, and what cannot be seen is %q", test.ID, test.Title, standing, test.Note)
			case test.Wire == oktatests.No && (standing > 0 || test.Note == ""):
				t.Errorf("%s (%s) cannot be replayed: %d checks stand for it, for the reason %q", test.ID, test.Title, standing, test.Note)
			}
		}
	}
	if d := cmp.Diff(map[string]int{"SPEC": 12, "CRUD": 13, "CRUD-E": 14, "ENT": 1, "OIN": 69}, numbers); d != "" {
		t.Error("the numbers of tests (-want +got):", d)
	}
	for id, checks := range got {
		if !known[id] {
			t.Errorf("%s stands for %s, which is no test of Okta", checks[0].ID, id)
		}
	}
	compareStanding(t, got)
}

func compareStanding(t *testing.T, got map[string][]oktatests.Standing) {
	t.Helper()
	if *update {
		if err := os.WriteFile(oktaTestsFile, standingText(t, got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := oktatests.Checks()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("which checks stand for Okta's tests changed (-file +now); read the difference, then go test ./suites/selftest -run TestOktaTests -update:\n%s", d)
	}
}

// standingText is the list with one check a line, so that a change is seen.
func standingText(t *testing.T, got map[string][]oktatests.Standing) []byte {
	t.Helper()
	var b strings.Builder
	all, err := oktatests.Suites()
	if err != nil {
		t.Fatal(err)
	}
	separator := "{"
	for _, s := range all {
		for _, test := range s.Tests {
			if len(got[test.ID]) == 0 {
				continue
			}
			fmt.Fprintf(&b, "%s\n %q: [", separator, test.ID)
			for i, c := range got[test.ID] {
				text, err := json.Marshal(c)
				if err != nil {
					t.Fatal(err)
				}
				b.WriteString(map[bool]string{true: "\n  ", false: ",\n  "}[i == 0] + string(text))
			}
			b.WriteString("\n ]")
			separator = ","
		}
	}
	b.WriteString("\n}\n")
	return []byte(b.String())
}
