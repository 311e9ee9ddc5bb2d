// Package html writes a report, or a comparison of two, as one page for a browser.
package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

//go:embed page
var pageFiles embed.FS

// Page is what every HTML page of ours has in common: one file that loads
// nothing, works without its script, and allows only its own style and script
// to run. Content is what the page's own template shows.
type Page struct {
	// Title is the window's title.
	Title string
	// Eyebrow is the small line over the heading: what kind of page this is.
	Eyebrow string
	// Heading is the answer that the page gives, and Lead one sentence about it.
	Heading, Lead string
	// Tone is how good the answer is; it decides color, sign and icon.
	Tone reports.Tone
	// Facts describe the run or the runs in a few words each.
	Facts []Fact
	// Parts are the links to the parts of the page.
	Parts []prose.Link
	// Tool made the page.
	Tool    reports.Tool
	Content any
}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Icon returns the page's icon: the sign, as an SVG picture in the address itself.
func (p Page) Icon() template.URL {
	fill := map[reports.Tone]string{reports.ToneGood: "#137a3e", reports.ToneBad: "#c0261f", reports.ToneWarn: "#a66a00"}[p.Tone]
	if fill == "" {
		fill = "#4a5a78"
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="` + fill +
		`"/><text x="16" y="24" font-family="sans-serif" font-size="22" fill="#fff" text-anchor="middle">` + p.Tone.Mark() + `</text></svg>`
	return template.URL("data:image/svg+xml," + url.PathEscape(svg))
}

// WritePage writes a page. content is the template "content", which is executed
// with the page.
func WritePage(w io.Writer, content string, p Page) error {
	frame, err := pageFrame()
	if err != nil {
		return err
	}
	page, err := frame.Clone()
	if err != nil {
		return err
	}
	if page, err = page.Parse(content); err != nil {
		return err
	}
	return page.ExecuteTemplate(w, "page", p)
}

var pageFrame = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(funcs()).ParseFS(pageFiles, "page/base.tmpl", "page/parts.tmpl", "page/regression.tmpl")
})

// Style and Script are the page's own, and Policy the content security policy
// that allows them, by their hashes, and nothing else.
func (Page) Style() template.CSS { return template.CSS(pageFile("style.css")) }
func (Page) Script() template.JS { return template.JS(pageFile("script.js")) }
func (Page) Policy() string      { return pagePolicy() }

var pagePolicy = sync.OnceValue(func() string {
	hash := func(name string) string {
		sum := sha256.Sum256([]byte(pageFile(name)))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash("style.css") + "; script-src " + hash("script.js") +
		"; img-src data:; base-uri 'none'; form-action 'none'"
})

// pageFile is an embedded file; that it is there is certain after the build.
func pageFile(name string) string {
	data, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(data))
}

// funcs are what the templates of every page may use. Whatever came from
// the target goes through clean or lines; html/template escapes it after that.
func funcs() template.FuncMap {
	return template.FuncMap{
		"clean": func(s string) string { return prose.Clean(prose.Clipped(s, 100)) },
		// clip takes every kind of text.
		"clip":    func(text any) string { return prose.Clean(prose.Clipped(fmt.Sprint(text), 600)) },
		"lines":   textLines,
		"human":   prose.Human,
		"grouped": prose.Grouped,
		"count":   prose.Count,
		"word":    prose.WordOf,
		"mark":    func(o reports.Outcome) string { return prose.Style{}.Mark(o) },
		"tone":    reports.ToneOf,
		"states":  reports.States,
		// found tells whether a check has a place of its own among the findings.
		"found": func(c *reports.Check) bool {
			return c.Outcome == reports.Fail || c.Outcome == reports.Warn || c.Outcome == reports.Known
		},
		"source": prose.Links,
		"level":  func(l reports.Level) string { return prose.Clean(prose.Clipped(string(l), 20)) },
	}
}

// longestText is how much of one text a page shows, in bytes.
const longestText = 6000

func textLines(s string) string {
	return strings.Join(prose.CleanLines(prose.Clipped(s, longestText)), "\n")
}
