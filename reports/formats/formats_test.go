package formats

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func in(t *testing.T, r *reports.Report) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, f := range Reports() {
		var b bytes.Buffer
		if err := f.write(&b, r); err != nil {
			t.Fatal(err)
		}
		out[f.name] = b.Bytes()
	}
	return out
}

func TestNothingHostileIsWritten(t *testing.T) {
	t.Parallel()
	for name, out := range in(t, sample.Poisoned(sample.Hostile)) {
		out = bytes.TrimPrefix(out, []byte("\ufeff")) // for Excel, our own
		if !bytes.Contains(out, []byte("evil")) || !utf8.Valid(out) {
			t.Errorf("%s: no evil in it, or no UTF-8", name)
		}
		for _, line := range strings.Split(string(out), "\n") {
			if strings.ContainsFunc(line, prose.Hidden) {
				t.Errorf("%s: %q", name, line)
				break
			}
		}
	}
}

// No format may undo what was hidden, and Redact reaches every text.
func TestRedaction(t *testing.T) {
	t.Parallel()
	const secret = "c4nary-t0ken"
	r := sample.Poisoned("echo " + secret + " back")
	r.Tool, r.RunID, r.Dialects = reports.Tool{Name: "oktascim"}, "r1", nil
	for i := range r.Checks {
		c := &r.Checks[i]
		c.ID, c.Area, c.Dialect = fmt.Sprint("id", i), "auth", "aiw"
		for j := range c.Exchanges {
			x := &c.Exchanges[j]
			x.Method = "GET"
			x.RequestHeaders = map[string]string{"Accept": "echo " + secret}
		}
	}
	r.CleanUp.Left[0].Type = "User"
	r.Latency = nil
	for i := range r.Checks {
		r.Checks[i].Timings = nil
	}
	r.Redact(func(s string) string { return strings.ReplaceAll(s, secret, "***") })
	r.Conclude()
	for name, out := range in(t, r) {
		if i := bytes.Index(out, []byte(secret)); i >= 0 {
			t.Errorf("%s: …%s…", name, out[max(i-80, 0):min(i+80, len(out))])
		}
	}
}

// Every format carries what makes a report understood long after the run.
func TestEveryFormatDescribesTheRun(t *testing.T) {
	t.Parallel()
	for name, out := range in(t, sample.Evidence()) {
		text := strings.NewReplacer("&#45;", "-", "&#58;", ":", `\u002d`, "-").Replace(string(out))
		for what, any := range map[string][]string{
			"tool version": {"0.1.0"}, "target": {"https://app.example.com/scim/v2"}, "profile": {"Holistics"}, "seed": {"42"},
			"started": {"2026-03-04", "4 March 2026"}, "duration": {"4321", "4.32", "4.321"}, "dialects": {"aiw, oin", "aiw,oin", "aiw oin", "\"aiw\",\n"},
			"verdict": {"does not conform", "DOES NOT CONFORM", "Does not conform"}, "passed": {"53"}, "failed": {"5 failed", "\"fail\": 5", `failures="5"`, ">5<"},
		} {
			if !slices.ContainsFunc(any, func(s string) bool { return strings.Contains(text, s) }) {
				t.Errorf("%s: no %s", name, what)
			}
		}
	}
}

// Every form that a reader meets begins with the causes, and the page leads to
// the best example of each.
func TestWhatToFixFirstIsShown(t *testing.T) {
	t.Parallel()
	outputs := in(t, sample.OneBug())
	if !strings.Contains(string(outputs["html"]), `id="check/users.create.answer"`) {
		t.Error("the example is not in the page")
	}
	for _, test := range []struct{ in, first, then string }{
		{"console", "1.   22 checks  POST /Users status: expected 201 Created, got 200 OK", "✗ users.create.answer"},
		{"console", "as 22 checks depend on it", "oktascim explain users.create.answer"},
		{"markdown", "1. **22 checks**: POST /Users status: expected 201 Created, got 200 OK", "<details>"},
		{"html", `<a href="#check%2fusers.create.answer">POST /Users status: expected 201 Created, got 200 OK</a>`, `<div class="symptom"`},
	} {
		if _, after, found := strings.Cut(string(outputs[test.in]), test.first); !found || !strings.Contains(after, test.then) {
			t.Errorf("no %q before %q in\n%.3000s", test.first, test.then, test.in)
		}
	}
}

func TestTrendOfOneAndOfDifferentRuns(t *testing.T) {
	t.Parallel()
	one := sample.Later()
	other := sample.Earlier()
	other.Target.BaseURL, other.Tool.Version, other.Profile.Name = "https://b.example.com/scim", "0.2.0", "=HYPERLINK(1)"
	for _, runs := range [][]reports.TrendRun{{reports.NewTrendRun("a", one)}, {reports.NewTrendRun("a", one), reports.NewTrendRun("b", other)}} {
		trend := reports.NewTrend(runs)
		if want := 3 * (len(runs) - 1); len(trend.Differs) != want {
			t.Errorf("%q", trend.Differs)
		}
		for _, f := range Trends() {
			var b bytes.Buffer
			if err := f.write(&b, trend); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
			if f.name == "csv" && strings.Contains(b.String(), ",=HYPERLINK") {
				t.Error("a profile's name is a formula:", b.String())
			}
		}
	}
}

func TestTrendAsCSV(t *testing.T) {
	t.Parallel()
	sample.Golden(t, writeTrendCSV, map[string]*reports.Trend{"trend.csv": sample.Trend(12)})
}

// Four times the checks are four times the work, counted in allocations; the test is not parallel,
// because what runs beside it would be counted.
func TestWorkGrowsWithTheChecks(t *testing.T) {
	work := func(n int) float64 {
		r := sample.Large(n)
		return testing.AllocsPerRun(1, func() {
			r.Conclude()
			in(t, r)
		})
	}
	if few, many := work(100), work(400); many > 5*few {
		t.Errorf("%.0f allocations for 100 checks, %.0f for 400", few, many)
	}
}
