package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sampleTrend are n runs, a day apart: one check flips, one fails for a while,
// one operation becomes slower.
func sampleTrend(n int) *Trend {
	var runs []TrendRun
	for i := range n {
		r := green()
		r.Profile.Name, r.RunID = "Holistics", fmt.Sprintf("run%03d", i)
		r.Started = r.Started.Add(time.Duration(i) * 24 * time.Hour)
		add := func(id string, o Outcome, l Level) {
			r.Checks = append(r.Checks, Check{ID: id, Area: "members", Dialect: "aiw", Level: l, Outcome: o})
		}
		if i%4 == 1 {
			add("groups.members.flaky", Fail, Must)
		} else {
			add("groups.members.flaky", Pass, Must)
		}
		switch {
		case i < n/3:
			add("users.deactivate.by-id", Fail, Must)
		case i < n/2:
			add("users.deactivate.by-id", Known, Must)
		default:
			add("users.deactivate.by-id", Pass, Must)
		}
		if i == 2 {
			add("seats.last", Blocked, Must)
		} else if i > 2 {
			add("seats.last", Pass, Must)
		}
		add("errors.detail", Warn, Should)
		slow := float64(1 + i)
		r.Latency = []Operation{{Method: "GET", Resource: "Users?filter", Count: 40, P50MS: 12 * slow, P95MS: 30 * slow, MaxMS: 50 * slow},
			{Method: "POST", Resource: "Users", Count: 100, P50MS: 40 + float64(i%3), P95MS: 80, MaxMS: 90}}
		r.Conclude()
		runs = append(runs, NewTrendRun(fmt.Sprintf("reports/%d.json", i), r))
	}
	// The order of files is not that of the runs.
	runs[0], runs[n-1] = runs[n-1], runs[0]
	return NewTrend(runs)
}

func TestTrendGoldenFiles(t *testing.T) {
	t.Parallel()
	for _, f := range TrendFormats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := f.write(&b, sampleTrend(12)); err != nil {
				t.Fatal(err)
			}
			golden(t, "trend"+f.ext, withoutOwnFiles(b.Bytes()))
		})
	}
}

func TestTrendFlips(t *testing.T) {
	t.Parallel()
	trend := sampleTrend(12)
	var got []string
	for i := range trend.Flips {
		got = append(got, trend.Flips[i].String()+": "+trend.Flips[i].Story())
	}
	want := []string{
		"groups.members.flaky [aiw]: 6 changes, failed in 3 of 12 runs",
		"users.deactivate.by-id [aiw]: 1 change, failed in 6 of 12 runs",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if trend.Runs[0].RunID != "run000" || trend.Runs[11].RunID != "run011" || !strings.Contains(trend.Lead(), "groups.members.flaky [aiw] changes most") {
		t.Errorf("%s %s %q", trend.Runs[0].RunID, trend.Runs[11].RunID, trend.Lead())
	}
}

func TestTrendOfOneAndOfDifferentRuns(t *testing.T) {
	t.Parallel()
	one := later()
	other := earlier()
	other.Target.BaseURL, other.Tool.Version, other.Profile.Name = "https://b.example.com/scim", "0.2.0", "=HYPERLINK(1)"
	for _, runs := range [][]TrendRun{{NewTrendRun("a", one)}, {NewTrendRun("a", one), NewTrendRun("b", other)}} {
		trend := NewTrend(runs)
		if want := 3 * (len(runs) - 1); len(trend.Differs) != want {
			t.Errorf("%q", trend.Differs)
		}
		for _, f := range TrendFormats() {
			var b bytes.Buffer
			if err := f.write(&b, trend); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
			if f.name == "csv" && strings.Contains(b.String(), ",=HYPERLINK") {
				t.Error("a profile's name is a formula:", b.String())
			}
		}
	}
}
