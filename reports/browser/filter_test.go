package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func choose(t *testing.T, p *tab, field, value string) {
	t.Helper()
	eval[struct{}](t, p, fmt.Sprintf(`{const f = document.getElementById(%q); f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true}))}`, field, value))
}

func click(t *testing.T, p *tab, expression string) {
	t.Helper()
	at := eval[[]float64](t, p, `{const e = `+expression+`; e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getBoundingClientRect(); [r.x + r.width / 2, r.y + r.height / 2]}`)
	if err := chromedp.Do(p.ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		t.Fatal(err)
	}
}

func pdfOf(t *testing.T, p *tab) []byte {
	t.Helper()
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

const (
	counted      = `document.getElementById("f-count").textContent`
	shownRows    = `[...document.querySelectorAll(".rows[data-checks] tbody tr")].filter(r => r.checkVisibility()).length`
	shownFinding = `[...document.querySelectorAll(".finding")].filter(f => f.checkVisibility()).length`
)

func filters(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{})
	for _, step := range []struct {
		field, value, count string
		rows, findings      int
	}{
		{"f-o", "fail", "13 of 79 checks", 13, 8},
		{"f-d", "oin", "6 of 79 checks", 6, 6},
		{"f-a", "deactivate", "1 of 79 checks", 1, 1},
		{"f-l", "should", "0 of 79 checks", 0, 0},
		{"f-l", "", "1 of 79 checks", 1, 1},
		{"f-a", "", "6 of 79 checks", 6, 6},
		{"f-o", "", "36 of 79 checks", 36, 6},
		{"f-d", "", "79 checks", 0, 10},
		{"f-text", "BROKEN-3 number", "2 of 79 checks", 2, 1},
		{"f-text", "ann@example.com", "1 of 79 checks", 1, 1},
		{"f-text", "no such thing", "0 of 79 checks", 0, 0},
	} {
		choose(t, p, step.field, step.value)
		wait(t, p, fmt.Sprintf("%s === %q", counted, step.count))
		if got := eval[int](t, p, shownFinding); got != step.findings {
			t.Errorf("%s=%s: %d findings are shown, not %d", step.field, step.value, got, step.findings)
		}
		if got := eval[int](t, p, shownRows); got != step.rows && step.count != "79 checks" {
			t.Errorf("%s=%s: %d rows are shown, not %d", step.field, step.value, got, step.rows)
		}
	}
	click(t, p, `document.getElementById("f-reset")`)
	wait(t, p, counted+` === "79 checks"`)
	if got := eval[int](t, p, shownFinding); got != 10 {
		t.Errorf("after the reset %d findings are shown", got)
	}
	p.quiet(t)
}

func filterInAddress(t *testing.T, b *browser) {
	html := page(t, mixed())
	p := b.open(t, html, view{})
	choose(t, p, "f-o", "blocked")
	wait(t, p, `location.hash === "#filter?outcome=blocked"`)
	p = b.open(t, html, view{fragment: "#filter?outcome=fail&text=broken-4"})
	wait(t, p, counted+` === "2 of 79 checks"`)
	if got := eval[string](t, p, `document.getElementById("f-text").value`); got != "broken-4" {
		t.Errorf("the field shows %q", got)
	}
	// A filter that hides the check that is linked to gives way.
	eval[struct{}](t, p, `location.hash = "#check/create.broken-1/oin"`)
	wait(t, p, `document.getElementById("check/create.broken-1/aiw").open && `+counted+` === "79 checks"`)
	p.quiet(t)
}

func deepLinks(t *testing.T, b *browser) {
	html := page(t, mixed())
	for id, visible := range map[string]string{
		"check/deactivate.broken-3/aiw":            ".picture",
		"check/deactivate.broken-3/oin":            "",
		"check/pilot.verify.role//ann@example.com": ".picture",
		"check/roles.case-6/aiw":                   "td",
		"check/import.pages":                       "td",
	} {
		p := b.open(t, html, view{fragment: "#" + id})
		target := fmt.Sprintf("document.getElementById(%q)", id)
		wait(t, p, target+".checkVisibility()")
		wait(t, p, fmt.Sprintf("((r) => r.top >= 0 && r.top < innerHeight)(%s.getBoundingClientRect())", target))
		if visible != "" && !eval[bool](t, p, fmt.Sprintf("%s.querySelector(%q).checkVisibility()", target, visible)) {
			t.Errorf("%s is closed", id)
		}
		if strings.HasSuffix(id, "broken-3/oin") && !eval[bool](t, p, target+`.closest("details").open`) {
			t.Errorf("%s: the finding of the other dialect is closed", id)
		}
		p.quiet(t)
	}
}

func keyboard(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{})
	press := func(keys string) {
		t.Helper()
		if err := chromedp.Do(p.ctx, chromedp.KeyEvent(keys)); err != nil {
			t.Fatal(err)
		}
	}
	press("\t")
	if got := eval[string](t, p, "document.activeElement.className"); got != "skip" {
		t.Errorf("the first stop is %q, not the link past the head", got)
	}
	press("/")
	wait(t, p, `document.activeElement.id === "f-text"`)
	// The protocol sends the letter apart from the key, so it arrives all the same.
	eval[struct{}](t, p, `document.getElementById("f-text").value = ""`)
	press("broken-4")
	if got := eval[string](t, p, `document.getElementById("f-text").value`); got != "broken-4" {
		t.Errorf("the field holds %q", got)
	}
	wait(t, p, counted+` === "2 of 79 checks"`)
	press("\u001b")
	wait(t, p, counted+` === "79 checks"`)
	eval[struct{}](t, p, `document.querySelector(".finding summary").focus()`)
	press("\r")
	wait(t, p, `document.querySelector(".finding").open`)
	if got := eval[string](t, p, `getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("the focus cannot be seen: outline %s", got)
	}
	if bad := eval[[]string](t, p, `[...document.querySelectorAll("input, select")].filter(e => !e.labels.length).map(e => e.id)`); len(bad) > 0 {
		t.Errorf("fields without a label: %q", bad)
	}
	if bad := eval[[]string](t, p, `[...document.querySelectorAll("main section")].filter(s => !document.getElementById(s.getAttribute("aria-labelledby"))).map(s => s.id)`); len(bad) > 0 {
		t.Errorf("parts without a name: %q", bad)
	}
	levels := eval[[]int](t, p, `[...document.querySelectorAll("h1, h2, h3, h4, h5")].map(h => +h.tagName[1])`)
	for i := 1; i < len(levels); i++ {
		if levels[i] > levels[i-1]+1 {
			t.Errorf("heading %d jumps from h%d to h%d", i, levels[i-1], levels[i])
		}
	}
}

func copies(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{fragment: "#check/deactivate.broken-3/aiw"})
	eval[struct{}](t, p, `navigator.clipboard.writeText = async (text) => { window.copied = text }`)
	click(t, p, `document.getElementById("check/deactivate.broken-3/aiw").querySelector(".copy")`)
	wait(t, p, `(window.copied || "").startsWith("curl -sS -i") && document.getElementById("toast").textContent === "Copied"`)
	if got := eval[string](t, p, "window.copied"); !strings.Contains(got, `"Authorization: Bearer $OKTASCIM_TOKEN"`) {
		t.Errorf("copied: %s", got)
	}
}
