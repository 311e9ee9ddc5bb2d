// Package show has what several formats show alike: a finding as plain text, the
// steps of its exchanges and the command that repeats a request.
package show

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Page collects lines of text for a terminal of a given width.
type Page struct {
	prose.Style
	Width int
	b     strings.Builder
}

// NewPage returns an empty page of so many cells a line.
func NewPage(s prose.Style, cells int) *Page { return &Page{Style: s, Width: max(cells, 40)} }

// Line writes one line as it is.
func (p *Page) Line(format string, args ...any) {
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}

// Gap writes an empty line.
func (p *Page) Gap() { p.b.WriteByte('\n') }

// Section starts a part of the page: a title and a rule to the right margin.
func (p *Page) Section(title string, paint func(string) string) {
	p.Gap()
	rule := strings.Repeat("─", max(p.Width-prose.Width(title)-4, 2))
	p.Line("%s %s %s", p.Dim("──"), paint(title), p.Dim(rule))
}

// fieldLines is how many lines of one text a field shows.
const fieldLines = 30

// Field writes a label and a wrapped text beside it. Line ends in the text are
// kept; what could steer the terminal is escaped.
func (p *Page) Field(indent, label, text string, labelPaint, textPaint func(string) string) {
	const labelCells = 10
	left := strings.Repeat(" ", prose.Width(indent)+labelCells)
	lead := indent + labelPaint(label) + strings.Repeat(" ", max(labelCells-prose.Width(label), 1))
	sources := prose.CleanLines(strings.TrimRight(text, "\n"))
	for i, source := range sources {
		if i == fieldLines && len(sources) > fieldLines+1 {
			p.Line("%s%s", left, p.Dim(fmt.Sprintf("… %s, in full with --report json=report.json", prose.Count(len(sources)-i, "more line"))))
			return
		}
		for _, l := range prose.Wrap(source, p.Width-prose.Width(left)) {
			p.Line("%s%s", lead, textPaint(l))
			lead = left
		}
	}
}

// Para writes a wrapped text behind a first-line prefix, the rest indented.
func (p *Page) Para(first, rest, text string, paint func(string) string) {
	for _, source := range prose.CleanLines(strings.TrimRight(text, "\n")) {
		for _, l := range prose.Wrap(source, p.Width-prose.Width(rest)) {
			p.Line("%s%s", first, paint(l))
			first = rest
		}
	}
}

// List writes a title and the words of a list, as many a line as fit, never
// breaking one.
func (p *Page) List(indent, title string, words []string) {
	line := indent + title
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		if prose.Width(line)+1+prose.Width(word) > p.Width {
			p.Line("%s", line)
			line = indent + word
		} else {
			line += " " + word
		}
	}
	p.Line("%s", line)
}

// Same leaves text unpainted.
func Same(text string) string { return text }

// String returns the text so far.
func (p *Page) String() string { return p.b.String() }

// PlainWidth is the width of output that is not for a terminal.
const PlainWidth = 100
