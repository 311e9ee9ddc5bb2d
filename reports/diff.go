package reports

import (
	"fmt"
	"slices"
)

// Diff is what has changed from one report to another.
type Diff struct {
	Was, Now *Report
	// NowFile is the path of the later report as given.
	NowFile string
	*Baseline
	judged *Report // the later one, in which only what is new fails
}

// NewDiff compares two reports. Both are left as they are.
func NewDiff(was, now *Report, wasFile, nowFile string) *Diff {
	later := *now
	later.Checks = slices.Clone(now.Checks)
	later.Compare(was, wasFile)
	return &Diff{Was: was, Now: now, NowFile: nowFile, Baseline: later.Baseline, judged: &later}
}

// ExitCode is 1 when something fails that did not fail so before, otherwise 0.
func (d *Diff) ExitCode() int {
	if d.worse() {
		return 1
	}
	return 0
}

// heading is the answer of the comparison, and tone how good it is.
func (d *Diff) heading() (string, tone) {
	lost := len(d.NoAnswer) + len(d.GoneChecks)
	switch {
	case len(d.NewFailures) == 0 && len(d.Changed) > 0:
		return count(len(d.Changed), "check") + " failing in another way", toneBad
	case len(d.Changed) > 0:
		return fmt.Sprintf("%s, %d failing in another way", count(len(d.NewFailures), "new failure"), len(d.Changed)), toneBad
	case len(d.NewFailures) > 0:
		return count(len(d.NewFailures), "new failure"), toneBad
	case lost > 0:
		return "Nothing new fails, but " + count(lost, "check") + " lost the answer", toneWarn
	case len(d.NewWarnings) > 0:
		return "Nothing new fails; " + count(len(d.NewWarnings), "new warning"), toneWarn
	case len(d.Slower) > 0:
		return "Nothing new fails; " + count(len(d.Slower), "operation") + " slower", toneWarn
	case len(d.Fixed) > 0:
		return count(len(d.Fixed), "check") + " fixed, nothing new fails", toneGood
	case d.Headline() == nothingChanged:
		return "Nothing has changed", toneGood
	}
	return "Nothing new fails", toneGood
}

// runs are the two reports, for a table of two columns.
func (d *Diff) runs() []Difference {
	var out []Difference
	row := func(what, was, now string) {
		if was != "" || now != "" {
			out = append(out, Difference{what, was, now})
		}
	}
	row("report", d.File, d.NowFile)
	row("run", d.Was.RunID, d.Now.RunID)
	row("started", startedAt(d.Was), startedAt(d.Now))
	row("verdict", string(d.Was.Verdict), string(d.Now.Verdict))
	row("checks", d.Was.Summary.words(), d.Now.Summary.words())
	row("duration", human(d.Was.DurationMS), human(d.Now.DurationMS))
	for _, same := range []Difference{
		{"version", d.Was.Tool.Version, d.Now.Tool.Version}, {"target", d.Was.targetName(), d.Now.targetName()}, {"profile", d.Was.Profile.Name, d.Now.Profile.Name},
	} {
		row(same.What, same.Was, same.Now)
	}
	for _, other := range d.Differs {
		if !slices.Contains([]string{"version", "target", "profile"}, other.What) {
			row(other.What, other.Was, other.Now)
		}
	}
	return out
}

func startedAt(r *Report) string { return r.Started.UTC().Format("2006-01-02 15:04 UTC") }

// words is the summary in a sentence: "14 checks: 4 passed, 5 failed".
func (s Summary) words() string {
	text := count(s.Total, "check")
	for i, part := range s.parts(style{}) {
		if i == 0 {
			text += ": " + part
		} else {
			text += ", " + part
		}
	}
	return text
}

// step says how an outcome has changed: "passing → failing".
func (c *Change) step() string {
	was, now := "not there", "not there"
	if c.Was != "" {
		was = verbOf(c.Was)
	}
	switch {
	case c.Now == Known:
		now = verbOf(Fail)
	case c.Now != "":
		now = verbOf(c.Now)
	}
	return fmt.Sprintf("%s → %s", was, now)
}
