package profile

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// masked stands for text that may be a secret.
const masked = "********"

// span is a half-open range of bytes of a line.
type span struct{ from, to int }

// mask replaces everything in text that may be a secret.
func mask(text string) string {
	out, _ := maskSpans(text, secretSpans(text), 0)
	return out
}

// maskSpans replaces the spans of line and returns, besides the result, where the byte offset at went: to the start of
// the mask when it was inside a span.
func maskSpans(line string, spans []span, at int) (string, int) {
	var b strings.Builder
	moved, end := at, 0
	for _, s := range merged(spans) {
		b.WriteString(line[end:s.from])
		switch {
		case s.to <= at:
			moved += len(masked) - (s.to - s.from)
		case s.from <= at:
			moved = b.Len()
		}
		b.WriteString(masked)
		end = s.to
	}
	b.WriteString(line[end:])
	return b.String(), moved
}

// merged sorts spans and joins those that overlap.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// secretWords are parts of keys whose value may be a secret.
const secretWords = `(?:token|secret|passw|api_?key|authorization|bearer|credential|private)`

// secretSpans finds what may be a secret in one line: the value of a key that speaks of tokens or passwords, what
// follows the name of an authorisation scheme, user names and queries in URLs, and words that look like tokens.
func secretSpans(line string) []span {
	var spans []span
	key := regexp.MustCompile(`(?i)([a-z0-9_.-]*` + secretWords + `[a-z0-9_.-]*)["']?\s*:\s*`)
	for _, m := range key.FindAllStringSubmatchIndex(line, -1) {
		from, to := m[1], len(line)
		if strings.Contains(line[:m[0]], "{") {
			to = from + flowScalar(line[from:])
		}
		value := strings.Trim(strings.TrimSpace(line[from:to]), `"'`)
		if name, _, found := strings.Cut(value, " #"); found {
			value = strings.TrimSpace(name)
		}
		isReference := strings.HasSuffix(strings.ToLower(line[m[2]:m[3]]), "_env") && isVariableName(value)
		if from < to && !isReference {
			spans = append(spans, span{from, to})
		}
	}
	patterns := []string{
		`(?i)\bbearer\s+([^\s#,}\]]{8,})`,
		`(?i)(?:auth|scheme|header|value)[a-z_-]*["']?\s*:\s*["']?(?:bearer|basic|ssws|token)\s+([^\s#].*)`,
		`://([^/\s]*@)`,
		`://[^\s?]*\?([^\s]+)`,
		`(-----BEGIN.*)`,
	}
	if regexp.MustCompile(`^\s*[a-z_]*url\s*:`).MatchString(line) {
		patterns = append(patterns, `://(.*@)`, `://.*?\?(.*)`)
	}
	for _, pattern := range patterns {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatchIndex(line, -1) {
			spans = append(spans, span{m[2], m[3]})
		}
	}
	for _, m := range regexp.MustCompile(`[A-Za-z0-9_\-.~+/=]+`).FindAllStringIndex(line, -1) {
		if looksLikeToken(line[m[0]:m[1]]) {
			spans = append(spans, span{m[0], m[1]})
		}
	}
	return spans
}

// flowScalar is the length of the scalar at the start of s, which stands inside braces or brackets.
func flowScalar(s string) int {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			return end + 2
		}
		return len(s)
	}
	if end := strings.IndexAny(s, ",}]"); end >= 0 {
		return end
	}
	return len(s)
}

// opensSecret reports whether the value of a key in line may be a secret, be it that it stands on the lines below.
func opensSecret(line string) bool {
	opens := regexp.MustCompile(`(?i)` + secretWords + `[a-z0-9_.-]*["']?\s*:\s*[|>]?[-+0-9]*\s*$`)
	return opens.MatchString(line) || len(secretSpans(line)) > 0
}

// isVariableName reports whether s can be the name of an environment variable and does not look like a token.
func isVariableName(s string) bool {
	return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`).MatchString(s) && !looksLikeToken(s)
}

// looksLikeToken reports whether s is so long and so mixed that a person would not have chosen it as a name.
func looksLikeToken(s string) bool {
	for _, start := range []string{"eyJ", "ghp_", "gho_", "glpat-", "xoxb-", "xoxp-", "sk_", "pk_", "sk-"} {
		if rest, ok := strings.CutPrefix(s, start); ok && len(rest) >= 8 {
			return true
		}
	}
	for _, chunk := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("_-.~+/=", r) }) {
		if isRandom(chunk) {
			return true
		}
	}
	return false
}

// isRandom reports whether chunk, letters and digits only, reads like random text: 16 characters of both cases with
// digits inside, or 20 that go between letters and digits four times or more.
func isRandom(chunk string) bool {
	if len(chunk) < 16 {
		return false
	}
	var lower, upper, digitInside bool
	changes := 0
	runes := []rune(chunk)
	for i, r := range runes {
		lower = lower || unicode.IsLower(r)
		upper = upper || unicode.IsUpper(r)
		if i == 0 {
			continue
		}
		if unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]) {
			changes++
		}
		if unicode.IsDigit(runes[i-1]) && !unicode.IsDigit(r) {
			digitInside = true
		}
	}
	return lower && upper && digitInside || len(chunk) >= 20 && changes >= 4
}
