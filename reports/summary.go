package reports

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
		s.add(checks[i].Outcome, checks[i].Weight())
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
