package browser

import (
	"bytes"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/formats"
)

// comparisons are the pages that are made of several reports, and the page of a
// run with a baseline and waivers.
func comparisons(t *testing.T) map[string][]byte {
	t.Helper()
	was, now := green(60), mixed()
	was.RunID, now.RunID = "aaaa11", "bbbb22"
	was.Checks = append(was.Checks, failing(3, "deactivate", "aiw"), reports.Check{ID: "gone.check", Area: "auth", Level: reports.Must, Outcome: reports.Pass, Title: "It is gone"})
	was.Latency = []reports.Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 12, P95MS: 30, MaxMS: 31}}
	now.Latency = []reports.Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 120, P95MS: 300, MaxMS: 310}}
	was.Conclude()
	now.Conclude()
	render := func(write func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	html := formats.Spec{Format: "html", Path: "-"}
	diff := reports.NewDiff(was, now, "was.json", "now.json")
	judged := mixed()
	judged.Conclude()
	judged.Waive([]reports.Waiver{
		{Check: "lookup.*", Reason: "waits for APP-71", Owner: "ann@example.com", Expires: "2026-01-01", At: "waivers.yaml:1"},
		{Check: judged.Checks[0].ID, Reason: "waits for APP-72", Owner: "ann@example.com", Expires: "2099-01-01", At: "waivers.yaml:2"},
		{Check: "members.*", Reason: strings.Repeat("because ", 40), Owner: "ann@example.com", Expires: "2099-01-01", At: "waivers.yaml:3"},
	}, []string{judged.Checks[0].ID}, judged.Started)
	judged.Compare(was, "was.json")
	return map[string][]byte{
		"diff": render(func(b *bytes.Buffer) error { return formats.Diffs().Write(html, diff, b) }),
		"run":  page(t, judged),
	}
}

func compared(t *testing.T, b *browser) {
	for name, html := range comparisons(t) {
		for _, v := range []view{{width: 390, height: 900}, {width: 1400, height: 900}, {width: 1400, height: 900, dark: true}} {
			p := b.open(t, html, v)
			eval[struct{}](t, p, openAll)
			if got := eval[int64](t, p, "document.documentElement.scrollWidth"); got > v.width {
				t.Errorf("%s: %d px wide, and the page is %d px", name, v.width, got)
			}
			if low := eval[[]string](t, p, ratios); len(low) > 0 {
				t.Errorf("%s, dark %t: contrast below 4.5:\n%s", name, v.dark, strings.Join(low, "\n"))
			}
			if dead := eval[[]string](t, p, `[...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.getAttribute("href").slice(1))).filter(id => !document.getElementById(id))`); len(dead) > 0 {
				t.Errorf("%s: links to nowhere: %q", name, dead)
			}
			if twice := eval[[]string](t, p, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`); len(twice) > 0 {
				t.Errorf("%s: ids twice: %q", name, twice)
			}
			p.quiet(t)
		}
	}
}
