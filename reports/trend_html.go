package reports

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// htmlTrend is what the page of a history shows.
type htmlTrend struct {
	*Trend
	Bars   []trendBar
	Top    int // the number at the top of the chart
	Rows   []TrendRun
	Flips  []flipView
	More   int
	Charts []trendChart
}

// trendBar is one run in the chart of what did not hold, in percent.
type trendBar struct {
	X, Width float64
	Parts    []trendPart
	Tip      string
}

type trendPart struct {
	Class     string
	Y, Height float64
}

// flipView is a check that flips, with a cell a run.
type flipView struct {
	Flip
	Cells []flipCell
}

type flipCell struct {
	X, Width float64
	Class    string
	Tip      string
}

// Story is for the template.
func (f flipView) Story() string { return f.story() }
func (f flipView) Name() string  { return f.Flip.Key.String() }

// trendChart is the latency of one operation over the runs, in percent.
type trendChart struct {
	Method, Resource   string
	P50, P95           string // points of a line in a box of 600 by 100
	LastP50, LastP95   float64
	FirstP50, FirstP95 float64
	Top                float64
	Dots               []chartDot
}

type chartDot struct {
	X, Y float64
	Tip  string
}

// writeTrendHTML writes a history as one page for a browser.
func writeTrendHTML(w io.Writer, t *Trend) error {
	heading, how := t.heading()
	last := &t.Runs[len(t.Runs)-1]
	page := htmlTrend{Trend: t, Rows: t.latest()}
	page.Bars, page.Top = t.bars()
	const mostFlips = 40
	for i, f := range t.Flips {
		if i == mostFlips {
			page.More = len(t.Flips) - i
			break
		}
		page.Flips = append(page.Flips, t.flipView(f))
	}
	links := []htmlLink{{"Outcomes", "#outcomes"}}
	if len(page.Flips) > 0 {
		links = append(links, htmlLink{"Checks that flip", "#flips"})
	}
	for i := range t.Operations {
		if chart, ok := t.Operations[i].chart(t.Runs); ok {
			page.Charts = append(page.Charts, chart)
		}
	}
	if len(page.Charts) > 0 {
		links = append(links, htmlLink{"Latency", "#latency"})
	}
	return writeHTML(w, "trend.tmpl", htmlPage{
		Title:   clean(clipped(heading+" · "+first(last.Profile, last.Target), 200)) + " · Okta SCIM conformance",
		Eyebrow: "Okta SCIM conformance over time", Heading: heading, Lead: clean(clipped(t.lead(), 400)), Tone: how,
		Facts: []htmlFact{{"Target", clean(clipped(last.Target, 300))}, {"Runs", grouped(len(t.Runs))}, {"From, to", t.span()}},
		Parts: append(links, htmlLink{"All runs", "#runs"}), Tool: last.Tool, Content: page,
	})
}

// latest are the runs, the newest first.
func (t *Trend) latest() []TrendRun {
	out := make([]TrendRun, 0, len(t.Runs))
	for i := len(t.Runs) - 1; i >= 0; i-- {
		out = append(out, t.Runs[i])
	}
	return out
}

// Unanswered is for the template.
func (r TrendRun) Unanswered() int { return r.unanswered() }

// When is the time at which the run started.
func (r TrendRun) When() string { return r.Started.UTC().Format("2006-01-02 15:04") }

// Tone is how good the verdict is.
func (r TrendRun) Tone() tone { return r.Verdict.tone() }

// column is the place of the i-th of n runs, in percent.
func column(i, n int) (x, width float64) {
	step := 100 / float64(n)
	gap := min(step*0.15, 1)
	return round2(step*float64(i) + gap/2), round2(min(step-gap, 6))
}

func round2(v float64) float64 { return math.Round(100*v) / 100 }

// bars draws what did not hold in each run; what passed would dwarf it.
func (t *Trend) bars() ([]trendBar, int) {
	top := 1
	for i := range t.Runs {
		s := t.Runs[i].Summary
		top = max(top, s.Fail+s.Known+s.Warn+t.Runs[i].unanswered())
	}
	top = niceTop(top)
	var out []trendBar
	for i := range t.Runs {
		r := &t.Runs[i]
		bar := trendBar{Tip: r.When() + ": " + string(r.Verdict) + ", " + r.Summary.words()}
		bar.X, bar.Width = column(i, len(t.Runs))
		y := 100.0
		for _, part := range []struct {
			class string
			n     int
		}{{"bad", r.Summary.Fail}, {"known", r.Summary.Known}, {"warn", r.Summary.Warn}, {"void", r.unanswered()}} {
			height := 100 * float64(part.n) / float64(top)
			y -= height
			if part.n > 0 {
				bar.Parts = append(bar.Parts, trendPart{part.class, round2(y), round2(height)})
			}
		}
		out = append(out, bar)
	}
	return out, top
}

// niceTop is the next number of the form 1, 2 or 5 times a power of ten.
func niceTop(n int) int {
	for power := 1; ; power *= 10 {
		for _, m := range []int{1, 2, 5} {
			if m*power >= n {
				return m * power
			}
		}
	}
}

func (t *Trend) flipView(f Flip) flipView {
	v := flipView{Flip: f}
	for i, o := range f.Outcomes {
		if o == "" {
			continue
		}
		cell := flipCell{Class: string(toneOf(o)), Tip: t.Runs[i].When() + ": " + string(o)}
		cell.X, cell.Width = column(i, len(f.Outcomes))
		v.Cells = append(v.Cells, cell)
	}
	return v
}

// chart draws median and 95 % of the runs that have the operation; there is
// nothing to draw of a single one.
func (o *OperationTrend) chart(runs []TrendRun) (trendChart, bool) {
	first, last := o.ends()
	if last == nil {
		return trendChart{}, false
	}
	c := trendChart{Method: o.Method, Resource: o.Resource, FirstP50: first.P50MS, LastP50: last.P50MS, FirstP95: first.P95MS, LastP95: last.P95MS}
	for _, r := range o.Runs {
		if r != nil {
			c.Top = max(c.Top, r.P95MS)
		}
	}
	c.Top = max(c.Top, 0.001)
	var p50, p95 []string
	for i, r := range o.Runs {
		if r == nil {
			continue
		}
		x := 600 * (float64(i) + 0.5) / float64(len(o.Runs))
		y := func(v float64) float64 { return round2(96 - 92*v/c.Top) }
		p50 = append(p50, fmt.Sprintf("%.1f,%.1f", x, y(r.P50MS)))
		p95 = append(p95, fmt.Sprintf("%.1f,%.1f", x, y(r.P95MS)))
		tip := fmt.Sprintf("%s: median %s, 95 %% %s, longest %s, %s", runs[i].When(), human(r.P50MS), human(r.P95MS), human(r.MaxMS), count(r.Count, "request"))
		c.Dots = append(c.Dots, chartDot{round2(x), y(r.P95MS), tip})
	}
	c.P50, c.P95 = strings.Join(p50, " "), strings.Join(p95, " ")
	return c, true
}
