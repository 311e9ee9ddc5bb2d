package reports

// Outcome is what became of one check.
type Outcome string

const (
	Pass        Outcome = "pass"
	Fail        Outcome = "fail"        // a must, or a should under --strict
	Warn        Outcome = "warn"        // a should that is not kept
	Unsupported Outcome = "unsupported" // the profile says that the app does not do it
	Excluded    Outcome = "excluded"    // left out by the one who started the run
	Blocked     Outcome = "blocked"     // its set-up failed
	Lost        Outcome = "lost"        // it started or was planned, and gave no answer
	Known       Outcome = "known"       // fails, and is known to
)

// Outcomes are all outcomes, in the order in which they are listed.
func Outcomes() []Outcome {
	return []Outcome{Pass, Fail, Warn, Unsupported, Excluded, Blocked, Lost, Known}
}

// Ran tells whether the target gave an answer that the check could judge.
func (o Outcome) Ran() bool { return o == Pass || o == Fail || o == Warn || o == Known }

// rank orders two results of the same check: any answer beats a lost one, and
// among answers the worse one counts.
func (o Outcome) rank() int {
	for i, known := range []Outcome{Lost, Excluded, Unsupported, Pass, Known, Blocked, Warn, Fail} {
		if o == known {
			return i
		}
	}
	return -1
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

// Summarise counts the checks; one without an outcome is only in Total.
func Summarise(checks []Check) Summary {
	var s Summary
	for i := range checks {
		s.add(checks[i].Outcome, checks[i].weight())
	}
	return s
}

func (s *Summary) add(o Outcome, weight int) {
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
