package prose

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/oktascim/oktascim/reports/result"
)

// Style paints text for a terminal, with the sixteen colors that the reader's
// own theme defines. Without color it leaves text as it is.
type Style struct{ Color bool }

func (s Style) paint(text string, attrs ...ansi.Attr) string {
	if !s.Color || text == "" {
		return text
	}
	return ansi.NewStyle(attrs...).Styled(text)
}

// Bold, and what follows, paint a text by what it says.
func (s Style) Bold(t string) string   { return s.paint(t, ansi.AttrBold) }
func (s Style) Dim(t string) string    { return s.paint(t, ansi.AttrFaint) }
func (s Style) Good(t string) string   { return s.paint(t, ansi.AttrGreenForegroundColor) }
func (s Style) Bad(t string) string    { return s.paint(t, ansi.AttrBold, ansi.AttrRedForegroundColor) }
func (s Style) Warn(t string) string   { return s.paint(t, ansi.AttrYellowForegroundColor) }
func (s Style) Note(t string) string   { return s.paint(t, ansi.AttrCyanForegroundColor) }
func (s Style) Admin(t string) string  { return s.paint(t, ansi.AttrBold, ansi.AttrCyanForegroundColor) }
func (s Style) Differ(t string) string { return s.paint(t, ansi.AttrRedForegroundColor) }

// Mark returns the sign of an outcome, painted.
func (s Style) Mark(o result.Outcome) string {
	switch o {
	case result.Pass:
		return s.Good("✓")
	case result.Fail:
		return s.Bad("✗")
	case result.Warn, result.Known:
		return s.Warn("!")
	case result.Blocked, result.Lost:
		return s.Warn("?")
	}
	return s.Dim("–")
}

// Width returns the number of terminal cells that a text takes.
func Width(text string) int { return ansi.StringWidth(text) }

// Shorten cuts a text to a number of cells.
func Shorten(text string, cells int) string { return ansi.Truncate(text, max(cells, 1), "…") }

// Pad fills a text with spaces to a number of cells.
func Pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-Width(text), 0))
}

// Wrap breaks an unpainted text into lines of at most so many cells: at spaces
// only, so that ids and options stay whole, and inside a word that is longer
// than a line. Spaces at the start are kept.
func Wrap(text string, cells int) []string {
	cells = max(cells, 20)
	if Width(text) <= cells {
		return []string{text}
	}
	words := strings.Split(text, " ")
	var lines []string
	line, used := "", -1
	for _, word := range words {
		w := Width(word)
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
			used = Width(line)
		}
	}
	return append(lines, line)
}

// Outcome paints a text about checks with an outcome.
func (s Style) Outcome(o result.Outcome, text string) string {
	switch o {
	case result.Pass:
		return s.Good(text)
	case result.Fail:
		return s.Bad(text)
	case result.Warn, result.Blocked, result.Lost, result.Known:
		return s.Warn(text)
	}
	return s.Dim(text)
}
