package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ShellQuote quotes a value as one word of a shell.
func ShellQuote(s string) string { return shellQuote(s) }

// shellQuote quotes a value as one word of bash, zsh or ksh. Single quotes
// keep everything, "!" included. A value with characters that a terminal would
// obey is written as $'…' with octal escapes, so that it can be shown and copied.
func shellQuote(s string) string {
	if s != "" && strings.IndexFunc(s, special) < 0 {
		return s
	}
	if !unprintable(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case hidden(r) || r == utf8.RuneError && size == 1:
			for _, octet := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, octet)
			}
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	b.WriteByte('\'')
	return b.String()
}

// special is every character that a shell might not take literally.
func special(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_./:@%+,", r)
}

func unprintable(s string) bool { return !utf8.ValidString(s) || strings.IndexFunc(s, hidden) >= 0 }
