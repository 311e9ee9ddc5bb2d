package reports

import (
	"strings"
	"testing"
	"time"
)

func TestWaive(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)
	catalogue := []string{"a.fails", "a.passes", "a.warns", "a.blocked", "a.lost", "b.other"}
	run := func() *Report {
		return &Report{Dialects: []string{"aiw", "oin"}, Checks: []Check{
			{ID: "a.fails", Area: "auth", Level: Must, Dialect: "aiw", Outcome: Fail}, {ID: "a.fails", Area: "auth", Level: Must, Dialect: "oin", Outcome: Pass},
			{ID: "a.passes", Area: "auth", Level: Must, Outcome: Pass}, {ID: "a.warns", Area: "auth", Level: Should, Outcome: Warn},
			{ID: "a.blocked", Area: "auth", Level: Must, Outcome: Blocked, Reason: "set-up"}, {ID: "b.other", Area: "auth", Level: Must, Subject: "ann", Outcome: Fail},
		}}
	}
	w := func(check string) Waiver {
		return Waiver{Check: check, Reason: "ticket 7", Owner: "ann", Expires: "2026-03-04", At: "w.yaml:1"}
	}
	with := func(w Waiver, change func(*Waiver)) Waiver { change(&w); return w }
	for name, test := range map[string]struct {
		waiver Waiver
		narrow func(*Report)
		state  WaiverState
		waived int
	}{
		"a failing check":               {waiver: w("a.fails"), state: WaiverUsed, waived: 1},
		"a glob":                        {waiver: w("a.*"), state: WaiverUsed, waived: 3},
		"a warning":                     {waiver: w("a.warns"), state: WaiverUsed, waived: 1},
		"a blocked check":               {waiver: w("a.blocked"), state: WaiverUsed, waived: 1},
		"the dialect that fails":        {waiver: with(w("a.fails"), func(w *Waiver) { w.Dialect = "aiw" }), state: WaiverUsed, waived: 1},
		"the dialect that passes":       {waiver: with(w("a.fails"), func(w *Waiver) { w.Dialect = "oin" }), state: WaiverStale},
		"a subject":                     {waiver: with(w("b.other"), func(w *Waiver) { w.Subject = "ann" }), state: WaiverUsed, waived: 1},
		"another subject":               {waiver: with(w("b.other"), func(w *Waiver) { w.Subject = "bob" }), state: WaiverStale},
		"a check that passes":           {waiver: w("a.passes"), state: WaiverStale},
		"expired":                       {waiver: with(w("a.fails"), func(w *Waiver) { w.Expires = "2026-03-03" }), state: WaiverExpired},
		"a check that is not selected":  {waiver: w("a.lost"), state: WaiverIdle},
		"a glob that is half selected":  {waiver: w("a.[pl]*"), state: WaiverIdle},
		"a shard":                       {waiver: w("a.passes"), narrow: func(r *Report) { r.Shard = &Shard{1, 2} }, state: WaiverIdle},
		"another dialect was left out":  {waiver: w("a.passes"), narrow: func(r *Report) { r.Selection = &Selection{Dialects: []string{"aiw"}} }, state: WaiverIdle},
		"lost":                          {waiver: w("a.passes"), narrow: func(r *Report) { r.Checks[2].Outcome = Lost }, state: WaiverIdle},
		"a check of another catalogue":  {waiver: w("org.users"), state: WaiverIdle},
		"the dialect that was selected": {waiver: with(w("a.passes"), func(w *Waiver) { w.Dialect = "aiw" }), narrow: func(r *Report) { r.Dialects, r.Selection = []string{"aiw"}, &Selection{Dialects: []string{"aiw"}} }, state: WaiverStale},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run()
			if test.narrow != nil {
				test.narrow(r)
			}
			r.Waive([]Waiver{test.waiver}, catalogue, today)
			got := r.Waivers[0]
			if got.State != test.state || got.Waived != test.waived {
				t.Errorf("%s, %d waived; want %s, %d", got.State, got.Waived, test.state, test.waived)
			}
			broken := test.state == WaiverStale || test.state == WaiverExpired
			if broken && r.Verdict != DoesNotConform {
				t.Errorf("verdict %q", r.Verdict)
			}
			fails := r.Summary.Fail
			r.Waive(nil, catalogue, today)
			if r.Summary.Fail != 2 || r.Summary.Warn != 1 || r.Summary.Known != 0 || fails > 2 {
				t.Errorf("without waivers: %+v", r.Summary)
			}
		})
	}
}

func TestWaiveEverything(t *testing.T) {
	t.Parallel()
	r := &Report{Checks: []Check{{ID: "a", Level: Must, Outcome: Fail}, {ID: "b", Level: Must, Outcome: Blocked, Reason: "set-up"}, {ID: "c", Level: Must, Outcome: Pass}}}
	waivers := []Waiver{{Check: "a", Reason: "ticket 7", Owner: "ann", Expires: "2099-01-01"}, {Check: "[ab]", Reason: "late", Owner: "bob", Expires: "2099-01-01"}}
	r.Waive(waivers, []string{"a", "b", "c"}, time.Now())
	if r.Verdict != ConformsWithWarnings || r.Waivers[1].Waived != 2 {
		t.Errorf("%q %+v", r.Verdict, r.Waivers)
	}
	if reason := r.Checks[0].Reason; !strings.Contains(reason, "ticket 7") || !strings.Contains(reason, "ann") || !strings.Contains(reason, "2099-01-01") {
		t.Errorf("reason %q", reason)
	}
	// What a waiver covers is no news to a baseline either.
	r.Compare(&Report{Checks: []Check{{ID: "a", Level: Must, Outcome: Pass}, {ID: "b", Level: Must, Outcome: Pass}, {ID: "c", Level: Must, Outcome: Pass}}}, "base.json")
	if b := r.Baseline; b.Worse() || b.Less() {
		t.Errorf("%+v", b)
	}
}
