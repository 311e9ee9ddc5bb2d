package workers

import "time"

// stackTime is how long a hung worker may take to print its stack.
const stackTime = 3 * time.Second

// startTime is how long a worker may take to ask for work on a busy machine.
const startTime = time.Minute

// slack is added to what a worker may rightly wait for.
const slack = 30 * time.Second

// longestPause is the longest wait for a Retry-After.
const longestPause = time.Minute

// waitingAtOnce is how many requests of one worker may wait for their turn.
const waitingAtOnce = 16

// silence is how long a worker may be silent: one request that gets no answer
// and one pause that the target asked for.
func (p *pool) silence() time.Duration {
	if p.Silence > 0 {
		return p.Silence
	}
	limit := p.Settings.Timeout + longestPause + slack
	if p.Settings.Rate > 0 {
		limit += time.Duration(float64(p.Procs*waitingAtOnce) / p.Settings.Rate * float64(time.Second))
	}
	return limit
}

// lookForHung ends workers that do nothing any more: no request, no check. What
// each goroutine does is asked for first.
func (p *pool) lookForHung() {
	for _, w := range p.inOrder() {
		silent, limit := time.Since(w.heard), p.silence()
		if !w.ready {
			limit = max(limit, startTime)
		}
		if w.waiting || w.hung > 0 || silent < limit {
			continue
		}
		w.hung = silent
		process := w.command.Process
		if askForStack(w.command) != nil {
			_ = process.Kill()
			continue
		}
		time.AfterFunc(stackTime, func() { _ = process.Kill() })
	}
}
