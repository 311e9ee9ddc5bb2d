package reports

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Verdict is the answer of a whole run.
type Verdict string

const (
	Conforms             Verdict = "conforms"
	ConformsWithWarnings Verdict = "conforms with warnings"
	DoesNotConform       Verdict = "does not conform"
	Incomplete           Verdict = "incomplete"
)

// Verdicts returns all verdicts, the best first.
func Verdicts() []Verdict {
	return []Verdict{Conforms, ConformsWithWarnings, DoesNotConform, Incomplete}
}

// ExitCode returns the exit code of a run with this verdict: 0 conforms, 1 does
// not, 3 incomplete. Usage errors (2) and interruption (130) are no verdicts.
func (v Verdict) ExitCode() int {
	switch v {
	case Conforms, ConformsWithWarnings:
		return 0
	case DoesNotConform:
		return 1
	}
	return 3
}

// ExitCode returns the exit code of the report's verdict.
func (r *Report) ExitCode() int { return r.Verdict.ExitCode() }

// Conclude derives what follows from the checks: outcomes under Strict, order,
// summary, verdict, reasons, latency, settle time and the number of requests.
// It may be called again after a change.
func (r *Report) Conclude() {
	r.Schema = Schema
	if r.Tool.Name == "" {
		r.Tool.Name = "oktascim"
	}
	sortChecks(r.Checks)
	requests := 0
	r.Settle.LongestMS, r.Settle.Check = 0, ""
	for i := range r.Checks {
		c := r.Checks[i].Judged(r.Strict)
		c.Problems, c.Refs, c.Exchanges = filled(c.Problems), filled(c.Refs), filled(c.Exchanges)
		r.Checks[i] = c
		requests += c.Requests
		if c.SettleMS > r.Settle.LongestMS {
			r.Settle.LongestMS, r.Settle.Check = c.SettleMS, c.Key().String()
		}
	}
	if r.Requests == 0 {
		r.Requests = requests
	}
	r.Summary = Summarize(r.Checks)
	r.Verdict = r.verdict()
	r.NotRun = notRun(r.Checks)
	if len(r.Latency) == 0 {
		r.Latency = latencies(r.Checks, r.Timings...)
	}
	r.Dialects, r.Notes, r.Checks = filled(r.Dialects), filled(r.Notes), filled(r.Checks)
	r.CleanUp.Left = filled(r.CleanUp.Left)
}

// verdict judges the run. A run in which nothing gave an answer is incomplete:
// it must not read as a success. Waivers that do not hold any more fail a run,
// as does, under Strict, a check that the baseline has an answer to and this
// run has not.
func (r *Report) verdict() Verdict {
	s := r.Summary
	less := r.Baseline != nil && r.Baseline.Less()
	if s.Fail > 0 || len(BrokenWaivers(r.Waivers)) > 0 || less && r.Strict {
		return DoesNotConform
	}
	foreseen := false
	for i := range r.Checks {
		c := &r.Checks[i]
		switch {
		case c.Outcome != Blocked && c.Outcome != Lost:
		case c.KnownBy != "":
			foreseen = true
		case c.Level != Should:
			return Incomplete
		}
	}
	switch {
	case s.Pass+s.Warn+s.Known == 0:
		return Incomplete
	case s.Warn+s.Known > 0 || foreseen || less:
		return ConformsWithWarnings
	}
	return Conforms
}

// notRun groups the checks without an answer: what endangers the verdict first.
func notRun(checks []Check) []NotRun {
	out := []NotRun{}
	for _, o := range []Outcome{Lost, Blocked, Unsupported, Excluded} {
		at := map[string]int{}
		for i := range checks {
			c := &checks[i]
			if c.Outcome != o {
				continue
			}
			reason := c.Reason
			if reason == "" {
				reason = "no reason was given"
			}
			j, known := at[reason]
			if !known {
				j = len(out)
				at[reason] = j
				out = append(out, NotRun{Outcome: o, Reason: reason})
			}
			g := &out[j]
			g.Count += c.Weight()
			// The checks are sorted, so the dialects of one id follow each other.
			if n := len(g.Checks); n == 0 || g.Checks[n-1] != c.ID {
				g.Checks = append(g.Checks, c.ID)
			}
		}
	}
	return out
}

// filled makes an empty list out of none, so that JSON holds [] and not null.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Summary counts checks by outcome.
type Summary struct {
	Total       int `json:"total"`
	Pass        int `json:"pass"`
	Fail        int `json:"fail"`
	Warn        int `json:"warn"`
	Unsupported int `json:"unsupported"`
	Excluded    int `json:"excluded"`
	Blocked     int `json:"blocked"`
	Lost        int `json:"lost"`
	Known       int `json:"known"`
}

// Summarize counts the checks; one without an outcome is only in Total.
func Summarize(checks []Check) Summary {
	var s Summary
	for i := range checks {
		s.Add(checks[i].Outcome, checks[i].Weight())
	}
	return s
}

// Add counts weight checks with an outcome.
func (s *Summary) Add(o Outcome, weight int) {
	s.Total += weight
	if n := s.of(o); n != nil {
		*n += weight
	}
}

// Of returns the number of checks with the outcome.
func (s Summary) Of(o Outcome) int {
	if n := s.of(o); n != nil {
		return *n
	}
	return 0
}

func (s *Summary) of(o Outcome) *int {
	i := slices.Index(Outcomes(), o)
	if i < 0 {
		return nil
	}
	return []*int{&s.Pass, &s.Fail, &s.Warn, &s.Unsupported, &s.Excluded, &s.Blocked, &s.Lost, &s.Known}[i]
}

// Parts returns the outcomes that occur with their numbers; paint may be nil.
func (s Summary) Parts(paint func(Outcome, string) string) []string {
	var out []string
	for _, o := range Outcomes() {
		n := s.Of(o)
		if n == 0 {
			continue
		}
		text := prose.Grouped(n) + " " + prose.WordOf(o, n)
		if paint != nil {
			text = paint(o, text)
		}
		out = append(out, text)
	}
	return out
}

// Words returns the summary in a sentence: "14 checks: 4 passed, 5 failed".
func (s Summary) Words() string {
	text := prose.Count(s.Total, "check")
	if parts := s.Parts(nil); len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text
}

// Worst returns the outcome that stands for a number of checks.
func (s Summary) Worst() Outcome {
	for _, o := range []Outcome{Fail, Lost, Blocked, Warn, Known, Pass, Unsupported, Excluded} {
		if s.Of(o) > 0 {
			return o
		}
	}
	return Excluded
}

// Tone is how good a message is.
type Tone string

const (
	ToneGood Tone = "good"
	ToneBad  Tone = "bad"
	ToneWarn Tone = "warn"
	ToneNote Tone = "note"
)

// Mark returns the sign that stands beside the color, which is never alone.
func (t Tone) Mark() string {
	switch t {
	case ToneGood:
		return "✓"
	case ToneBad:
		return "✗"
	case ToneWarn:
		return "!"
	}
	return "–"
}

// Tone returns how good a verdict is.
func (v Verdict) Tone() Tone {
	switch v {
	case Conforms:
		return ToneGood
	case DoesNotConform:
		return ToneBad
	}
	return ToneWarn
}

// ToneOf returns how good an outcome is.
func ToneOf(o Outcome) Tone {
	switch o {
	case Pass:
		return ToneGood
	case Fail:
		return ToneBad
	case Warn, Known, Blocked, Lost:
		return ToneWarn
	}
	return ToneNote
}

// Tone returns how good a state is.
func (s State) Tone() Tone {
	switch s {
	case Holds:
		return ToneGood
	case DoesNotHold:
		return ToneBad
	case PartlyChecked:
		return ToneWarn
	}
	return ToneNote
}

// Tone returns how good the changes are.
func (p ChangeList) Tone() Tone {
	if p.Kind == "changed" || p.Kind == "new" {
		return ToneBad
	}
	return ToneOf(p.Mark)
}
