package reports

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// style paints text for a terminal, with the sixteen colours that the reader's
// own theme defines. Without colour it leaves text as it is.
type style struct{ color bool }

func (s style) paint(text string, attrs ...ansi.Attr) string {
	if !s.color || text == "" {
		return text
	}
	return ansi.NewStyle(attrs...).Styled(text)
}

func (s style) bold(t string) string   { return s.paint(t, ansi.AttrBold) }
func (s style) dim(t string) string    { return s.paint(t, ansi.AttrFaint) }
func (s style) good(t string) string   { return s.paint(t, ansi.AttrGreenForegroundColor) }
func (s style) bad(t string) string    { return s.paint(t, ansi.AttrBold, ansi.AttrRedForegroundColor) }
func (s style) warn(t string) string   { return s.paint(t, ansi.AttrYellowForegroundColor) }
func (s style) note(t string) string   { return s.paint(t, ansi.AttrCyanForegroundColor) }
func (s style) admin(t string) string  { return s.paint(t, ansi.AttrBold, ansi.AttrCyanForegroundColor) }
func (s style) differ(t string) string { return s.paint(t, ansi.AttrRedForegroundColor) }

// mark is the sign of an outcome, painted.
func (s style) mark(o Outcome) string {
	switch o {
	case Pass:
		return s.good("✓")
	case Fail:
		return s.bad("✗")
	case Warn, Known:
		return s.warn("!")
	case Blocked, Lost:
		return s.warn("?")
	}
	return s.dim("–")
}

// width is the number of terminal cells that a text takes.
func width(text string) int { return ansi.StringWidth(text) }

// shorten cuts a text to a number of cells.
func shorten(text string, cells int) string { return ansi.Truncate(text, max(cells, 1), "…") }

// pad fills a text with spaces to a number of cells.
func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-width(text), 0))
}

// wrap breaks an unpainted text into lines of at most so many cells: at spaces
// only, so that ids and options stay whole, and inside a word that is longer
// than a line. Spaces at the start are kept.
func wrap(text string, cells int) []string {
	cells = max(cells, 20)
	if width(text) <= cells {
		return []string{text}
	}
	words := strings.Split(text, " ")
	var lines []string
	line, used := "", -1
	for _, word := range words {
		w := width(word)
		if used >= 0 && used+1+w > cells && strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = "", -1
		}
		if used >= 0 {
			line += " "
		}
		line += word
		used += 1 + w
		if used > cells {
			pieces := strings.Split(ansi.Hardwrap(line, cells, true), "\n")
			lines = append(lines, pieces[:len(pieces)-1]...)
			line = pieces[len(pieces)-1]
			used = width(line)
		}
	}
	return append(lines, line)
}
