package reports

import (
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/reports/internal/prose"
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

// ExitCode returns 1 when something fails that did not fail so before, otherwise 0.
func (d *Diff) ExitCode() int {
	if d.Worse() {
		return 1
	}
	return 0
}

// Heading returns the answer of the comparison, and tone how good it is.
func (d *Diff) Heading() (string, Tone) {
	lost := len(d.NoAnswer) + len(d.GoneChecks)
	switch {
	case len(d.NewFailures) == 0 && len(d.Changed) > 0:
		return prose.Count(len(d.Changed), "check") + " failing in another way", ToneBad
	case len(d.Changed) > 0:
		return fmt.Sprintf("%s, %d failing in another way", prose.Count(len(d.NewFailures), "new failure"), len(d.Changed)), ToneBad
	case len(d.NewFailures) > 0:
		return prose.Count(len(d.NewFailures), "new failure"), ToneBad
	case lost > 0:
		return "Nothing new fails, but " + prose.Count(lost, "check") + " lost the answer", ToneWarn
	case len(d.NewWarnings) > 0:
		return "Nothing new fails; " + prose.Count(len(d.NewWarnings), "new warning"), ToneWarn
	case len(d.Slower) > 0:
		return "Nothing new fails; " + prose.Count(len(d.Slower), "operation") + " slower", ToneWarn
	case len(d.Fixed) > 0:
		return prose.Count(len(d.Fixed), "check") + " fixed, nothing new fails", ToneGood
	case d.Headline() == nothingChanged:
		return "Nothing has changed", ToneGood
	}
	return "Nothing new fails", ToneGood
}

// Runs returns the two reports, for a table of two columns.
func (d *Diff) Runs() []Difference {
	var out []Difference
	row := func(what, was, now string) {
		if was != "" || now != "" {
			out = append(out, Difference{what, was, now})
		}
	}
	row("report", d.File, d.NowFile)
	row("run", d.Was.RunID, d.Now.RunID)
	row("started", StartedAt(d.Was), StartedAt(d.Now))
	row("verdict", string(d.Was.Verdict), string(d.Now.Verdict))
	row("checks", d.Was.Summary.Words(), d.Now.Summary.Words())
	row("duration", prose.Human(d.Was.DurationMS), prose.Human(d.Now.DurationMS))
	for _, same := range []Difference{
		{"version", d.Was.Tool.Version, d.Now.Tool.Version}, {"target", d.Was.TargetName(), d.Now.TargetName()}, {"profile", d.Was.Profile.Name, d.Now.Profile.Name},
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

// StartedAt returns when the run began, to the minute.
func StartedAt(r *Report) string { return r.Started.UTC().Format("2006-01-02 15:04 UTC") }

// Step says how an outcome has changed: "passing → failing".
func (c *Change) Step() string {
	was, now := "not there", "not there"
	if c.Was != "" {
		was = prose.VerbOf(c.Was)
	}
	switch {
	case c.Now == Known:
		now = prose.VerbOf(Fail)
	case c.Now != "":
		now = prose.VerbOf(c.Now)
	}
	return fmt.Sprintf("%s → %s", was, now)
}

// ChecksOf returns the checks of the later run that have changed so.
func (d *Diff) ChecksOf(list []Change) []Check {
	var out []Check
	for _, check := range d.judged.Checks {
		if slices.ContainsFunc(list, func(c Change) bool { return c.Key() == check.Key() }) {
			out = append(out, check)
		}
	}
	return out
}
