package harness

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Passing is a failure of the target that may pass by itself, and after which Okta repeats its request: a 5xx, or no answer.
type Passing struct {
	Op     string // such as "POST /Groups"
	Status int    // 0: no answer
}

// passing is the failure in an answer; false when it is none that may pass.
func passing(a okta.Answer) (Passing, bool) {
	p := Passing{Op: a.Op()}
	switch {
	case a.Err == nil && a.Status >= 500 && a.Status != http.StatusNotImplemented:
		p.Status = a.Status
		return p, true
	case timedOut(a):
		return p, true
	}
	cut := func(e error) bool { return errors.Is(a.Err, e) }
	return p, a.Err != nil && slices.ContainsFunc([]error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.ECONNREFUSED, syscall.EPIPE}, cut)
}

// failures are those of one session: of its requests, and of what the guard asked for it.
type failures struct {
	mu      sync.Mutex
	passing []Passing
	unsent  *UnansweredError // the first one
}

func (f *failures) enter(a okta.Answer) {
	p, may := passing(a)
	var never *UnansweredError
	if !may && !errors.As(a.Err, &never) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if may {
		f.passing = append(f.passing, p)
	} else if f.unsent == nil {
		f.unsent = never
	}
}

// Passing are the failures that the session met and that may have passed since.
func (s *Session) Passing() []Passing {
	f := s.wall.failures
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.passing)
}

// Unsent is the first request of the session that was not sent because those
// like it were never answered; nil when there was none.
func (s *Session) Unsent() *UnansweredError {
	f := s.wall.failures
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unsent
}

// repeats knows whether it helps to repeat requests, by operation: where it did not, a broken target would make the run crawl.
type repeats struct {
	mu     sync.Mutex
	inVain map[string]int // repeats in vain since one helped
	helped map[int]int    // requests that a repeat made good, by the status that they had
}

// enough is how many repeats in vain of one operation show that they do not help.
const enough = 2

// firstRepeat is the pause before a request is repeated, which grows fourfold.
const firstRepeat = 250 * time.Millisecond

// tries is how often a request is sent in all. A time-out is so long that one repeat must do.
const (
	tries         = 3
	triesTimedOut = 2
)

func newRepeats() *repeats { return &repeats{inVain: map[string]int{}, helped: map[int]int{}} }

// again is okta.Config.Again of what the checks of a run share: it repeats what Okta would.
func (r *repeats) again(earlier []okta.Answer, a okta.Answer) (pause time.Duration, again bool) {
	p, failed := passing(a)
	if !failed {
		for _, e := range earlier {
			p, _ := passing(e)
			r.note([]Passing{p}, true)
		}
		return 0, false
	}
	most := tries
	if timedOut(a) {
		most = triesTimedOut
	}
	if len(earlier)+1 >= most || !r.worth([]Passing{p}) {
		if len(earlier) > 0 {
			r.note([]Passing{p}, false)
		}
		return 0, false
	}
	return firstRepeat << (2 * len(earlier)), true
}

// soon is again of the guard and the clean-up, which do without an answer rather than wait for another time-out.
func (r *repeats) soon(earlier []okta.Answer, a okta.Answer) (pause time.Duration, again bool) {
	if timedOut(a) {
		return 0, false
	}
	return r.again(earlier, a)
}

func timedOut(a okta.Answer) bool {
	var timeout *okta.TimeoutError
	return errors.As(a.Err, &timeout)
}

// worth tells whether to repeat what failed so.
func (r *repeats) worth(failures []Passing) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(failures, func(p Passing) bool { return r.inVain[p.Op] < enough })
}

// note enters whether it helped to repeat what had failed so.
func (r *repeats) note(failures []Passing, helped bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, p := range failures {
		switch {
		case helped:
			r.helped[p.Status]++
			delete(r.inVain, p.Op)
		case !seen[p.Op]:
			r.inVain[p.Op]++
		}
		seen[p.Op] = true
	}
}

// notes say what was repeated with success.
func (r *repeats) notes() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for status := range r.helped {
		n := r.helped[status]
		requests, answered := "1 request was", fmt.Sprintf("answered %d", status)
		if n > 1 {
			requests = fmt.Sprintf("%d requests were", n)
		}
		if status == 0 {
			answered = "not answered"
		}
		out = append(out, fmt.Sprintf("%s %s and repeated", requests, answered))
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// WorthRepeating tells whether a check that met such failures is worth another run.
func (e *Env) WorthRepeating(failures []Passing) bool { return e.repeats.worth(failures) }

// MadeGood enters the requests of a check that failed, and that it sent again with success.
func (e *Env) MadeGood(s *Session) { e.repeats.note(s.Recorder.madeGood(), true) }

// Repeated enters whether it helped to run a check again that had met such failures.
func (e *Env) Repeated(failures []Passing, helped bool) { e.repeats.note(failures, helped) }
