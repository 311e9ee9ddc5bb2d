package reports

// Verdict is the answer of a whole run.
type Verdict string

const (
	Conforms             Verdict = "conforms"
	ConformsWithWarnings Verdict = "conforms with warnings"
	DoesNotConform       Verdict = "does not conform"
	Incomplete           Verdict = "incomplete"
)

// Verdicts are all verdicts, the best first.
func Verdicts() []Verdict {
	return []Verdict{Conforms, ConformsWithWarnings, DoesNotConform, Incomplete}
}

// ExitCode is the exit code of a run with this verdict: 0 conforms, 1 does
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

// ExitCode is the exit code of the report's verdict.
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
