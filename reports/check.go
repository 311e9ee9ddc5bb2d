package reports

import (
	"encoding/json"
	"time"
)

// Check is one requirement and what became of it in one dialect. A check that
// was planned and has not ended has no Outcome.
type Check struct {
	ID    string `json:"id"`
	Area  string `json:"area"`
	Level Level  `json:"level"`
	// Dialect is aiw, oin, or empty for what does not depend on it.
	Dialect string `json:"dialect"`
	// Subject is whom or what the check is about when one requirement is checked
	// for many: a userName of a roster, a group. Empty for most.
	Subject string `json:"subject,omitempty"`
	// Subjects is how many subjects this entry stands for when they are counted
	// and not listed one by one; 0 for most.
	Subjects int     `json:"subjects,omitempty"`
	Outcome  Outcome `json:"outcome"`
	Title    string  `json:"title"`
	// Why says what Okta does with it: why a failure matters.
	Why string `json:"why,omitempty"`
	// Reason tells why a check was blocked, unsupported, excluded or lost, and by what.
	Reason string `json:"reason,omitempty"`
	// KnownBy says what foresaw that the check fails (outcome known) or is
	// blocked: "baseline" or "waiver". Such a check does not make a run fail.
	KnownBy  KnownBy   `json:"known_by,omitempty"`
	Problems []Problem `json:"problems"`
	// Symptom is what an Okta admin would see.
	Symptom string `json:"symptom"`
	// Refs are the sources of the requirement, such as "RFC 7644 §3.5.2" or a URL.
	Refs []string `json:"refs"`
	// Exchanges are kept for checks that failed, warned or were blocked.
	Exchanges  []Exchange `json:"exchanges"`
	Started    time.Time  `json:"started,omitzero"`
	DurationMS float64    `json:"duration_ms"`
	// SettleMS is the longest time that a read had to wait for a write to show.
	SettleMS float64 `json:"settle_ms"`
	Requests int     `json:"requests"`
	// GuardRequests made sure that the check changed nobody else's resources.
	GuardRequests int `json:"guard_requests,omitempty"`
	// CleanUpRequests were sent after the check, to clean up what it made.
	CleanUpRequests int `json:"clean_up_requests,omitempty"`
	// Timings are the times of all requests, also those of passing checks.
	// Report.Latency sums them up; they are not written themselves.
	Timings []Timing `json:"-"`
}

// KnownBy is what foresaw a failure.
type KnownBy string

const (
	ByBaseline KnownBy = "baseline"
	ByWaiver   KnownBy = "waiver"
)

// Level says how much depends on a requirement.
type Level string

const (
	// Must: Okta's flow breaks, access or data is wrong, or Okta's own test is red.
	Must Level = "must"
	// Should: strictness of the RFC that Okta does not depend on.
	Should Level = "should"
)

// Problem is one difference between what was required and what was seen.
type Problem struct {
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
	// At is the place: a JSON path, a header, a step, a line of a body.
	At string `json:"at"`
}

// UnmarshalJSON also takes members that are not text: a number, a boolean
// or a structure reads as its own JSON, null as nothing.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var in struct{ Expected, Actual, At json.RawMessage }
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*p = Problem{Expected: textOf(in.Expected), Actual: textOf(in.Actual), At: textOf(in.At)}
	return nil
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// Exchange is one request and its answer, with secrets removed.
type Exchange struct {
	Method          string            `json:"method"`
	URL             string            `json:"url"`
	RequestHeaders  map[string]string `json:"request_headers,omitempty"`
	Request         string            `json:"request,omitempty"`
	Status          int               `json:"status,omitempty"`
	ResponseHeaders map[string]string `json:"response_headers,omitempty"`
	Response        string            `json:"response,omitempty"`
	MS              float64           `json:"ms"`
	// Error says why there is no answer.
	Error string `json:"error,omitempty"`
	// Faulty marks the exchange in which the problem was seen.
	Faulty bool `json:"faulty,omitempty"`
}

// Timing is how long one request took, in milliseconds.
type Timing struct {
	Method string  `json:"method"`
	URL    string  `json:"url"`
	MS     float64 `json:"ms"`
}

// Key tells checks apart: one id runs once a dialect, or once a subject.
type Key struct{ ID, Dialect, Subject string }

// Key is the check's id, dialect and subject.
func (c Check) Key() Key { return Key{c.ID, c.Dialect, c.Subject} }

// Anchor is the name of the check's place in an HTML page.
func (c *Check) Anchor() string { return c.Key().Anchor() }

// String is the id with the dialect and the subject in brackets:
// "users.create [aiw]", "pilot.verify.role <ann@example.com>".
func (k Key) String() string {
	text := k.ID
	if k.Dialect != "" {
		text += " [" + k.Dialect + "]"
	}
	if k.Subject != "" {
		text += " <" + k.Subject + ">"
	}
	return text
}

// Lost is the check as one that ended without an answer.
func (c Check) Lost(reason string) Check {
	c.Outcome, c.Reason = Lost, reason
	return c
}

// weight is how many checks this entry stands for.
func (c *Check) weight() int { return max(c.Subjects, 1) }

// judged is the check with the outcome that its level and strictness ask for.
func (c Check) judged(strict bool) Check {
	switch {
	case strict && c.Outcome == Warn:
		c.Outcome = Fail
	case !strict && c.Outcome == Fail && c.Level == Should:
		c.Outcome = Warn
	}
	return c
}
