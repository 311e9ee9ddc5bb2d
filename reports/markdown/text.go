package markdown

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Markdown is read by GitHub and GitLab, which make links, mentions and
// emoji of plain text. Nothing that came from a target may do that, nor close
// an element, nor break a table: every mark is written as a character entity,
// and a word that would become a link or a mention stands in <code>, where
// neither of them looks for any.

// Text returns a text in one line that shows as it is.
func Text(s string) string {
	words := strings.Split(prose.Clean(s), " ")
	for i, word := range words {
		if links.MatchString(word) {
			words[i] = code(word)
		} else {
			words[i] = entities(word)
		}
	}
	return strings.Join(words, " ")
}

// links finds what would become a mention, a reference to an issue, an
// emoji, a link or a commit.
var links = regexp.MustCompile(`@|#\d|!\d|\$\d|%\d|~\w|&\d|(?i)\bgh-\d|:[\w+-]+:|://|(?i)www\.|(?i)mailto:|(?i)\b[0-9a-f]{7,64}\b|\[\w+:`)

func code(s string) string {
	if s == "" {
		return ""
	}
	return "<code>" + entities(prose.Clean(s)) + "</code>"
}

// codeLines is a value of several lines, as code; what is beyond so many lines or
// bytes is left out and said.
func codeLines(s string, lines, size int) string {
	if s == "" {
		return ""
	}
	all := prose.CleanLines(strings.TrimRight(s, "\n"))
	var out []string
	for i, line := range all {
		if i == lines && len(all) > lines+1 {
			out = append(out, fmt.Sprintf("… %s", prose.Count(len(all)-i, "more line")))
			break
		}
		leading := len(line) - len(strings.TrimLeft(line, " "))
		out = append(out, "<code>"+strings.Repeat("&nbsp;", leading)+entities(prose.Clipped(line, size)[leading:])+"</code>")
	}
	return strings.Join(out, "<br>")
}

// entities writes every ASCII mark that could mean something as an entity.
func entities(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r <= ' ', r >= 0x7f, r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', strings.ContainsRune(plainMarks, r),
			i > 0 && strings.ContainsRune(innerMarks, r), r == ':' && !strings.HasPrefix(s[i:], "://"):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// plainMarks are marks that mean nothing in a line, innerMarks those that mean
// something only at its start.
const (
	plainMarks = `,.;/%?()'"!`
	innerMarks = `-+=`
)

// fenced is a block of code in a language. The fence is longer than any in the text.
func fenced(language, text string) string {
	body := strings.Join(prose.CleanLines(strings.TrimRight(text, "\n")), "\n")
	fence, run := "```", 0
	for _, r := range body {
		if r != '`' {
			run = 0
			continue
		}
		if run++; run >= len(fence) {
			fence = strings.Repeat("`", run+1)
		}
	}
	return fence + language + "\n" + body + "\n" + fence + "\n"
}

// Source returns a source: a link when it is an address of the web.
func Source(ref string) string {
	var b strings.Builder
	for _, part := range prose.Links(ref) {
		if part.Href == "" {
			b.WriteString(Text(part.Text))
			continue
		}
		fmt.Fprintf(&b, `<a href="%s">%s</a>`, html.EscapeString(part.Href), entities(part.Text))
	}
	return b.String()
}
