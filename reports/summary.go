package reports

import "strings"

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

// Summarise counts the checks; one without an outcome is only in Total.
func Summarize(checks []Check) Summary {
	var s Summary
	for i := range checks {
		s.Add(checks[i].Outcome, checks[i].Weight())
	}
	return s
}

func (s *Summary) Add(o Outcome, weight int) {
	s.Total += weight
	if n := s.of(o); n != nil {
		*n += weight
	}
}

// Of is the number of checks with the outcome.
func (s Summary) Of(o Outcome) int {
	if n := s.of(o); n != nil {
		return *n
	}
	return 0
}

func (s *Summary) of(o Outcome) *int {
	switch o {
	case Pass:
		return &s.Pass
	case Fail:
		return &s.Fail
	case Warn:
		return &s.Warn
	case Unsupported:
		return &s.Unsupported
	case Excluded:
		return &s.Excluded
	case Blocked:
		return &s.Blocked
	case Lost:
		return &s.Lost
	case Known:
		return &s.Known
	}
	return nil
}

// parts returns the outcomes that occur with their numbers; paint may be nil.
func (s Summary) Parts(paint func(Outcome, string) string) []string {
	var out []string
	for _, o := range Outcomes() {
		n := s.Of(o)
		if n == 0 {
			continue
		}
		text := grouped(n) + " " + wordOf(o, n)
		if paint != nil {
			text = paint(o, text)
		}
		out = append(out, text)
	}
	return out
}

// words returns the summary in a sentence: "14 checks: 4 passed, 5 failed".
func (s Summary) Words() string {
	text := count(s.Total, "check")
	if parts := s.Parts(nil); len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text
}

// worst returns the outcome that stands for a number of checks.
func (s Summary) Worst() Outcome {
	for _, o := range []Outcome{Fail, Lost, Blocked, Warn, Known, Pass, Unsupported, Excluded} {
		if s.Of(o) > 0 {
			return o
		}
	}
	return Excluded
}
