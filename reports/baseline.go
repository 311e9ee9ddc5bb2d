package reports

import (
	"path"
	"slices"
	"time"
)

// Baseline is what has changed since an earlier run of the same checks. Every
// check is in one list at most; one that passed in both runs is in none.
type Baseline struct {
	// File is the path of the earlier report as given.
	File    string    `json:"file"`
	RunID   string    `json:"run_id"`
	Started time.Time `json:"started"`
	// ToolVersion is the version of oktascim that made it.
	ToolVersion string `json:"tool_version"`
	// Differs lists what was not the same in both runs, apart from the results.
	Differs []Difference `json:"differs"`
	// Compared is the number of checks that are in both.
	Compared int `json:"compared"`
	// NewFailures fail now and did not in the baseline, or were not in it.
	NewFailures []Change `json:"new_failures"`
	// Changed failed, or were blocked, in the baseline too, but with other
	// problems or for another reason. They are as grave as new failures.
	Changed []Change `json:"changed"`
	// StillFailing fail, or are blocked, as in the baseline.
	StillFailing []Change `json:"still_failing"`
	// Fixed failed or were blocked in the baseline and pass now.
	Fixed []Change `json:"fixed"`
	// NewWarnings warn now and did not in the baseline, or did for another reason.
	NewWarnings []Change `json:"new_warnings"`
	// NoAnswer had an answer in the baseline and have none now: they are
	// unsupported, blocked or lost. Nobody knows whether they still hold.
	NoAnswer []Change `json:"no_answer"`
	// NewChecks were not in the baseline and do not fail.
	NewChecks []Change `json:"new_checks"`
	// GoneChecks are in the baseline, and this run does not know them.
	GoneChecks []Change `json:"gone_checks"`
	// NotSelected is the number of checks of the baseline that this run left
	// out because it was asked to.
	NotSelected int `json:"not_selected"`
	// Slower are operations that take notably longer. They never change the verdict.
	Slower []Slower `json:"slower"`
}

// Difference is a circumstance in which two runs differ.
type Difference struct {
	// What is target, profile, version, dialects, strictness, selection or settle time.
	What string `json:"what"`
	Was  string `json:"was"`
	Now  string `json:"now"`
}

// Change is a check whose result is not what it was.
type Change struct {
	ID      string `json:"id"`
	Area    string `json:"area"`
	Level   Level  `json:"level"`
	Dialect string `json:"dialect,omitempty"`
	Subject string `json:"subject,omitempty"`
	Title   string `json:"title"`
	// Was and Now are outcomes; empty where the check is not in that run.
	Was Outcome `json:"was,omitempty"`
	Now Outcome `json:"now,omitempty"`
	// Problem is the first problem of this run, or the reason why there is no
	// answer; Before is the same of the baseline where it was another one.
	Problem string `json:"problem,omitempty"`
	Before  string `json:"before,omitempty"`
}

// Key tells which check has changed.
func (c Change) Key() Key { return Key{ID: c.ID, Dialect: c.Dialect, Subject: c.Subject} }

// worse tells whether there is a failure that the baseline has not in this way.
func (b *Baseline) Worse() bool { return len(b.NewFailures)+len(b.Changed) > 0 }

// less tells whether something that had an answer in the baseline has none now.
func (b *Baseline) Less() bool { return len(b.NoAnswer)+len(b.GoneChecks) > 0 }

// holds tells whether the run was to include a check that is not in its report.
func (r *Report) holds(c *Check) bool {
	if r.Shard != nil || c.Dialect != "" && !slices.Contains(r.Dialects, c.Dialect) {
		return false
	}
	s := r.Selection
	if s == nil {
		return true
	}
	byID := func(glob string) bool { return matchID(glob, c.ID) }
	return (len(s.Areas) == 0 || slices.Contains(s.Areas, c.Area)) && (len(s.Checks) == 0 || slices.ContainsFunc(s.Checks, byID))
}

// matchID tells whether an id matches a glob, as --check takes it.
func matchID(glob, id string) bool {
	ok, err := path.Match(glob, id)
	return ok && err == nil
}
