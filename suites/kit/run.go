package kit

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// Observer is told of each check as it starts and as it ends; either may be nil.
type Observer struct {
	Started  func(result.Key)
	Finished func(result.Result)
}

// Summary is what a run has besides the outcomes of its checks.
type Summary struct {
	CleanUp harness.CleanUp
	Notes   []string
}

// Runner runs checks, in as many goes as wanted: what checks share lasts from one go to the next.
type Runner struct {
	world *world
	steps *steps
	notes []string
}

// NewRunner prepares a run. It sends nothing. The catalogue has the checks that judge the set-ups of others.
func NewRunner(env *harness.Env, catalogue []Check) *Runner {
	return &Runner{world: newWorld(env), steps: newSteps(catalogue)}
}

// Run runs planned checks. ctx ends the run early: what has not run then is lost.
func (r *Runner) Run(ctx context.Context, plan []Planned, o engine.Options) error {
	if len(plan) == 0 {
		return fmt.Errorf("no check is selected")
	}
	r.world.journeys.expect(plan)
	r.world.Mapped.expect(plan)
	var units []engine.Unit
	greediest, shared := 0, map[string]int{} // whichever check of a share comes first makes its people
	for _, p := range plan {
		u := r.world.unit(p)
		units = append(units, u)
		greediest = max(greediest, u.People)
		if u.Share != "" && u.Share != string(Crowd) {
			shared[u.Share] = max(shared[u.Share], u.People)
		}
	}
	for i, u := range units {
		units[i].People = max(u.People, shared[u.Share])
	}
	if o.Seats == 0 && r.world.env.Profile.Seats != nil {
		o.Seats = greediest
	}
	r.notes = append(r.notes, engine.Run(ctx, r.world.env, units, r.steps.watch(o))...)
	for _, refused := range r.steps.judge(r.world) {
		if o.Finished != nil {
			o.Finished(refused)
		}
	}
	return nil
}

// Close cleans up what the checks shared, and gives the sum of all that was cleaned up.
func (r *Runner) Close(ctx context.Context) Summary {
	env := r.world.env
	for _, left := range append(r.world.journeys.rest(), r.world.Mapped.Session) {
		if left != nil {
			env.Close(ctx, left)
		}
	}
	s := Summary{CleanUp: env.CloseAll(ctx), Notes: r.notes}
	if why := env.GaveUp(); why != "" {
		s.Notes = append(s.Notes, why)
	}
	s.Notes = append(s.Notes, env.Notes()...)
	return s
}

// Run runs checks one by one and cleans up.
func Run(ctx context.Context, env *harness.Env, checks []Check, observer Observer) (Summary, error) {
	if err := Validate(checks); err != nil {
		return Summary{}, err
	}
	runner := NewRunner(env, checks)
	o := engine.Options{Started: observer.Started, Finished: observer.Finished}
	if err := runner.Run(ctx, Plan(checks, env.Dialects), o); err != nil {
		return Summary{}, err
	}
	return runner.Close(ctx), nil
}

// unit is a planned check for the engine.
func (w *world) unit(p Planned) engine.Unit {
	var met []harness.Passing // by its first run
	return engine.Unit{Facts: p.Facts(), Begin: func(again bool) engine.Job {
		session := w.env.NewSession(w.dialectFor(p.Writing))
		w.settle(session, p.ID+string(p.Dialect))
		t := &T{Okta: session.Client, World: w, Session: session, dialect: p.Dialect, check: p.Check, Names: map[string]string{}, again: again}
		return &job{world: w, t: t, again: again, met: &met}
	}}
}

// settle makes the sequences of a session wait for late changes, and its lookups alternate between the two forms, beginning
// with one that the name decides.
func (w *world) settle(s *harness.Session, name string) {
	s.Client = s.Client.BeginningAt(name).With(func(c *okta.Config) {
		c.Until = func(ctx context.Context, read func() bool) { w.env.Settler.Wait(ctx, "step of a sequence", read) }
	})
	s.MadeUp(UnknownIDs()...)
}

// job is one run of one check.
type job struct {
	world *world
	t     *T
	again bool
	met   *[]harness.Passing
	held  int // people whom a cast keeps beyond the check
}

// Run implements engine.Job.
func (j *job) Run(ctx context.Context) engine.Done {
	t, w := j.t, j.world
	t.Context = ctx
	if !slices.Contains(t.check.Needs, NeedSeats) {
		w.Seats.StandUp(ctx, 0)
	}
	outcome, reason := t.outcome()
	done := engine.Done{Result: j.result(outcome, reason)}
	failed := outcome == result.Fail || outcome == result.Blocked
	if !failed {
		w.env.MadeGood(t.Session)
	}
	if j.again {
		w.env.Repeated(*j.met, !failed)
	} else {
		*j.met = t.Session.Passing()
		done.Again = failed && !t.check.Once && (w.env.WorthRepeating(*j.met) || t.lackedSeat())
	}
	if t.check.Exclusive == MappedGroups { // they must be gone before the next check makes them
		done.Result.CleanUpRequests = w.env.CloseGroups(ctx, t.Session).Requests
		sent, held := w.Mapped.leave(ctx, w, j.again)
		done.Result.CleanUpRequests, j.held = done.Result.CleanUpRequests+sent, held
	}
	return done
}

// NoSeat ends a check that needs several seats at once, and runs it again when it has all of them to itself.
func (t *T) NoSeat(a okta.Answer) {
	if t.again {
		t.Unsupported("the app has no seats for so many users: %d %s", a.Status, a.Resource.String("detail"))
	}
	t.noSeat = true
	t.Block("the app takes no more users: %d %s", a.Status, a.Resource.String("detail"))
}

// lackedSeat tells whether the check is blocked because a user could not be made where seats are limited: alone it has them all.
func (t *T) lackedSeat() bool {
	return t.noSeat || t.cause != nil && (t.cause.Check == CreateUser.Check || t.cause.Check == ReactivateUser.Check) && t.Env().Profile.Seats != nil
}

// CleanUp implements engine.Job.
func (j *job) CleanUp(ctx context.Context) engine.Cleaned {
	cleaned := j.close(ctx, j.t.Session)
	cleaned.Held += j.held
	if j.t.check.Journey.Name == "" || j.again {
		return cleaned
	}
	done, held := j.world.journeys.leave(j.t)
	cleaned.Held += held
	if done != nil {
		of := j.close(ctx, done)
		cleaned.Kept, cleaned.Requests = cleaned.Kept+of.Kept, cleaned.Requests+of.Requests
	}
	return cleaned
}

func (j *job) close(ctx context.Context, s *harness.Session) engine.Cleaned {
	c := j.world.env.Close(ctx, s)
	cleaned := engine.Cleaned{Requests: c.Requests}
	for _, left := range c.Left {
		if left.Type == string(harness.Users) {
			cleaned.Kept++
		}
	}
	return cleaned
}

// result is what came of the check.
func (j *job) result(outcome result.Outcome, reason string) result.Result {
	t, w := j.t, j.world
	r := Planned{Check: t.check, Dialect: t.dialect}.Result()
	r.Outcome, r.Reason = outcome, w.env.Names.Anonymous(w.env.Redactor.Text(reason))
	r.Timings, r.SettleMS = t.Session.Recorder.Timings(), float64(t.settled.Microseconds())/1000
	r.Requests, r.GuardRequests = t.Session.Recorder.Count(), t.Session.GuardReads()
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
		r.Exchanges = t.exchanges(outcome == result.Fail || r.Cause != nil)
	}
	return r
}

// exchanges are those of the journey that the check looked at, up to the view, and its own. The faulty one is marked.
func (t *T) exchanges(mark bool) []result.Exchange {
	own := t.Session.Recorder.Exchanges()
	at, in := t.faulty, t.faultyIn
	if at < 0 && t.journey != nil { // judged by the answer of the last step
		at, in = t.journey.steps-1, t.journey.session
	}
	var before []result.Exchange
	if t.journey != nil && t.journey.session != t.Session {
		log := t.journey.session.Recorder.Exchanges()
		before = log[:min(t.journey.steps, len(log))]
	}
	if in == nil || in == t.Session {
		if mark && at >= 0 && at < len(own) {
			own[at].Faulty = true
		}
		return append(before, own...)
	}
	if log := in.Recorder.Exchanges(); mark && at >= 0 && at < len(log) {
		log[at].Faulty = true
		if at < len(before) && t.journey.session == in {
			before[at].Faulty = true
		} else {
			before = append(before, log[at])
		}
	}
	return append(before, own...)
}

// redacted returns a problem without secrets.
func (w *world) redacted(p check.Problem) check.Problem {
	p.Actual, p.Expected = w.env.Redactor.Text(p.Actual), w.env.Redactor.Text(p.Expected)
	return p
}

// outcome runs the check and weighs what it found.
func (t *T) outcome() (outcome result.Outcome, reason string) {
	env := t.Env()
	outcome, reason = t.judge()
	if outcome == result.Pass && t.check.Area != Errors && t.check.Area != Robustness && t.check.Area != Auth && t.Err() == nil {
		outcome = t.noServerErrors()
	}
	if outcome == result.Fail {
		if stop := t.explained(); stop != nil {
			outcome, reason = stop.outcome, stop.reason
			t.blockedBy(*stop)
		}
	}
	sessions := []*harness.Session{t.Session}
	if t.journey != nil {
		sessions = append(sessions, t.journey.session)
	}
	if t.cause != nil && t.faultyIn != nil {
		sessions = append(sessions, t.faultyIn)
	}
	for _, s := range sessions {
		outcome, reason = t.weigh(s, outcome, reason)
	}
	if (outcome == result.Fail || outcome == result.Blocked) && !env.StillThere(t) {
		outcome, reason = result.Lost, "the run was interrupted while the target did not answer"
	}
	if gone := env.GaveUp(); gone != "" && outcome != result.Pass {
		outcome, reason = result.Lost, gone
	}
	if outcome == result.Lost {
		t.problems = nil
	}
	return outcome, reason
}

// weigh is the outcome when some requests of a session were not sent or not taken: what was found then says nothing about the app.
func (t *T) weigh(s *harness.Session, outcome result.Outcome, reason string) (result.Outcome, string) {
	if no := s.Refused(); no != nil && outcome != result.Lost && (s == t.Session || outcome != result.Pass) {
		t.cause = nil
		if s != t.Session && !no.Stranger { // what was found in a journey that was cut short
			t.problems = nil
		}
		outcome, reason = t.refused(no)
	}
	if limited := s.Limited(); limited != "" && (outcome == result.Fail || outcome == result.Blocked) {
		t.problems, t.cause = nil, nil
		outcome, reason = result.Blocked, "the target limits how many requests it takes: "+limited+". Okta would go on waiting. Send fewer: --rate, --parallel"
	}
	if never := s.Unsent(); never != nil && (outcome == result.Fail || outcome == result.Blocked) {
		outcome, reason = result.Fail, ""
		t.neverAnswered(never)
	}
	return outcome, reason
}

// noServerErrors fails a check that holds although requests of it were answered by server errors: Okta's task fails by them.
// Checks that send what Okta never does are left out.
func (t *T) noServerErrors() result.Outcome {
	all := t.Session.Recorder.ServerErrors()
	at := slices.Sorted(maps.Keys(all))
	if len(at) == 0 {
		return result.Pass
	}
	for _, i := range at {
		t.problems = append(t.problems, all[i])
	}
	t.faulty, t.faultyIn = at[0], t.Session
	return result.Fail
}

// neverAnswered makes a check fail by a request that was not sent, because those like it were never answered.
func (t *T) neverAnswered(never *harness.UnansweredError) {
	if !t.Failed() {
		t.faulty = t.Session.Recorder.Count() - 1
	}
	t.problems = append(t.problems, check.Problem{Operation: never.Op, Expected: fmt.Sprintf("an answer within %s", never.After), Actual: never.Error()})
}

// judge runs the body unless the app lacks a feature it needs.
func (t *T) judge() (outcome result.Outcome, reason string) {
	if t.Err() != nil {
		return result.Lost, "the run was interrupted before its turn"
	}
	if gone := t.Env().GaveUp(); gone != "" {
		return result.Lost, gone
	}
	if missing := t.World.Missing(t.check.Needs); missing != "" {
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
				outcome, reason = stop.outcome, stop.reason
				t.blockedBy(stop)
			}
		default: // the engine tells of it
			panic(stop)
		}
	}()
	defer func() {
		outcome = result.Pass
		switch {
		case t.Failed():
			outcome = result.Fail
		case t.leftDisplayName && !t.aside:
			outcome, reason = result.Unsupported, "users show no displayName in this app ("+DisplayNameCheck+")"
		}
	}()
	t.check.Body(t)
	return outcome, reason
}
