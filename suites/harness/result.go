package harness

import "github.com/oktascim/oktascim/suites/check"

// Outcome is how one check ended, before levels, waivers and baselines are
// applied.
type Outcome string

// Outcomes of a check.
const (
	Pass        Outcome = "pass"
	Fail        Outcome = "fail"
	Blocked     Outcome = "blocked"     // its set-up failed
	Unsupported Outcome = "unsupported" // the app, by its profile, does not do this
	Lost        Outcome = "lost"        // the run ended before or while it ran
)

// EntryName is the name of the Ginkgo report entry that carries a Result.
const EntryName = "oktascim"

// Result is what one check found. It is attached to its Ginkgo spec; the JSON
// names are read by package reports.
type Result struct {
	ID        string          `json:"id"`
	Area      string          `json:"area"`
	Level     string          `json:"level"`
	Dialect   string          `json:"dialect"`
	Subject   string          `json:"subject,omitempty"`
	Subjects  int             `json:"subjects,omitempty"`
	Title     string          `json:"title"`
	Why       string          `json:"why,omitempty"`
	Outcome   Outcome         `json:"outcome"`
	Reason    string          `json:"reason,omitempty"`
	Problems  []check.Problem `json:"problems,omitempty"`
	Symptom   string          `json:"symptom"`
	Refs      []string        `json:"refs"`
	Exchanges []Exchange      `json:"exchanges,omitempty"`
	Timings   []Timing        `json:"timings,omitempty"`
	SettleMS  float64         `json:"settle_ms"`
	Requests  int             `json:"requests"`
	// GuardRequests are those of the guard, which makes sure that the check
	// changes nobody else's resources.
	GuardRequests int `json:"guard_requests,omitempty"`
	// CleanUpRequests are those that cleaning up after the check took.
	CleanUpRequests int `json:"clean_up_requests,omitempty"`
}
