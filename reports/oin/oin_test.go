package oin

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func TestOINCSVIsSafeInASpreadsheet(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=cmd|' /C calc'!A0", "+1", "-1", "@sum(a)", "a\nb", `a"b,c`, "\t=1", strings.Repeat("x", 100_000), sample.Hostile} {
		r := sample.Evidence()
		for i := range r.Checks {
			c := &r.Checks[i]
			c.Title, c.Reason, c.Subject = text, text, text
			for j := range c.Problems {
				c.Problems[j] = reports.Problem{Expected: text, Actual: text, Context: text}
			}
		}
		var b bytes.Buffer
		if err := WriteCSV(&b, r); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatalf("%.20q: %v", text, err)
		}
		for _, row := range rows[1:] {
			for i, value := range row {
				if value != "" && strings.ContainsRune("=+-@\t\n\r", rune(value[0])) || len(value) > prose.LongestCellText+100 || strings.ContainsAny(value, "\n\r\x1b") {
					t.Fatalf("%s is %.60q", columns[i], value)
				}
			}
		}
	}
}

// Every test of Okta and every check that stands for one is on the page, and
// every link within the page leads somewhere.
func TestOINPage(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Write(&b, sample.Evidence()); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{`id="test/SPEC-12"`, `id="test/CRUD-13"`, `id="test/C21902"`, "the profile names no revoked token", "GET    /Users?filter="} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, part := range strings.Split(page, `href="#`)[1:] {
		target, _, _ := strings.Cut(part, `"`)
		target, err := url.PathUnescape(target) // as a browser does
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(page, `id="`+target+`"`) {
			t.Errorf("the link to #%s leads nowhere", target)
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, Write, map[string]*reports.Report{"oin.html": sample.Evidence()})
	sample.Golden(t, WriteCSV, map[string]*reports.Report{"oin.csv": sample.Evidence()})
}
