package harness

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// silences knows the operations that the target leaves unanswered while it
// answers others. Okta gives each request a minute; a run that sends hundreds to
// one endpoint that hangs would take hours and learn nothing new. After silent
// time-outs in a row of one operation, and an answer to another since the first
// of them, the operation is given up for the run.
type silences struct {
	own string // Authorization of the run

	mu      sync.Mutex
	answers int // of any operation
	by      map[string]*silence
	unsent  map[string]int // requests that were not sent, of operations that are given up
}

type silence struct {
	row   int           // time-outs since the last answer
	since int           // answers of any operation when the row began
	last  time.Time     // when the row grew
	after time.Duration // the time that the last one had
	asked bool          // the guard has asked whether the target answers others
}

// silent is how many time-outs in a row are enough. Requests that wait at the same time count once: the target may have
// halted for a moment.
const silent = 3

// UnansweredError is the error of a request that is not sent, because those like it were never answered.
type UnansweredError struct {
	Op    string // such as "DELETE /Groups/{id}"
	Times int
	After time.Duration // of each
}

func (e *UnansweredError) Error() string {
	return fmt.Sprintf("not sent: %s got no answer within %s, %d times in a row, while other requests got one", e.Op, e.After, e.Times)
}

func newSilences(own string) *silences {
	return &silences{own: own, by: map[string]*silence{}, unsent: map[string]int{}}
}

// givenUp is the error of a request of an operation that is given up; nil for others.
func (s *silences) givenUp(r *http.Request) error {
	op := requested(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.by[op]
	if one == nil || one.row < silent || one.since == s.answers {
		return nil
	}
	s.unsent[op]++
	return &UnansweredError{Op: op, Times: one.row, After: one.after}
}

// doubtful tells, once a row, that an operation is silent and that nothing else
// was answered since, so that the whole target may be gone.
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
	op, now := requested(r), time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.by[op]
	if one == nil {
		one = &silence{}
		s.by[op] = one
	}
	var timeout *okta.TimeoutError
	switch {
	case a.Status != 0 && a.Err == nil:
		s.answers++
		// A wrong token is refused, and another tenant's list read, without the work that hangs.
		if r == nil || r.Header.Get("Authorization") == s.own {
			one.row, one.asked = 0, false
		}
	case errors.As(a.Err, &timeout):
		if r != nil && r.Header.Get("Authorization") != s.own {
			return // an app may let wait who has a wrong token
		}
		if one.row > 0 && now.Sub(one.last) < a.Elapsed {
			return // it was sent before the last one was known
		}
		if one.row == 0 {
			one.since = s.answers
		}
		one.row++
		one.last, one.after = now, timeout.After
	}
}

// add sums what was not sent.
func (s *silences) add(w *Waits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for op, times := range s.unsent {
		w.Unsent[op] += times
		w.Timeout = s.by[op].after
	}
}

// requested is the operation of a request: "GET /Users?filter=".
func requested(r *http.Request) string {
	if r == nil {
		return ""
	}
	return r.Method + " " + operation(r.URL.String())
}
