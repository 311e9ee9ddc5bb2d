package reports

import (
	"encoding/json"
	"html/template"
	"strings"
)

const (
	bodyCells   = 92      // of a line of a body
	longestLine = 2_000   // bytes of one line of a body
	longestBody = 256_000 // bytes of a body that is laid out for reading
)

// htmlBody lays a body out for reading, JSON with its parts marked: names as
// <b>, texts as <span>, numbers and literals as <i>. It shows at most so many
// lines and tells how many are left out.
func htmlBody(body string, most int) (out template.HTML, left int) {
	if len(body) <= longestBody {
		body = pretty(body, bodyCells)
	}
	isJSON := looksLikeJSON(body)
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(body, "\n"), "\r\n", "\n"), "\n")
	if len(lines) > most+1 {
		lines, left = lines[:most], len(lines)-most
	}
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		line = clean(strings.ReplaceAll(clipped(line, longestLine), "\t", "    "))
		if isJSON {
			highlight(&b, line)
		} else {
			template.HTMLEscape(&b, []byte(line))
		}
	}
	return template.HTML(b.String()), left
}

func looksLikeJSON(body string) bool {
	trimmed := strings.TrimSpace(body)
	return trimmed != "" && (trimmed[0] == '{' || trimmed[0] == '[') && json.Valid([]byte(trimmed))
}

// highlight writes one line of JSON. A text never spans lines: JSON has no raw
// line ends inside of texts.
func highlight(b *strings.Builder, line string) {
	for line != "" {
		n := 0
		switch c := line[0]; {
		case c == '"':
			n = textEnd(line)
			if strings.HasPrefix(strings.TrimLeft(line[n:], " "), ":") {
				element(b, "b", line[:n])
			} else {
				element(b, "span", line[:n])
			}
		case c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z':
			n = len(line) - len(strings.TrimLeft(line, "+-.0123456789abcdefghijklmnopqrstuvwxyzE"))
			element(b, "i", line[:n])
		default:
			if n = strings.IndexAny(line[1:], `"-0123456789abcdefghijklmnopqrstuvwxyz`) + 1; n == 0 {
				n = len(line)
			}
			template.HTMLEscape(b, []byte(line[:n]))
		}
		line = line[n:]
	}
}

// textEnd is the length of the JSON text that a line begins with.
func textEnd(line string) int {
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}

func element(b *strings.Builder, name, text string) {
	b.WriteString("<" + name + ">")
	template.HTMLEscape(b, []byte(text))
	b.WriteString("</" + name + ">")
}
