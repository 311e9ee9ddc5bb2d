package html

import (
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

const (
	stepsBefore, stepsAfter     = 30, 10 // steps listed around the faulty one
	pictureBefore, pictureAfter = 8, 2   // steps drawn around it
	faultyLines, otherLines     = 160, 60
)

type headerLine struct{ Name, Value string }

// headerLines are all headers by name. Those of the transport are left out.
func headerLines(headers map[string]string) []headerLine {
	var out []headerLine
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Connection", "Date", "Host":
			continue
		}
		out = append(out, headerLine{prose.Clean(prose.Clipped(name, 100)), prose.Clean(prose.Clipped(headers[name], 500))})
	}
	return out
}

// shortAddress is an address as it is read: without the base URL, the query
// unescaped and long ids cut.
func shortAddress(address, base string) string {
	if rest, ok := strings.CutPrefix(address, strings.TrimSuffix(base, "/")); ok && base != "" && rest != "" {
		address = rest
	} else if u, err := url.Parse(address); err == nil && u.Host != "" {
		address = u.RequestURI()
	}
	path, query, has := strings.Cut(prose.Clipped(address, 600), "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if len(part) >= 16 && strings.ContainsFunc(part, unicode.IsDigit) {
			parts[i] = prose.Cut(part, 8) + "…"
		}
	}
	path = strings.Join(parts, "/")
	if has {
		if plain, err := url.QueryUnescape(query); err == nil {
			query = plain
		}
		path += "?" + query
	}
	return prose.Clean(path)
}

type exchangeView struct {
	*show.Step
	Path, Full                       string
	RequestHeaders, ResponseHeaders  []headerLine
	RequestBody, ResponseBody        template.HTML
	RequestLeft, ResponseLeft        int // lines that are not shown
	Reason                           string
	Open, WithBody, Truncated, Empty bool
}

const (
	bodyCells   = 92      // of a line of a body
	longestLine = 2_000   // bytes of one line of a body
	longestBody = 256_000 // bytes of a body that is laid out for reading
)

// layOutBody lays a body out for reading, JSON with its parts marked: names as
// <b>, texts as <span>, numbers and literals as <i>. It shows at most so many
// lines and tells how many are left out.
func layOutBody(body string, most int) (out template.HTML, left int) {
	if len(body) <= longestBody {
		body = prose.LayOutJSON(body, bodyCells)
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
		line = prose.Clean(strings.ReplaceAll(prose.Clipped(line, longestLine), "\t", "    "))
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
