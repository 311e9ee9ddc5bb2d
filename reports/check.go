package reports

import "github.com/oktascim/oktascim/reports/result"

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

// Outcomes are all outcomes, in the order in which they are listed.
func Outcomes() []Outcome { return result.Outcomes() }
