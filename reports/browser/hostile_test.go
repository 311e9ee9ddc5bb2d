package browser

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
)

// payloads are values that would run if any place of the page took them for
// more than text.
func payloads() []string {
	return []string{
		`"><script>window.pwned=1</script>`,
		`'><img src=x onerror=window.pwned=2>`,
		`</style></script></title></textarea><svg onload=window.pwned=3>`,
		`javascript:window.pwned=4`,
		`https://evil.example/" onmouseover="window.pwned=5`,
		`{"a":"</pre><script>window.pwned=6</script>","b":[1,"\u003cscript>"]}`,
		"\x1b]8;;javascript:window.pwned=7\x07link\x1b]8;;\x07 \u202egpj.exe \u2066\u200f\u0000\u2028</script>",
		`<base href="https://evil.example/"><link rel=stylesheet href=x><iframe srcdoc="<script>parent.pwned=8</script>"></iframe>`,
		`x" style="background:url(https://evil.example/)" id="summary`,
		`</a><a href="javascript:window.pwned=9" id=f-count>RFC 7644 §3.5"><script>window.pwned=9</script></a>`,
		"{{.}} <!-- --!> ]]> <plaintext> <!--<script>",
		`Okta SCIM FAQ: http://evil.example/<script>window.pwned=10</script> javascript://evil.example/%0awindow.pwned=11`,
	}
}

// poison puts a payload into every text of a value, and something into every
// list and map.
func poison(v reflect.Value, text string, n *int) {
	switch v.Kind() {
	case reflect.String:
		*n++
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), text, n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			poison(v.Index(i), text, n)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		poison(key, text, n)
		poison(value, text, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i), text, n)
			}
		}
	}
}

func hostileReport(text string) *reports.Report {
	r, n := &reports.Report{}, 0
	poison(reflect.ValueOf(r).Elem(), text, &n)
	r.Checks = nil
	for i, o := range reports.Outcomes() {
		for j, level := range []reports.Level{reports.Must, reports.Should, reports.Level(text)} {
			var c reports.Check
			poison(reflect.ValueOf(&c).Elem(), text, &n)
			c.ID, c.Outcome, c.Level = fmt.Sprint(text, i, j), o, level
			c.Subject += fmt.Sprint(j)
			c.Exchanges[1].Faulty, c.Exchanges[0].Error, c.Exchanges[0].Status = true, "", 200
			r.Checks = append(r.Checks, c)
		}
	}
	return r
}

// hostileValues: nothing that the target says runs, loads, navigates or
// becomes an element.
func hostileValues(t *testing.T, b *browser) {
	all := payloads()
	// All of them in every field, then those that only do harm at the start of a
	// value or as a whole, then a megabyte.
	for i, text := range []string{strings.Join(all, ""), all[3], all[4], all[5], strings.Repeat("evil <b onclick=window.pwned=12>A</b>", 1<<15)} {
		html := page(t, hostileReport(text))
		if len(html) > 5_000_000 {
			t.Errorf("value %d: the page has %d bytes", i, len(html))
		}
		p := b.open(t, html, view{})
		eval[struct{}](t, p, openAll+`; document.querySelectorAll("button, summary").forEach(e => e.click());
			document.querySelectorAll("a, button, code, span, td").forEach(e => e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})))`)
		choose(t, p, "f-text", "evil")
		found := eval[[]string](t, p, `[
			window.pwned && "it ran: " + window.pwned,
			document.scripts.length !== 1 && "scripts: " + document.scripts.length,
			...[...document.querySelectorAll("img, iframe, base, object, embed, form, plaintext, link:not([rel=icon]), [style]:not(#filter)")].map(e => "element " + e.outerHTML.slice(0, 200)),
			...[...document.querySelectorAll("*")].flatMap(e => [...e.attributes].filter(a => /^on/i.test(a.name)).map(a => "attribute " + a.name)),
			...[...document.querySelectorAll("[href]")].map(e => e.getAttribute("href")).filter(h => !/^(#|https?:\/\/|data:image\/svg\+xml,%3Csvg)/.test(h)).map(h => "address " + h.slice(0, 200)),
			document.querySelectorAll("#f-count").length !== 1 && "a second f-count",
			/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent) && "a hidden character",
		].filter(Boolean)`)
		for _, f := range found {
			t.Errorf("value %d: %s", i, f)
		}
		p.quiet(t)
		if t.Failed() {
			return
		}
	}
}

// policyHolds: even a script that got into the page does not run.
func policyHolds(t *testing.T, b *browser) {
	p := b.open(t, page(t, green(10)), view{})
	eval[struct{}](t, p, `{
		const script = document.createElement("script"); script.textContent = "window.pwned = 1"; document.body.append(script);
		const box = document.createElement("div"); box.innerHTML = "<img src=x onerror='window.pwned = 2'><b style='color: red'>x</b>"; document.body.append(box);
		
	}`)
	if got := eval[int](t, p, "window.pwned || 0"); got != 0 {
		t.Errorf("script %d ran in spite of the policy", got)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.console) < 2 {
		t.Errorf("the browser refused only: %q", p.console)
	}
}
