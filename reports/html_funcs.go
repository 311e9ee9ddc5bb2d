package reports

import (
	"fmt"
	"html/template"
	"strings"
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
		"mark":    func(o Outcome) string { return Style{}.Mark(o) },
		"tone":    ToneOf,
		"states":  States,
		// found tells whether a check has a place of its own among the findings.
		"found":  func(c *Check) bool { return c.Outcome == Fail || c.Outcome == Warn || c.Outcome == Known },
		"source": sourceParts,
		"level":  func(l Level) string { return clean(clipped(string(l), 20)) },
	}
}

// longestText is how much of one text a page shows, in bytes.
const longestText = 6000

// htmlLines is a text of several lines, safe to show, with a long one cut.
func htmlLines(s string) string {
	return strings.Join(cleanLines(clipped(s, longestText)), "\n")
}
