package orgsim

import (
	"context"
	"log/slog"
	"sync"
)

// queue works off jobs one after the other, in the order in which they came. A
// goroutine exists only while there is something to do.
type queue struct {
	ctx    context.Context
	logger *slog.Logger

	mu   sync.Mutex
	jobs []job
	idle chan struct{} // closed when the queue runs empty; nil while it is
}

type job struct {
	name string
	run  func(context.Context)
}

func newQueue(ctx context.Context, logger *slog.Logger) *queue {
	return &queue{ctx: ctx, logger: logger}
}

func (q *queue) add(name string, run func(context.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, job{name, run})
	if q.idle == nil {
		q.idle = make(chan struct{})
		go q.drain()
	}
}

func (q *queue) drain() {
	for {
		j, ok := q.next()
		if !ok {
			return
		}
		q.logger.Debug("job", "job", j.name)
		j.run(q.ctx)
	}
}

func (q *queue) next() (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ctx.Err() != nil {
		q.jobs = nil
	}
	if len(q.jobs) == 0 {
		close(q.idle)
		q.idle = nil
		return job{}, false
	}
	j := q.jobs[0]
	q.jobs = q.jobs[1:]
	return j, true
}

func (q *queue) wait(ctx context.Context) error {
	q.mu.Lock()
	idle := q.idle
	q.mu.Unlock()
	if idle == nil {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
