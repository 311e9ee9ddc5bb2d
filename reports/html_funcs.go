package reports

import (
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"
)

// htmlFuncs are what the templates of every page may use. Whatever came from
// the target goes through clean or lines; html/template escapes it after that.
func htmlFuncs() template.FuncMap {
	return template.FuncMap{
		"clean": func(s string) string { return clean(clipped(s, 100)) },
		// clip takes every kind of text.
		"clip":    func(text any) string { return clean(clipped(fmt.Sprint(text), 600)) },
		"lines":   htmlLines,
		"human":   human,
		"grouped": grouped,
		"count":   count,
		"word":    wordOf,
		"mark":    func(o Outcome) string { return style{}.mark(o) },
		"tone":    toneOf,
		"states":  States,
		// found tells whether a check has a place of its own among the findings.
		"found":  func(c *Check) bool { return c.Outcome == Fail || c.Outcome == Warn || c.Outcome == Known },
		"source": sourceParts,
		"level":  func(l Level) string { return clean(clipped(string(l), 20)) },
	}
}

// toneOf returns how good an outcome is.
func toneOf(o Outcome) tone {
	switch o {
	case Pass:
		return toneGood
	case Fail:
		return toneBad
	case Warn, Known, Blocked, Lost:
		return toneWarn
	}
	return toneNote
}

// longestText is how much of one text a page shows, in bytes.
const longestText = 6000

// htmlLines is a text of several lines, safe to show, with a long one cut.
func htmlLines(s string) string {
	return strings.Join(cleanLines(clipped(s, longestText)), "\n")
}

// clipped cuts a text after so many bytes and says how much is missing.
func clipped(s string, most int) string {
	short := clipRaw(s, most)
	if len(short) == len(s) {
		return s
	}
	return fmt.Sprintf("%s … (%s more)", short, size(len(s)-len(short)))
}

// clipRaw cuts a text at a character, after at most so many bytes.
func clipRaw(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// size is a number of bytes as a person writes it.
func size(bytes int) string {
	switch {
	case bytes < 1000:
		return count(bytes, "byte")
	case bytes < 1_000_000:
		return fmt.Sprintf("%.0f kB", float64(bytes)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1_000_000)
}
