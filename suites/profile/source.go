package profile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// place is where something stands in a file: line and column from 1, width in characters.
type place struct{ line, column, width int }

// excerptWidth is how much of a line an excerpt shows, in characters.
const excerptWidth = 100

// hiding says what an excerpt hides besides what looks like a secret: the rest of the line from some point on.
type hiding int

const (
	hideNothing  hiding = iota
	hideValue           // from the place on
	hideAfterKey        // from the end of the key at the place on
	hideInAuth          // from the line's first colon on, where the line seems to belong to the section auth
)

// source is the text of a profile, for excerpts.
type source struct{ lines []string }

func newSource(text string) source {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return source{lines}
}

// excerpt is the line of at and a caret line below it, with secrets masked.
func (s source) excerpt(at place, hide hiding) string {
	if at.line < 1 || at.line > len(s.lines) {
		return ""
	}
	line := s.lines[at.line-1]
	start := byteOffset(line, at.column)
	end := byteOffset(line, at.column+at.width)
	spans := secretSpans(line)
	if s.continuesSecret(at.line) {
		spans = append(spans, span{indentOf(line), len(line)})
	}
	if hide == hideValue {
		spans = append(spans, span{start, len(line)})
	}
	if hide == hideAfterKey {
		spans = append(spans, span{min(end+len(": "), len(line)), len(line)})
	}
	if hide == hideInAuth && s.isBelow(at.line, func(line string) bool { return strings.Contains(line, "auth") }) {
		spans = append(spans, span{strings.IndexByte(line, ':') + 1, len(line)})
	}
	text, caret := maskSpans(line, spans, start)
	_, caretEnd := maskSpans(line, spans, end)
	width := utf8.RuneCountInString(text[caret:max(caret, caretEnd)])
	if strings.HasPrefix(text[caret:], masked) {
		width = len(masked)
	}
	shownText, from := crop(printable(text), utf8.RuneCountInString(text[:caret]))
	width = max(1, min(width, utf8.RuneCountInString(shownText)-from))
	return fmt.Sprintf("%6d | %s\n%6s | %s%s\n", at.line, shownText, "", strings.Repeat(" ", from), strings.Repeat("^",
		width))
}

// continuesSecret reports whether the line with this number may hold the rest of a secret that begins above it.
func (s source) continuesSecret(number int) bool {
	if s.isBelow(number, opensSecret) {
		return true
	}
	for i := number - 2; i >= 0; i-- {
		if line := s.lines[i]; strings.TrimSpace(line) != "" {
			quotes := strings.Count(line, `"`)%2 + strings.Count(line, `'`)%2
			return quotes > 0 && opensSecret(line)
		}
	}
	return false
}

// isBelow reports whether a line above, which this one is indented below, is such.
func (s source) isBelow(number int, such func(line string) bool) bool {
	indent := indentOf(s.lines[number-1])
	for i := number - 2; i >= 0 && indent > 0; i-- {
		line := s.lines[i]
		if strings.TrimSpace(line) == "" || indentOf(line) >= indent {
			continue
		}
		if indent = indentOf(line); such(line) {
			return true
		}
	}
	return false
}

// indentOf is the number of bytes of white space before the text of a line.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// byteOffset is where the character of this column starts, or the end of the line.
func byteOffset(line string, column int) int {
	for i := range line {
		if column--; column <= 0 {
			return i
		}
	}
	return len(line)
}

// printable makes tabs and other invisible characters visible, one character each.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return '→'
		case r == utf8.RuneError || !unicode.IsPrint(r):
			return '·'
		}
		return r
	}, s)
}

// crop cuts a long line to a window around the character at.
func crop(line string, at int) (string, int) {
	runes := []rune(line)
	if len(runes) <= excerptWidth {
		return line, at
	}
	start := max(0, min(at-excerptWidth/2, len(runes)-excerptWidth))
	end := start + excerptWidth
	out, moved := string(runes[start:end]), at-start
	if start > 0 {
		out, moved = "…"+out, moved+1
	}
	if end < len(runes) {
		out += "…"
	}
	return out, moved
}

// Quoted shows a value inside a message: in backquotes, cut short, or not at all when it may be a secret.
func Quoted(value string) string {
	if mask(value) != value {
		return "(not shown, as it may be a secret)"
	}
	text := []rune(printable(value))
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	return "`" + string(text) + "`"
}
