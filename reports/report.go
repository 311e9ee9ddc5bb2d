// Package reports is what a run found, as a whole: its verdict, what to fix first,
// what has changed since another run. The JSON report is this model, written and
// read here; every other format is a package of its own, and formats has the table.
package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/result"
)

// Schema names the shape of the JSON report. Keys may be added under the same
// name; a key never changes its meaning.
const Schema = "oktascim/report/v1"

// Report is the result of one run. The one who starts the run fills in what
// describes it and the checks; Conclude derives the rest.
type Report struct {
	Schema  string  `json:"schema"`
	Tool    Tool    `json:"tool"`
	Verdict Verdict `json:"verdict"`
	Target  Target  `json:"target"`
	Profile Profile `json:"profile"`
	// Started is written in RFC 3339.
	Started    time.Time `json:"started"`
	DurationMS float64   `json:"duration_ms"`
	Dialects   []string  `json:"dialects"`
	// AppKinds are the kinds of Okta app that were tested: classic, wizard, wizard-no-patch, template. Empty when not stated.
	AppKinds []string `json:"app_kinds,omitempty"`
	Seed     int64    `json:"seed"`
	RunID    string   `json:"run_id"`
	Settle   Settle   `json:"settle"`
	// Strict says that a failing should counts as a failure.
	Strict bool `json:"strict"`
	// Selection is what the run was narrowed to; nil when every check was planned.
	Selection *Selection `json:"selection,omitempty"`
	// Depth is how much the run was to do: quick, standard or full. Deeper is how many checks only a deeper one has.
	Depth  string `json:"depth,omitempty"`
	Deeper int    `json:"checks_of_deeper_runs,omitempty"`
	// Shard says that these are the results of one part of a run.
	Shard   *Shard  `json:"shard,omitempty"`
	Summary Summary `json:"summary"`
	// Requests is the number of requests sent. Conclude takes the sum over
	// the checks when it is zero.
	Requests int `json:"requests"`
	// RequestsSent are all requests that the target got: those of the checks, of
	// what they share, of the guard and of the clean-up.
	RequestsSent int     `json:"requests_sent,omitempty"`
	Checks       []Check `json:"checks"`
	// NotRun groups the checks that gave no answer, by the reason why.
	NotRun  []NotRun    `json:"not_run"`
	CleanUp CleanUp     `json:"clean_up"`
	Latency []Operation `json:"latency"`
	// Baseline is what has changed since an earlier run; see Compare.
	Baseline *Baseline `json:"baseline,omitempty"`
	// Waivers are the failures that somebody answers for; see Waive.
	Waivers []Waiver `json:"waivers,omitempty"`
	// Notes are sentences for the reader about the run as a whole.
	Notes []string `json:"notes"`
	// Command is what made the report, when it was not `oktascim run`, without
	// target and profile: "oktascim pilot plan --roster pilot.csv".
	Command string `json:"command,omitempty"`
	// Onwards is what follows a success of Command, a sentence and a command.
	Onwards [2]string `json:"-"`
	// Timings are those of requests that were sent before the checks ran.
	Timings []Timing `json:"-"`
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Target is the SCIM deployment under test.
type Target struct {
	// BaseURL has no user information and no query.
	BaseURL string `json:"base_url"`
	// Embedded says that it was the reference provider inside the program.
	Embedded bool `json:"embedded"`
}

// Profile is the app profile of the run.
type Profile struct {
	Name string `json:"name"`
	// File is the path as given; empty for the built-in profile.
	File string `json:"file,omitempty"`
	// Settings are all of its keys, defaults included and secrets not, in the
	// order of the profile: scim.settle, okta.dialects … Flags may have won over
	// some of them: Target, Dialects and Settle are what the run used.
	Settings []Setting `json:"settings,omitempty"`
}

// Setting returns the value of a key; "" when it is not stated.
func (p Profile) Setting(key string) string {
	for _, s := range p.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// Setting is one key of the profile and its value as text.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Selection is which checks a run was narrowed to. An empty list does not narrow.
type Selection struct {
	Areas []string `json:"areas,omitempty"`
	// Checks are globs over ids.
	Checks []string `json:"checks,omitempty"`
	// Dialects are fewer than those of the profile.
	Dialects []string `json:"dialects,omitempty"`
}

// DepthWords returns the depth and what it leaves out: "depth standard; --depth full has 120 checks more".
func (r *Report) DepthWords() string {
	switch {
	case r.Depth == "":
		return ""
	case r.Deeper == 0:
		return "depth " + r.Depth
	}
	return fmt.Sprintf("depth %s; --depth full has %s more", r.Depth, prose.Count(r.Deeper, "check"))
}

// Shard is one of Count parts of a run; Index counts from 1. All parts of one
// run have its run id.
type Shard struct {
	Index int `json:"index"`
	Count int `json:"count"`
}

// Settle tells how long reads had to wait for a write to show.
type Settle struct {
	// LimitMS is the profile's settle time in milliseconds.
	LimitMS float64 `json:"limit_ms"`
	// LongestMS is the longest wait that a check needed, and Check that check.
	LongestMS float64 `json:"longest_ms"`
	Check     string  `json:"check,omitempty"`
}

// NotRun is a number of checks that gave no answer for one reason.
type NotRun struct {
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason"`
	// Checks are ids, each once.
	Checks []string `json:"checks"`
	// Count is the number of checks; one that was planned in two dialects counts twice.
	Count int `json:"count"`
}

// CleanUp tells what became of the resources that the run created.
type CleanUp struct {
	Deactivated int `json:"deactivated"`
	Deleted     int `json:"deleted"`
	Purged      int `json:"purged"`
	// Left are the resources that could not be cleaned up.
	Left []LeftOver `json:"left"`
}

// LeftOver is a resource that is still in the target.
type LeftOver struct {
	Type string `json:"type"` // User or Group
	ID   string `json:"id"`
	Name string `json:"name"` // userName or displayName
	Why  string `json:"why"`
}

// String returns what was cleaned up, in words.
func (c CleanUp) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.Deactivated, "deactivated"}, {c.Deleted, "deleted"}, {c.Purged, "purged"}} {
		if part.n > 0 {
			parts = append(parts, prose.Grouped(part.n)+" "+part.word)
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// The result model, which suites fill in.
type (
	Check    = result.Result
	Key      = result.Key
	KnownBy  = result.KnownBy
	Level    = result.Level
	Outcome  = result.Outcome
	Problem  = result.Problem
	Exchange = result.Exchange
	Timing   = result.Timing
)

const (
	ByBaseline = result.ByBaseline
	ByWaiver   = result.ByWaiver

	Must   = result.Must
	Should = result.Should

	Pass        = result.Pass
	Fail        = result.Fail
	Warn        = result.Warn
	Unsupported = result.Unsupported
	Excluded    = result.Excluded
	Blocked     = result.Blocked
	Lost        = result.Lost
	Known       = result.Known
)

// Outcomes returns all outcomes, in the order in which they are listed.
func Outcomes() []Outcome { return result.Outcomes() }

// Plain returns a text from elsewhere as a terminal may show it, line ends kept.
func Plain(s string) string { return prose.Plain(s) }

// ShellQuote returns a value as one word of a shell.
func ShellQuote(s string) string { return prose.ShellQuote(s) }

// TokenEnv is the environment variable from which a curl line takes the token.
const TokenEnv = "OKTASCIM_TOKEN"
