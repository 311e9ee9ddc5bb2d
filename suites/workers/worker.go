package workers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// Worker is the side of a worker process.
type Worker struct {
	// Catalogue has the checks that the parent may name.
	Catalogue []suites.Check
	// Transport gives the connections to the target.
	Transport func(profile.TLS) (*http.Transport, error)
}

// Serve obeys the orders that come in until the end and writes what happens to
// out. It cleans up what it made also when the orders end early, because the
// parent died.
func (w Worker) Serve(in io.Reader, out io.Writer) error {
	s := &service{events: &lines{out: out}, orders: make(chan order)}
	decoder := json.NewDecoder(bufio.NewReader(in))
	var first order
	if err := decoder.Decode(&first); err != nil || first.Settings == nil {
		return errors.New("only `oktascim run` starts workers; it tells them what to do, and this one was told nothing")
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if err := s.open(w, first); err != nil {
		return err
	}
	defer s.env.Journal.Close()
	go s.listen(decoder, stop)
	defer s.beat()()
	s.work(ctx)
	cleanUp := s.runner.Close(ctx)
	return s.events.send(event{Closed: &closed{CleanUp: cleanUp, Waits: s.env.Waits()}})
}

// service is the state of a worker that serves.
type service struct {
	events *lines
	orders chan order
	env    *harness.Env
	runner *suites.Runner
	plan   map[reports.Key]suites.Planned
	pulse  *pulse
}

// listen hands orders on; the end of the input, or Stop, ends the run.
func (s *service) listen(decoder *json.Decoder, stop func()) {
	defer close(s.orders)
	for {
		var o order
		err := decoder.Decode(&o)
		s.adopt(o.Adopt)
		s.learn(o.Lessons)
		if err != nil || o.Stop {
			stop()
			return
		}
		if len(o.Run) > 0 || o.Finish {
			s.orders <- o
		}
	}
}

func (s *service) open(w Worker, first order) error {
	settings := *first.Settings
	if first.Journal != "" {
		journal, err := harness.JoinJournal(first.Journal)
		if err != nil {
			return err
		}
		settings.Journal = journal
	}
	transport, err := w.Transport(settings.Profile.SCIM.TLS)
	if err != nil {
		return err
	}
	s.pulse = &pulse{next: transport}
	settings.Transport = s.pulse
	settings.Tell = func(l harness.Lesson) { _ = s.events.send(event{Lesson: &l}) }
	settings.Watch = func(c harness.Created) { _ = s.events.send(event{Made: &c}) }
	s.env = harness.NewEnv(settings)
	s.runner = suites.NewRunner(s.env)
	s.plan = map[reports.Key]suites.Planned{}
	for _, p := range suites.Plan(w.Catalogue, s.env.Dialects) {
		s.plan[keyOf(p)] = p
	}
	s.adopt(first.Adopt)
	s.learn(first.Lessons)
	return nil
}

// learn takes over what other workers learned.
func (s *service) learn(lessons []harness.Lesson) {
	for _, l := range lessons {
		s.env.Learn(l)
	}
}

// adopt takes over what a dead worker made.
func (s *service) adopt(orphans []harness.Created) {
	for _, c := range orphans {
		s.env.Adopt(c)
	}
}

// keyOf is how reports tell planned checks apart.
func keyOf(p suites.Planned) reports.Key {
	return reports.Key{ID: p.ID, Dialect: string(p.Dialect), Subject: p.Subject}
}

// work runs batches until there are no more, or ctx ends.
func (s *service) work(ctx context.Context) {
	for {
		if s.events.send(event{Idle: true}) != nil {
			return
		}
		o, more := <-s.orders
		if !more || o.Finish {
			return
		}
		batch := make([]suites.Planned, 0, len(o.Run))
		for _, k := range o.Run {
			if p, known := s.plan[k]; known {
				batch = append(batch, p)
			}
		}
		if len(batch) > 0 {
			_ = s.runner.Run(ctx, batch, suites.Observer{Started: s.started, Finished: s.finished})
		}
		if why := s.env.GaveUp(); why != "" {
			_ = s.events.send(event{GaveUp: why})
			return
		}
	}
}

func (s *service) started(spec types.SpecReport) {
	if c, ok := reports.Planned(spec); ok {
		k := c.Key()
		_ = s.events.send(event{Started: &k})
	}
}

func (s *service) finished(spec types.SpecReport) {
	if c, ok := reports.FromSpec(spec); ok {
		_ = s.events.send(event{Finished: &finished{c, c.Timings}})
	}
}

// beat tells the parent now and then that requests are answered: only a worker
// that does nothing at all hangs.
func (s *service) beat() (stop func()) {
	done := make(chan struct{})
	ticker := time.NewTicker(time.Second)
	go func() {
		defer ticker.Stop()
		var last int64
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				if n := s.pulse.n.Load(); n != last {
					last = n
					_ = s.events.send(event{Alive: true})
				}
			}
		}
	}()
	return func() { close(done) }
}

// pulse counts the requests that ended.
type pulse struct {
	next *http.Transport
	n    atomic.Int64
}

func (p *pulse) RoundTrip(r *http.Request) (*http.Response, error) {
	defer p.n.Add(1)
	return p.next.RoundTrip(r)
}

// CloseIdleConnections lets go of the connections.
func (p *pulse) CloseIdleConnections() { p.next.CloseIdleConnections() }
