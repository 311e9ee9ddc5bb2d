package console

import (
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

const (
	trendRuns  = 30 // of the latest runs are shown as text
	trendFlips = 40
	trendOps   = 8
)

// ShowTrend writes a history for a terminal with these options.
func ShowTrend(w io.Writer, t *reports.Trend, options Options) error {
	c := New(w, options)
	p := newPage(c.style, c.width())
	p.trend(t)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) trend(t *reports.Trend) {
	p.Line("%s  %s", p.Bold("oktascim report trend"), p.Dim(prose.Count(len(t.Runs), "run")+" · "+t.Span()))
	for _, d := range t.Differs {
		p.Para("  "+p.Warn("!")+" ", "    ", d, p.Warn)
	}
	p.Section("RUNS", p.Bold)
	p.Gap()
	p.Line("  %s", p.Dim(fmt.Sprintf("  %-16s  %-8s %7s %7s %7s %8s %7s %10s", "started", "run", "failed", "warned", "known", "no answer", "passed", "time")))
	runs := t.Runs[max(len(t.Runs)-trendRuns, 0):]
	if n := len(t.Runs) - len(runs); n > 0 {
		p.Line("  %s", p.Dim(fmt.Sprintf("  and %s before", prose.Count(n, "run"))))
	}
	for i := range runs {
		p.trendRun(&runs[i])
	}
	if len(t.Flips) > 0 {
		p.Section(fmt.Sprintf("FLIPS %d", len(t.Flips)), p.Warn)
		p.Para("  ", "  ", "These checks hold in some runs and fail in others; every sign is a run, the latest last.", p.Dim)
		p.Gap()
	}
	for i := range t.Flips {
		if i == trendFlips {
			p.Line("  %s", p.Dim(fmt.Sprintf("and %d more", len(t.Flips)-i)))
			break
		}
		p.trendFlip(&t.Flips[i])
	}
	p.trendLatency(t.Operations)
	heading, how := t.Heading()
	p.Gap()
	p.Para("", "", how.Mark()+" "+heading+". "+t.Lead(), p.Bold)
}

func (p *page) trendRun(r *reports.TrendRun) {
	number := func(n int, paint func(string) string) string {
		text := fmt.Sprintf("%7s", prose.Grouped(n))
		if n == 0 {
			return p.Dim(text)
		}
		return paint(text)
	}
	p.Line("  %s %-16s  %-8s %s %s %s %s %s %10s", p.Mark(outcomeOf(r.Verdict)), r.Started.UTC().Format("2006-01-02 15:04"), prose.Shorten(prose.Clean(r.RunID), 8),
		number(r.Summary.Fail, p.Bad), number(r.Summary.Warn, p.Warn), number(r.Summary.Known, p.Warn), "  "+number(r.Unanswered(), p.Warn), number(r.Summary.Pass, p.Good), prose.Human(r.DurationMS))
}

func outcomeOf(v reports.Verdict) reports.Outcome {
	switch v {
	case reports.Conforms:
		return reports.Pass
	case reports.DoesNotConform:
		return reports.Fail
	case reports.ConformsWithWarnings:
		return reports.Warn
	}
	return reports.Lost
}

func (p *page) trendFlip(f *reports.Flip) {
	outcomes := f.Outcomes[max(len(f.Outcomes)-trendRuns, 0):]
	signs := ""
	for _, o := range outcomes {
		if o == "" {
			signs += " "
		} else {
			signs += p.Mark(o)
		}
	}
	p.Line("  %s  %s", signs, prose.Clean(f.String()))
	p.Line("  %s  %s", strings.Repeat(" ", len(outcomes)), p.Dim(f.Story()))
}

func (p *page) trendLatency(operations []reports.OperationTrend) {
	var lines []string
	for i := range operations {
		o := &operations[i]
		first, last := o.Ends()
		if last == nil || len(lines) == trendOps {
			continue
		}
		runs := o.Runs[max(len(o.Runs)-trendRuns, 0):]
		lines = append(lines, fmt.Sprintf("  %s %s  %9s → %-9s %s", prose.Pad(prose.Shorten(prose.Clean(o.Method+" "+o.Resource), 24), 24), prose.Pad(p.Note(sparks(runs)), len(runs)),
			prose.Human(first.P50MS), prose.Human(last.P50MS), p.Dim(fmt.Sprintf("95 %%: %s → %s", prose.Human(first.P95MS), prose.Human(last.P95MS)))))
	}
	if len(lines) == 0 {
		return
	}
	p.Section("LATENCY", p.Bold)
	p.Para("  ", "  ", "The median of each operation, run by run, from the first run to the latest.", p.Dim)
	p.Gap()
	for _, l := range lines {
		p.Line("%s", l)
	}
}

func sparks(runs []*reports.Operation) string {
	highest := 0.0
	for _, r := range runs {
		if r != nil {
			highest = max(highest, r.P50MS)
		}
	}
	signs := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r == nil:
			b.WriteByte(' ')
		case highest == 0:
			b.WriteRune(signs[0])
		default:
			b.WriteRune(signs[int(r.P50MS/highest*float64(len(signs)-1)+0.5)])
		}
	}
	return b.String()
}
