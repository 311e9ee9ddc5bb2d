package reports

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

	"github.com/oktascim/oktascim/reports/internal/prose"
)

//go:embed page_html
var pageFiles embed.FS

// htmlPage is what every HTML page of ours has in common: one file that loads
// nothing, works without its script, and allows only its own style and script
// to run. Content is what the page's own template shows.
type htmlPage struct {
	// Title is the window's title.
	Title string
	// Eyebrow is the small line over the heading: what kind of page this is.
	Eyebrow string
	// Heading is the answer that the page gives, and Lead one sentence about it.
	Heading, Lead string
	// Tone is how good the answer is; it decides colour, sign and icon.
	Tone Tone
	// Facts describe the run or the runs in a few words each.
	Facts []htmlFact
	// Parts are the links to the parts of the page.
	Parts []prose.Link
	// Tool made the page.
	Tool    Tool
	Content any
}

// htmlFact is a label with its value.
type htmlFact struct{ Label, Value string }

// Icon is the page's icon: the sign, as an SVG picture in the address itself.
func (t Tone) Icon() template.URL {
	fill := map[Tone]string{ToneGood: "#137a3e", ToneBad: "#c0261f", ToneWarn: "#a66a00"}[t]
	if fill == "" {
		fill = "#4a5a78"
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="` + fill +
		`"/><text x="16" y="24" font-family="sans-serif" font-size="22" fill="#fff" text-anchor="middle">` + t.Mark() + `</text></svg>`
	return template.URL("data:image/svg+xml," + url.PathEscape(svg))
}

// writeHTML writes a page. name is the file under page_html that defines the
// template "content", which is executed with the page.
func writeHTML(w io.Writer, name string, p htmlPage) error {
	t, err := pageTemplate(name)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, "page", p)
}

var pageTemplates sync.Map // name → *template.Template

func pageTemplate(name string) (*template.Template, error) {
	if t, ready := pageTemplates.Load(name); ready {
		return t.(*template.Template), nil
	}
	t, err := template.New(name).Funcs(htmlFuncs()).ParseFS(pageFiles, "page_html/base.tmpl", "page_html/parts.tmpl", "page_html/regression.tmpl", "page_html/"+name)
	if err != nil {
		return nil, err
	}
	pageTemplates.Store(name, t)
	return t, nil
}

// Style and Script are the page's own, and Policy the content security policy
// that allows them, by their hashes, and nothing else.
func (htmlPage) Style() template.CSS { return template.CSS(pageFile("style.css")) }
func (htmlPage) Script() template.JS { return template.JS(pageFile("script.js")) }
func (htmlPage) Policy() string      { return pagePolicy() }

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
	data, err := pageFiles.ReadFile("page_html/" + name)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(data))
}

// htmlFuncs are what the templates of every page may use. Whatever came from
// the target goes through clean or lines; html/template escapes it after that.
func htmlFuncs() template.FuncMap {
	return template.FuncMap{
		"clean": func(s string) string { return prose.Clean(prose.Clipped(s, 100)) },
		// clip takes every kind of text.
		"clip":    func(text any) string { return prose.Clean(prose.Clipped(fmt.Sprint(text), 600)) },
		"lines":   htmlLines,
		"human":   prose.Human,
		"grouped": prose.Grouped,
		"count":   prose.Count,
		"word":    prose.WordOf,
		"mark":    func(o Outcome) string { return prose.Style{}.Mark(o) },
		"tone":    ToneOf,
		"states":  States,
		// found tells whether a check has a place of its own among the findings.
		"found":  func(c *Check) bool { return c.Outcome == Fail || c.Outcome == Warn || c.Outcome == Known },
		"source": prose.Links,
		"level":  func(l Level) string { return prose.Clean(prose.Clipped(string(l), 20)) },
	}
}

// longestText is how much of one text a page shows, in bytes.
const longestText = 6000

// htmlLines is a text of several lines, safe to show, with a long one cut.
func htmlLines(s string) string {
	return strings.Join(prose.CleanLines(prose.Clipped(s, longestText)), "\n")
}
