package browser

import (
	"testing"
)

// TestInChromium opens pages in one browser, each test in a tab of its own.
func TestInChromium(t *testing.T) {
	b := startChromium(t)
	for name, test := range map[string]func(*testing.T, *browser){
		"loads without errors":       loads,
		"fits the width":             fits,
		"filter":                     filters,
		"filter in the address":      filterInAddress,
		"deep links":                 deepLinks,
		"every link leads somewhere": linksLead,
		"without script":             withoutScript,
		"keyboard":                   keyboard,
		"copy":                       copies,
		"contrast":                   contrast,
		"print":                      prints,
		"hostile values":             hostileValues,
		"the policy holds":           policyHolds,
		"comparisons":                compared,
		"large":                      opensFast,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, b)
		})
	}
}

func loads(t *testing.T, b *browser) {
	for name, html := range map[string][]byte{"green": page(t, green(100)), "mixed": page(t, mixed())} {
		p := b.open(t, html, view{})
		if eval[string](t, p, "document.documentElement.dataset.ready || ''") != "true" {
			t.Errorf("%s: the script did not run", name)
		}
		if n := eval[int](t, p, `document.querySelectorAll("main h2:not(.sr)").length`); n < 5 {
			t.Errorf("%s: only %d parts", name, n)
		}
		if eval[string](t, p, `getComputedStyle(document.querySelector(".tile")).display`) != "block" {
			t.Errorf("%s: the style does not apply", name)
		}
		if twice := eval[[]string](t, p, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`); len(twice) > 0 {
			t.Errorf("%s: ids twice: %q", name, twice)
		}
		p.quiet(t)
	}
}

const openAll = `document.querySelectorAll("details").forEach(d => d.open = true)`

// fits: nothing is wider than the window, with everything open.
func fits(t *testing.T, b *browser) {
	html := page(t, mixed())
	for _, width := range []int64{390, 860, 1400} {
		for _, dark := range []bool{false, true} {
			p := b.open(t, html, view{width: width, height: 900, dark: dark})
			for _, state := range []string{"closed", "open"} {
				if got := eval[int64](t, p, "document.documentElement.scrollWidth"); got > width {
					wide := eval[[]string](t, p, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.tagName + "." + e.getAttribute("class"))`)
					t.Errorf("%s, %d px wide: the page is %d px, by %q", state, width, got, wide)
				}
				eval[struct{}](t, p, openAll)
			}
		}
	}
}

func linksLead(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{})
	dead := eval[[]string](t, p, `[...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.getAttribute("href").slice(1))).filter(id => !document.getElementById(id))`)
	if len(dead) > 0 {
		t.Errorf("links to nowhere: %q", dead)
	}
	for _, want := range []string{"https://datatracker.ietf.org/doc/html/rfc7644#section-3.5.2", "https://developer.okta.com/docs/concepts/scim/faqs/", "https://github.com/example/app/issues/1"} {
		if !eval[bool](t, p, `[...document.querySelectorAll(".sources a")].some(a => a.href === "`+want+`")`) {
			t.Errorf("no source leads to %s", want)
		}
	}
}

func withoutScript(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{withoutScript: true, fragment: "#check/deactivate.broken-3/aiw"})
	if eval[string](t, p, "document.documentElement.dataset.ready || ''") != "" {
		t.Fatal("the script ran")
	}
	if n := eval[int](t, p, `[...document.querySelectorAll(".filter, .copy, .expand")].filter(e => e.checkVisibility()).length`); n > 0 {
		t.Errorf("%d controls that need the script are shown without it", n)
	}
	if !eval[bool](t, p, `document.querySelector(".symptom h3").checkVisibility()`) {
		t.Error("no symptom can be read")
	}
	id := `document.getElementById("check/deactivate.broken-3/aiw")`
	click(t, p, id+`.querySelector("summary")`)
	wait(t, p, id+`.open && `+id+`.querySelector(".seq").checkVisibility() && `+id+`.querySelector(".x.faulty .json").checkVisibility()`)
	p.quiet(t)
}

func prints(t *testing.T, b *browser) {
	p := b.open(t, page(t, mixed()), view{})
	if pdf := pdfOf(t, p); len(pdf) < 50_000 || string(pdf[:5]) != "%PDF-" {
		t.Errorf("%d bytes", len(pdf))
	}
	const open = `document.querySelectorAll(".finding[open]").length`
	before := eval[int](t, p, open)
	eval[struct{}](t, p, `dispatchEvent(new Event("beforeprint"))`)
	if n := eval[int](t, p, `document.querySelectorAll(".finding:not([open])").length`); n > 0 {
		t.Errorf("%d findings stay closed on paper", n)
	}
	eval[struct{}](t, p, `dispatchEvent(new Event("afterprint"))`)
	if n := eval[int](t, p, open); n != before {
		t.Errorf("%d findings are open after printing, %d before", n, before)
	}
}
