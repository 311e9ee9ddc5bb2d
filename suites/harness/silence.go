package harness

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// silences knows the operations that the target leaves unanswered while it
// answers others. Okta gives each request a minute; a run that sends hundreds to
// one endpoint that hangs would take hours and learn nothing new. After silent
// time-outs in a row of one operation, and an answer to another since the first
// of them, each further one halves the time of the next, down to shortTimeout.
// One answer gives the operation all its time back.
type silences struct {
	timeout time.Duration // of one request
	own     string        // Authorization of the run
	tell    func(Lesson)  // is told of silent operations; may be nil

	mu       sync.Mutex
	answers  int // of any operation
	by       map[string]*silence
	timedOut map[string]int // requests without an answer, of operations whose time was cut
}

type silence struct {
	row   int  // time-outs since the last answer
	since int  // answers of any operation when the row began
	asked bool // the guard has asked whether the target answers others
}

const (
	silent       = 2
	shortTimeout = time.Second
)

func newSilences(timeout time.Duration, own string) *silences {
	return &silences{timeout: timeout, own: own, by: map[string]*silence{}, timedOut: map[string]int{}}
}

// patience is how long a request may take.
func (s *silences) patience(r *http.Request) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.by[requested(r)]
	if one == nil || one.row < silent || one.since == s.answers {
		return s.timeout
	}
	return min(s.timeout, max(shortTimeout, s.timeout>>min(one.row-silent+1, 30)))
}

// doubtful tells, once a row, that an operation is silent and that nothing else
// was sent since, so that the whole target may be gone.
func (s *silences) doubtful(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.by[requested(r)]
	if one == nil || one.row < silent || one.since < s.answers || one.asked {
		return false
	}
	one.asked = true
	return true
}

// learn learns from what came of a request.
func (s *silences) learn(r *http.Request, a okta.Answer) {
	operation := requested(r)
	s.mu.Lock()
	one := s.of(operation)
	before := one.row
	s.enter(operation, one, a, r == nil || r.Header.Get("Authorization") == s.own)
	news := s.tell != nil && before < silent && one.row == silent
	s.mu.Unlock()
	if news {
		s.tell(Lesson{Silent: operation})
	}
}

// of is what is known of an operation; the caller holds the lock.
func (s *silences) of(operation string) *silence {
	if s.by[operation] == nil {
		s.by[operation] = &silence{}
	}
	return s.by[operation]
}

// enter enters what came of a request; the caller holds the lock.
func (s *silences) enter(operation string, one *silence, a okta.Answer, own bool) {
	var timeout *okta.TimeoutError
	switch {
	case a.Status != 0 && a.Err == nil:
		s.answers++
		if own { // a wrong token is refused, and another tenant's list read, without the work that hangs
			one.row, one.asked = 0, false
		}
	case errors.As(a.Err, &timeout):
		if one.row == 0 {
			one.since = s.answers
		}
		one.row++
		if timeout.Earlier > 0 {
			s.timedOut[operation]++
		}
	}
}

// add sums what got less time.
func (s *silences) add(w *Waits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for operation, times := range s.timedOut {
		w.Unanswered[operation] += times
		w.Timeout = s.timeout
	}
}

// requested is the operation of a request: "GET /Users?filter=".
func requested(r *http.Request) string {
	if r == nil {
		return ""
	}
	return r.Method + " " + operation(r.URL.String())
}
