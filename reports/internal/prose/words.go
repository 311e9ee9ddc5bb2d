// Package prose writes numbers, words and untrusted text for a reader.
package prose

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/oktascim/oktascim/reports/result"
)

// Human returns a number of milliseconds as a person writes it.
func Human(ms float64) string {
	d := time.Duration(ms * float64(time.Millisecond))
	switch {
	case ms < 9.95:
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	case d < time.Minute:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// Moment returns a time as a person writes it, in UTC.
func Moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Count returns a number with its noun: "1 check", "1,204 checks".
func Count(n int, noun string) string { return Grouped(n) + " " + Plural(n, noun) }

// Plural returns the noun as it follows a number: "check", "checks".
func Plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ie"
	}
	return noun + "s"
}

// Grouped writes a number with commas between the thousands.
func Grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// WordOf returns the outcome as it follows a number in a sentence.
func WordOf(o result.Outcome, n int) string {
	switch o {
	case result.Pass:
		return "passed"
	case result.Fail:
		return "failed"
	case result.Warn:
		if n == 1 {
			return "warning"
		}
		return "warnings"
	case result.Unsupported:
		return "not supported"
	case result.Known:
		return "known to fail"
	}
	return string(o)
}

// VerbOf returns the outcome of one check as it follows "was".
func VerbOf(o result.Outcome) string {
	switch o {
	case result.Warn:
		return "a warning"
	case result.Fail:
		return "failing"
	case result.Pass:
		return "passing"
	}
	return WordOf(o, 1)
}

// Capital returns the text with a capital letter at its start.
func Capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Clipped cuts a text after so many bytes and says how much is missing.
func Clipped(s string, most int) string {
	short := Cut(s, most)
	if len(short) == len(s) {
		return s
	}
	return fmt.Sprintf("%s … (%s more)", short, size(len(s)-len(short)))
}

// Cut cuts a text at a character, after at most so many bytes.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func size(bytes int) string {
	switch {
	case bytes < 1000:
		return Count(bytes, "byte")
	case bytes < 1_000_000:
		return fmt.Sprintf("%.0f kB", float64(bytes)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1_000_000)
}

// Are returns a number of checks and the verb: "1 check is", "2 checks are".
func Are(n int) string {
	if n == 1 {
		return "1 check is"
	}
	return Count(n, "check") + " are"
}

// FirstLine returns the first line of a text, or otherwise when it has none.
func FirstLine(s, otherwise string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if s == "" {
		return otherwise
	}
	return s
}

// WithoutPath returns the error without the path that the message names already.
func WithoutPath(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return inPath.Err
	}
	return err
}
