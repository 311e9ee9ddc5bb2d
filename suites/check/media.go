package check

import (
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/oktascim/oktascim/suites/okta"
)

// JSONKind has a problem when a body is declared as something that is not JSON
// at all, or not declared: text/html, text/plain, no Content-Type. Any type
// named json or ending in +json passes; JSONMediaType is stricter.
func JSONKind(a okta.Answer) []Problem {
	if a.Err != nil || len(a.Body) == 0 {
		return nil
	}
	value := a.Header.Get("Content-Type")
	media, _, _ := strings.Cut(strings.ToLower(value), ";")
	if media = strings.TrimSpace(media); strings.HasPrefix(media, "application/") && strings.Contains(media, "json") {
		return nil
	}
	return seen(a, "Content-Type", "a JSON media type", "%q", value)
}

// UTF8 has a problem when a body is not UTF-8 (RFC 8259 §8.1) or is declared
// to be in another charset.
func UTF8(a okta.Answer) []Problem {
	if a.Err != nil || len(a.Body) == 0 {
		return nil
	}
	var out []Problem
	if !utf8.Valid(a.Body) {
		out = append(out, seen(a, "body", "UTF-8", "other octets: %s", excerpt(a.Body))...)
	}
	value := a.Header.Get("Content-Type")
	_, parameters, _ := mime.ParseMediaType(value)
	if charset := parameters["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") {
		out = append(out, seen(a, "Content-Type", "charset=utf-8, or no charset", "%q", value)...)
	}
	return out
}

// Direct has a problem when an answer redirects: Okta does not follow.
func Direct(a okta.Answer) []Problem {
	if a.Err != nil || a.Status < 300 || a.Status > 399 {
		return nil
	}
	return seen(a, "status", "an answer, no redirect", "%d %s to %q", a.Status, http.StatusText(a.Status), a.Header.Get("Location"))
}
