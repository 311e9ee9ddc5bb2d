package kit

import (
	"context"
	"fmt"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// T is what the body of a check works with: Okta as a client in the check's
// dialect, people and groups of its own, fresh reads, and the list of problems.
type T struct {
	context.Context
	// Okta sends requests in the check's dialect.
	Okta *okta.Client

	World    *world
	Session  *harness.Session
	dialect  okta.Dialect
	check    Check
	problems []check.Problem
	faulty   int // index of the exchange in which the first problem was seen
	settled  time.Duration
	Names    map[string]string // id → name, for messages

	cause           *result.Cause    // why it is blocked
	faultyIn        *harness.Session // in which the first problem, or the cause, was seen
	journey         *Journey
	again           bool // this is the second run of the check
	noSeat          bool // it ended for want of a seat
	leftDisplayName bool // a user showed no displayName, as nobody does in this app
	aside           bool // which is one of several attributes that the check looks at
	asking          bool // for a Fact
}

// Dialect is the dialect this check runs in; empty when it runs only once.
func Dialect(t *T) okta.Dialect { return t.dialect }

// Subject is for whom the check runs; empty for an ordinary person.
func (t *T) Subject() string { return t.check.Subject }

// Who is the person whom Okta sends for the check's subject; an ordinary one where it has none.
func (t *T) Who() okta.User {
	if len(t.check.For) == 0 {
		return t.Person()
	}
	return t.check.For[0].Person(t)
}

// NeedShare makes sure that the check said what it shares with others: the engine
// relies on it.
func NeedShare(t *T, s Share) {
	if !t.check.Serial && t.check.Exclusive != s {
		panic(fmt.Sprintf("the check %s uses the %s and is neither Serial nor Exclusive", t.check.ID, s))
	}
}

// Env is the run's environment.
func (t *T) Env() *harness.Env { return t.World.env }

// Report keeps problems; none is fine. The check goes on: all problems are
// reported at once.
func (t *T) Report(groups ...[]check.Problem) {
	t.ReportAt("", groups...)
}

// ReportAt keeps problems with words before the place of each.
func (t *T) ReportAt(context string, groups ...[]check.Problem) {
	for _, problems := range groups {
		problems = t.toJudge(check.At(context, problems...))
		if len(problems) == 0 {
			continue
		}
		t.stopIfRefused()
		if len(t.problems) == 0 {
			t.faulty, t.faultyIn = t.Session.Recorder.Count()-1, t.Session
		}
		t.problems = append(t.problems, problems...)
	}
}

// Failf reports one problem of the answer to an operation, which may be none.
func (t *T) Failf(operation, place, expected, actual string, args ...any) {
	t.Report([]check.Problem{{Operation: operation, Place: place, Expected: expected, Actual: fmt.Sprintf(actual, args...)}})
}

// Failed tells whether a problem was reported.
func (t *T) Failed() bool { return len(t.problems) > 0 }

// stopped ends a check's body early.
type stopped struct {
	outcome result.Outcome
	reason  string
	cause   *result.Cause
	session *harness.Session // in which the cause was seen, and
	at      int              // the index of the exchange
}

// blockedBy keeps why the check is blocked.
func (t *T) blockedBy(s stopped) {
	if t.cause = s.cause; s.cause != nil {
		t.faultyIn, t.faulty = s.session, s.at
	}
}

// Block ends the check when nothing can be said about its requirement and no check
// is about that, such as when somebody else changes the tenant. See Require.
func (t *T) Block(format string, args ...any) {
	panic(stopped{outcome: result.Blocked, reason: fmt.Sprintf(format, args...)})
}

// Unsupported ends the check: the app does not do this, which is legal.
func (t *T) Unsupported(format string, args ...any) {
	panic(stopped{outcome: result.Unsupported, reason: fmt.Sprintf(format, args...)})
}

// Stop ends the check with what was reported so far.
func (t *T) Stop() { panic(stopped{}) }

// StopIfFailed ends the check when going on would only repeat its problems.
func (t *T) StopIfFailed() {
	if t.Failed() {
		t.Stop()
	}
}

// Eventually reads until there are no problems or the settle time is over, and
// reports the problems of the last read. operation names what was written.
func (t *T) Eventually(operation string, read func() []check.Problem) bool {
	problems, ok := t.Wait(operation, read)
	t.Report(problems)
	return ok
}

func (t *T) Wait(operation string, read func() []check.Problem) ([]check.Problem, bool) {
	return t.waitBy(t.Env().Settler.Wait, operation, read)
}

func (t *T) waitBy(wait func(context.Context, string, func() bool) (bool, time.Duration), operation string,
	read func() []check.Problem) ([]check.Problem, bool) {
	var problems []check.Problem
	ok, took := wait(t, operation, func() bool {
		problems = t.toJudge(read())
		t.stopIfRefused()
		return len(problems) == 0
	})
	if ok {
		t.settled = max(t.settled, took)
	}
	return problems, ok
}

// stopIfRefused ends a check when one of its requests was not sent: what it
// finds then says nothing about the app.
func (t *T) stopIfRefused() {
	if t.Session.Refused() != nil {
		t.Stop()
	}
}

// refused is the outcome of a check of which a request was not sent.
func (t *T) refused(no *harness.Refusal) (result.Outcome, string) {
	if no.Stranger {
		if len(t.problems) == 0 {
			t.faulty = t.Session.Recorder.Count() - 1
		}
		t.problems = append(t.problems, check.Problem{Operation: no.Op, Expected: "a resource that this run made", Actual: no.Why + "; nothing was sent to it, and the check ended here"})
	}
	if t.Failed() {
		return result.Fail, ""
	}
	return result.Blocked, no.Error()
}
