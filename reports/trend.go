package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Trend is what many runs of the same checks show together.
type Trend struct {
	// Runs are in the order in which they started.
	Runs []TrendRun
	// Flips are the checks whose result changes from run to run, the one that
	// changes most often first.
	Flips []Flip
	// Operations are those of the latest run that has any, the slowest first.
	Operations []OperationTrend
	// Differs lists targets, profiles and versions where there are several.
	Differs []string
}

// TrendRun is one run of a Trend: a report without its checks.
type TrendRun struct {
	File       string
	RunID      string
	Started    time.Time
	Tool       Tool
	Target     string
	Profile    string
	Verdict    Verdict
	Summary    Summary
	DurationMS float64
	Requests   int
	latency    []Operation
	outcomes   map[Key]Outcome
}

// Flip is a check that holds in some runs and fails in others.
type Flip struct {
	Key
	// Flips is how often the result differs from that of the run before. Runs
	// in which the check gave no answer do not count.
	Flips int
	// Failed of Ran runs saw it fail.
	Failed, Ran int
	// Outcomes has one for each run of the trend; empty where it is not in it.
	Outcomes []Outcome
}

// OperationTrend is the latency of one kind of request, run by run.
type OperationTrend struct {
	Method, Resource string
	// Runs has one for each run of the trend; nil where it has none.
	Runs []*Operation
}

// NewTrendRun keeps what a trend needs of a report.
func NewTrendRun(file string, r *Report) TrendRun {
	run := TrendRun{File: file, RunID: r.RunID, Started: r.Started, Tool: r.Tool, Target: r.TargetName(), Profile: r.Profile.Name, Verdict: r.Verdict,
		Summary: r.Summary, DurationMS: r.DurationMS, Requests: r.Requests, latency: r.Latency, outcomes: map[Key]Outcome{}}
	for i := range r.Checks {
		run.outcomes[r.Checks[i].Key()] = r.Checks[i].Outcome
	}
	return run
}

// NewTrend puts runs together.
func NewTrend(runs []TrendRun) *Trend {
	t := &Trend{Runs: slices.Clone(runs)}
	slices.SortStableFunc(t.Runs, func(a, b TrendRun) int { return cmp.Or(a.Started.Compare(b.Started), strings.Compare(a.File, b.File)) })
	t.flips()
	t.operations()
	for _, what := range []struct {
		noun string
		of   func(TrendRun) string
	}{
		{"target", func(r TrendRun) string { return r.Target }},
		{"profile", func(r TrendRun) string { return orNone(r.Profile) }},
		{"oktascim version", func(r TrendRun) string { return r.Tool.Version }},
	} {
		var values []string
		for _, r := range t.Runs {
			if v := what.of(r); !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
		const named = 3
		if n := len(values); n > 1 {
			text := prose.Count(n, what.noun) + ": " + strings.Join(values[max(n-named, 0):], ", ")
			if n > named {
				text += fmt.Sprintf(" and %d before", n-named)
			}
			t.Differs = append(t.Differs, text)
		}
	}
	return t
}

func (t *Trend) flips() {
	keys := map[Key]bool{}
	for _, r := range t.Runs {
		for k := range r.outcomes {
			keys[k] = true
		}
	}
	for k := range keys {
		if f := t.flip(k); f.Flips > 0 {
			t.Flips = append(t.Flips, f)
		}
	}
	slices.SortFunc(t.Flips, func(a, b Flip) int {
		return cmp.Or(cmp.Compare(b.Flips, a.Flips), cmp.Compare(b.Failed, a.Failed), strings.Compare(a.String(), b.String()))
	})
}

func (t *Trend) flip(k Key) Flip {
	f := Flip{Key: k}
	failedBefore := false
	for _, r := range t.Runs {
		o := r.outcomes[k]
		f.Outcomes = append(f.Outcomes, o)
		if !o.Ran() {
			continue
		}
		failed := o != Pass
		if f.Ran > 0 && failed != failedBefore {
			f.Flips++
		}
		if failed {
			f.Failed++
		}
		f.Ran++
		failedBefore = failed
	}
	return f
}

func (t *Trend) operations() {
	last := slices.Clone(t.Runs)
	slices.Reverse(last)
	i := slices.IndexFunc(last, func(r TrendRun) bool { return len(r.latency) > 0 })
	if i < 0 {
		return
	}
	for _, o := range last[i].latency {
		trend := OperationTrend{Method: o.Method, Resource: o.Resource}
		for _, r := range t.Runs {
			var found *Operation
			if k := slices.IndexFunc(r.latency, func(other Operation) bool { return other.Method == o.Method && other.Resource == o.Resource }); k >= 0 {
				found = &r.latency[k]
			}
			trend.Runs = append(trend.Runs, found)
		}
		t.Operations = append(t.Operations, trend)
	}
}

// Ends returns the first and the last run that has the operation; nil when there is
// only one.
func (o *OperationTrend) Ends() (first, last *Operation) {
	for _, r := range o.Runs {
		switch {
		case r == nil:
		case first == nil:
			first = r
		default:
			last = r
		}
	}
	return first, last
}

// Heading says how it stands, and tone how good that is.
func (t *Trend) Heading() (string, Tone) {
	last := t.Runs[len(t.Runs)-1]
	text := "The latest of " + prose.Count(len(t.Runs), "run") + ": " + string(last.Verdict)
	if len(t.Runs) == 1 {
		text = "One run: " + string(last.Verdict)
	}
	return text, last.Verdict.Tone()
}

// Lead says what flips.
func (t *Trend) Lead() string {
	if len(t.Flips) == 0 {
		return "Every check gave the same answer in every run."
	}
	f := t.Flips[0]
	return prose.Capital(prose.Count(len(t.Flips), "check")) + " did not always give the same answer. " +
		f.String() + " changes most: " + f.Story() + "."
}

// Story says how often a check flips.
func (f *Flip) Story() string {
	return prose.Count(f.Flips, "change") + ", failed in " + prose.Grouped(f.Failed) + " of " + prose.Count(f.Ran, "run")
}

// Span returns the time from the first to the last run.
func (t *Trend) Span() string {
	first, last := t.Runs[0].Started.UTC(), t.Runs[len(t.Runs)-1].Started.UTC()
	return first.Format("2006-01-02 15:04") + " to " + last.Format("2006-01-02 15:04 UTC")
}

// Unanswered returns the checks that are blocked or lost.
func (r *TrendRun) Unanswered() int { return r.Summary.Blocked + r.Summary.Lost }
