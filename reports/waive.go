package reports

import (
	"fmt"
	"slices"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Waiver says that a check is known to fail, why, who answers for that, and
// until when.
type Waiver struct {
	// Check is an id or a glob over ids, as --check takes it.
	Check string `json:"check"`
	// Dialect and Subject narrow it; empty for all.
	Dialect string `json:"dialect,omitempty"`
	Subject string `json:"subject,omitempty"`
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	// Expires is the last day on which it holds, in UTC: 2026-12-31.
	Expires string `json:"expires"`
	// At is where it stands: file and line.
	At string `json:"at"`
	// State is what became of it in this run, and Waived the number of results that it covers.
	State  WaiverState `json:"state"`
	Waived int         `json:"waived"`
}

// WaiverState is what became of a waiver in a run.
type WaiverState string

const (
	WaiverUsed    WaiverState = "used"    // it covers a check that fails or is blocked
	WaiverExpired WaiverState = "expired" // its last day is over: it covers nothing, and the run fails
	WaiverStale   WaiverState = "stale"   // what it covers passes: it is to be removed, and the run fails
	WaiverIdle    WaiverState = "idle"    // this run cannot tell: not all that it covers has run
)

// WaiverStates returns all states.
func WaiverStates() []WaiverState {
	return []WaiverState{WaiverUsed, WaiverExpired, WaiverStale, WaiverIdle}
}

// Waive makes the failing checks that a waiver covers Known, and leaves a run
// complete whose blocked checks a waiver covers. catalogue are the ids of all
// checks there are: a waiver is stale only when all that it covers has run.
// The report must be concluded; it is concluded anew.
func (r *Report) Waive(waivers []Waiver, catalogue []string, now time.Time) {
	r.forget(ByWaiver)
	r.Conclude()
	r.Waivers = nil
	for _, w := range waivers {
		w.State, w.Waived = r.unused(w, catalogue, now), 0
		if w.State != WaiverExpired {
			for i := range r.Checks {
				if c := &r.Checks[i]; w.covers(c) && (c.Failing() || c.Outcome == Blocked) {
					w.Waived++
					waive(c, w)
				}
			}
		}
		if w.Waived > 0 {
			w.State = WaiverUsed
		}
		r.Waivers = append(r.Waivers, w)
	}
	r.Conclude()
}

func waive(c *Check, w Waiver) {
	if c.KnownBy == ByWaiver {
		return // by an earlier one
	}
	c.KnownBy = ByWaiver
	if c.Outcome != Blocked {
		c.Outcome = Known
		c.Reason = fmt.Sprintf("waived until %s by %s: %s", w.Expires, w.Owner, w.Reason)
	}
}

// unused is the state of a waiver that covers no failing check.
func (r *Report) unused(w Waiver, catalogue []string, now time.Time) WaiverState {
	narrowed := r.Selection != nil && len(r.Selection.Dialects) > 0 && !slices.Contains(r.Dialects, w.Dialect)
	switch {
	case now.UTC().Format(time.DateOnly) > w.Expires:
		return WaiverExpired
	case r.Shard != nil || narrowed:
		return WaiverIdle
	}
	planned := map[string]bool{}
	for i := range r.Checks {
		c := &r.Checks[i]
		planned[c.ID] = true
		if w.covers(c) && (c.Outcome == Lost || c.Outcome == Excluded) {
			return WaiverIdle
		}
	}
	any := false
	for _, id := range catalogue {
		if matchID(w.Check, id) {
			if !planned[id] {
				return WaiverIdle
			}
			any = true
		}
	}
	if !any {
		return WaiverIdle
	}
	return WaiverStale
}

func (w *Waiver) covers(c *Check) bool {
	return matchID(w.Check, c.ID) && (w.Dialect == "" || w.Dialect == c.Dialect) && (w.Subject == "" || w.Subject == c.Subject)
}

// BrokenWaivers returns those that fail a run.
func BrokenWaivers(list []Waiver) []Waiver {
	var out []Waiver
	for _, w := range list {
		if w.State == WaiverExpired || w.State == WaiverStale {
			out = append(out, w)
		}
	}
	return out
}

// Title names a waiver: its check, dialect and subject.
func (w *Waiver) Title() string {
	return Key{ID: w.Check, Dialect: w.Dialect, Subject: w.Subject}.String()
}

// Sentence says what became of a waiver and, where it fails the run, what to do.
func (w *Waiver) Sentence() string {
	switch w.State {
	case WaiverExpired:
		return "expired on " + w.Expires + ": repair what it waived, or give it a new date"
	case WaiverStale:
		return "covers no check that fails any more: remove it"
	case WaiverUsed:
		return fmt.Sprintf("covers %s until %s", prose.Count(w.Waived, "result"), w.Expires)
	}
	return "covers nothing in this run, which did not include all of it; until " + w.Expires
}
