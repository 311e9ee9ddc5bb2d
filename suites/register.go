package suites

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// register makes a Ginkgo spec of every planned check, under one root
// container. When run ends, the check that is running is cut short.
//
// Each spec carries the labels id:…, area:…, level:… and dialect:…, and one
// report entry named EntryName with its result.Result.
func (w *world) register(run context.Context, plan []Planned) {
	ginkgo.Describe("oktascim", func() {
		for i, p := range plan {
			// Ginkgo orders specs by their place in the source, and at one place by text.
			place := types.CodeLocation{FileName: "catalogue", LineNumber: i + 1}
			args := []any{place, ginkgo.Label(p.labels(p.Dialect)...), func(spec ginkgo.SpecContext) {
				ctx, cancel := context.WithCancel(spec)
				defer cancel()
				defer context.AfterFunc(run, cancel)()
				if run.Err() != nil { // AfterFunc cancels a moment later: a check would begin
					cancel()
				}
				var r result.Result
				w.env.Around(ctx, func(ctx context.Context) { r = w.run(ctx, p.Check, p.Dialect) })
				report(r)
			}}
			if p.Serial || p.Exclusive != "" {
				args = append(args, ginkgo.Serial)
			}
			ginkgo.It(SpecText(p.Check, p.Dialect), args...)
		}
	})
}

// SpecText is the text of a check's Ginkgo spec in one dialect; it is unique.
func SpecText(c Check, d okta.Dialect) string {
	text := c.ID
	if d != "" {
		text += fmt.Sprintf(" (%s)", d)
	}
	if c.Subject != "" {
		text += fmt.Sprintf(" <%s>", c.Subject)
	}
	return text + ": " + c.Title
}

// dialects are those in which the check runs: "" is once, in whatever dialect.
func (c Check) dialects(run []okta.Dialect) []okta.Dialect {
	var out []okta.Dialect
	for _, d := range run {
		if len(c.Only) == 0 || slices.Contains(c.Only, d) {
			out = append(out, d)
		}
	}
	if !c.PerDialect && len(c.Only) == 0 {
		return []okta.Dialect{""}
	}
	return out
}

func (c Check) labels(d okta.Dialect) []string {
	labels := []string{"id:" + c.ID, "area:" + string(c.Area), "level:" + string(c.Level)}
	if d != "" {
		labels = append(labels, "dialect:"+string(d))
	}
	return labels
}

// report hands a result to Ginkgo.
func report(r result.Result) {
	ginkgo.AddReportEntry("oktascim", r, ginkgo.ReportEntryVisibilityNever)
	switch r.Outcome {
	case result.Blocked, result.Unsupported, result.Lost:
		ginkgo.Skip(string(r.Outcome) + ": " + r.Reason)
	case result.Fail: // the matcher is dear, and a roster has many checks that pass
		gomega.Expect(r).To(haveNoProblems())
	}
}

// run runs one check in one dialect and cleans up after it.
func (w *world) run(ctx context.Context, c Check, d okta.Dialect) result.Result {
	w.sweeper.before(c)
	if !slices.Contains(c.Needs, NeedSeats) {
		w.seats.standUp(ctx, 0)
	}
	session := w.env.NewSession(w.dialectFor(d))
	t := &T{Context: ctx, Okta: session.Client, world: w, session: session, dialect: d, check: c, names: map[string]string{}}
	session.MadeUp(unknownIDs()...)
	outcome, reason := w.judge(t, c)
	if outcome == result.Fail {
		if stop := t.explained(); stop != nil {
			outcome, reason, t.cause = stop.outcome, stop.reason, stop.cause
		}
	}
	if no := session.Refused(); no != nil && outcome != result.Lost {
		t.cause = nil
		outcome, reason = t.refused(no)
	}
	if limited := session.Limited(); limited != "" && (outcome == result.Fail || outcome == result.Blocked) {
		t.problems, t.cause = nil, nil
		outcome, reason = result.Blocked, "the target limits how many requests it takes: "+limited+". Okta would go on waiting. Send fewer: --rate, --procs"
	}
	if (outcome == result.Fail || outcome == result.Blocked) && !w.env.StillThere(ctx) {
		outcome, reason = result.Lost, "the run was interrupted while the target did not answer"
	}
	if gone := w.env.GaveUp(); gone != "" && outcome != result.Pass {
		outcome, reason = result.Lost, gone
	}
	if outcome == result.Lost {
		t.problems = nil
	}
	requests, timings := session.Recorder.Count(), session.Recorder.Timings()
	cleaning := w.sweeper.close(ctx, c, session)
	r := result.Result{
		ID: c.ID, Area: string(c.Area), Level: c.Level, Dialect: string(d), Subject: c.Subject, Subjects: c.Subjects, Title: c.Title, Why: c.Why,
		Outcome: outcome, Reason: w.env.Names.Anonymous(w.env.Redactor.Text(reason)), Symptom: c.Symptom, Refs: c.Refs,
		Timings: timings, SettleMS: float64(t.settled.Microseconds()) / 1000, Requests: requests,
		GuardRequests: session.GuardReads(), CleanUpRequests: cleaning,
	}
	for _, p := range t.problems {
		r.Problems = append(r.Problems, w.redacted(p))
	}
	if t.cause != nil && outcome == result.Blocked {
		r.Cause = &result.Cause{Check: t.cause.Check}
		if p := t.cause.Problem; p != nil {
			hidden := w.redacted(*p)
			r.Cause.Problem = &hidden
		}
	}
	if outcome == result.Fail || outcome == result.Blocked || w.env.KeepExchanges {
		r.Exchanges = session.Recorder.Exchanges()
		if t.faulty >= 0 && t.faulty < len(r.Exchanges) && outcome == result.Fail {
			r.Exchanges[t.faulty].Faulty = true
		}
	}
	return r
}

// redacted is a problem without secrets.
func (w *world) redacted(p check.Problem) check.Problem {
	p.Actual, p.Expected = w.env.Redactor.Text(p.Actual), w.env.Redactor.Text(p.Expected)
	return p
}

// judge runs the body unless the app lacks a feature it needs.
func (w *world) judge(t *T, c Check) (outcome result.Outcome, reason string) {
	if t.Err() != nil {
		return result.Lost, "the run was interrupted before its turn"
	}
	if gone := w.env.GaveUp(); gone != "" {
		return result.Lost, gone
	}
	if missing := w.missing(c.Needs); missing != "" {
		return result.Unsupported, missing
	}
	defer func() {
		if t.Err() != nil { // what was seen while requests were cut short proves nothing
			t.problems = nil
			outcome, reason = result.Lost, "the run was interrupted"
		}
	}()
	defer func() {
		switch stop := recover().(type) {
		case nil:
		case stopped:
			if !t.Failed() && stop.outcome != "" {
				outcome, reason, t.cause = stop.outcome, stop.reason, stop.cause
			}
		default: // the check is broken, which says nothing about the app
			t.problems = nil
			outcome, reason = result.Lost, fmt.Sprintf("oktascim panicked, which is a defect of oktascim: %v\n%s", stop, debug.Stack())
		}
	}()
	defer func() {
		outcome = result.Pass
		switch {
		case t.Failed():
			outcome = result.Fail
		case t.leftDisplayName && !t.aside:
			outcome, reason = result.Unsupported, "users show no displayName in this app ("+displayNameCheck+")"
		}
	}()
	c.Body(t)
	return outcome, reason
}
