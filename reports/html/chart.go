package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/oktascim/oktascim/reports"
)

// logScale maps milliseconds to percent of a chart's width, each factor of ten
// the same distance.
type logScale struct{ low, high float64 }

// At returns the place of a value, 0 to 100; what is beyond the ends is at the end.
func (s logScale) At(ms float64) float64 {
	ms = min(max(ms, s.low), s.high)
	return math.Round(1000*math.Log(ms/s.low)/math.Log(s.high/s.low)) / 10
}

// Ticks returns the powers of ten in the scale.
func (s logScale) Ticks() []chartTick {
	var out []chartTick
	for ms := math.Pow(10, math.Ceil(math.Log10(s.low))); ms < s.high*0.8; ms *= 10 {
		out = append(out, chartTick{s.At(ms), shortTime(ms)})
	}
	return out
}

type chartTick struct {
	X     float64
	Label string
}

func shortTime(ms float64) string {
	if ms >= 1000 {
		return fmt.Sprintf("%.3g s", ms/1000)
	}
	return fmt.Sprintf("%.3g ms", ms)
}

type latencyView struct {
	Rows  []latencyRow
	Ticks []chartTick
	// Limit is where Okta gives up on a request.
	Limit   float64
	Slowest float64
	Over    bool // a request took longer than Okta waits
}

type latencyRow struct {
	reports.Operation
	P50, P95, Max float64 // places in percent
	Tone          reports.Tone
}

// latencyRows puts the slowest operation first.
func latencyRows(operations []reports.Operation) latencyView {
	scale := logScale{0.1, 2 * reports.OktaTimeoutMS}
	v := latencyView{Ticks: scale.Ticks(), Limit: scale.At(reports.OktaTimeoutMS)}
	for _, o := range operations {
		row := latencyRow{Operation: o, P50: scale.At(o.P50MS), P95: scale.At(o.P95MS), Max: scale.At(o.MaxMS), Tone: reports.ToneGood}
		switch {
		case o.MaxMS >= reports.OktaTimeoutMS:
			row.Tone, v.Over = reports.ToneBad, true
		case o.MaxMS >= reports.SlowMS:
			row.Tone = reports.ToneWarn
		}
		v.Slowest = max(v.Slowest, o.MaxMS)
		v.Rows = append(v.Rows, row)
	}
	return v
}

type settleView struct {
	reports.Settle
	Rows []settleRow
	// Waited is the number of checks that had to wait at all.
	Waited int
}

type settleRow struct {
	Key   reports.Key
	MS    float64
	Width float64 // percent of the limit
}

func settleRows(r *reports.Report) settleView {
	v := settleView{Settle: r.Settle}
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.SettleMS <= 0 {
			continue
		}
		row := settleRow{Key: c.Key(), MS: c.SettleMS, Width: 100}
		if r.Settle.LimitMS > 0 {
			row.Width = math.Round(min(1000*c.SettleMS/r.Settle.LimitMS, 1000)) / 10
		}
		v.Rows = append(v.Rows, row)
	}
	v.Waited = len(v.Rows)
	slices.SortStableFunc(v.Rows, func(a, b settleRow) int { return cmp.Compare(b.MS, a.MS) })
	v.Rows = v.Rows[:min(len(v.Rows), 10)]
	return v
}
