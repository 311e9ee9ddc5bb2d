package browser

import (
	"strings"
	"testing"
)

// ratios is the contrast of every text with what is behind it (WCAG 2.2,
// 1.4.3), as "ratio text" for those below 4.5.
const ratios = `(() => {
  const parse = (c) => (c.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.textContent.trim() || e.closest("script, style, option, .sr, .skip") || !e.checkVisibility()) continue;
    const svg = e.closest("svg");
    const style = getComputedStyle(e);
    const band = svg && e.closest(".faulty") && getComputedStyle(e.closest(".faulty").querySelector(".band")).fill;
    const a = light(parse(svg ? style.fill : style.color)), b = light(band ? parse(band) : behind(svg ? svg.parentElement : e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) seen.set(e.tagName + "." + (e.getAttribute("class") || e.parentElement.getAttribute("class")), ratio.toFixed(2) + " " + n.textContent.trim().slice(0, 40));
  }
  return [...seen].map(s => s.join(": "));
})()`

func contrast(t *testing.T, b *browser) {
	html := page(t, mixed())
	for _, dark := range []bool{false, true} {
		p := b.open(t, html, view{dark: dark})
		eval[struct{}](t, p, openAll)
		if low := eval[[]string](t, p, ratios); len(low) > 0 {
			t.Errorf("dark %t: contrast below 4.5:\n%s", dark, strings.Join(low, "\n"))
		}
	}
}
