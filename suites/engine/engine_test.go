package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/harness"
)

// fake is a job of a test.
type fake struct {
	run     func(context.Context) Done
	cleanUp func(context.Context) Cleaned
}

func (f fake) Run(ctx context.Context) Done { return f.run(ctx) }

func (f fake) CleanUp(ctx context.Context) Cleaned {
	if f.cleanUp == nil {
		return Cleaned{}
	}
	return f.cleanUp(ctx)
}

// of is a unit that runs so.
func of(id string, run func(context.Context) Done) Unit {
	return Unit{Facts: Facts{Check: result.Result{ID: id, Level: result.Must}}, Begin: func(bool) Job { return fake{run: run} }}
}

func passes(id string) Unit {
	return of(id, func(context.Context) Done { return Done{Result: result.Result{ID: id, Outcome: result.Pass}} })
}

func newEnv() *harness.Env {
	return harness.NewEnv(harness.Settings{BaseURL: "http://scim.example.com/scim/v2", Timeout: time.Minute})
}

// carriedOut runs units and gives the results by id, in the order in which they came.
func carriedOut(ctx context.Context, t *testing.T, o Options, units ...Unit) (map[string]result.Result, []string) {
	t.Helper()
	got := map[string]result.Result{}
	o.Finished = func(r result.Result) {
		if _, twice := got[r.ID]; twice {
			t.Errorf("%s ended twice", r.ID)
		}
		got[r.ID] = r
	}
	notes := Run(ctx, newEnv(), units, o)
	if len(got) != len(units) {
		t.Errorf("%d results for %d checks", len(got), len(units))
	}
	return got, notes
}

// A panic ends one check, wherever it comes from, and says where that is.
func TestPanic(t *testing.T) {
	t.Parallel()
	got, notes := carriedOut(t.Context(), t, Options{Parallel: 2}, passes("before"),
		of("x.panics", func(context.Context) Done { explode(); return Done{} }),
		of("x.panics-aside", func(context.Context) Done {
			harness.InParallel(3, 9, func(i int) {
				if i == 4 {
					explode()
				}
			})
			return Done{}
		}),
		Unit{Facts: Facts{Check: result.Result{ID: "x.untidy"}}, Begin: func(bool) Job {
			return fake{run: passes("x.untidy").Begin(false).Run, cleanUp: func(context.Context) Cleaned { explode(); return Cleaned{} }}
		}}, passes("after"))
	for _, id := range []string{"before", "after", "x.untidy"} {
		if got[id].Outcome != result.Pass {
			t.Errorf("%s: %+v", id, got[id])
		}
	}
	for _, id := range []string{"x.panics", "x.panics-aside"} {
		if r := got[id]; r.Outcome != result.Lost || !strings.Contains(r.Reason, "a defect of oktascim: out of order, in engine.explode") || r.Started.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "x.untidy") || !strings.Contains(notes[0], "engine.explode") {
		t.Errorf("the notes are %q", notes)
	}
}

func explode() { panic("out of order") }

// A check that hangs is ended when it has sent nothing for longer than a request and a pause may take; the run goes on, and
// what the check made is cleaned up. One that sends now and then may take as long as it likes.
func TestHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		released, tidied := make(chan struct{}), false
		defer close(released)
		hangs := Unit{Facts: Facts{Check: result.Result{ID: "x.hangs"}}, Begin: func(bool) Job {
			return fake{run: func(context.Context) Done { wait(released); return Done{} },
				cleanUp: func(context.Context) Cleaned { tidied = true; return Cleaned{Requests: 3} }}
		}}
		env := newEnv()
		slow := of("x.slow", func(ctx context.Context) Done {
			for range 10 {
				time.Sleep(2 * time.Minute)
				env.NewSession("").Client.ReadUser(ctx, "x")
			}
			return passes("x.slow").Begin(false).Run(ctx)
		})
		start := time.Now()
		got, _ := carriedOut(t.Context(), t, Options{Parallel: 2, Beside: true}, hangs, slow, passes("x.next"))
		if r := got["x.hangs"]; r.Outcome != result.Lost || !strings.Contains(r.Reason, "nothing happened for 2m30s") || !strings.Contains(r.Reason, "in engine.wait < engine.TestHang") {
			t.Errorf("%+v", r)
		}
		if !tidied || got["x.slow"].Outcome != result.Pass || got["x.next"].Outcome != result.Pass {
			t.Errorf("%t, %+v", tidied, got)
		}
		if took := time.Since(start); took != 20*time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

func wait(until chan struct{}) { <-until }

// At the end of ctx what runs is told, what has not begun is lost, and all is cleaned up.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		released := make(chan struct{})
		defer close(released)
		var cleaned atomic.Int32
		var units []Unit
		for i := range 6 {
			id := fmt.Sprintf("x.%d", i)
			units = append(units, Unit{Facts: Facts{Check: result.Result{ID: id}}, Begin: func(bool) Job {
				return fake{run: func(ctx context.Context) Done {
					if id == "x.0" {
						wait(released) // hears nothing
					}
					<-ctx.Done()
					return Done{Result: result.Result{ID: id, Outcome: result.Lost, Reason: "the run was interrupted"}, Again: true}
				}, cleanUp: func(context.Context) Cleaned { cleaned.Add(1); return Cleaned{} }}
			}})
		}
		start := time.Now()
		time.AfterFunc(time.Second, cancel)
		got, _ := carriedOut(ctx, t, Options{Parallel: 2}, units...)
		for id, r := range got {
			if r.Outcome != result.Lost || id > "x.1" && r.Reason != "the run was interrupted before its turn" {
				t.Errorf("%+v", r)
			}
		}
		if took := time.Since(start); took != time.Second+afterEnd || cleaned.Load() != 2 {
			t.Errorf("it took %s, and %d were cleaned up", took, cleaned.Load())
		}
	})
}

// A check that met a failure which may pass runs again, once and alone, and what it finds then counts.
func TestAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		running := 0
		var units []Unit
		for i := range 4 {
			id := fmt.Sprintf("x.%d", i)
			units = append(units, Unit{Facts: Facts{Check: result.Result{ID: id}}, Begin: func(again bool) Job {
				return fake{run: func(context.Context) Done {
					running++
					defer func() { running-- }()
					if again && running != 1 {
						t.Errorf("%s is not alone", id)
					}
					time.Sleep(time.Second)
					r := result.Result{ID: id, Outcome: result.Fail, Level: result.Must}
					if again && id != "x.2" {
						r.Outcome = result.Pass
					}
					return Done{Result: r, Again: id != "x.3"}
				}}
			}})
		}
		got, _ := carriedOut(t.Context(), t, Options{Parallel: 1}, units...)
		var outcomes []result.Outcome
		for i := range 4 {
			outcomes = append(outcomes, got[fmt.Sprintf("x.%d", i)].Outcome)
		}
		if want := []result.Outcome{result.Pass, result.Pass, result.Fail, result.Fail}; !slices.Equal(outcomes, want) {
			t.Errorf("%v, want %v", outcomes, want)
		}
	})
}

// Seats are free when the clean-up has given them back, not before, and those that it could not give back are gone.
func TestSeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var active atomic.Int32
		var units []Unit
		for i := range 10 {
			id := fmt.Sprintf("x.%d", i)
			units = append(units, Unit{Facts: Facts{Check: result.Result{ID: id}, People: 2, Cost: float64(10 - i)}, Begin: func(bool) Job {
				return fake{run: func(context.Context) Done {
					if n := active.Add(2); n > 5 {
						t.Errorf("%d people are active when %s runs", n, id)
					}
					time.Sleep(time.Second)
					return Done{Result: result.Result{ID: id, Outcome: result.Pass}}
				}, cleanUp: func(context.Context) Cleaned {
					time.Sleep(10 * time.Second)
					if id == "x.1" {
						active.Add(-1)
						return Cleaned{Kept: 1}
					}
					active.Add(-2)
					return Cleaned{}
				}}
			}})
		}
		start := time.Now()
		carriedOut(t.Context(), t, Options{Parallel: 4, Seats: 5, Beside: true}, units...)
		if took := time.Since(start); took != 55*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
