package reports

import (
	"fmt"
	"strings"
)

// page collects lines of text for a terminal of a given width.
type page struct {
	style
	width int
	b     strings.Builder
}

func newPage(s style, cells int) *page { return &page{style: s, width: max(cells, 40)} }

// line writes one line as it is.
func (p *page) line(format string, args ...any) {
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}

// gap writes an empty line.
func (p *page) gap() { p.b.WriteByte('\n') }

// section starts a part of the page: a title and a rule to the right margin.
func (p *page) section(title string, paint func(string) string) {
	p.gap()
	rule := strings.Repeat("─", max(p.width-width(title)-4, 2))
	p.line("%s %s %s", p.dim("──"), paint(title), p.dim(rule))
}

// fieldLines is how many lines of one text a field shows.
const fieldLines = 30

// field writes a label and a wrapped text beside it. Line ends in the text are
// kept; what could steer the terminal is escaped.
func (p *page) field(indent, label, text string, labelPaint, textPaint func(string) string) {
	const labelCells = 10
	left := strings.Repeat(" ", width(indent)+labelCells)
	lead := indent + labelPaint(label) + strings.Repeat(" ", max(labelCells-width(label), 1))
	sources := cleanLines(strings.TrimRight(text, "\n"))
	for i, source := range sources {
		if i == fieldLines && len(sources) > fieldLines+1 {
			p.line("%s%s", left, p.dim(fmt.Sprintf("… %s, in full with --report json=report.json", count(len(sources)-i, "more line"))))
			return
		}
		for _, l := range wrap(source, p.width-width(left)) {
			p.line("%s%s", lead, textPaint(l))
			lead = left
		}
	}
}

// para writes a wrapped text behind a first-line prefix, the rest indented.
func (p *page) para(first, rest, text string, paint func(string) string) {
	for _, source := range cleanLines(strings.TrimRight(text, "\n")) {
		for _, l := range wrap(source, p.width-width(rest)) {
			p.line("%s%s", first, paint(l))
			first = rest
		}
	}
}

// list writes a title and the words of a list, as many a line as fit, never
// breaking one.
func (p *page) list(indent, title string, words []string) {
	line := indent + title
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		if width(line)+1+width(word) > p.width {
			p.line("%s", line)
			line = indent + word
		} else {
			line += " " + word
		}
	}
	p.line("%s", line)
}

// same leaves text unpainted.
func same(text string) string { return text }
