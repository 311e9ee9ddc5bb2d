package engine

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/harness"
)

// carryOut runs a check and cleans up after it.
func (r *run) carryOut(u *unit) {
	job := u.Begin(u.again)
	done, hung := r.perform(u, job)
	if r.Beside && !u.Alone && !hung {
		r.events <- event{unit: u, done: &done}
		r.events <- r.cleanUp(u, job)
		return
	}
	e := r.cleanUp(u, job)
	done.Result.CleanUpRequests += e.cleaned.Requests
	e.done = &done
	r.events <- e
}

// cleanUp cleans up after a job, and outlives a panic in it.
func (r *run) cleanUp(u *unit, job Job) (e event) {
	e = event{unit: u, cleaned: &Cleaned{}}
	defer func() {
		if v := recover(); v != nil {
			e.note = fmt.Sprintf("the clean-up after %s panicked, which is a defect of oktascim: %s", u.Check.Key(), panicked(v))
		}
	}()
	*e.cleaned = job.CleanUp(r.ctx)
	return e
}

// perform runs a job to its end. One that hangs is left behind: its goroutine can be stopped by nobody, but it sends nothing
// more.
func (r *run) perform(u *unit, job Job) (done Done, hung bool) {
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	limit := r.silence()
	silent := time.NewTimer(limit)
	defer silent.Stop()
	defer context.AfterFunc(ctx, func() { silent.Reset(afterEnd) })()
	beating := harness.Beating(ctx, func() {
		if ctx.Err() == nil {
			silent.Reset(limit)
		}
	})
	start, ended, me := time.Now(), make(chan Done, 1), make(chan []byte, 1)
	go func() {
		me <- goroutine()
		defer func() {
			if v := recover(); v != nil { // the check is broken, which says nothing about the app
				ended <- Done{Result: u.Check.Lost("oktascim panicked, which is a defect of oktascim: " + panicked(v))}
			}
		}()
		ended <- job.Run(beating)
	}()
	select {
	case done = <-ended:
	case <-silent.C:
		hung = true
		if ctx.Err() != nil {
			limit = afterEnd
		}
		done.Result = u.Check.Lost(fmt.Sprintf("it hung: nothing happened for %s, so it was ended%s", limit, calls(stackOf(<-me))))
	}
	done.Result.Started = start
	done.Result.DurationMS = float64(time.Since(start).Microseconds()) / 1000
	done.Result = done.Result.Judged(false)
	return done, hung
}

const (
	// longestPause is the longest wait for a Retry-After.
	longestPause = time.Minute
	// slack is added to what a check may rightly wait for.
	slack = 30 * time.Second
	// waitingAtOnce is how many requests of one check may wait for their turn.
	waitingAtOnce = 16
	// afterEnd is how long a check may take to end when the run has ended.
	afterEnd = 10 * time.Second
)

// silence is how long a check may do nothing: one request that gets no answer and one pause that the target asked for.
func (r *run) silence() time.Duration {
	limit := r.env.Timeout + longestPause + slack
	if r.env.Rate > 0 {
		limit += time.Duration(float64(max(1, r.Parallel)*waitingAtOnce) / r.env.Rate * float64(time.Second))
	}
	return limit
}

// goroutine is the head of the stack of the goroutine that calls it: "goroutine 7 ".
func goroutine() []byte {
	var head [64]byte
	line := head[:runtime.Stack(head[:], false)]
	if end := bytes.IndexByte(line, '['); end > 0 {
		line = line[:end]
	}
	return bytes.Clone(line)
}

// stackOf is the stack of one goroutine among those of all.
func stackOf(head []byte) []byte {
	const largest = 16 << 20
	for size := 1 << 20; ; size *= 2 {
		all := make([]byte, size)
		n := runtime.Stack(all, true)
		if n == size && size < largest {
			continue
		}
		for one := range bytes.SplitSeq(all[:n], []byte("\n\n")) {
			if bytes.HasPrefix(one, head) {
				return one
			}
		}
		return nil
	}
}

// panicked says what a panic was about and where it came from. It is called while the panic is recovered.
func panicked(v any) string {
	if p, ok := v.(*harness.Panic); ok {
		return fmt.Sprint(p.Value, calls(p.Stack))
	}
	return fmt.Sprint(v, calls(debug.Stack()))
}

// calls are the functions of a stack, innermost first, down to where the engine called the check, without places in files.
func calls(stack []byte) string {
	const ours = "suites/engine.(*run).perform"
	var out []string
	text := string(stack)
	if _, culprit, found := strings.Cut(text, "\npanic("); found {
		text = culprit
	}
	for line := range strings.Lines(text) {
		call, isCall := strings.CutSuffix(strings.TrimSpace(line), ")")
		if !isCall || strings.HasPrefix(line, "\t") || !strings.Contains(call, "(") {
			continue
		}
		call = call[:strings.LastIndex(call, "(")]
		if strings.Contains(call, ours) {
			break
		}
		out = append(out, call[strings.LastIndex(call, "/")+1:])
	}
	if len(out) == 0 {
		return ""
	}
	return ", in " + strings.Join(out, " < ")
}
