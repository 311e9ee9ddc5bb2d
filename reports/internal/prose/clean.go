package prose

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text from the target safe to show in one line: what a terminal
// would obey, what changes the reading direction and what cannot be seen is
// written as an escape.
func Clean(s string) string {
	if !needsCleaning(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case !Hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return b.String()
}

// CleanLines is Clean for the lines of a text.
func CleanLines(s string) []string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = Clean(strings.ReplaceAll(lines[i], "\t", "    "))
	}
	return lines
}

func needsCleaning(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return true
		}
	}
	return false
}

// Hidden reports whether a character is obeyed rather than shown: control
// characters, bidirectional and other format characters, line and paragraph
// separators, noncharacters. The joiners stay: emoji and several scripts are
// spelled with them.
func Hidden(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = 0x200c, 0x200d
	switch {
	case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
		return false
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return true
	}
	return r&0xfffe == 0xfffe || (r >= 0xfdd0 && r <= 0xfdef)
}

// Plain makes a text from elsewhere safe to print on a terminal, line ends kept.
func Plain(s string) string { return strings.Join(CleanLines(s), "\n") }

// LongestCellText bounds a cell, in bytes; spreadsheets take 32,767 characters.
const LongestCellText = 2_000

// Cell returns a text in one line that a spreadsheet does not take for a formula
// (OWASP, CSV injection): one that begins like a formula gets an apostrophe.
func Cell(s string) string {
	s = Clean(Clipped(s, LongestCellText))
	if s != "" && strings.ContainsRune("=+-@|%", rune(s[0])) {
		return "'" + s
	}
	return s
}

// ShellQuote quotes a value as one word of bash, zsh or ksh. Single quotes
// keep everything, "!" included. A value with characters that a terminal would
// obey is written as $'…' with octal escapes, so that it can be shown and copied.
func ShellQuote(s string) string {
	if s != "" && strings.IndexFunc(s, NeedsQuotes) < 0 {
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
		case Hidden(r) || r == utf8.RuneError && size == 1:
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

// NeedsQuotes reports whether a shell might not take a character literally.
func NeedsQuotes(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_./:@%+,", r)
}

func unprintable(s string) bool { return !utf8.ValidString(s) || strings.IndexFunc(s, Hidden) >= 0 }
