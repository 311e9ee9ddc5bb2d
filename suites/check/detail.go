package check

import (
	"regexp"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// ErrorStatusSaid has a problem when an error body does not say the status, as
// text or as a number. Okta's SPEC test compares it in its last step.
func ErrorStatusSaid(a okta.Answer) []Problem {
	if a.Err != nil || a.Status < 400 || a.Resource == nil {
		return nil
	}
	if v := a.Resource["status"]; v != nil && statusText(v) == strconv.Itoa(a.Status) {
		return nil
	}
	return inError(a, "status", strconv.Quote(strconv.Itoa(a.Status)), "%s", show(a.Resource["status"]))
}

// trace matches what only a stack trace, a query or a source path looks like.
var trace = regexp.MustCompile(`Traceback \(most recent call last\)|goroutine \d+ \[|\bat [\w$.<>]+\([\w$.<>/:\\-]*:\d+|` +
	`\bat (?:async )?[\w$.<> ]*\(?(?:file://|node:|[A-Za-z]:\\|/)[^\s)]*:\d+:\d+|File \\?"[^"]+\\?", line \d+|[\w/]+\.(?:go|rb|php|java|py|cs):\d+|` +
	`SQLSTATE\[|\bSELECT [\s\S]{1,200}\bFROM\b|\bINSERT INTO\b`)

// NoTrace has a problem when an error shows the inside of the server: a stack
// trace, a source file with its line, or a database query.
func NoTrace(a okta.Answer) []Problem {
	if a.Err != nil || a.Status < 400 {
		return nil
	}
	if found := trace.Find(a.Body); found != nil {
		return inError(a, "", "a sentence for the admin", "the inside of the server: %s", excerpt(found))
	}
	return nil
}

// RefusedWell has the problems of a refusal: a 4xx with a SCIM Error.
func RefusedWell(a okta.Answer) []Problem { return All(Refused(a), ErrorBody(a)) }

// NoCrashWell has the problems of an answer that may be consent or refusal: no
// 5xx, and a refusal is a SCIM Error.
func NoCrashWell(a okta.Answer) []Problem { return All(NoCrash(a), ErrorBody(a)) }
