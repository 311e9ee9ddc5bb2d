// Package result is the one model of what a run finds: a check's result with its
// problems and exchanges. Suites write it, reports show it, and nothing lies in
// between.
package result

import "time"

// Result is one check and what became of it in one dialect or for one subject. A
// check that was planned and has not ended has no Outcome. The JSON names are part of
// the report schema oktascim/report/v1.
type Result struct {
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
	// Cause is the step without which a blocked check could not be judged.
	Cause *Cause `json:"cause,omitempty"`
	// KnownBy says what foresaw that the check fails (outcome known) or is
	// blocked: "baseline" or "waiver". Such a check does not make a run fail.
	KnownBy  KnownBy   `json:"known_by,omitempty"`
	Problems []Problem `json:"problems"`
	// Symptom is what an Okta admin would see.
	Symptom string `json:"symptom"`
	// Evidence says why we believe that Okta sends the check's requests, or needs
	// what it requires.
	Evidence Evidence `json:"evidence,omitempty"`
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

// Cause is why a check was blocked: the check that judges the step which failed,
// and its problem; nil when the step failed in a way that no problem describes.
type Cause struct {
	Check   string   `json:"check"`
	Problem *Problem `json:"problem,omitempty"`
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

// Evidence is the ground of a requirement.
type Evidence string

const (
	// Recorded, OktaTest, Documented and Assumed: of the requests, how surely Okta
	// sends them.
	Recorded   Evidence = "recorded"
	OktaTest   Evidence = "okta-test"
	Documented Evidence = "documented"
	Assumed    Evidence = "assumed"
	// RFC: of the requirement, which Okta does not depend on.
	RFC Evidence = "RFC"
	// Safety: access, data or secrets are at stake, whoever sends the request.
	Safety Evidence = "safety"
)

// Said is the evidence in words.
func (e Evidence) Said() string {
	return map[Evidence]string{
		Recorded: "recorded: the live client was seen to send it", OktaTest: "one of Okta's own tests sends it",
		Documented: "documented by Okta; no recording has it", Assumed: "assumed: neither recorded nor documented",
		RFC: "the RFCs ask for it; Okta does not depend on it", Safety: "access, data or secrets are at stake, whoever sends it",
	}[e]
}

// Key tells checks apart: one id runs once a dialect, or once a subject.
type Key struct{ ID, Dialect, Subject string }

// Key is the check's id, dialect and subject.
func (r Result) Key() Key { return Key{r.ID, r.Dialect, r.Subject} }

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

// Lost is the result as one that ended without an answer.
func (r Result) Lost(reason string) Result {
	r.Outcome, r.Reason = Lost, reason
	return r
}

// Weight is how many checks this entry stands for.
func (r *Result) Weight() int { return max(r.Subjects, 1) }

// Judged is the result with the outcome that its level and strictness ask for.
func (r Result) Judged(strict bool) Result {
	switch {
	case strict && r.Outcome == Warn:
		r.Outcome = Fail
	case !strict && r.Outcome == Fail && r.Level == Should:
		r.Outcome = Warn
	}
	return r
}

// Failing reports whether the requirement does not hold, known or not.
func (r *Result) Failing() bool { return r.Outcome == Fail || r.Outcome == Warn || r.Outcome == Known }
