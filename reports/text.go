package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// human is a number of milliseconds as a person writes it.
func human(ms float64) string {
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

// moment is a time as a person writes it, in UTC.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// count is a number with its noun: "1 check", "1,204 checks".
func count(n int, noun string) string { return grouped(n) + " " + plural(n, noun) }

// plural is the noun as it follows a number: "check", "checks".
func plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ie"
	}
	return noun + "s"
}

// grouped writes a number with commas between the thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// wordOf returns the outcome as it follows a number in a sentence.
func wordOf(o Outcome, n int) string {
	switch o {
	case Pass:
		return "passed"
	case Fail:
		return "failed"
	case Warn:
		if n == 1 {
			return "warning"
		}
		return "warnings"
	case Unsupported:
		return "not supported"
	case Known:
		return "known to fail"
	}
	return string(o)
}

// parts lists the outcomes that occur with their numbers, painted.
func (s Summary) parts(paint style) []string {
	var out []string
	for _, o := range Outcomes() {
		n := s.Of(o)
		if n == 0 {
			continue
		}
		text := grouped(n) + " " + wordOf(o, n)
		switch o {
		case Pass:
			text = paint.good(text)
		case Fail:
			text = paint.bad(text)
		case Warn, Blocked, Lost, Known:
			text = paint.warn(text)
		default:
			text = paint.dim(text)
		}
		out = append(out, text)
	}
	return out
}

// worst is the outcome that stands for a number of checks.
func (s Summary) worst() Outcome {
	for _, o := range []Outcome{Fail, Lost, Blocked, Warn, Known, Pass, Unsupported, Excluded} {
		if s.Of(o) > 0 {
			return o
		}
	}
	return Excluded
}

func firstLine(s, otherwise string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if s == "" {
		return otherwise
	}
	return s
}
