package result

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

// Ran reports whether the target gave an answer that the check could judge.
func (o Outcome) Ran() bool { return o == Pass || o == Fail || o == Warn || o == Known }

// Rank orders two results of the same check: any answer beats a lost one, and
// among answers the worse one counts.
func (o Outcome) Rank() int {
	for i, known := range []Outcome{Lost, Excluded, Unsupported, Pass, Known, Blocked, Warn, Fail} {
		if o == known {
			return i
		}
	}
	return -1
}
